import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0017_initiatives"),
    ]

    operations = [
        migrations.AddField(
            model_name="activityversion",
            name="initiative",
            field=models.ForeignKey(
                blank=True,
                help_text="What it is part of; its values were copied, never followed.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="activity_versions",
                to="reporting.initiative",
                verbose_name="initiative",
            ),
        ),
    ]
