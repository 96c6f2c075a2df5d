from django.db import migrations, models

import reporting.period_rules

Why = reporting.period_rules.Why


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0019_people_at_drafts_of_initiatives"),
    ]

    operations = [
        migrations.AlterField(
            model_name="placement",
            name="why",
            field=models.CharField(
                choices=[
                    (Why["ENDED"], "It ended in this period."),
                    (
                        Why["RUNNING"],
                        "It was still running when it was submitted in this period.",
                    ),
                    (Why["NEXT"], "Its own period was closed already."),
                    (Why["KEPT"], "An earlier version counts in this period."),
                    (Why["MOVED"], "The reviewers decided so."),
                ],
                max_length=10,
                verbose_name="why",
            ),
        ),
    ]
