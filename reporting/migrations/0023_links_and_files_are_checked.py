import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0022_letters_of_a_csv"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileCheck",
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
                    "due_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="checked again",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="asked for anew"
                    ),
                ),
                (
                    "sha256",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="hash (SHA-256)"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("whole", "as it was stored"),
                            ("missing", "missing"),
                            ("altered", "altered"),
                        ],
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last seen whole"
                    ),
                ),
                ("checked_at", models.DateTimeField(verbose_name="checked")),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
            ],
            options={
                "verbose_name": "check of a file",
                "verbose_name_plural": "checks of our files",
                "ordering": ["since", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("asked_by", None)),
                            models.Q(
                                ("asked_at__isnull", False), ("asked_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="filecheck_asked_by_somebody",
                        violation_error_message="Who asked and when belong together.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LinkCheck",
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
                    "due_at",
                    models.DateTimeField(
                        db_index=True,
                        default=django.utils.timezone.now,
                        verbose_name="checked again",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="asked for anew"
                    ),
                ),
                (
                    "address",
                    models.URLField(
                        max_length=500, unique=True, verbose_name="address"
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        db_index=True, max_length=253, verbose_name="site"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "not checked yet"),
                            ("fine", "it answers"),
                            ("moved", "moved for good"),
                            ("gone", "gone"),
                            ("unreachable", "unreachable"),
                            ("refused", "turns programs away"),
                            ("not_allowed", "not asked by programs"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="since"
                    ),
                ),
                (
                    "said",
                    models.CharField(
                        blank=True,
                        help_text="In the words of the machines, for those who ask the site.",
                        max_length=120,
                        verbose_name="what was met",
                    ),
                ),
                (
                    "moved_to",
                    models.URLField(
                        blank=True, max_length=2000, verbose_name="moved to"
                    ),
                ),
                (
                    "failures",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="failures in a row"
                    ),
                ),
                (
                    "failing_since",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="could not be reached since"
                    ),
                ),
                (
                    "seen_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last seen"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="last answer"
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="checked"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked for by",
                    ),
                ),
            ],
            options={
                "verbose_name": "address elsewhere",
                "verbose_name_plural": "addresses elsewhere",
                "ordering": [
                    models.OrderBy(models.F("failing_since"), nulls_last=True),
                    "host",
                    "pk",
                ],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_at", None), ("asked_by", None)),
                            models.Q(
                                ("asked_at__isnull", False), ("asked_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="linkcheck_asked_by_somebody",
                        violation_error_message="Who asked and when belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failing_since", None), ("failures", 0)),
                            models.Q(
                                ("failing_since__isnull", False), ("failures__gt", 0)
                            ),
                            _connector="OR",
                        ),
                        name="linkcheck_fails_since_a_moment",
                        violation_error_message="What fails has failed since a moment.",
                    ),
                ],
            },
        ),
    ]
