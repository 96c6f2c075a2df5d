"""Before a report is taken back its page says what becomes of its year."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse

from reporting.models import Placement, ReportingPeriod
from reporting.periods import move
from reporting.workflow import Action, State
from tests.factories import (
    make_draft,
    make_initiative,
    make_period,
    make_programme,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db

AGAIN = "Submitted again today as it is, it would count in"
NOWHERE = "While it is a draft it counts nowhere."


@pytest.fixture
def people():
    desk = make_user()
    return SimpleNamespace(
        author=make_user(), desk=desk, programme=make_programme(desk=desk)
    )


def submitted(people, *, at=datetime(2021, 1, 10, tzinfo=UTC), **given):
    activity = make_draft(author=people.author, programme=people.programme, **given)
    activity.take(Action.SUBMIT, by=people.author, at=at)
    return activity


def words(response) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub("<[^>]+>", "", response.text).split())


def record(client, person, activity) -> str:
    client.force_login(person)
    address = reverse("reporting:activity_record", args=[activity.code])
    return words(client.get(address))


def sent_again(people, activity) -> list:
    """The years in which each version counts, once it was taken back and sent again."""
    activity.take(Action.RECALL, by=people.author)
    activity.take(Action.SUBMIT, by=people.author)
    placed = Placement.objects.standing().filter(version__activity=activity)
    return [row.period.year for row in placed.order_by("version__number")]


def test_where_nothing_has_changed_its_year_stays(client, people):
    make_period(2020)
    activity = submitted(people, ended_on=date(2020, 5, 1))
    text = record(client, people.author, activity)
    assert f"{NOWHERE} {AGAIN} 2020, as now." in text
    assert "Another end date may move it to another year" in text
    assert text.index(AGAIN) < text.index("What happens next?"), "before the button"
    assert sent_again(people, activity) == [2020, 2020]


def test_a_year_that_would_be_lost_is_named(client, people):
    """It ran when it was submitted and has ended meanwhile in another period."""
    make_period(2020)
    make_period(2021)
    at = datetime(2020, 12, 1, tzinfo=UTC)
    activity = submitted(people, ended_on=date(2021, 2, 1), at=at)
    text = record(client, people.author, activity)
    assert f"{NOWHERE} {AGAIN} 2021 and no longer in 2020." in text
    assert sent_again(people, activity) == [2020, 2021]


def test_a_period_whose_figures_are_out_takes_it_no_more(client, people):
    make_period(2020)
    activity = submitted(people, ended_on=date(2020, 5, 1))
    ReportingPeriod.objects.update(state="reported")
    text = record(client, people.author, activity)
    assert f"{AGAIN} no reporting period, and no longer in 2020." in text
    assert sent_again(people, activity) == [2020]


def test_what_counts_nowhere_yet_is_told_too(client, people):
    activity = submitted(people, ended_on=date(2020, 5, 1))
    assert f"{AGAIN} no reporting period yet." in record(
        client, people.author, activity
    )
    make_period(2020)
    text = record(client, people.author, activity)
    assert f"{AGAIN} 2020. " in text and "as now" not in text
    assert sent_again(people, activity) == [2020]


def test_what_is_public_keeps_its_year(client, people):
    make_period(2020)
    activity = submitted(people, ended_on=date(2020, 5, 1))
    activity.take(Action.APPROVE, by=people.desk)
    revise(activity, author=people.author, title="Better")
    activity.take(Action.SUBMIT, by=people.author)
    text = record(client, people.author, activity)
    assert "Its year stays 2020, whatever you change" in text
    assert (NOWHERE in text, AGAIN in text) == (False, False)
    assert sent_again(people, activity)[-1] == 2020


def test_where_the_desk_has_moved_it_there_it_stays(client, people):
    make_period(2020)
    other = make_period(2021)
    activity = submitted(people, ended_on=date(2020, 5, 1))
    move(activity, period=other, by=people.desk, note="It belongs there.")
    assert f"{AGAIN} 2021, as now." in record(client, people.author, activity)
    assert sent_again(people, activity) == [2021, 2021]


def test_where_the_desk_has_moved_it_is_left_once_its_figures_are_out(people):
    make_period(2020)
    other = make_period(2021)
    activity = submitted(people, ended_on=date(2020, 5, 1))
    move(activity, period=other, by=people.desk, note="It belongs there.")
    ReportingPeriod.objects.filter(pk=other.pk).update(state="reported")
    assert sent_again(people, activity) == [2021, 2020]


def test_it_is_said_to_authors_while_they_can_take_it_back(client, people):
    make_period(2020)
    activity = submitted(people, ended_on=date(2020, 5, 1))
    client.force_login(people.desk)
    review = reverse("reporting:activity_review", args=[activity.code])
    assert "If you take it back" not in client.get(review).text
    activity.take(Action.RETURN, by=people.desk, comment="Why?")
    assert "If you take it back" not in record(client, people.author, activity)


# --- The comment, and the way to write without one --------------------------------


def test_the_box_says_what_it_does(client, people):
    text = record(client, people.author, submitted(people))
    assert "A comment that goes with your choice It is sent with the button" in text


@pytest.mark.parametrize("kind", ["activity", "initiative"])
def test_while_it_waits_its_authors_are_told_where_to_write(client, people, kind):
    if kind == "activity":
        reported = submitted(people)
    else:
        given = {"author": people.author, "reviewer": people.desk}
        reported = make_initiative(state=State.SUBMITTED, **given)
    client.force_login(people.author)
    page = client.get(reported.page("record"))
    said = f"of the programme, and name the code {reported.code}."
    assert said in words(page)
    link = f'href="{reverse("knowledge_hubs:contact")}"'
    assert link in page.text.partition("without taking it back")[2]
    reported.take(Action.RECALL, by=people.author)
    assert "and name the code" not in words(client.get(reported.page("record")))
