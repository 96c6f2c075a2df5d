"""What the form could not read travels in its cell as it was typed, and back."""

import json

import pytest
from django.utils import translation

from reporting.imports.undoing import undo
from reporting.models import RefusedField
from tests.factories import make_draft
from tests.reporting.sheets import (
    bring,
    outcomes,
    rewrite,
    table,
    take_over,
    taken,
    told,
    workbook,
)

pytestmark = pytest.mark.django_db

LONG = "A " * 101
ROWS = {
    "partners-0-name": "A | B",
    "partners-0-role": "host",
    "partners-1-name": "A bank",
    "partners-1-role": "chef",
    "quantities-0-what": "Meals",
    "quantities-0-status": "value",
    "quantities-0-value": "1,234.5",
    "quantities-0-unit": "meals",
    "quantities-1-what": "Waste",
    "quantities-1-status": "value",
    "quantities-1-value": "1,200",
    "quantities-1-unit": "",
    "quantities-2-what": "Visits",
    "quantities-2-status": "no_data",
    "quantities-2-reason": "",
    "links-0-url": "javascript:alert(1)",
}
REFUSED = {"title": LONG, "started_on": "one day", "ended_on": "31/02/2021"} | ROWS


def refused():
    return {
        row.field: json.loads(row.text)
        for row in RefusedField.objects.order_by("field")
    }


@pytest.fixture
def draft(author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    rewrite(activity, author, **REFUSED)
    return activity


def test_it_stands_in_its_cell(author, ours, draft):
    (row,) = taken(author, ours)
    names = ("title", "started_on", "ended_on", "partners", "quantities", "links")
    assert [row[name] for name in names] == [
        LONG,
        "one day",
        "31/02/2021",
        "A \\| B | Hosted it\nA bank | chef",
        "Meals | 1234.5 | meals\nWaste | 1200 | \nVisits | No data | ",
        "javascript:alert(1) | ",
    ]


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_as_it_was_typed_it_changes_nothing(author, ours, draft, language, ending):
    before = refused()
    assert set(before) == {
        *("title", "started_on", "ended_on", "partners-1", "links-0"),
        *("quantities-1", "quantities-2"),
    }
    content = workbook(author, ours, language)
    if ending == "csv":
        content = table(*taken(author, ours, language))
    upload = bring(author, ours, content, f"back.{ending}")
    assert (told(upload), outcomes(upload)) == ({}, {2: "same"})
    assert refused() == before


def test_what_is_mended_is_read_and_the_rest_stays_until_it_is_undone(
    author, ours, draft
):
    before = refused()
    (row,) = taken(author, ours)
    mended = {
        "title": "Short",
        "started_on": "2020-05-01",
        "quantities": "Meals | 1,234.5 | meals",
    }
    upload = bring(author, ours, table(row | mended))
    kept = upload.rows.get()
    assert (kept.outcome, [d["field"] for d in kept.differences]) == (
        "changed",
        ["title", "started_on", "quantities"],
    )
    take_over(upload, author)
    assert set(refused()) == {"ended_on", "partners-1", "links-0"}
    assert draft.draft().title == "Short"
    upload.refresh_from_db()
    assert undo(upload, by=author) == (1, 0)
    assert (refused(), draft.draft().title) == (before, "Old")
    assert [row.what for row in draft.draft().quantities.all()] == ["Meals"]


def test_a_day_that_came_too_early_is_read_once_the_other_is_mended(author, ours):
    activity = make_draft(author=author, organisation=ours)
    rewrite(activity, author, started_on="01/05/2021", ended_on="01/05/2020")
    assert set(refused()) == {"ended_on"}
    (row,) = taken(author, ours)
    assert outcomes(bring(author, ours, table(row))) == {2: "same"}
    upload = bring(author, ours, table(row | {"started_on": "2019-05-01"}))
    take_over(upload, author)
    draft = activity.draft()
    days = (str(draft.started_on), str(draft.ended_on))
    assert (days, refused()) == (("2019-05-01", "2020-05-01"), {})


def test_mended_here_and_there_is_a_conflict_and_only_there_is_not(author, ours, draft):
    (row,) = taken(author, ours)
    rewrite(draft, author, started_on="2020-05-01", title="There")
    upload = bring(author, ours, table(row))
    assert outcomes(upload) == {2: "same"}
    upload = bring(author, ours, table(row | {"started_on": "2020-06-01"}))
    (kept,) = upload.rows.all()
    assert [(d["field"], d["kind"]) for d in kept.differences] == [
        ("started_on", "conflict")
    ]


def test_typed_anew_and_not_read_either_is_to_be_mended(author, ours, draft):
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"started_on": "another day"}))
    assert list(told(upload)[2]) == ["started_on"]


def test_without_the_file_it_was_begun_from_it_is_known_by_what_is_there(
    author, ours, draft
):
    (row,) = taken(author, ours)
    with translation.override("fr"):
        assert outcomes(bring(author, ours, table(row | {"file": ""}))) == {2: "same"}
