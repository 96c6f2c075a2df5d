import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import oneplanet.text.folding
import reporting.models.initiative
import reporting.models.receipt


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_people_have_a_time_zone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0016_spreadsheets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Initiative",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("returned", "Returned to the partner"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_index=True,
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="invented sample"
                    ),
                ),
                (
                    "discarded_count",
                    models.PositiveIntegerField(default=0, editable=False),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="begun",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=reporting.models.initiative._new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="It writes the initiative; other owners are part of its text.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="programmes.organisation",
                        verbose_name="leading organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initiatives",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "initiative",
                "verbose_name_plural": "initiatives",
                "ordering": ["-created_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "returned",
                                    "approved",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="initiative_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativeVersion",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
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
                    "title",
                    models.CharField(blank=True, max_length=200, verbose_name="title"),
                ),
                (
                    "started_on",
                    models.DateField(blank=True, null=True, verbose_name="start"),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, null=True, verbose_name="end"),
                ),
                ("edit_count", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(auto_now=True, verbose_name="saved")),
                (
                    "sealed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="submitted"
                    ),
                ),
                ("title_folded", oneplanet.text.folding.FoldedField(source="title")),
                (
                    "objectives",
                    models.TextField(
                        blank=True, max_length=5000, verbose_name="objectives"
                    ),
                ),
                (
                    "countries",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="programmes.country",
                        verbose_name="countries",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reporting.initiative",
                    ),
                ),
                (
                    "owners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="programmes.organisation",
                        verbose_name="further owners",
                    ),
                ),
                (
                    "regions",
                    models.ManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "reporting_region"},
                        related_name="+",
                        to="programmes.term",
                        verbose_name="regions",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.organisation",
                        verbose_name="reported by",
                    ),
                ),
                (
                    "sealed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "sectors",
                    models.ManyToManyField(
                        blank=True,
                        limit_choices_to={"vocabulary": "sector"},
                        related_name="+",
                        to="programmes.term",
                        verbose_name="sectors",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.activitytype",
                        verbose_name="type",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of an initiative",
                "verbose_name_plural": "versions of initiatives",
                "ordering": ["initiative", "-number"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("initiative", "number"),
                        name="initiativeversion_number_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("sealed_at", None)),
                        fields=("initiative",),
                        name="initiativeversion_one_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sealed_at", None), ("sealed_by", None)),
                            models.Q(
                                ("sealed_at__isnull", False),
                                ("sealed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="initiativeversion_sealed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on", None),
                            ("ended_on", None),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="initiativeversion_ends_after_start",
                        violation_error_message="The end comes before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_at", None),
                            models.Q(
                                models.Q(("title", ""), _negated=True),
                                models.Q(("objectives", ""), _negated=True),
                                ("started_on__isnull", False),
                                ("type__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="initiativeversion_sealed_is_complete",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativeRefusedField",
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
                ("field", models.CharField(max_length=80)),
                ("text", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refused_fields",
                        to="reporting.initiativeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "field"), name="initiativerefusedfield_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativeReceipt",
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
                    "code",
                    models.CharField(
                        default=reporting.models.receipt._new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="receipt",
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="reporting.initiativeversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt of a submitted initiative",
                "verbose_name_plural": "receipts of submitted initiatives",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InitiativePublication",
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
                ("from_at", models.DateTimeField(verbose_name="public from")),
                (
                    "until_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="public until"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="reporting.initiative",
                    ),
                ),
                (
                    "until_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="reporting.initiativeversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of an initiative",
                "verbose_name_plural": "approvals of initiatives",
                "ordering": ["initiative", "-from_at"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("initiative",),
                        name="initiativepublication_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at", None),
                            ("until_at__gte", models.F("from_at")),
                            _connector="OR",
                        ),
                        name="initiativepublication_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("until_at", None), ("until_by", None)),
                            models.Q(
                                ("until_at__isnull", False), ("until_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="initiativepublication_closed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InitiativeEntry",
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
                            ("submit", "Submit for review"),
                            ("recall", "Take back"),
                            ("return", "Return with a comment"),
                            ("approve", "Approve and publish"),
                            ("revise", "Revise"),
                            ("discard", "Discard this revision"),
                            ("withdraw", "Withdraw"),
                            ("unpublish", "Take off the public site"),
                        ],
                        max_length=10,
                        verbose_name="step",
                    ),
                ),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("returned", "Returned to the partner"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="from",
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for review"),
                            ("returned", "Returned to the partner"),
                            ("approved", "Approved"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                (
                    "process",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="by process"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="reporting.initiative",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="history",
                        to="reporting.initiativeversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "history entry of an initiative",
                "verbose_name_plural": "history entries of initiatives",
                "ordering": ["at", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("process", "")),
                            models.Q(
                                ("by", None), models.Q(("process", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="initiativeentry_by_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "from_state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "returned",
                                    "approved",
                                    "withdrawn",
                                ],
                            ),
                            (
                                "to_state__in",
                                [
                                    "draft",
                                    "submitted",
                                    "returned",
                                    "approved",
                                    "withdrawn",
                                ],
                            ),
                        ),
                        name="initiativeentry_states_known",
                    ),
                ],
            },
        ),
    ]
