import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import oneplanet.text.zones


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge_hubs", "0012_editors_of_hubs"),
        ("programmes", "0011_people_ask_to_join"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalCampaignResult",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, editable=False, max_length=150)),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="The smallest number comes first.",
                        verbose_name="order",
                    ),
                ),
                (
                    "paragraph",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="paragraph"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="In words, in English: where facts beyond the document come from.",
                        max_length=250,
                        verbose_name="other source",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("situation", "Where people stood"),
                            ("reach", "Whom it reached"),
                            ("outcome", "What changed"),
                        ],
                        help_text="Many reached is no change yet: keep the two apart.",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_ar",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_zh_hans",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_en",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_fr",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_ru",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_es",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Where no published figure holds it.",
                        max_digits=14,
                        null=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "qualifier",
                    models.CharField(
                        choices=[
                            ("exact", "exactly"),
                            ("approx", "about"),
                            ("more_than", "more than"),
                            ("at_least", "at least"),
                            ("less_than", "less than"),
                        ],
                        default="exact",
                        max_length=10,
                        verbose_name="qualifier",
                    ),
                ),
                (
                    "unit_label",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_ar",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_en",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_fr",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_ru",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_es",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "in_words",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_ar",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_en",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_fr",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_ru",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_es",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "sample",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_ar",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_zh_hans",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_en",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_fr",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_ru",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_es",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_size",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty where the source does not say; never guessed.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="how many were asked",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_ar",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_ru",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_es",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "measured_on",
                    models.DateField(blank=True, null=True, verbose_name="day"),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Where the day is not known.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="knowledge_hubs.campaign",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the document of the campaign.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="programmes.sourcedocument",
                        verbose_name="source document",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The number as a document printed it. No other is then given.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="programmes.publishedfigure",
                        verbose_name="published figure",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical result of a campaign",
                "verbose_name_plural": "historical results of campaigns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="CampaignResult",
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
                ("code", models.CharField(blank=True, editable=False, max_length=150)),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="The smallest number comes first.",
                        verbose_name="order",
                    ),
                ),
                (
                    "paragraph",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="paragraph"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="In words, in English: where facts beyond the document come from.",
                        max_length=250,
                        verbose_name="other source",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("situation", "Where people stood"),
                            ("reach", "Whom it reached"),
                            ("outcome", "What changed"),
                        ],
                        help_text="Many reached is no change yet: keep the two apart.",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "metric",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_ar",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_zh_hans",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_en",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_fr",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_ru",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "metric_es",
                    models.CharField(
                        help_text="For example: people who say they throw away less food.",
                        max_length=300,
                        null=True,
                        verbose_name="what was measured",
                    ),
                ),
                (
                    "number",
                    models.DecimalField(
                        blank=True,
                        decimal_places=4,
                        help_text="Where no published figure holds it.",
                        max_digits=14,
                        null=True,
                        verbose_name="number",
                    ),
                ),
                (
                    "qualifier",
                    models.CharField(
                        choices=[
                            ("exact", "exactly"),
                            ("approx", "about"),
                            ("more_than", "more than"),
                            ("at_least", "at least"),
                            ("less_than", "less than"),
                        ],
                        default="exact",
                        max_length=10,
                        verbose_name="qualifier",
                    ),
                ),
                (
                    "unit_label",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_ar",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_en",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_fr",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_ru",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label_es",
                    models.CharField(
                        blank=True,
                        help_text="As it stands after the number: %, people, tonnes.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "in_words",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_ar",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_en",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_fr",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_ru",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "in_words_es",
                    models.CharField(
                        blank=True,
                        help_text="Where the source gives no number.",
                        max_length=300,
                        null=True,
                        verbose_name="in words",
                    ),
                ),
                (
                    "sample",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_ar",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_zh_hans",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_en",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_fr",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_ru",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_es",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="who was asked or counted",
                    ),
                ),
                (
                    "sample_size",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Empty where the source does not say; never guessed.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="how many were asked",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_ar",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_en",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_fr",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_ru",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "method_es",
                    models.CharField(
                        blank=True,
                        help_text="For example: survey online, people speak about themselves.",
                        max_length=300,
                        null=True,
                        verbose_name="method",
                    ),
                ),
                (
                    "measured_on",
                    models.DateField(blank=True, null=True, verbose_name="day"),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Where the day is not known.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                        verbose_name="year",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="results",
                        to="knowledge_hubs.campaign",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the document of the campaign.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.sourcedocument",
                        verbose_name="source document",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        blank=True,
                        help_text="The number as a document printed it. No other is then given.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programmes.publishedfigure",
                        verbose_name="published figure",
                    ),
                ),
            ],
            options={
                "verbose_name": "result of a campaign",
                "verbose_name_plural": "results of campaigns",
                "ordering": ["order", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("code",),
                        name="campaignresult_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("figure__isnull", False), ("number", None)),
                            models.Q(("figure", None), ("number__isnull", False)),
                            models.Q(("figure", None), ("number", None)),
                            _connector="OR",
                        ),
                        name="campaignresult_one_value",
                        violation_error_message="Choose a published figure or give a number, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sample_size", None),
                            ("sample_size__gte", 1),
                            _connector="OR",
                        ),
                        name="campaignresult_sample_is_of_somebody",
                        violation_error_message="Leave it empty where nobody was asked.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("measured_on", None), ("year", None), _connector="OR"
                        ),
                        name="campaignresult_day_or_year",
                        violation_error_message="Give the day or the year, not both.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventSession",
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
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "title_ar",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_zh_hans",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_fr",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_ru",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_es",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        help_text="In UTC. The page shows it in the zone of the place.",
                        verbose_name="begins",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        error_messages={
                            "invalid_choice": "Choose a time zone of the list."
                        },
                        help_text="By its name in the IANA database, such as Africa/Nairobi.",
                        max_length=50,
                        validators=[oneplanet.text.zones.check_zone],
                        verbose_name="time zone of the place",
                    ),
                ),
                (
                    "speakers",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_ar",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_zh_hans",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_en",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_fr",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_ru",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_es",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
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
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="knowledge_hubs.event",
                    ),
                ),
            ],
            options={
                "verbose_name": "session of an event",
                "verbose_name_plural": "sessions of events",
                "ordering": ["starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEventSession",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title")),
                (
                    "title_ar",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_zh_hans",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_en",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_fr",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_ru",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "title_es",
                    models.CharField(max_length=300, null=True, verbose_name="title"),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        help_text="In UTC. The page shows it in the zone of the place.",
                        verbose_name="begins",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="ends"),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="UTC",
                        error_messages={
                            "invalid_choice": "Choose a time zone of the list."
                        },
                        help_text="By its name in the IANA database, such as Africa/Nairobi.",
                        max_length=50,
                        validators=[oneplanet.text.zones.check_zone],
                        verbose_name="time zone of the place",
                    ),
                ),
                (
                    "speakers",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_ar",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_zh_hans",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_en",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_fr",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_ru",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
                (
                    "speakers_es",
                    models.TextField(
                        blank=True,
                        help_text="One in each line, with what they are.",
                        max_length=2000,
                        null=True,
                        verbose_name="who speaks",
                    ),
                ),
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
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="knowledge_hubs.event",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical session of an event",
                "verbose_name_plural": "historical sessions of events",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRecording",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
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
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "captions_url",
                    models.URLField(
                        blank=True,
                        help_text="Who cannot hear it needs captions or a transcript.",
                        max_length=500,
                        verbose_name="address with captions",
                    ),
                ),
                (
                    "transcript_url",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        verbose_name="address of the transcript",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                        max_length=1,
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="knowledge_hubs.event",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty: the whole event.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="knowledge_hubs.eventsession",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical recording",
                "verbose_name_plural": "historical recordings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Recording",
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
                ("url", models.URLField(max_length=500, verbose_name="address")),
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
                    "minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(1440),
                        ],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "captions_url",
                    models.URLField(
                        blank=True,
                        help_text="Who cannot hear it needs captions or a transcript.",
                        max_length=500,
                        verbose_name="address with captions",
                    ),
                ),
                (
                    "transcript_url",
                    models.URLField(
                        blank=True,
                        max_length=500,
                        verbose_name="address of the transcript",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recordings",
                        to="knowledge_hubs.event",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole event.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="knowledge_hubs.eventsession",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "recording",
                "verbose_name_plural": "recordings",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="eventsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at", None),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="eventsession_ends_after_start",
                violation_error_message="The end comes before the start.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes", None),
                    models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                    _connector="OR",
                ),
                name="recording_lasts_a_day_at_most",
                violation_error_message="Give its length in minutes, a day at most.",
            ),
        ),
    ]
