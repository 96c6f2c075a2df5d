"""The initiative an activity is part of travels with it; answers to a programme's
questions only to be read.
"""

import io

import pytest
from openpyxl import load_workbook

from reporting.imports.undoing import undo
from reporting.models import Activity, Initiative
from reporting.workflow import Action
from tests.factories import (
    make_activity,
    make_draft,
    make_initiative,
    make_initiative_draft,
    make_organisation,
    make_questions,
    make_user,
)
from tests.reporting.sheets import (
    NEW,
    bring,
    outcomes,
    says,
    table,
    take_over,
    taken,
    told,
    workbook,
)

pytestmark = pytest.mark.django_db
NOT_OPEN = "Activities of this organisation cannot be part of it."


@pytest.fixture
def meals(author, ours):
    return make_initiative_draft(author=author, organisation=ours, title="Meals")


@pytest.fixture
def theirs(ours):
    """Of another organisation that names ours among the owners, and has gone on."""
    stranger, reviewer = make_user(), make_user()
    body = make_organisation(editor=stranger)
    initiative = make_initiative(
        state="approved",
        author=stranger,
        reviewer=reviewer,
        organisation=body,
        title="Gardens",
        owners=[ours],
    )
    initiative.take(Action.REVISE, by=stranger)
    initiative.versions.filter(sealed_at=None).update(title="CANARY")
    return initiative


def test_those_open_to_the_organisation_are_offered(author, ours, meals, theirs):
    make_initiative_draft(title="CANARY")
    book = load_workbook(io.BytesIO(workbook(author, ours)))
    offered = [cell.value for cell in book["lists"]["D"] if cell.value]
    assert offered == [f"Gardens [{theirs.code}]", f"Meals [{meals.code}]"]
    text = " ".join(str(c.value) for sheet in book for row in sheet for c in row)
    assert "CANARY" not in text


@pytest.mark.parametrize("written", ["{code}", "meals", "Meals [{code}]", "X [{code}]"])
def test_it_is_known_by_title_and_code(author, ours, programme, meals, written):
    row = NEW | {"initiative": written.format(code=meals.code.lower())}
    take_over(bring(author, ours, table(row)), author)
    assert Activity.objects.get().draft().initiative == meals


def test_it_is_put_in_taken_out_and_undone(author, ours, meals):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"initiative": "Meals"}))
    assert outcomes(upload) == {2: "changed"}
    take_over(upload, author)
    assert says(activity)["initiative"] == meals.code
    (row,) = taken(author, ours)
    assert row["initiative"] == f"Meals [{meals.code}]"
    upload = bring(author, ours, table(row | {"initiative": ""}))
    take_over(upload, author)
    assert says(activity)["initiative"] == ""
    upload.refresh_from_db()
    undo(upload, by=author)
    assert says(activity)["initiative"] == meals.code


def test_moved_here_and_there_is_a_conflict(author, ours, meals, theirs):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    activity.versions.update(initiative=theirs)
    upload = bring(author, ours, table(row | {"initiative": meals.code}))
    (kept,) = upload.rows.all()
    assert [(d["field"], d["kind"]) for d in kept.differences] == [
        ("initiative", "conflict")
    ]
    take_over(upload, author, [kept.pk], {kept.pk: {"initiative": "mine"}})
    assert says(activity)["initiative"] == meals.code


def test_one_of_others_is_no_word_and_one_withdrawn_may_only_stay(author, ours, meals):
    stranger = make_initiative_draft(title="CANARY")
    activity = make_draft(author=author, organisation=ours, title="Old")
    other = make_draft(author=author, organisation=ours, title="Other")
    activity.versions.update(initiative=meals)
    Initiative.objects.filter(pk=meals.pk).update(state="withdrawn")
    rows = {row["title"]: row for row in taken(author, ours)}
    assert rows["Old"]["initiative"] == meals.code
    assert outcomes(bring(author, ours, table(*rows.values()))) == {
        2: "same",
        3: "same",
    }
    upload = bring(
        author,
        ours,
        table(
            rows["Old"] | {"title": "New"},
            rows["Other"] | {"initiative": meals.code},
            NEW | {"initiative": stranger.code, "programme": "NET", "sectors": ""},
        ),
    )
    problems = told(upload)
    assert problems[3] == {"initiative": [NOT_OPEN]}
    assert "is not on the list" in problems[4]["initiative"][0]
    take_over(upload, author)
    assert says(activity)["title"] == "New"
    assert says(activity)["initiative"] == meals.code
    assert says(other)["initiative"] == ""


def test_of_what_was_submitted_it_stays(author, ours, meals):
    make_activity(state="submitted", author=author, organisation=ours)
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"initiative": meals.code}))
    text = "It cannot be changed now (Waiting for review). Put back what stood here."
    assert told(upload) == {2: {"initiative": [text]}}


# --- Answers to the programme's questions ---------------------------------------------


@pytest.fixture
def answered(author, ours, programme):
    edition = make_questions(programme, people="number", how="text")
    activity = make_draft(author=author, organisation=ours, programme=programme)
    draft = activity.draft()
    people, how = edition.questions.all()
    draft.answers.create(question=people, order=1, number=12)
    draft.answers.create(question=how, order=2, text="=By hand")
    return activity


def test_answers_leave_to_be_read_and_the_help_sheet_names_the_questions(
    author, ours, answered
):
    (row,) = taken(author, ours)
    assert row["answers"] == "What of people? – 12 people\nWhat of how? – =By hand"
    book = load_workbook(io.BytesIO(workbook(author, ours)))
    told = [row[1].value for row in book["Help"] if row[1].value]
    assert told[-3:] == [
        "Questions of the programme Food systems, answered in the form",
        "What of people?",
        "What of how?",
    ]


def test_answers_changed_in_the_file_are_said_to_be_left_out(author, ours, answered):
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row))
    assert (outcomes(upload), upload.notes_in_words) == ({2: "same"}, [])
    upload = bring(author, ours, table(row | {"file": ""}))  # nobody can tell
    assert (outcomes(upload), upload.notes_in_words) == ({2: "same"}, [])
    upload = bring(author, ours, table(row | {"answers": "What of people? – 13"}))
    assert outcomes(upload) == {2: "same"}
    assert upload.notes_in_words == [
        "Answers to the questions of a programme are given in the form. What was "
        "changed of them in the file was left out, in rows: 2"
    ]
