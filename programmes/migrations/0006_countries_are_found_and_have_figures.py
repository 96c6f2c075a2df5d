from django.db import migrations, models

from oneplanet.text.folding import FoldedField, fold

LANGUAGES = ("ar", "zh_hans", "en", "fr", "ru", "es")


def find_by_name(apps, schema_editor):
    """Every country by its names in all languages and its codes."""
    Country = apps.get_model("programmes", "Country")
    rows = list(Country.objects.all())
    for row in rows:
        names = [getattr(row, f"name_{code}") for code in LANGUAGES]
        words = [*names, row.code, row.iso2, row.m49]
        row.words_folded = fold(" ".join(filter(None, words)))
    Country.objects.bulk_update(rows, ["words_folded"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0005_what_is_reported_for_goal_12"),
    ]

    operations = [
        migrations.AddField(
            model_name="country",
            name="words_folded",
            field=FoldedField(source="words"),
        ),
        migrations.AddField(
            model_name="historicalcountry",
            name="words_folded",
            field=FoldedField(source="words"),
        ),
        migrations.AddField(
            model_name="figuretext",
            name="countries",
            field=models.ManyToManyField(
                blank=True,
                help_text="Only where the figure is about these countries and no "
                "others.",
                related_name="figure_texts",
                to="programmes.country",
                verbose_name="countries",
            ),
        ),
        migrations.RunPython(find_by_name, migrations.RunPython.noop),
    ]
