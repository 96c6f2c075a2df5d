"""Rows that cannot be taken over, and those that are only all at once."""

import pytest

from reporting.imports import accepting, working
from reporting.models import (
    Activity,
)
from reporting.workflow import StepRefused
from tests.factories import (
    make_activity,
    make_draft,
    make_organisation,
    make_user,
)
from tests.reporting.sheets import (
    CODES,
    NEW,
    bring,
    outcomes,
    rewrite,
    says,
    table,
    take_over,
    taken,
    told,
)

pytestmark = pytest.mark.django_db


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
    assert upload.notes_in_words == ["Rows of this very file were accepted before."]
    (row,) = upload.rows.all()
    take_over(upload, author, [row.pk], {row.pk: {"code": "mine"}})
    assert Activity.objects.count() == 2


# --- Without what it was begun from ---------------------------------------------------


def unknown_row(author, ours):
    """A row of the template that was given the code of an activity."""
    activity = make_draft(author=author, organisation=ours, title="Old", results="Old")
    cells = dict.fromkeys(CODES, "") | {
        "code": activity.code,
        "title": "Mine",
        "summary": activity.draft().summary,
        "results": "Mine",
    }
    upload = bring(author, ours, table(cells))
    return activity, upload, upload.rows.get()


def test_a_template_row_with_a_code_differs_only_where_it_says_something_else(
    author, ours
):
    _activity, _upload, row = unknown_row(author, ours)
    assert (row.outcome, row.is_unknown) == ("conflict", True)
    assert [d["field"] for d in row.differences] == ["title", "results"]


def test_one_choice_decides_for_the_whole_row_and_a_fields_own_goes_before(
    author, ours
):
    activity, upload, row = unknown_row(author, ours)
    chosen = {row.pk: {"whole": "mine", "results": "theirs"}}
    assert take_over(upload, author, [row.pk], chosen) == 1
    content = says(activity)
    assert (content["title"], content["results"]) == ("Mine", "Old")
    assert content["sectors"] == ["SEC_FOOD"]


def test_rows_that_were_left_out_are_not_accepted(author, ours, programme):
    take_over(bring(author, ours, table(NEW)), author)
    upload = bring(author, ours, table(NEW))
    row = upload.rows.get()
    assert take_over(upload, author, [row.pk], {row.pk: {"code": "theirs"}}) == 0
    upload.refresh_from_db()
    assert (upload.state, upload.accepted_at, upload.accepted_by) == (
        "ready",
        None,
        None,
    )
