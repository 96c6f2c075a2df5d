import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import oneplanet.idempotency


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge_hubs", "0015_proposals_of_partners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
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
                    "page",
                    models.CharField(blank=True, max_length=500, verbose_name="page"),
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("wrong", "Something is wrong"),
                            ("link", "A link is broken"),
                            ("missing", "Something is missing"),
                            ("translation", "The translation is bad or missing"),
                            ("access", "I cannot read or use it"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        max_length=3000, verbose_name="in the reader’s words"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail address"
                    ),
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
                            ("new", "New"),
                            ("in_hand", "In hand"),
                            ("done", "Done"),
                            ("no_action", "No action"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answer",
                    models.TextField(
                        blank=True, max_length=3000, verbose_name="answer"
                    ),
                ),
                (
                    "settled_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="settled"),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="invented sample"
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
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="settled by",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a reader",
                "verbose_name_plural": "words of readers",
                "ordering": ["-sent_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["new", "in_hand"]),
                                ("settled_at", None),
                                ("settled_by", None),
                            ),
                            models.Q(
                                ("state__in", ["done", "no_action"]),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="feedback_settled_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_hand"), _negated=True),
                            ("assigned_to__isnull", False),
                            _connector="OR",
                        ),
                        name="feedback_in_somebodys_hands",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at", None), ("email", ""), _connector="OR"
                        ),
                        name="feedback_settled_keeps_no_address",
                    ),
                ],
            },
        ),
    ]
