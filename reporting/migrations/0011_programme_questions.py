import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0009_people_have_a_time_zone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0010_receipts"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalQuestionSet",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="edition"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="invented sample"
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
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
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
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical edition of questions",
                "verbose_name_plural": "historical questions of programmes",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="QuestionSet",
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
                    models.PositiveSmallIntegerField(
                        editable=False, verbose_name="edition"
                    ),
                ),
                (
                    "opened_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="published"
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="closed"
                    ),
                ),
                (
                    "is_sample",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="invented sample"
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question_sets",
                        to="programmes.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of questions",
                "verbose_name_plural": "questions of programmes",
                "ordering": ["programme", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("programme", "number"), name="questionset_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("opened_at", None)),
                        fields=("programme",),
                        name="questionset_one_draft",
                        violation_error_message="This programme has an edition that is not published yet.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("closed_at", None), ("opened_at__isnull", False)
                        ),
                        fields=("programme",),
                        name="questionset_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at", None), ("opened_by", None)),
                            models.Q(
                                ("opened_at__isnull", False),
                                ("opened_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="questionset_opened_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("closed_by", None)),
                            models.Q(
                                ("closed_at__gte", models.F("opened_at")),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="questionset_closed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
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
                    models.SlugField(
                        help_text="The same in every edition as long as the question means the same: by it a draft’s answer is carried over to the next edition.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "A line of text"),
                            ("long", "A longer text"),
                            ("yes_no", "Yes or no"),
                            ("one", "One of several"),
                            ("several", "Several of a list"),
                            ("number", "A number with its unit"),
                            ("date", "A day"),
                        ],
                        max_length=8,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_ar",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_zh_hans",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_fr",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_ru",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_es",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "guidance",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_ar",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_zh_hans",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_en",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_fr",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_ru",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_es",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_ar",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_en",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_fr",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_ru",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_es",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "is_needed",
                    models.BooleanField(
                        default=False,
                        help_text="Ask for what partners surely know; nobody submits without it.",
                        verbose_name="needed before submitting",
                    ),
                ),
                (
                    "asked_for",
                    models.SlugField(
                        blank=True,
                        help_text="“yes”, “no”, or the code of a choice of that question.",
                        max_length=40,
                        verbose_name="if the answer is",
                    ),
                ),
                (
                    "asked_after",
                    models.ForeignKey(
                        blank=True,
                        help_text="An earlier question of this edition, answered by yes or no or from a list. Left empty, the question is always asked.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="reporting.question",
                        verbose_name="asked after",
                    ),
                ),
                (
                    "question_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="reporting.questionset",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["question_set", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question_set", "code"),
                        name="question_code_once",
                        violation_error_message="This edition has a question of this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("asked_after", None), ("asked_for", "")),
                            models.Q(
                                ("asked_after__isnull", False),
                                models.Q(("asked_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="question_asked_after_an_answer",
                        violation_error_message="Name the earlier question and the answer to it, or neither.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalQuestion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="The same in every edition as long as the question means the same: by it a draft’s answer is carried over to the next edition.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "A line of text"),
                            ("long", "A longer text"),
                            ("yes_no", "Yes or no"),
                            ("one", "One of several"),
                            ("several", "Several of a list"),
                            ("number", "A number with its unit"),
                            ("date", "A day"),
                        ],
                        max_length=8,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_ar",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_zh_hans",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_fr",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_ru",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "label_es",
                    models.CharField(
                        help_text="A whole question, as you would ask it across a table.",
                        max_length=200,
                        null=True,
                        verbose_name="question",
                    ),
                ),
                (
                    "guidance",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_ar",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_zh_hans",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_en",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_fr",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_ru",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "guidance_es",
                    models.CharField(
                        help_text="What a good answer holds, in one sentence.",
                        max_length=400,
                        null=True,
                        verbose_name="guidance",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_ar",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_zh_hans",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_en",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_fr",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_ru",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_es",
                    models.CharField(
                        blank=True,
                        help_text="Of a number: people, tonnes, schools … Otherwise empty.",
                        max_length=60,
                        null=True,
                        verbose_name="unit",
                    ),
                ),
                (
                    "is_needed",
                    models.BooleanField(
                        default=False,
                        help_text="Ask for what partners surely know; nobody submits without it.",
                        verbose_name="needed before submitting",
                    ),
                ),
                (
                    "asked_for",
                    models.SlugField(
                        blank=True,
                        help_text="“yes”, “no”, or the code of a choice of that question.",
                        max_length=40,
                        verbose_name="if the answer is",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_after",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="An earlier question of this edition, answered by yes or no or from a list. Left empty, the question is always asked.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reporting.question",
                        verbose_name="asked after",
                    ),
                ),
                (
                    "question_set",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reporting.questionset",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical question",
                "verbose_name_plural": "historical questions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="QuestionChoice",
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
                    models.SlugField(
                        help_text="The same in every edition.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                ("label", models.CharField(max_length=150, verbose_name="words")),
                (
                    "label_ar",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_zh_hans",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_en",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_fr",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_ru",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_es",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="choices",
                        to="reporting.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer offered",
                "verbose_name_plural": "answers offered",
                "ordering": ["question", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("question", "code"), name="questionchoice_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalQuestionChoice",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        help_text="The same in every edition.",
                        max_length=40,
                        verbose_name="code",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(default=0, verbose_name="order"),
                ),
                ("label", models.CharField(max_length=150, verbose_name="words")),
                (
                    "label_ar",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_zh_hans",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_en",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_fr",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_ru",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
                ),
                (
                    "label_es",
                    models.CharField(max_length=150, null=True, verbose_name="words"),
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="reporting.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical answer offered",
                "verbose_name_plural": "historical answers offered",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
