import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import oneplanet.idempotency
import oneplanet.text.folding


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_people_have_a_time_zone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
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
                    "key",
                    models.CharField(
                        default=oneplanet.idempotency.new_key,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, max_length=150, verbose_name="name of the person"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address"
                    ),
                ),
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
                        verbose_name="language of mails",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="asked"
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="address confirmed"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        blank=True, max_length=2000, verbose_name="reason"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                ),
                (
                    "contact_role",
                    models.CharField(
                        blank=True,
                        max_length=150,
                        verbose_name="what the person does there",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "why",
                    models.TextField(
                        max_length=3000, verbose_name="why it wants to join"
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="invented sample"
                    ),
                ),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.country",
                        verbose_name="country",
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
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="programmes.organisation",
                        verbose_name="joined as",
                    ),
                ),
                (
                    "programmes",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="programmes.programme",
                        verbose_name="programmes",
                    ),
                ),
                (
                    "type",
                    models.ForeignKey(
                        limit_choices_to={"vocabulary": "stakeholder_type"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.term",
                        verbose_name="type",
                    ),
                ),
            ],
            options={
                "verbose_name": "application to join",
                "verbose_name_plural": "applications to join",
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("outcome", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="application_decided_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by", None), ("outcome__in", ["", "withdrawn"])
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("outcome__in", ["accepted", "declined"]),
                            ),
                            _connector="OR",
                        ),
                        name="application_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_at", None),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="application_decided_once_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="application_declined_with_a_reason",
                        violation_error_message="Say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("organisation__isnull", False), ("outcome", "accepted")
                            ),
                            models.Q(
                                models.Q(("outcome", "accepted"), _negated=True),
                                ("organisation", None),
                            ),
                            _connector="OR",
                        ),
                        name="application_accepted_as_an_organisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationName",
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
                    "name",
                    models.CharField(max_length=250, verbose_name="official name"),
                ),
                ("name_folded", oneplanet.text.folding.FoldedField(source="name")),
                (
                    "language",
                    models.CharField(
                        max_length=10, verbose_name="language of the name"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="programmes.application",
                    ),
                ),
            ],
            options={
                "verbose_name": "name of an organisation that applies",
                "verbose_name_plural": "names of organisations that apply",
                "ordering": ["application", "order", "pk"],
            },
        ),
    ]
