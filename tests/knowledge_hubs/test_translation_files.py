"""Workbooks for translators: taken from the board, brought back, looked at, and written
as far as somebody chose.
"""

import io
import random
from tempfile import NamedTemporaryFile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst

from knowledge_hubs.models import Event, GlossaryTerm
from knowledge_hubs.translating.board import Counts, translation_counts
from knowledge_hubs.translating.workbook import KEY
from oneplanet.sheets.reading import read
from oneplanet.translations import TranslationMark
from tests.factories import make_record, make_user
from tests.knowledge_hubs.test_translation_board import a_word, in_all, outdate

pytestmark = pytest.mark.django_db
BOARD = reverse("admin:translation_board")
TAKE = reverse("admin:translation_workbook")
BRING = reverse("admin:translation_import")
NEW, HIDDEN = 5, 6  # columns


def taken(client, language="fr", **narrowed) -> list[list[str]]:
    """The cells of the workbook."""
    answer = client.get(TAKE, {"language": language, **narrowed})
    with NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(answer.content)
        file.flush()
        table = read(answer.content, "a.xlsx", file.name, knows=lambda head: True)
    width = len(table.lines[0].cells)
    return [line.cells + [""] * (width - len(line.cells)) for line in table.lines]


def filled(cells, **new) -> list[list[str]]:
    """With new translations, by the field in the hidden column."""
    head, *rows = cells
    for row in rows:
        row[NEW] = new.get(row[HIDDEN].split(":")[2], "")
    return [head, *rows]


def a_file(cells, formulas=()):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for place, cell in enumerate(row):
                if (number, place) in formulas:
                    sheet.write_formula(number, place, "=1+1")
                elif cell:
                    sheet.write_string(number, place, cell)
    return SimpleUploadedFile("a.xlsx", target.getvalue())


def bring(client, cells, **more):
    given = {"file": a_file(cells, **more), "origin": "person"}
    return client.post(BRING, given)


def verdicts(answer):
    return [(row.verdict, row.why) for row in answer.context["rows"]]


def take(client, preview, *numbers, **more):
    context = preview.context
    ticked = numbers or [row.number for row in context["rows"] if row.is_ready]
    given = {"rows": context["packed"], "origin": context["origin"], "take": ticked}
    return client.post(BRING, given | more)


# --- Out ------------------------------------------------------------------------------


def test_what_is_chosen_leaves_in_the_translators_language(client, editor):
    outdate(a_word())
    make_record(Event, "e", **in_all(title="T", lead="L"))
    cells = taken(client, state="outdated")
    with translation.override("fr"):
        state = translation.pgettext("translation", "Outdated")
        field = str(capfirst(GlossaryTerm._meta.get_field("word").verbose_name))
    (row,) = cells[1:]
    assert (row[0], row[1], field) == ("Refuse", field, "Mot")
    assert row[2:5] == [state, "Refuse", "Waste fr"]
    assert row[HIDDEN].split(":")[:1] + row[HIDDEN].split(":")[2:4] == [
        "knowledge_hubs.glossaryterm",
        "word",
        "fr",
    ]
    assert cells[0][HIDDEN] == KEY


def test_no_text_leaves_as_a_formula(client, editor):
    a_word(word_en="=1+1", word_fr="+SUM(A1)", meaning_en="x")
    answer = client.get(TAKE, {"language": "fr"})
    assert answer["Content-Disposition"].endswith('"translations-fr.xlsx"')
    row = next(row for row in taken(client) if row[3] == "=1+1")
    assert row[4] == "+SUM(A1)"


def test_without_a_language_or_rows_the_board_says_what_to_do(client, editor):
    for asked in ({}, {"language": "fr"}, {"language": "xx"}):
        answer = client.get(TAKE, asked)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, BOARD)


# --- In -------------------------------------------------------------------------------


def test_new_translations_are_shown_and_written_once_chosen(client, editor):
    word = outdate(a_word())
    preview = bring(client, filled(taken(client, state="outdated"), word="Rebut"))
    word.refresh_from_db()
    assert (verdicts(preview), word.word_fr) == ([("changed", "")], "Waste fr")
    assert "A machine translated these" not in preview.text
    cells = filled(taken(client, state="outdated"), word="Rebut")
    machine = client.post(BRING, {"file": a_file(cells), "origin": "machine"})
    assert "A machine translated these" in machine.text
    answer = take(client, preview, origin="machine")
    word.refresh_from_db()
    assert (answer["Location"], word.word_fr) == (BOARD, "Rebut")
    line = word.history.first()
    assert (line.history_user, line.history_change_reason) == (
        editor,
        "from a workbook of translations",
    )
    mark = TranslationMark.objects.get(language="fr")
    assert (mark.origin, mark.source, mark.made_by) == ("machine", "Refuse", editor)
    assert translation_counts("fr") == Counts(0, 0, 1, machine=1)


def test_each_row_says_what_it_would_do(client, editor):
    texts = in_all(title="T", lead="L", body="B", place="P")
    event = make_record(Event, "e", **texts | {"note_en": "N"})
    cells = filled(
        taken(client), title="New", lead="L fr", body="New", place="New", note="New"
    )
    event.title_fr, event.body_en = "Other", "Moved"
    event.save()
    preview = bring(client, cells)
    told = {row.key.name: (row.verdict, row.why) for row in preview.context["rows"]}
    assert told == {
        "title": ("conflict", ""),
        "body": ("source", ""),
        "place": ("changed", ""),
        "note": ("new", ""),
    }
    assert preview.context["same"] == 1
    ticked = {r.key.name for r in preview.context["rows"] if r.is_ready}
    assert ticked == {"place", "note"}
    take(client, preview)
    event.refresh_from_db()
    assert (event.title_fr, event.body_fr, event.place_fr, event.note_fr) == (
        "Other",
        "B fr",
        "New",
        "New",
    )


def test_a_translation_of_an_older_source_is_kept_and_waits_as_outdated(client, editor):
    word = a_word()
    cells = filled(taken(client), word="Rebut")
    outdate(word)
    preview = bring(client, cells)
    (row,) = preview.context["rows"]
    take(client, preview, row.number)
    word.refresh_from_db()
    mark = TranslationMark.objects.get(language="fr")
    assert (word.word_fr, mark.source) == ("Rebut", "Waste en")
    assert translation_counts("fr") == Counts(0, 1, 0)


def test_what_changed_since_the_preview_is_not_written_and_shown_anew(client, editor):
    word = a_word()
    preview = bring(client, filled(taken(client), word="Mien", meaning="Sens"))
    word.refresh_from_db()
    word.word_fr = "Sien"
    word.save()
    answer = take(client, preview)
    word.refresh_from_db()
    assert (answer.status_code, word.word_fr, word.meaning_fr) == (
        409,
        "Sien",
        "Left fr",
    )
    assert sorted(verdicts(answer)) == [("changed", ""), ("conflict", "")]


def test_mistakes_are_said_row_by_row(client, editor):
    a_word()
    head, word, meaning = filled(taken(client), word="x" * 151, meaning="New")
    twice, lost, foreign = list(meaning), list(meaning), list(meaning)
    lost[HIDDEN], foreign[HIDDEN] = "nonsense", meaning[HIDDEN].replace(":fr:", ":en:")
    preview = bring(client, [head, word, meaning, twice, lost, foreign])
    hidden = "Its hidden last column does not say which text this is."
    assert [why for _verdict, why in verdicts(preview)] == [
        "Ensure this value has at most 150 characters (it has 151).",
        "",
        "The same text stands in row 3 too.",
        hidden,
        hidden,
    ]
    preview = bring(client, [head, meaning], formulas={(1, NEW)})
    assert [why for _verdict, why in verdicts(preview)] == [
        "This cell holds a formula. Please put its result in its place."
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF."),
        (b"a,b\n1,2\n", "The columns of a workbook taken from the board"),
        (b"PK\3\4[Content_Types].xml", "The workbook is damaged"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_told_so(client, editor, content, said):
    file = SimpleUploadedFile("a.xlsx", content)
    answer = client.post(BRING, {"file": file, "origin": "person"})
    assert answer.status_code == 422
    assert said in answer.context["form"].errors["file"][0]


def test_what_was_not_packed_here_is_not_read(client, editor):
    word = a_word()
    preview = bring(client, filled(taken(client), word="Rebut"))
    whole = preview.context["packed"]
    for forged in ("", "[]", whole[:-1], "x" + whole):
        answer = client.post(BRING, {"rows": forged, "take": "2"})
        assert (answer.status_code, answer["Location"]) == (302, BRING)
    word.refresh_from_db()
    assert word.word_fr == "Waste fr"


def test_only_staff_take_and_bring(client):
    word = a_word(word_en="CANARY")
    client.force_login(make_user())
    for url in (f"{TAKE}?language=fr", BRING):
        answer = client.get(url)
        assert (answer.status_code, b"CANARY" in answer.content) == (302, False)
    assert client.post(BRING, {"rows": "[]"}).status_code == 302
    assert GlossaryTerm.objects.get().word_fr == word.word_fr


# --- Any text -------------------------------------------------------------------------


def test_any_text_comes_back_as_it_left(client, editor):
    """What is copied from the column beside it changes nothing, whatever it says."""
    dice = random.Random(5)  # noqa: S311
    signs = "=+-@'\"<>&é中ا\t\n ab:;|"
    for n in range(12):
        text = "".join(dice.choices(signs, k=12)).strip() or "x"
        a_word(f"w{n}", word_fr=text, word_en=f"Word {n}")
    cells = taken(client)
    for row in cells[1:]:
        row[NEW] = row[4]
    preview = bring(client, cells)
    assert verdicts(preview) == []
    assert preview.context["same"] == 24
