from django.db import migrations

from oneplanet.text.folding import FoldedField, fold

LANGUAGES = ("ar", "zh_hans", "en", "fr", "ru", "es")


def find_by_words(apps, schema_editor):
    """Every policy by its name and by what it does, in all languages."""
    PolicyInstrument = apps.get_model("reporting", "PolicyInstrument")
    rows = list(PolicyInstrument.objects.all())
    for row in rows:
        summaries = [getattr(row, f"summary_{code}") for code in LANGUAGES]
        row.words_folded = fold(" ".join(filter(None, [row.name, *summaries])))
    PolicyInstrument.objects.bulk_update(rows, ["words_folded"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0003_the_counter_of_a_discarded_draft"),
    ]

    operations = [
        migrations.AddField(
            model_name="policyinstrument",
            name="words_folded",
            field=FoldedField(source="words"),
        ),
        migrations.AddField(
            model_name="historicalpolicyinstrument",
            name="words_folded",
            field=FoldedField(source="words"),
        ),
        migrations.RunPython(find_by_words, migrations.RunPython.noop),
    ]
