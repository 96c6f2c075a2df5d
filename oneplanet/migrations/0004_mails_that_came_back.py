import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oneplanet", "0003_an_inbox")]

    operations = [
        migrations.CreateModel(
            name="StoppedAddress",
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
                    "address",
                    models.EmailField(
                        max_length=254, unique=True, verbose_name="e-mail address"
                    ),
                ),
                (
                    "since",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "address without mail",
                "verbose_name_plural": "addresses without mail",
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Bounce",
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
                    "address",
                    models.EmailField(max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "status",
                    models.CharField(
                        help_text="5.x.x: for good; 4.x.x: for now.",
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                ("is_hard", models.BooleanField(verbose_name="for good")),
                (
                    "said",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="what the server said"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="recorded"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="settled"),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bounces",
                        to="oneplanet.outgoingmail",
                        verbose_name="mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "mail that came back",
                "verbose_name_plural": "mails that came back",
                "ordering": ["-recorded_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_hard", True), ("settled_at", None)),
                        fields=["address"],
                        name="bounce_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mail", "status"), name="bounce_once"
                    )
                ],
            },
        ),
    ]
