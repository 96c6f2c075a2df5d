import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import reporting.models.sheet


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_people_have_a_time_zone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0015_agreements_to_report"),
    ]

    operations = [
        migrations.CreateModel(
            name="SheetDownload",
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
                        default=reporting.models.sheet._new_code,
                        editable=False,
                        max_length=12,
                        unique=True,
                        verbose_name="code",
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
                        verbose_name="language",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="downloaded"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "spreadsheet downloaded",
                "verbose_name_plural": "spreadsheets downloaded",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SheetUpload",
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
                        default=django.utils.timezone.now, verbose_name="uploaded"
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
                        verbose_name="language",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.FileField(blank=True, upload_to="sheets/")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being read"),
                            ("refused", "Could not be read"),
                            ("ready", "Ready to be checked"),
                            ("writing", "Being written"),
                            ("undone", "Undone"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "refusal",
                    models.TextField(
                        blank=True, verbose_name="why it could not be read"
                    ),
                ),
                ("notes", models.JSONField(default=list)),
                ("rows_in_all", models.PositiveIntegerField(default=0)),
                ("rows_done", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "accepted_at",
                    models.DateTimeField(null=True, verbose_name="accepted"),
                ),
                ("undone_at", models.DateTimeField(null=True, verbose_name="undone")),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="programmes.organisation",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "spreadsheet uploaded",
                "verbose_name_plural": "spreadsheets uploaded",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ("waiting", "refused", "ready", "writing", "undone"),
                            )
                        ),
                        name="sheetupload_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("accepted_by", None)),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sheetupload_accepted_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sheetupload_undone_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadedRow",
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
                    "number",
                    models.PositiveIntegerField(verbose_name="row of the sheet"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("wrong", "To be mended"),
                            ("conflict", "In conflict"),
                            ("changed", "Changed"),
                            ("added", "New"),
                            ("same", "Unchanged"),
                        ],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("cells", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=dict)),
                ("differences", models.JSONField(default=list)),
                ("chosen", models.JSONField(default=dict)),
                ("is_chosen", models.BooleanField(default=False)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("before", models.JSONField(null=True)),
                ("edit_count", models.PositiveIntegerField(null=True)),
                ("left_count", models.PositiveIntegerField(null=True)),
                ("remark", models.TextField(blank=True)),
                (
                    "activity",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="reporting.activity",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="reporting.sheetupload",
                    ),
                ),
            ],
            options={
                "ordering": ["upload", "number"],
                "indexes": [
                    models.Index(
                        fields=["upload", "outcome"], name="uploadedrow_outcome"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("upload", "number"), name="uploadedrow_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ("wrong", "conflict", "changed", "added", "same"),
                            )
                        ),
                        name="uploadedrow_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DownloadedRow",
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
                ("content", models.JSONField(default=dict)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="reporting.activity",
                    ),
                ),
                (
                    "download",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="reporting.sheetdownload",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("download", "activity"), name="downloadedrow_once"
                    )
                ],
            },
        ),
    ]
