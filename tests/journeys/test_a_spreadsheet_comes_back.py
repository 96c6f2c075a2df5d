"""A spreadsheet goes out, is edited offline, and comes back: looked at, a conflict
decided, taken over, undone. In both directions of writing, with JavaScript and without.
"""

import pytest
from openpyxl import load_workbook

from reporting.drafts import save_draft
from reporting.imports.columns import COLUMNS
from reporting.models import Activity, SheetUpload
from reporting.posted import data_of
from tests.factories import make_draft, make_organisation, make_programme, make_user
from tests.journeys.people import ARABIC, ENGLISH, Partner, words_to_choose_from

CODES = [column.code for column in COLUMNS]


@pytest.fixture
def partner(live_server):
    words_to_choose_from()
    make_programme(code="SPP", slug="procurement")
    user = make_user(name="Paul")
    ours = make_organisation(code="ours", editor=user)
    for title in ("First", "Second"):
        make_draft(author=user, organisation=ours, title=title)
    return user


@pytest.fixture
def writer(new_context, partner, words, scripts):
    partner.language = words.language
    partner.save()
    context = new_context(java_script_enabled=scripts, accept_downloads=True)
    writer = Partner(context.new_page(), words.language)
    writer.sign_in(partner)
    return writer


@pytest.mark.parametrize(
    ("words", "scripts"), [(ENGLISH, True), (ARABIC, False)], ids=["en", "ar-no-script"]
)
def test_a_spreadsheet_goes_out_and_comes_back(writer, partner, words, tmp_path):
    writer.at("/my/activities/")
    writer.press('main a[href$="/my/spreadsheets/"]')
    path = take(writer, tmp_path)
    edit(path, words)
    meanwhile(partner, "Second", title="Somebody else’s")
    bring(writer, path)
    assert said_of_rows(writer) == ["conflict", "changed", "added"]

    conflict = writer.page.locator("fieldset.rows").first
    conflict.locator("[name=row]").check()
    writer.press(".buttons-bar .button-main")  # what shall hold was not said
    assert titles() == {"First", "Somebody else’s"}
    writer.page.locator("[name^=choice-][value=mine]").check()
    assert writer.page.locator("[name=row]").first.is_checked()
    writer.press(".buttons-bar .button-main")
    assert titles() == {"First", words.later_title}

    writer.press(".buttons-bar [name=all]")
    assert titles() == {f"First {words.title}", words.later_title, words.title}

    writer.press('a[href$="/undo/"]')
    writer.press(".decision button")
    assert titles() == {"First", "Somebody else’s"}
    assert SheetUpload.objects.get().state == "undone"


def take(writer, folder):
    """The file as the page hands it out, with the drop-downs in it."""
    with writer.page.expect_download() as waiting:
        writer.page.locator('form[action$="/take/"] button').click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def edit(path, words):
    """Both titles are changed and a row is added, in any program for workbooks."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    assert bool(sheet.sheet_view.rightToLeft) is (words.language == "ar")
    title = CODES.index("title") + 1
    for row in (2, 3):
        cell = sheet.cell(row, title)
        cell.value = (
            f"First {words.title}" if cell.value == "First" else words.later_title
        )
    cells = {"title": words.title, "programme": "SPP", "started_on": words.day}
    cells |= {"quantities": f"{words.title} | {words.number} | people"}
    for name, text in cells.items():
        sheet.cell(4, CODES.index(name) + 1).value = text
    book.save(path)


def meanwhile(person, written, **fields):
    draft = next(
        a.draft() for a in Activity.objects.all() if a.draft().title == written
    )
    data = data_of(draft)
    for name, text in fields.items():
        data[name] = text
    save_draft(draft.activity, by=person, data=data, counter=draft.edit_count)


def bring(writer, path):
    writer.page.set_input_files("input[type=file]", path)
    writer.press('form[enctype="multipart/form-data"] .button-main')


def said_of_rows(writer) -> list[str]:
    """What the rows would do, in the order of the page."""
    upload = SheetUpload.objects.get()
    by_number = dict(upload.rows.values_list("number", "outcome"))
    ids = writer.page.locator("fieldset.rows").evaluate_all("e => e.map(x => x.id)")
    return [by_number[int(name.removeprefix("row-"))] for name in ids]


def titles() -> set[str]:
    return {activity.draft().title for activity in Activity.objects.all()}
