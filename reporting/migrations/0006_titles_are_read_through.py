from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0005_lists_in_the_history"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="activityversion",
            index=models.Index(
                fields=["title_folded", "sealed_at"], name="activityversion_titles"
            ),
        ),
    ]
