from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0020_why_a_running_activity_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="activityversion",
            name="page_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="activityversion",
            name="page_key",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="activityversion",
            name="page_turn",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="contribution",
            name="page_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="contribution",
            name="page_key",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="contribution",
            name="page_turn",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="initiativeversion",
            name="page_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="initiativeversion",
            name="page_key",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="initiativeversion",
            name="page_turn",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
