"""A partner's own counts on its public page."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from knowledge_hubs.reported_years import reported_years
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_organisation,
    make_period,
    make_programme,
    make_secretariat,
    make_type,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    author, reviewer = make_user(), make_user()
    return {
        "author": author,
        "reviewer": reviewer,
        "organisation": make_organisation(editor=author, code="ours"),
        "programme": make_programme(desk=reviewer),
    }


@pytest.fixture(autouse=True)
def in_2023():
    """It is March 2023."""
    with time_machine.travel(datetime(2023, 3, 1, 12, tzinfo=UTC), tick=False):
        yield


def add(ours, year, state=State.APPROVED, **given):
    day = date(year, 2, 1)
    given = {"started_on": day, "ended_on": day} | given
    return make_activity(state=state, **ours, **given)


def years(organisation) -> list[tuple]:
    found = reported_years(organisation)
    return [(year.label, year.count, year.is_open) for year in found.years]


def test_a_year_without_one_is_a_zero_and_this_year_is_open(ours):
    add(ours, 2020)
    add(ours, 2020)
    add(ours, 2022)
    assert years(ours["organisation"]) == [
        ("2020", 2, False),
        ("2021", 0, False),
        ("2022", 1, False),
        ("2023", 0, True),
    ]


def test_only_what_is_public_and_its_own_is_counted(ours):
    public = add(ours, 2022)
    revise(public, author=ours["author"], title="Again")
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN):
        add(ours, 2022, state)
    add(ours, 2022).take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    make_activity(state=State.APPROVED)
    assert reported_years(ours["organisation"]).total == 1
    assert reported_years(make_organisation()) is None


def test_the_year_is_that_of_the_period_it_counts_in(ours):
    make_period(2021, starts_on=date(2021, 6, 1), ends_on=date(2022, 5, 31))
    add(ours, 2022)
    assert years(ours["organisation"])[0] == ("2021", 1, False)


def test_kinds_are_counted_most_first(ours):
    add(ours, 2022)
    for _n in range(2):
        add(ours, 2022, type=make_type("PUBLICATION", label="Publication"))
    kinds = reported_years(ours["organisation"]).kinds
    assert kinds == [("Publication", 2), ("Training", 1)]


def test_old_years_stand_together(ours):
    for year in (2001, 2005, 2012, 2022):
        add(ours, year)
    found = years(ours["organisation"])
    assert len(found) == 13
    assert found[:2] == [("before 2012", 2, False), ("2012", 1, False)]


def test_the_table_says_what_the_drawing_shows_in_the_readers_digits(ours):
    add(ours, 2022)
    with translation.override("ar"):
        found = reported_years(ours["organisation"])
        assert [row[1] for row in found.rows] == ["١", "٠"]
        drawing = str(found.drawing)
    assert "٢٠٢٢" in drawing and 'text-anchor="start">٢٠٢٢' in drawing
    assert "2022" not in drawing


def test_it_stands_on_the_page_of_the_organisation_and_nothing_private(client, ours):
    add(ours, 2022)
    add(ours, 2021, State.SUBMITTED)
    page = client.get(ours["organisation"].get_absolute_url())
    assert "1 activity it reported is public now" in page.text.replace(
        "<bdi>1</bdi>", "1"
    )
    assert '<svg class="bars"' in page.text and ">2021</text>" not in page.text
    assert "The same as a table" in page.text
    none = client.get(make_organisation().get_absolute_url())
    assert none.status_code == 200 and '<svg class="bars"' not in none.text
