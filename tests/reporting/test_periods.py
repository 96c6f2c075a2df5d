"""In which period an activity counts, until when reports are expected, and who says."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.urls import reverse

from reporting.models import Placement, Publication, ReportingPeriod
from reporting.period_rules import PeriodRefused, Why
from reporting.periods import foreseen, move, periods_of_activities
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_administrator,
    make_draft,
    make_period,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)
from tests.reporting.test_period_rules import at

# --- What happens at a submission -----------------------------------------------------

pytestmark = pytest.mark.django_db


def read(response) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub("<[^>]+>", "", response.content.decode()).split())


def placed(activity):
    """(version, year, why, late) of what stands, by version."""
    rows = Placement.objects.standing().filter(version__activity=activity)
    return [
        (row.version.number, row.period.year, row.why, row.is_late)
        for row in rows.order_by("version__number")
    ]


@pytest.fixture
def people():
    desk = make_user()
    return SimpleNamespace(
        author=make_user(), desk=desk, programme=make_programme(desk=desk)
    )


def submitted(people, *, at=None, **given):
    activity = make_draft(author=people.author, programme=people.programme, **given)
    activity.take(Action.SUBMIT, by=people.author, at=at)
    return activity


def test_it_is_stored_at_submission_and_told_to_both_sides(client, people):
    make_period(2020)
    activity = submitted(people, ended_on=date(2020, 11, 3), at=at(2020, 12, 1))
    assert placed(activity) == [(1, 2020, "ended", False)]
    pages = {
        people.author: reverse("reporting:activity_record", args=[activity.code]),
        people.desk: reverse("reporting:activity_review", args=[activity.code]),
    }
    for person, page in pages.items():
        client.force_login(person)
        shown = read(client.get(page))
        assert "Counts in 2020. It ended in this period." in shown


def test_after_the_deadline_it_is_late(people):
    make_period(2020)
    in_time = submitted(people, ended_on=date(2020, 11, 3), at=at(2021, 1, 16, 11, 59))
    late = submitted(people, ended_on=date(2020, 11, 3), at=at(2021, 1, 16, 12))
    assert placed(in_time) == [(1, 2020, "ended", False)]
    assert placed(late) == [(1, 2020, "ended", True)]


def test_a_return_costs_nobody_the_deadline(people):
    make_period(2020)
    activity = submitted(people, ended_on=date(2020, 11, 3), at=at(2021, 1, 10))
    activity.take(Action.RETURN, by=people.desk, comment="Why?", at=at(2021, 1, 20))
    activity.take(Action.SUBMIT, by=people.author, at=at(2021, 2, 1))
    assert placed(activity) == [(1, 2020, "ended", False), (2, 2020, "ended", False)]


def test_a_return_costs_nobody_a_closed_period(people):
    """Until its figures are out; then what was not in them counts in the next."""
    period = make_period(2020, allows_late=False)
    make_period(2021)
    activity = submitted(people, ended_on=date(2020, 11, 3), at=at(2021, 1, 10))
    activity.take(Action.RETURN, by=people.desk, comment="Why?", at=at(2021, 1, 20))
    ReportingPeriod.objects.filter(pk=period.pk).update(state="closed")
    draft = activity.draft()
    assert foreseen(draft, periods_of_activities()) == (period, Why.ENDED)
    ReportingPeriod.objects.filter(pk=period.pk).update(state="reported")
    found, why = foreseen(draft, periods_of_activities())
    assert (found.year, why) == (2021, Why.NEXT)
    ReportingPeriod.objects.filter(pk=period.pk).update(state="closed")
    activity.take(Action.SUBMIT, by=people.author, at=at(2021, 2, 1))
    assert placed(activity) == [(1, 2020, "ended", False), (2, 2020, "ended", False)]


def test_the_form_says_why_it_would_count_later(client, people):
    make_period(2020, state="reported")
    make_period(2021)
    draft = make_draft(
        author=people.author, programme=people.programme, ended_on=date(2020, 5, 5)
    )
    client.force_login(people.author)
    shown = read(client.get(reverse("reporting:activity_edit", args=[draft.code])))
    assert "counts in 2021. Its own period was closed already." in shown


def test_a_revision_counts_where_the_activity_counts(people):
    make_period(2020)
    make_period(2021)
    activity = submitted(people, at=at(2020, 6, 1))
    activity.take(Action.APPROVE, by=people.desk, at=at(2020, 6, 2))
    draft = revise(activity, author=people.author, title="Now ended")
    draft.ended_on = date(2021, 3, 1)
    draft.save()
    assert foreseen(draft, periods_of_activities())[0].year == 2020
    activity.take(Action.SUBMIT, by=people.author, at=at(2021, 4, 1))
    assert placed(activity) == [(1, 2020, "running", False), (2, 2020, "kept", False)]


def test_its_year_is_that_of_its_period(client, people):
    make_period(2020)
    activity = submitted(people, started_on=date(2018, 1, 1), at=at(2020, 6, 1))
    activity.take(Action.APPROVE, by=people.desk)
    assert Publication.objects.get(activity=activity).year == 2020
    found = {
        year: len(
            client.get(reverse("reporting:activity_list"), {"year": year}).context[
                "cards"
            ]
        )
        for year in (2018, 2020)
    }
    assert found == {2018: 0, 2020: 1}


def test_without_a_period_its_year_is_that_of_its_day(people):
    activity = submitted(people, started_on=date(2018, 1, 1), at=at(2020, 6, 1))
    activity.take(Action.APPROVE, by=people.desk)
    assert placed(activity) == []
    assert Publication.objects.get(activity=activity).year == 2018


def test_the_form_says_where_it_would_count_and_until_when(client, people):
    make_period(2999)
    make_period(2020, state="closed")
    draft = make_draft(
        author=people.author, programme=people.programme, ended_on=date(2020, 5, 5)
    )
    client.force_login(people.author)
    page = reverse("reporting:activity_edit", args=[draft.code])
    shown = read(client.get(page))
    assert "this activity counts in 2020." in shown
    assert "Reports for 2999 are expected by 15 January 3000." in shown
    assert "ended everywhere on Earth" in shown and "12:00 UTC" in shown


def test_after_the_deadline_the_pages_say_late(client, people):
    make_period(2020)
    make_draft(author=people.author)
    client.force_login(people.author)
    shown = read(client.get(reverse("reporting:my_activities")))
    assert "The deadline for 2020 was 15 January 2021." in shown


# --- The desk's word ------------------------------------------------------------------


def test_the_desk_counts_it_elsewhere_and_says_why(client, people):
    make_period(2020)
    make_period(2021)
    activity = submitted(people, ended_on=date(2020, 5, 5), at=at(2021, 1, 20))
    activity.take(Action.APPROVE, by=people.desk)
    client.force_login(people.desk)
    page = reverse("reporting:activity_period", args=[activity.code])
    without = client.post(page, {"period": 2021, "note": " "})
    assert without.status_code == 422 and placed(activity)[0][1] == 2020
    done = client.post(page, {"period": 2021, "note": "It went on in 2021."})
    assert done.url == reverse("reporting:activity_review", args=[activity.code])
    assert placed(activity) == [(1, 2021, "moved", False)]
    assert Publication.objects.get(activity=activity).year == 2021
    rows = Placement.objects.filter(version__activity=activity)
    assert [(row.period.year, row.by, row.until_by, row.note) for row in rows] == [
        (2020, people.author, people.desk, ""),
        (2021, people.desk, None, "It went on in 2021."),
    ]
    client.force_login(people.author)
    record = client.get(reverse("reporting:activity_record", args=[activity.code]))
    assert "It went on in 2021." in record.content.decode()


def test_who_may_not_and_what_is_out_stays(people):
    make_period(2020)
    out = make_period(2019, state="reported")
    activity = submitted(people, ended_on=date(2020, 5, 5), at=at(2021, 1, 1))
    other = make_period(2021)
    for by in (people.author, make_user(), make_administrator()):
        with pytest.raises(PeriodRefused, match="Only its reviewers"):
            move(activity, period=other, by=by, note="Why.")
    with pytest.raises(PeriodRefused, match="are out"):
        move(activity, period=out, by=people.desk, note="Why.")
    with pytest.raises(PeriodRefused, match="say why"):
        move(activity, period=other, by=people.desk, note=" \n")
    ReportingPeriod.objects.filter(year=2020).update(state="reported")
    with pytest.raises(PeriodRefused, match="are out"):
        move(activity, period=other, by=people.desk, note="Why.")
    assert placed(activity) == [(1, 2020, "ended", False)]


def test_a_draft_counts_nowhere(people):
    make_period(2020)
    draft = make_draft(author=people.author, programme=people.programme)
    with pytest.raises(PeriodRefused, match="not been submitted"):
        move(draft, period=make_period(2021), by=make_secretariat(), note="Why.")
    assert draft.state == State.DRAFT


def test_the_activity_of_another_desk_is_not_found(client):
    period = make_period(2020)
    activity = make_activity(state=State.SUBMITTED)
    other = make_user()
    make_programme(desk=other, code="ST", slug="tourism")
    page = reverse("reporting:activity_period", args=[activity.code])
    for person in (other, make_user()):
        client.force_login(person)
        given = {"period": period.year, "note": "Why."}
        assert client.get(page).status_code == 404
        assert client.post(page, given).status_code == 404
    assert not Placement.objects.filter(why="moved").exists()
