import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import oneplanet.text.folding


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge_hubs", "0014_case_studies_recommendations_labels"),
        ("programmes", "0011_people_ask_to_join"),
        ("reporting", "0023_links_and_files_are_checked"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resource", "Resource"),
                            ("event", "Event"),
                            ("article", "News"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                ("title_folded", oneplanet.text.folding.FoldedField(source="title")),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "العربية"),
                            ("zh-hans", "中文"),
                            ("en", "English"),
                            ("fr", "Français"),
                            ("ru", "Русский"),
                            ("es", "Español"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "what",
                    models.TextField(max_length=500, verbose_name="in one sentence"),
                ),
                (
                    "url",
                    models.URLField(blank=True, max_length=500, verbose_name="address"),
                ),
                (
                    "file_name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="file name"
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, null=True, verbose_name="first day"),
                ),
                (
                    "ends_on",
                    models.DateField(blank=True, null=True, verbose_name="last day"),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place"),
                ),
                (
                    "why",
                    models.TextField(max_length=2000, verbose_name="why it matters"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="sent"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the secretariat"),
                            ("asked", "The secretariat asks you"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("twin", "It is here already"),
                            (
                                "scope",
                                "It is about something else than the network’s work",
                            ),
                            ("shut", "Not everybody can open it"),
                            ("rights", "Its owner does not let us hand it out"),
                            ("sales", "It advertises a product or a service"),
                            ("old", "It is out of date"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        null=True,
                        verbose_name="told that it is public",
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="invented sample"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge_hubs.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="in the hands of",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge_hubs.event",
                        verbose_name="event",
                    ),
                ),
                (
                    "hub",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge_hubs.hub",
                        verbose_name="knowledge hub",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="programmes.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="proposed by",
                    ),
                ),
                (
                    "resource",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="knowledge_hubs.resource",
                        verbose_name="resource",
                    ),
                ),
                (
                    "stored",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.storedfile",
                        verbose_name="file",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["sent_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProposalStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("taken", "Taken in hand"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                            ("published", "Made public"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="at"
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="in words"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="knowledge_hubs.proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a proposal",
                "verbose_name_plural": "steps of proposals",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["waiting", "asked"]),
                        ("decided_at", None),
                        ("decided_by", None),
                    ),
                    models.Q(
                        ("state__in", ["accepted", "declined", "withdrawn"]),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("article__isnull", True),
                        ("event__isnull", True),
                        ("kind", "resource"),
                        ("resource__isnull", False),
                        ("state", "accepted"),
                    ),
                    models.Q(
                        ("article__isnull", True),
                        ("event__isnull", False),
                        ("kind", "event"),
                        ("resource__isnull", True),
                        ("state", "accepted"),
                    ),
                    models.Q(
                        ("article__isnull", False),
                        ("event__isnull", True),
                        ("kind", "article"),
                        ("resource__isnull", True),
                        ("state", "accepted"),
                    ),
                    models.Q(
                        models.Q(("state", "accepted"), _negated=True),
                        ("article", None),
                        ("event", None),
                        ("resource", None),
                    ),
                    _connector="OR",
                ),
                name="proposal_accepted_as_a_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "declined"), models.Q(("reason", ""), _negated=True)
                    ),
                    models.Q(
                        models.Q(("state", "declined"), _negated=True), ("reason", "")
                    ),
                    _connector="OR",
                ),
                name="proposal_declined_with_a_reason",
                violation_error_message="Say why.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file_name", ""), ("stored", None)),
                    models.Q(
                        ("stored__isnull", False),
                        models.Q(("file_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="proposal_file_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on", None),
                    models.Q(
                        ("ends_on__gte", models.F("starts_on")),
                        ("starts_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="proposal_ends_after_start",
                violation_error_message="The end comes before the start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("action", "published"), ("by__isnull", False), _connector="OR"
                ),
                name="proposalstep_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("action__in", ["asked", "answered", "declined"]), _negated=True
                    ),
                    models.Q(("words", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposalstep_says_something",
                violation_error_message="Write something.",
            ),
        ),
    ]
