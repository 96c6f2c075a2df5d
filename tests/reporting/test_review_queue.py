"""The desk's queue: what waits there, for whom, and in which order."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.models import Appointment
from reporting.models import Activity
from reporting.workflow import Action, State
from tests.factories import (
    appoint,
    make_activity,
    make_administrator,
    make_draft,
    make_initiative_draft,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db
QUEUE = reverse("reporting:review_queue")


@pytest.fixture
def desk():
    return make_user()


@pytest.fixture
def programme(desk):
    return make_programme(desk=desk)


def submitted(title, *, days_ago, programme, author=None):
    author = author or make_user()
    activity = make_draft(author=author, programme=programme, title=title)
    at = timezone.now() - timedelta(days=days_ago)
    activity.take(Action.SUBMIT, by=author, at=at)
    return activity


def queue_of(client, person):
    """Titles from the first, as the page lists them."""
    client.force_login(person)
    response = client.get(QUEUE)
    assert response.status_code == 200
    rows = [row["card"]["title"] for row in response.context["rows"]]
    listed = response.text.partition('class="records"')[2]
    places = [listed.index(f">{title}<") for title in rows]
    assert places == sorted(places), "the page keeps the order"
    return rows


def test_the_longest_waiting_comes_first(client, desk, programme):
    """In the order of submission, whatever was begun first."""
    for title, days in (("Second", 5), ("Third", 1), ("First", 30), ("Last", 0)):
        submitted(title, days_ago=days, programme=programme)
    assert queue_of(client, desk) == ["First", "Second", "Third", "Last"]


def test_activities_and_initiatives_wait_in_one_line(client, desk, programme):
    author = make_user()
    initiative = make_initiative_draft(
        author=author, programme=programme, title="Between"
    )
    at = timezone.now() - timedelta(days=2)
    initiative.take(Action.SUBMIT, by=author, at=at)
    last = submitted("Last", days_ago=1, programme=programme)
    first = submitted("First", days_ago=3, programme=programme)
    assert queue_of(client, desk) == ["First", "Between", "Last"]
    first.take(Action.APPROVE, by=desk)
    client.force_login(desk)
    response = client.get(reverse("reporting:activity_review", args=[first.code]))
    assert response.context["waiting"]["url"] == initiative.page("review")
    assert response.context["waiting"]["number"] == 2
    last.take(Action.APPROVE, by=desk)
    initiative.take(Action.APPROVE, by=desk)
    response = client.get(initiative.page("review"))
    assert response.context["waiting"] is None


def test_what_comes_back_waits_from_its_latest_submission(client, desk, programme):
    author = make_user()
    again = submitted("Again", days_ago=30, programme=programme, author=author)
    submitted("Once", days_ago=10, programme=programme)
    again.take(Action.RETURN, by=desk, comment="Say more.")
    assert queue_of(client, desk) == ["Once"]
    again.take(Action.SUBMIT, by=author)
    assert queue_of(client, desk) == ["Once", "Again"]


def test_a_revision_waits_under_its_new_title(client, desk, programme):
    author = make_user()
    given = {"state": State.APPROVED, "programme": programme, "reviewer": desk}
    activity = make_activity(author=author, title="Public", **given)
    assert queue_of(client, desk) == []
    revise(activity, author=author, title="Revised")
    assert queue_of(client, desk) == [], "while it is a draft"
    activity.take(Action.SUBMIT, by=author)
    assert queue_of(client, desk) == ["Revised"]


@pytest.mark.parametrize("state", [s for s in State if s != State.SUBMITTED])
def test_only_what_was_submitted_waits(client, desk, programme, state):
    make_activity(state=state, programme=programme, reviewer=desk)
    for person in (desk, make_secretariat(), make_administrator()):
        assert queue_of(client, person) == []


def test_everybody_finds_their_own_part(client, desk, programme):
    other_desk, lead = make_user(), make_user()
    other = make_programme(desk=other_desk)
    appoint(lead, Appointment.Role.LEAD, programme=programme)
    submitted("Ours", days_ago=3, programme=programme)
    submitted("Theirs", days_ago=2, programme=other)
    submitted("Network-wide", days_ago=1, programme=None)
    found = {
        "desk": queue_of(client, desk),
        "other desk": queue_of(client, other_desk),
        "lead": queue_of(client, lead),
        "secretariat": queue_of(client, make_secretariat()),
        "administrator": queue_of(client, make_administrator()),
    }
    assert found == {
        "desk": ["Ours"],
        "other desk": ["Theirs"],
        "lead": ["Ours"],
        "secretariat": ["Network-wide"],
        "administrator": ["Ours", "Theirs", "Network-wide"],
    }


def test_the_next_to_review_is_the_longest_waiting(client, desk, programme):
    """Of one's own part, from a page on which nothing is left to decide."""
    done = submitted("Done", days_ago=9, programme=programme)
    submitted("Elsewhere", days_ago=7, programme=make_programme(desk=make_user()))
    for title, days in (("Later", 1), ("Sooner", 5)):
        submitted(title, days_ago=days, programme=programme)
    done.take(Action.APPROVE, by=desk)
    client.force_login(desk)
    response = client.get(reverse("reporting:activity_review", args=[done.code]))
    sooner = Activity.objects.get(versions__title="Sooner")
    assert response.context["waiting"] == {
        "url": sooner.page("review"),
        "since": sooner.latest_sealed().sealed_at,
        "number": 2,
    }


def test_who_only_follows_is_told_at_the_head_and_offered_no_decision(
    client, desk, programme
):
    lead = make_user()
    appoint(lead, Appointment.Role.LEAD, programme=programme)
    activity = submitted("Ours", days_ago=3, programme=programme)
    told = {}
    for person in (desk, lead, make_administrator()):
        client.force_login(person)
        page = client.get(reverse("reporting:review_queue")).text
        told[person] = "For you to read:" in page.partition('class="records"')[0]
        review = client.get(activity.page("review")).text
        assert ("Approve and publish" in review) is not told[person]
    assert list(told.values()) == [False, True, True]
