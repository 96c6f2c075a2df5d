import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0011_people_ask_to_join"),
        ("reporting", "0025_messages_of_imports_in_six_languages"),
    ]

    operations = [
        migrations.CreateModel(
            name="DeadLinkNotice",
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
                ("failing_since", models.DateTimeField()),
                ("told_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="reporting.linkcheck",
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("check_of", "organisation"), name="deadlinknotice_once"
                    )
                ],
            },
        ),
    ]
