import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import oneplanet.text.dates


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0011_people_ask_to_join"),
        ("reporting", "0027_notes_of_reviewers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkApproval",
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
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="at"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval of several reports",
                "verbose_name_plural": "approvals of several reports",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BulkApprovalRow",
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
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Not decided yet"),
                            ("approved", "Approved"),
                            ("refused", "Not approved"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why not")),
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
                    "activity_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_approvals",
                        to="reporting.activityversion",
                        verbose_name="version of an activity",
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="reporting.bulkapproval",
                        verbose_name="approval of several reports",
                    ),
                ),
                (
                    "initiative_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulk_approvals",
                        to="reporting.initiativeversion",
                        verbose_name="version of an initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "report in an approval of several",
                "verbose_name_plural": "reports in approvals of several",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("activity_version__isnull", False),
                                ("initiative_version", None),
                            ),
                            models.Q(
                                ("activity_version", None),
                                ("initiative_version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bulkapprovalrow_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", "refused"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                ("outcome__in", ["waiting", "approved"]), ("reason", "")
                            ),
                            _connector="OR",
                        ),
                        name="bulkapprovalrow_refused_with_a_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("approval", "activity_version"),
                        name="bulkapprovalrow_once_activity",
                    ),
                    models.UniqueConstraint(
                        fields=("approval", "initiative_version"),
                        name="bulkapprovalrow_once_initiative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAssignment",
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
                    "from_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="from"
                    ),
                ),
                (
                    "until_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="until"),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="reporting.activity",
                        verbose_name="activity",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="reporting.initiative",
                        verbose_name="initiative",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reviewer",
                    ),
                ),
                (
                    "until_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
            ],
            options={
                "verbose_name": "review in hand",
                "verbose_name_plural": "reviews in hand",
                "ordering": ["from_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("activity__isnull", False), ("initiative", None)),
                            models.Q(("activity", None), ("initiative__isnull", False)),
                            _connector="OR",
                        ),
                        name="reviewassignment_of_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("activity",),
                        name="reviewassignment_one_open_activity",
                        violation_error_message="Somebody has this review in hand.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("initiative",),
                        name="reviewassignment_one_open_initiative",
                        violation_error_message="Somebody has this review in hand.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at", None),
                            ("until_at__gte", models.F("from_at")),
                            _connector="OR",
                        ),
                        name="reviewassignment_ends_after_start",
                        violation_error_message="The end comes before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("until_at", None), ("until_by", None)),
                            models.Q(
                                ("until_at__isnull", False), ("until_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="reviewassignment_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewEscalation",
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
                    "level",
                    models.CharField(
                        choices=[
                            ("lead", "the programme’s lead"),
                            ("secretariat", "the secretariat"),
                        ],
                        max_length=11,
                        verbose_name="told",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="at"
                    ),
                ),
                (
                    "activity_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="reporting.activityversion",
                        verbose_name="version of an activity",
                    ),
                ),
                (
                    "initiative_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="reporting.initiativeversion",
                        verbose_name="version of an initiative",
                    ),
                ),
            ],
            options={
                "verbose_name": "review told of as unanswered",
                "verbose_name_plural": "reviews told of as unanswered",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("activity_version__isnull", False),
                                ("initiative_version", None),
                            ),
                            models.Q(
                                ("activity_version", None),
                                ("initiative_version__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="reviewescalation_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["lead", "secretariat"])),
                        name="reviewescalation_level_known",
                    ),
                    models.UniqueConstraint(
                        fields=("activity_version", "level"),
                        name="reviewescalation_once_activity",
                    ),
                    models.UniqueConstraint(
                        fields=("initiative_version", "level"),
                        name="reviewescalation_once_initiative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrustedOrganisation",
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
                    "from_on",
                    models.DateField(
                        default=oneplanet.text.dates.today, verbose_name="from"
                    ),
                ),
                (
                    "until_on",
                    models.DateField(
                        help_text="The last day on which it holds.",
                        verbose_name="until",
                    ),
                ),
                (
                    "reason",
                    models.TextField(
                        help_text="What shows that nobody has to look at its reports first.",
                        verbose_name="why",
                    ),
                ),
                (
                    "set_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        editable=False,
                        verbose_name="set",
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="ended"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ended by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.organisation",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
            ],
            options={
                "verbose_name": "trusted organisation",
                "verbose_name_plural": "trusted organisations",
                "ordering": ["-set_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "programme"),
                        name="trustedorganisation_one_open",
                        violation_error_message="There is such a setting already. End it before making another.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="trustedorganisation_ends_after_start",
                        violation_error_message="The end comes before the start.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="trustedorganisation_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None)),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="trustedorganisation_ended_by_somebody",
                    ),
                ],
            },
        ),
    ]
