"""The spreadsheet round trip: taken away, brought back, taken over, undone."""

import io
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation
from openpyxl import load_workbook

from oneplanet.sheets import reading
from reporting.drafts import save_draft
from reporting.imports import accepting, answering, working
from reporting.imports.columns import BY_CODE
from reporting.imports.contents import newest_of
from reporting.imports.undoing import undo
from reporting.models import (
    Activity,
    DownloadedRow,
    RefusedField,
    SheetDownload,
    SheetUpload,
)
from reporting.posted import data_of
from reporting.workflow import Action, StepRefused
from tests.factories import (
    fill,
    make_activity,
    make_draft,
    make_organisation,
    make_programme,
    make_questions,
    make_term,
    make_type,
    make_user,
)
from tests.reporting.sheets import (
    bring,
    outcomes,
    table,
    take_over,
    taken,
    told,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user(name="Paul")


@pytest.fixture
def ours(author):
    return make_organisation(code="ours", editor=author)


@pytest.fixture
def programme():
    make_type("TRAINING")
    make_term("scope", "GLOBAL", label="Global")
    make_term("sector", "SEC_FOOD", label="Food")
    return make_programme(code="SFS", slug="food", name="Food systems")


def says(activity) -> dict:
    return newest_of([Activity.objects.get(pk=activity.pk)])[0][1]


def rewrite(activity, person, **fields):
    """Somebody saves the form."""
    draft = activity.draft()
    data = data_of(draft)
    for name, text in fields.items():
        data[name] = text
    save_draft(activity, by=person, data=data, counter=draft.edit_count)


NEW = {
    "title": "Lunch from the garden",
    "summary": "We grew it.",
    "programme": "SFS",
    "type": "Training",
    "started_on": "2020-03-01",
    "scope": "GLOBAL",
    "sectors": "SEC_FOOD",
    "partners": "University of Examples | Hosted it\nA bank | funding",
    "quantities": "Meals | 1,200 | meals\nWaste | No data | Nobody weighed it.",
    "links": "example.org/lunch | Photographs",
}


# --- Round trips ----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans", "fr", "ru", "es"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_was_taken_away_and_not_touched_changes_nothing(
    reference, author, ours, language, ending
):
    for title in ("=1+1", "'quoted'", "-5 | and \\ so on"):
        activity = make_draft(author=author, organisation=ours, title=title)
        fill(activity.draft(), times=2)
        activity.draft().partners.create(name="A | B\\", role="host")
    content = workbook(author, ours, language)
    if ending == "csv":
        content = table(*taken(author, ours, language))
    upload = bring(author, ours, content, f"back.{ending}", language="en")
    assert (upload.state, upload.notes) == ("ready", [])
    assert outcomes(upload) == dict.fromkeys((2, 3, 4), "same")


def test_a_new_row_becomes_the_draft_the_form_would_have_made(author, ours, programme):
    upload = bring(author, ours, table(NEW))
    assert (told(upload), outcomes(upload)) == ({}, {2: "added"})
    assert Activity.objects.count() == 0
    assert take_over(upload, author) == 1
    activity = Activity.objects.get()
    assert activity.programme == programme
    assert (activity.organisation, activity.created_by) == (ours, author)
    assert says(activity) == {
        "programme": "SFS",
        "title": "Lunch from the garden",
        "summary": "We grew it.",
        "results": "",
        "language": "en",
        "type": "TRAINING",
        "started_on": "2020-03-01",
        "ended_on": "",
        "scope": "GLOBAL",
        **dict.fromkeys(("countries", "regions", "stages", "impacts"), []),
        **dict.fromkeys(("goals", "targets", "tags"), []),
        "sectors": ["SEC_FOOD"],
        "partners": [["University of Examples", "host"], ["A bank", "funding"]],
        "quantities": [
            ["Meals", "value", "1200", "meals", ""],
            ["Waste", "no_data", "", "", "Nobody weighed it."],
        ],
        "links": [["https://example.org/lunch", "Photographs"]],
    }
    draft = activity.draft()
    assert (draft.number, draft.edit_count, draft.entered_by) == (1, 0, author)
    assert draft.title_folded == "lunch from the garden"
    row = upload.rows.get()
    assert (row.activity, row.left_count) == (activity, 0)


def test_not_one_column_differs_from_what_the_form_would_have_written(
    author, ours, programme
):
    edition = make_questions(programme, which="one")
    take_over(bring(author, ours, table(NEW)), author)
    by_file = Activity.objects.get()
    assert by_file.draft().question_set == edition
    by_form = Activity.begin(by=author, organisation=ours)
    save_draft(by_form, by=author, data=data_of(by_file.draft()), counter=0)
    by_form.refresh_from_db()
    own = {"id", "code", "created_at", "activity", "saved_at", "edit_count", "version"}
    for mine, theirs in (
        (by_file, by_form),
        (by_file.draft(), by_form.draft()),
        *zip(*(a.draft().partners.all() for a in (by_file, by_form)), strict=True),
        *zip(*(a.draft().quantities.all() for a in (by_file, by_form)), strict=True),
        *zip(*(a.draft().links.all() for a in (by_file, by_form)), strict=True),
    ):
        fields = [f.attname for f in mine._meta.concrete_fields if f.name not in own]
        for name in fields:
            assert getattr(mine, name) == getattr(theirs, name), name
    assert by_file.created_at and by_file.draft().saved_at


def test_a_partner_of_the_network_is_known_by_its_name(author, ours, programme):
    body = make_organisation(name="Ministère de l’Été")
    upload = bring(
        author, ours, table(NEW | {"partners": "ministere de l'ete | Funded it"})
    )
    take_over(upload, author)
    partner = Activity.objects.get().draft().partners.get()
    assert (partner.organisation, partner.name, partner.role) == (body, "", "funding")


def test_only_what_was_changed_is_changed(author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    rewrite(activity, author, summary="Somebody wrote on.")
    upload = bring(author, ours, table(row | {"title": "New"}))
    (kept,) = upload.rows.all()
    assert kept.outcome == "changed"
    assert kept.differences == [
        {
            "field": "title",
            "kind": "changed",
            "base": "Old",
            "there": "Old",
            "mine": "New",
        }
    ]
    take_over(upload, author)
    content = says(activity)
    assert (content["title"], content["summary"]) == ("New", "Somebody wrote on.")
    assert activity.draft().edit_count == 2


def test_a_field_both_changed_is_a_conflict_until_somebody_chooses(author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    rewrite(activity, author, title="Theirs", results="More.")
    upload = bring(author, ours, table(row | {"title": "Mine", "results": "Less."}))
    (kept,) = upload.rows.all()
    assert (kept.outcome, {d["field"]: d["kind"] for d in kept.differences}) == (
        "conflict",
        {"title": "conflict", "results": "conflict"},
    )
    with pytest.raises(StepRefused):  # "all" leaves conflicts alone
        take_over(upload, author)
    with pytest.raises(accepting.Undecided):
        take_over(upload, author, [kept.pk], {kept.pk: {"title": "mine"}})
    assert says(activity)["title"] == "Theirs"
    take_over(
        upload, author, [kept.pk], {kept.pk: {"title": "mine", "results": "theirs"}}
    )
    content = says(activity)
    assert (content["title"], content["results"]) == ("Mine", "More.")


@pytest.mark.parametrize("file", ["", "S-UNKNOWN", "of another organisation"])
def test_without_what_it_was_begun_from_every_difference_is_a_conflict(
    author, ours, file
):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    if file.startswith("of"):
        stranger = make_user()
        theirs = make_organisation(editor=stranger)
        make_draft(author=stranger, organisation=theirs)
        file = taken(stranger, theirs)[0]["file"]
    upload = bring(author, ours, table(row | {"title": "New", "file": file}))
    assert outcomes(upload) == {2: "conflict"}
    assert says(activity)["title"] == "Old"


def test_a_column_left_out_stays_and_an_emptied_cell_empties(author, ours):
    activity = make_draft(author=author, organisation=ours, results="Much.")
    (row,) = taken(author, ours)
    kept = {name: row[name] for name in ("code", "file", "title")}
    upload = bring(author, ours, table(kept | {"summary": ""}))
    take_over(upload, author)
    content = says(activity)
    assert (content["summary"], content["results"]) == ("", "Much.")
    assert content["sectors"] == ["SEC_FOOD"]


def test_heads_are_known_in_six_languages_and_numbers_in_those_of_the_file(
    author, ours, programme
):
    heads = []
    for code, language in {
        "title": "es",
        "programme": "ar",
        "quantities": "ru",
    }.items():
        with translation.override(language):
            heads.append(str(BY_CODE[code].label))
    cells = dict(zip(heads, ("A", "SFS", "Comidas | 1.200 | comidas"), strict=True))
    upload = bring(author, ours, table(cells), language="es")
    assert take_over(upload, author) == 1
    assert says(Activity.objects.get())["quantities"][0][2] == "1200"
    activity = make_draft(author=author, organisation=ours)
    activity.draft().quantities.create(
        what="Repas", status="value", value="1234.5", unit="repas"
    )
    row = taken(author, ours, "fr")[0]
    assert row["quantities"] == "Repas | 1234,5 | repas"
    upload = bring(author, ours, table(row))
    assert outcomes(upload) == {2: "same"}


def test_what_was_refused_of_a_field_is_mended_by_the_file(author, ours):
    activity = make_draft(author=author, organisation=ours)
    rewrite(activity, author, started_on="one day")
    assert RefusedField.objects.count() == 1
    (row,) = taken(author, ours)
    take_over(bring(author, ours, table(row | {"started_on": "2020-05-01"})), author)
    assert RefusedField.objects.count() == 0
    assert activity.draft().started_on == date(2020, 5, 1)


# --- What cannot be taken over --------------------------------------------------------


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_what_is_not_a_draft_is_there_to_be_read(author, ours, state):
    activity = make_activity(state=state, author=author, organisation=ours)
    (row,) = taken(author, ours)
    assert outcomes(bring(author, ours, table(row))) == {2: "same"}
    upload = bring(author, ours, table(row | {"title": "New"}))
    label = {"submitted": "Waiting for review", "approved": "Approved"}[state]
    text = f"It cannot be changed now ({label}). Put back what stood here."
    assert told(upload) == {2: {"title": [text]}}
    with pytest.raises(StepRefused):
        take_over(upload, author, [upload.rows.get().pk])
    assert says(activity)["title"] != "New"


def test_the_programme_stays_once_it_was_submitted(author, ours, programme):
    make_activity(state="returned", author=author, organisation=ours)
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"programme": "SFS"}))
    text = "The programme stays: the activity has been submitted to it."
    assert told(upload) == {2: {"programme": [text]}}


def test_an_activity_of_others_is_not_there(author, ours):
    stranger = make_user()
    theirs = make_organisation(editor=stranger)
    activity = make_draft(author=stranger, organisation=theirs, title="CANARY")
    (row,) = taken(stranger, theirs)
    upload = bring(author, ours, table(row | {"title": "New"}))
    text = (
        f"This organisation has no activity with the code {activity.code}. "
        "Leave the code empty for a new activity."
    )
    assert told(upload) == {2: {"code": [text]}}
    assert says(activity)["title"] == "CANARY"


def test_rows_are_taken_over_all_or_none(author, ours, programme, monkeypatch):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(NEW, row | {"title": "New"}))

    def fail(*args):
        raise RuntimeError("the power went")

    monkeypatch.setattr(accepting, "_change", fail)
    with pytest.raises(RuntimeError):
        take_over(upload, author)
    assert [a.draft().title for a in Activity.objects.all()] == ["Old"]
    monkeypatch.undo()
    assert working.work_next() is True  # the worker takes it up again
    assert {a.draft().title for a in Activity.objects.all()} == {"New", NEW["title"]}


def test_what_changed_since_it_was_looked_at_is_looked_at_again(
    author, ours, programme
):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(NEW, row | {"title": "Mine"}))
    rewrite(activity, author, title="Theirs")
    with pytest.raises(accepting.Overtaken):
        take_over(upload, author)
    assert [says(a)["title"] for a in Activity.objects.all()] == ["Theirs"]
    upload.refresh_from_db()
    assert (upload.state, upload.accepted_at) == ("ready", None)
    assert outcomes(upload) == {2: "added", 3: "conflict"}


def test_who_left_the_organisation_takes_nothing_over(author, ours, programme):
    upload = bring(author, ours, table(NEW))
    with pytest.raises(StepRefused):
        take_over(upload, make_user())
    assert Activity.objects.count() == 0


def test_an_open_form_notices_what_a_file_changed(author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    before = activity.draft().edit_count
    (row,) = taken(author, ours)
    take_over(bring(author, ours, table(row | {"title": "New"})), author)
    assert activity.draft().edit_count == before + 1


def test_one_of_the_same_title_and_start_is_added_only_on_purpose(
    author, ours, programme
):
    for _time in range(2):
        upload = bring(author, ours, table(NEW))
        if outcomes(upload) == {2: "added"}:
            take_over(upload, author)
    (row,) = upload.rows.all()
    assert row.outcome == "conflict"
    take_over(upload, author, [row.pk], {row.pk: {"code": "theirs"}})
    assert Activity.objects.count() == 1
    upload = bring(author, ours, table(NEW))
    assert upload.notes == ["Rows of this very file were accepted before."]
    (row,) = upload.rows.all()
    take_over(upload, author, [row.pk], {row.pk: {"code": "mine"}})
    assert Activity.objects.count() == 2


# --- What comes back ------------------------------------------------------------------


def test_rows_that_wait_come_back_with_each_mistake_beside_its_cell(
    author, ours, programme
):
    wrong = NEW | {"type": "Dancing", "started_on": "soon", "title": "Wrong"}
    upload = bring(author, ours, table(NEW, wrong))
    take_over(upload, author)
    heads, rows = answering.waiting(upload)
    labels = [head.label for head in heads]
    (row,) = rows
    beside = {
        labels[place - 1]: row[place]
        for place, head in enumerate(heads)
        if head.is_problem
    }
    assert beside == {
        "Kind": "“Dancing” is not on the list. The help sheet names them all.",
        "Start": "Write day, month and year, for example 23/04/2021 or 2021-04-23.",
    }
    assert row[labels.index("Kind")] == "Dancing"
    again = [cell if isinstance(cell, str) else str(cell) for cell in row]
    mended = dict(zip(labels, again, strict=True)) | {"Kind": "", "Start": ""}
    assert outcomes(bring(author, ours, table(mended))) == {2: "added"}


def test_the_workbook_helps_with_words_and_a_help_sheet(author, ours, programme):
    make_type("TRAINING", label="Training")
    make_draft(author=author, organisation=ours, title="=1+1")
    book = load_workbook(io.BytesIO(workbook(author, ours)))
    data, explained, lists = (book[name] for name in ("Activities", "Help", "lists"))
    assert lists.sheet_state == "hidden"
    assert data["D2"].value == "'=1+1" and data["D2"].data_type == "s"
    offered = {
        str(rule.sqref): rule.formula1 for rule in data.data_validations.dataValidation
    }
    assert offered["H2:H2001"] == "lists!$H$1:$H$1" and lists["H1"].value == "Training"
    told = [row[0].value for row in explained if row[0].value]
    assert told[:4] == ["Column", "Code", "State", "Programme"]
    assert any(row[1].value == "Training" for row in explained)
    assert data.column_dimensions["W"].hidden


# --- Undoing --------------------------------------------------------------------------


def test_an_import_is_undone_but_for_what_was_changed_since(author, ours, programme):
    old = make_draft(author=author, organisation=ours, title="Old", results="Much.")
    other = make_draft(author=author, organisation=ours, title="Other")
    third = make_draft(author=author, organisation=ours, title="Third")
    rows = {row["title"]: row for row in taken(author, ours)}
    upload = bring(
        author,
        ours,
        table(
            rows["Old"] | {"title": "New", "sectors": "", "partners": "A | host"},
            rows["Other"] | {"title": "Another", "summary": "Of the other."},
            rows["Third"] | {"title": "A third"},
            NEW,
            NEW | {"title": "Kept"},
        ),
    )
    take_over(upload, author)
    rewrite(other, author, title="Since")
    rewrite(third, author, summary="Since then.")
    kept = Activity.objects.get(versions__title="Kept")
    kept.take(Action.SUBMIT, by=author)
    upload.refresh_from_db()
    assert undo(upload, by=author) == (3, 2)
    assert {says(a)["title"] for a in Activity.objects.all()} == {
        "Old",
        "Since",
        "Third",
        "Kept",
    }
    assert says(other)["summary"] == "What we did, and why."
    assert says(third)["summary"] == "Since then."
    content = says(old)
    assert (content["title"], content["sectors"]) == ("Old", ["SEC_FOOD"])
    assert (content["partners"], old.draft().edit_count) == ([], 2)
    remarks = dict(upload.rows.values_list("number", "remark"))
    left = "Changed or submitted since: left as it is."
    part = "Changed since and left as it is: Title."
    assert remarks == {2: "", 3: part, 4: "", 5: "", 6: left}
    upload.refresh_from_db()
    assert (upload.state, upload.undone_by) == ("undone", author)
    with pytest.raises(StepRefused):
        undo(upload, by=author)


@pytest.mark.parametrize(("days", "may"), [(29, True), (30, False)])
def test_an_import_can_be_undone_for_thirty_days(author, ours, programme, days, may):
    upload = bring(author, ours, table(NEW))
    take_over(upload, author)
    at = timezone.now() - timedelta(days=days)
    SheetUpload.objects.update(accepted_at=at)
    upload.refresh_from_db()
    assert upload.can_be_undone is may
    if not may:
        with pytest.raises(StepRefused):
            undo(upload, by=author)
        assert Activity.objects.count() == 1


def test_old_files_are_forgotten_and_who_took_over_what_is_not(author, ours, programme):
    upload, unused = (bring(author, ours, table(NEW)) for _n in range(2))
    take_over(upload, author)
    make_draft(author=author, organisation=ours)
    taken(author, ours)
    assert working.forget_old() == 0
    long_ago = timezone.now() - timedelta(days=401)
    SheetUpload.objects.update(at=long_ago)
    SheetUpload.objects.filter(pk=upload.pk).update(accepted_at=long_ago)
    SheetDownload.objects.update(at=long_ago)
    path = upload.content.path
    assert working.forget_old() == 2
    assert (SheetDownload.objects.count(), DownloadedRow.objects.count()) == (0, 0)
    assert list(SheetUpload.objects.all()) == [upload]
    row = upload.rows.get()
    assert (row.cells, row.activity) == (
        {},
        Activity.objects.get(versions__title=NEW["title"]),
    )
    with pytest.raises(FileNotFoundError):
        open(path)
    assert working.forget_old() == 0


# --- In the background ----------------------------------------------------------------


def test_the_worker_reads_and_takes_over_and_gives_up_after_three_times(
    author, ours, programme, monkeypatch
):
    upload = bring(author, ours, table(NEW))
    SheetUpload.objects.update(state="waiting")
    assert working.work_next() is True
    assert outcomes(upload) == {2: "added"}
    assert working.work_next() is False
    accepting.choose(upload, by=author)

    def fail(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr(accepting, "_write", fail)
    for _time in range(3):
        assert working.work_next() is True
        SheetUpload.objects.update(begun_at=timezone.now() - timedelta(hours=1))
    assert working.work_next() is False
    upload.refresh_from_db()
    assert (upload.has_stuck, Activity.objects.count()) == (True, 0)


def test_an_upload_too_large_or_of_another_kind_is_told_so(author, ours, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    upload = bring(author, ours, table(NEW))
    assert (upload.state, upload.rows.count()) == ("refused", 0)
    assert upload.refusal == "The file is larger than 10 MB. Please upload it in parts."
