from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge_hubs", "0008_what_is_searched_for"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileText",
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
                ("sha256", models.CharField(max_length=64, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("begun", "being read"),
                            ("read", "read"),
                            ("locked", "locked with a password"),
                            ("damaged", "damaged"),
                            ("too_large", "too large to be read"),
                        ],
                        default="begun",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "language",
                    models.CharField(
                        blank=True,
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
                    "is_cut",
                    models.BooleanField(
                        default=False, verbose_name="only its beginning"
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "verbose_name": "text of a file",
                "verbose_name_plural": "texts of files",
            },
        ),
    ]
