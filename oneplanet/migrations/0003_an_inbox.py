import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import oneplanet.message_kinds


class Migration(migrations.Migration):
    dependencies = [
        ("oneplanet", "0002_api_tokens_and_prepared_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="outgoingmail",
            options={
                "ordering": ["pk"],
                "verbose_name": "mail",
                "verbose_name_plural": "mails",
            },
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="kind",
            field=models.CharField(
                choices=oneplanet.message_kinds.mail_choices,
                default="other",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="outgoingmail",
            name="reader",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="tries"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="created_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="written"
            ),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="gave_up_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="given up"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="language",
            field=models.CharField(max_length=10, verbose_name="language"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="last_error",
            field=models.TextField(blank=True, verbose_name="what went wrong"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sent"),
        ),
        migrations.AlterField(
            model_name="outgoingmail",
            name="to",
            field=models.EmailField(max_length=254, verbose_name="to"),
        ),
        migrations.CreateModel(
            name="InboxMessage",
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
                ("key", models.CharField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=oneplanet.message_kinds.choices,
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("language", models.CharField(max_length=10)),
                ("subject", models.CharField(max_length=250)),
                ("body", models.TextField(blank=True)),
                ("about", models.CharField(blank=True, max_length=500)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("held_for", models.CharField(blank=True, max_length=10)),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inbox",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["reader", "-sent_at", "-id"], name="inbox_of_a_person"
                    ),
                    models.Index(fields=["sent_at"], name="inbox_by_age"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["reader"],
                        name="inbox_unread",
                    ),
                    models.Index(
                        condition=models.Q(("held_for", ""), _negated=True),
                        fields=["reader"],
                        name="inbox_held",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("read_at", None),
                            ("read_at__gte", models.F("sent_at")),
                            _connector="OR",
                        ),
                        name="inboxmessage_read_after_it_was_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held_for__in", ["", "daily", "weekly"])),
                        name="inboxmessage_held_for_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageWay",
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
                        choices=oneplanet.message_kinds.choices, max_length=20
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("at_once", "At once, by mail"),
                            ("daily", "In one mail a day"),
                            ("weekly", "In one mail a week"),
                            ("only_here", "Only here, in my inbox"),
                        ],
                        max_length=10,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=10)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_ways",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["user", "kind"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="messageway_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("way__in", ["at_once", "daily", "weekly", "only_here"])
                        ),
                        name="messageway_way_known",
                    ),
                ],
            },
        ),
    ]
