"""Loading reference data again and again: whose word counts, and what is refused."""

import shutil
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from knowledge_hubs.models import CampaignParty
from oneplanet.management.commands.load_reference import load_reference
from oneplanet.reference import BadReference, LoadedRow
from programmes.models import (
    Country,
    FigureText,
    Organisation,
    OrganisationName,
    PublishedFigure,
    SdgTarget,
    Stage,
    Term,
)
from reporting.models import PolicyInstrument

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

FOLDERS = (
    "programmes/reference",
    "reporting/reference",
    "knowledge_hubs/reference",
)


class Files:
    """A copy of the reference files that a test may write in."""

    def __init__(self, root: Path):
        self.root = root

    def replace(self, name, old, new):
        path = self.root / "programmes/reference" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, name, text):
        with (self.root / "programmes/reference" / name).open("a") as file:
            file.write(text)


@pytest.fixture
def files(tmp_path, settings):
    for folder in FOLDERS:
        shutil.copytree(settings.BASE_DIR / folder, tmp_path / folder)
    settings.BASE_DIR = tmp_path
    return Files(tmp_path)


def load(**options):
    return load_reference(say=lambda line: None, **options)


def six(name, text):
    return (
        "".join(
            f'{name}.{code} = "{text}"\n'
            for code in ("ar", "zh-hans", "en", "fr", "ru")
        )
        + f'{name}.es = "{text}"\n'
    )


def new_term(code, **keys):
    given = {"vocabulary": "tag", "code": code, "basis": "decision", "source": "Test"}
    lines = "".join(f'{key} = "{value}"\n' for key, value in (given | keys).items())
    return f"\n[[term]]\n{lines}{six('label', code)}"


# --- Repeating --------------------------------------------------------------------


def test_loading_again_changes_nothing(reference):
    versions = Term.history.count()
    rows = sum(reference.counts.values())
    again = load()
    assert again.counts == {"unchanged": rows}
    assert again.lines == []
    assert Term.history.count() == versions
    assert LoadedRow.objects.count() == rows


def test_untouched_fields_follow_the_file(files):
    files.replace("terms.toml", 'label.fr = "Tourisme"', 'label.fr = "Voyages"')
    report = load()
    term = Term.objects.get(vocabulary="sector", code="SEC_TOUR")
    assert (term.label_fr, term.label_en) == ("Voyages", "Tourism")
    assert report.lines == [
        "programmes.Term sector|SEC_TOUR: label_fr: Tourisme → Voyages"
    ]
    assert report.counts["changed"] == 1


def test_untouched_lists_follow_the_file(files):
    files.replace("stages.toml", '["VC_PROC", "VC_PACK"]', '["VC_PROC", "VC_RAW"]')
    stage = Stage.objects.get(code="FOOD_PROC")
    lines = stage.history.count()
    load()
    stages = stage.generic_stages.all()
    assert {other.code for other in stages} == {"VC_PROC", "VC_RAW"}
    last = stage.history.first()
    assert stage.history.count() == lines + 1
    assert last.history_change_reason == "load_reference"
    assert last.lists == {"generic_stages": sorted(other.pk for other in stages)}


def test_what_an_editor_changed_is_kept_and_the_rest_follows(files):
    term = Term.objects.get(vocabulary="sector", code="SEC_TOUR")
    term.label_fr = "Tourisme et loisirs"
    term.save()
    files.replace("terms.toml", 'label.fr = "Tourisme"', 'label.fr = "Voyages"')
    files.replace("terms.toml", 'label.es = "Turismo"', 'label.es = "Viajes"')
    report = load()
    term.refresh_from_db()
    assert (term.label_fr, term.label_es) == ("Tourisme et loisirs", "Viajes")
    assert report.counts["fields kept as edited"] == 1
    assert report.lines[-1].endswith("kept as edited: label_fr")


def test_an_editors_empty_text_is_kept():
    Term.objects.filter(code="SEC_TOUR").update(source="")
    load()
    assert Term.objects.get(code="SEC_TOUR").source == ""


def test_an_editors_list_is_kept(files):
    policy = PolicyInstrument.objects.get(code="POL-SGP-1")
    policy.tags.clear()
    load()
    assert not policy.tags.exists()


def test_a_field_put_back_by_the_editor_follows_again(files):
    Term.objects.filter(code="SEC_TOUR").update(label_fr="Autre")
    load()
    Term.objects.filter(code="SEC_TOUR").update(label_fr="Tourisme")
    files.replace("terms.toml", 'label.fr = "Tourisme"', 'label.fr = "Voyages"')
    load()
    assert Term.objects.get(code="SEC_TOUR").label_fr == "Voyages"


def test_nothing_saved_as_empty_text_is_no_edit():
    """A form saves an empty text where the loader, or a column, had nothing."""
    Term.objects.filter(code="SEC_TOUR").update(definition_fr=None)
    assert load().counts["fields kept as edited"] == 0


def test_a_field_that_files_begin_to_fill_follows():
    """An older loader knew the row, but not this field."""
    memory = LoadedRow.objects.get(model="programmes.SdgTarget", key="12.1")
    del memory.hashes["source"]
    memory.save()
    SdgTarget.objects.filter(code="12.1").update(source="")
    load()
    assert SdgTarget.objects.get(code="12.1").source == "A/RES/70/1"


def test_an_edited_key_is_kept_and_makes_no_second_row():
    name = OrganisationName.objects.filter(kind="alias").first()
    count = OrganisationName.objects.count()
    OrganisationName.objects.filter(pk=name.pk).update(name="Mended")
    assert load().counts["fields kept as edited"] == 1
    assert OrganisationName.objects.get(pk=name.pk).name == "Mended"
    assert OrganisationName.objects.count() == count


def test_a_row_editors_made_first_keeps_their_words(files):
    Term.objects.create(vocabulary="tag", code="WATER", label_en="Water, by us")
    files.add("terms.toml", new_term("WATER"))
    report = load()
    term = Term.objects.get(vocabulary="tag", code="WATER")
    assert (term.label_en, term.label_fr) == ("Water, by us", None)
    assert "added" not in report.counts


# --- Deleted and gone -------------------------------------------------------------


def test_a_deleted_row_stays_deleted_with_all_that_hung_on_it():
    body = Organisation.objects.get(code="swechha")
    hung = body.other_names.count()
    parties = CampaignParty.objects.filter(organisation=body)
    for rows in (body.relations, body.programme_roles, parties):
        hung += rows.count()
        rows.all().delete()
    body.delete()
    report = load()
    assert not Organisation.objects.filter(code="swechha").exists()
    assert report.counts["left deleted"] == 1 + hung
    assert "programmes.Organisation swechha: left deleted" in report.lines
    assert load().counts == report.counts


def test_a_deleted_word_is_left_out_of_lists():
    Term.objects.get(vocabulary="tag", code="MARINE_LITTER").delete()
    assert load().counts["fields kept as edited"] == 0


def test_a_new_row_is_added_and_shown(files):
    files.add("terms.toml", new_term("WATER", parent="CLIMATE"))
    report = load()
    term = Term.objects.get(vocabulary="tag", code="WATER")
    assert (term.parent.code, term.order, term.label) == ("CLIMATE", 33, "WATER")
    assert report.lines == ["programmes.Term tag|WATER: added"]


def test_a_row_gone_from_the_files_is_reported_and_left(files):
    files.add("terms.toml", new_term("WATER"))
    load()
    files.replace("terms.toml", new_term("WATER"), "")
    line = "programmes.Term tag|WATER: no longer in the files; left as it is"
    assert load().lines == [line]
    assert Term.objects.filter(vocabulary="tag", code="WATER").exists()
    Term.objects.filter(vocabulary="tag", code="WATER").delete()
    assert load().lines == []


# --- Figures ----------------------------------------------------------------------

THIRTY_FOUR = 'paragraph = "13"\nnumber = "34"'
THIRTY_FIVE = 'paragraph = "13"\nnumber = "35"'


def test_a_changed_digit_is_refused_and_nothing_is_loaded(files):
    files.replace("figures/03-sectors.toml", THIRTY_FOUR, THIRTY_FIVE)
    files.replace("terms.toml", 'label.fr = "Tourisme"', 'label.fr = "Voyages"')
    with pytest.raises(BadReference) as refusal:
        load()
    assert str(refusal.value) == (
        "PF-13-1: the file says number 35, the database holds 34, and such a row "
        "never changes. Put the file back; to mend a misprint add a new row with "
        'replaces = "PF-13-1".'
    )
    assert PublishedFigure.objects.get(code="PF-13-1").number == 34
    assert Term.objects.get(code="SEC_TOUR").label_fr == "Tourisme"


def test_a_misprint_is_mended_by_a_row_that_replaces_it(files):
    name = "figures/03-sectors.toml"
    path = files.root / "programmes/reference" / name
    first = path.read_text(encoding="utf-8").split("[[figure]]\n")[1]
    mended = first.replace('"PF-13-1"', '"PF-13-1a"\nreplaces = "PF-13-1"')
    files.add(name, "\n[[figure]]\n" + mended.replace('"34"', '"35"'))
    load()
    old, new = PublishedFigure.objects.filter(code__startswith="PF-13-1").filter(
        paragraph="13", number__in=[34, 35]
    )
    assert (old.number, new.number, new.replaces) == (34, Decimal(35), old)
    assert (new.order, new.text.label) == (old.order, old.text.label)
    in_force = PublishedFigure.objects.in_force()
    assert new in in_force and old not in in_force
    assert in_force.count() == 137
    assert "changed" not in load().counts


def test_the_wording_of_a_figure_follows_as_other_texts(files):
    text = FigureText.objects.get(figure__code="PF-13-1")
    files.replace("figures/03-sectors.toml", text.label_fr, "Autres mots")
    load()
    text.refresh_from_db()
    assert text.label_fr == "Autres mots"


# --- Files that must not be loaded -------------------------------------------------


FOOD, TOURISM = 'g = "sustainable-food-systems"', 'g = "sustainable-tourism"'
ARG = '\ncountry = "ARG"'


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("board.toml", 'role = "chair"', 'rule = "chair"', "unknown key “rule”"),
        ("board.toml", 'role = "chair"', "", "[[board_member]] 1: no key “role”"),
        ("board.toml", 'role = "chair"', 'role = "king"', "'king' is not a valid"),
        ("board.toml", f"[[board_member]]{ARG}", f"[[seat]]{ARG}", "table [[seat]]"),
        ("board.toml", "2021-04-23", '"someday"', "BoardMember.listed_on: "),
        ("board.toml", '"AZE"', '"ARG"', "BoardMember ARG stands in the files twice"),
        ("board.toml", '"AZE"', '"XXX"', "No country or area “XXX” in the files"),
        ("board.toml", '"AZE"', "AZE", "This is not TOML"),
        ("programmes.toml", 'slug = "sustainable-food', 'slug = "x y', "valid “slug”"),
        ("programmes.toml", FOOD, TOURISM, "programmes.Programme SFS: "),
        ("terms.toml", 'label.fr = "Tourisme"', "", "“label” needs a text in each"),
        ("terms.toml", '"Tourisme"', '""', "“label” needs a text in each"),
        ("terms.toml", '"Tourism"', f'"{"x" * 201}"', "at most 200 characters"),
        ("countries.csv", "is_ldc", "ldc", "The columns must be: code kind"),
        ("countries.csv", "AFG,state", "AFG", "too many or too few cells"),
        (
            "figures/03-sectors.toml",
            'number = "34"',
            "number = 34",
            "PF-13-1: write the number in quotes",
        ),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(files, name, old, new, says):
    files.replace(name, old, new)
    with pytest.raises(BadReference) as refusal:
        load()
    assert str(refusal.value).startswith(f"programmes/reference/{name}:\n")
    assert says in str(refusal.value)


def test_a_missing_file_is_named(files):
    (files.root / "programmes/reference/board.toml").unlink()
    with pytest.raises(BadReference, match=r"board\.toml: no such file"):
        load()


# --- The command ------------------------------------------------------------------


def run(*arguments):
    out = StringIO()
    call_command("load_reference", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_command_says_what_it_did_file_by_file():
    first, *others, last = run()
    assert first == "programmes/reference/terms.toml: 175 unchanged"
    assert others[-1] == "knowledge_hubs/reference/pages/terms.toml: 1 unchanged"
    assert last.startswith("Reference data: 2475 unchanged (")


def test_a_dry_run_shows_what_would_change_and_changes_nothing(files):
    files.replace("terms.toml", 'label.fr = "Tourisme"', 'label.fr = "Voyages"')
    files.add("terms.toml", new_term("WATER"))
    memories = list(LoadedRow.objects.order_by("pk").values())
    lines = run("--dry-run")
    assert "programmes.Term tag|WATER: added" in lines
    assert "programmes.Term sector|SEC_TOUR: label_fr: Tourisme → Voyages" in lines
    assert lines[-1].startswith("Would be: ")
    assert Term.objects.get(code="SEC_TOUR").label_fr == "Tourisme"
    assert not Term.objects.filter(code="WATER").exists()
    assert list(LoadedRow.objects.order_by("pk").values()) == memories


def test_a_refusal_ends_the_command_with_an_error(files):
    files.replace("figures/03-sectors.toml", THIRTY_FOUR, THIRTY_FIVE)
    with pytest.raises(CommandError, match="35, the database holds 34") as refusal:
        run()
    assert str(refusal.value).endswith("Nothing was loaded.")


def test_countries_have_the_reporting_region_of_the_rules():
    without = Country.objects.filter(reporting_region=None)
    assert set(without.values_list("code", flat=True)) == {"ATA", "ORG_EU"}
