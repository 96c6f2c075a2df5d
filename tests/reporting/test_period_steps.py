"""What the secretariat does to periods: opens, extends, closes; the calendar."""

from datetime import date

import pytest
from django.urls import reverse

from reporting.models import Publication, ReportingPeriod
from reporting.period_rules import PeriodAction, PeriodRefused
from reporting.periods import take_step
from reporting.workflow import Action
from tests.factories import (
    make_administrator,
    make_period,
    make_secretariat,
    make_user,
    revise,
)
from tests.reporting.test_period_rules import at
from tests.reporting.test_periods import people, placed, submitted

pytestmark = pytest.mark.django_db
__all__ = ["people"]  # a fixture


def test_opening_counts_what_waited(people):
    made = {
        "in": submitted(people, ended_on=date(2020, 5, 5), at=at(2021, 6, 1)),
        "running": submitted(people, at=at(2020, 7, 1)),
        "out": submitted(
            people,
            started_on=date(2019, 1, 1),
            ended_on=date(2019, 5, 5),
            at=at(2020, 6, 1),
        ),
    }
    made["in"].take(Action.APPROVE, by=people.desk)
    period = make_period(2020, state="planned")
    by = make_secretariat()
    take_step(period, PeriodAction.OPEN, by=by)
    assert {name: placed(activity) for name, activity in made.items()} == {
        "in": [(1, 2020, "ended", True)],
        "running": [(1, 2020, "running", False)],
        "out": [],
    }
    period.refresh_from_db()
    assert (period.state, period.history.first().history_user) == ("open", by)


def test_opening_judges_by_the_first_submission(people):
    """What was returned meanwhile is neither late nor of another year for it."""
    activity = submitted(people, at=at(2020, 12, 1))
    activity.take(Action.RETURN, by=people.desk, comment="Why?", at=at(2020, 12, 5))
    activity.take(Action.SUBMIT, by=people.author, at=at(2021, 2, 1))
    take_step(make_period(2020, state="planned"), "open", by=make_secretariat())
    # Counted at its second submission in a year of which there was no period yet.
    assert placed(activity) == [(2, 2020, "running", False)]


def test_opening_counts_what_is_public_while_it_is_revised(people):
    activity = submitted(people, ended_on=date(2020, 5, 5), at=at(2020, 6, 1))
    activity.take(Action.APPROVE, by=people.desk)
    draft = revise(activity, author=people.author, title="Again")
    draft.ended_on = date(2021, 5, 5)
    draft.save()
    activity.take(Action.SUBMIT, by=people.author, at=at(2021, 6, 1))
    take_step(make_period(2020, state="planned"), "open", by=make_secretariat())
    assert placed(activity) == [(1, 2020, "ended", False), (2, 2020, "kept", False)]
    assert Publication.objects.get(activity=activity).year == 2020


def test_a_later_deadline_makes_what_came_in_timely(people):
    period = make_period(2020)
    early = submitted(people, ended_on=date(2020, 5, 5), at=at(2021, 2, 1))
    later = submitted(people, ended_on=date(2020, 5, 5), at=at(2021, 3, 1))
    by, note = make_secretariat(), "A storm. " * 40
    take_step(
        period, PeriodAction.EXTEND, by=by, note=note, deadline_on=date(2021, 2, 15)
    )
    assert placed(early) == [(1, 2020, "ended", False)]
    assert placed(later) == [(1, 2020, "ended", True)]
    assert period.history.first().history_change_reason == note.strip()


@pytest.mark.parametrize(
    ("state", "action", "given", "said"),
    [
        ("planned", "close", {}, "This is not possible now"),
        ("open", "open", {}, "This is not possible now"),
        ("open", "extend", {"deadline_on": date(2021, 2, 1)}, "Please say why"),
        ("open", "extend", {"note": "Why."}, "Give a day after"),
        (
            "open",
            "extend",
            {"note": "Why.", "deadline_on": date(2021, 1, 15)},
            "Give a day after",
        ),
        ("closed", "reopen", {"note": " "}, "Please say why"),
        ("reported", "reopen", {"note": "Why."}, "This is not possible now"),
        ("open", "party", {}, "There is no such step"),
    ],
)
def test_a_step_that_is_not_open_changes_nothing(state, action, given, said):
    period = make_period(2020, state=state)
    with pytest.raises(PeriodRefused, match=said):
        take_step(period, action, by=make_secretariat(), **given)
    period.refresh_from_db()
    assert (period.state, period.deadline_on) == (state, date(2021, 1, 15))


def test_no_day_lies_in_two_periods():
    make_period(2020)
    other = ReportingPeriod(
        year=2021,
        starts_on=date(2020, 12, 31),
        ends_on=date(2021, 12, 31),
        deadline_on=date(2022, 1, 15),
    )
    with pytest.raises(Exception, match="These days belong to another period"):
        other.full_clean()
    other.kind = "policies"
    other.full_clean()


def test_the_calendar_in_the_admin(client):
    staff = make_secretariat()
    client.force_login(staff)
    days = {"starts_on": "2027-01-01", "ends_on": "2027-12-31"}
    given = days | {"kind": "activities", "year": 2027, "deadline_on": "2028-01-15"}
    added = client.post(reverse("admin:reporting_reportingperiod_add"), given)
    assert added.status_code == 302
    period = ReportingPeriod.objects.get()
    assert (period.state, period.allows_late) == ("planned", False)
    change = reverse("admin:reporting_reportingperiod_change", args=[period.pk])

    def step(action, **given):
        name = "admin:reporting_reportingperiod_step"
        return client.post(reverse(name, args=[period.pk, action]), given)

    assert "Open the period" in client.get(change).content.decode()
    assert step("open").url == change
    refused = step("extend", deadline_on="2028-01-20")
    assert "This field is required." in refused.content.decode()
    assert "2028-01-20" in refused.content.decode() or "20/01/2028" in (
        refused.content.decode()
    )
    assert step("extend", deadline_on="2028-01-20", note="A storm").url == change
    assert step("report").url == change  # it is open: nothing happens but a word
    assert step("close").url == change
    period.refresh_from_db()
    assert (period.state, period.deadline_on) == ("closed", date(2028, 1, 20))
    history = client.get(
        reverse("admin:reporting_reportingperiod_history", args=[period.pk])
    )
    assert history.status_code == 200
    told = {"deadline_on": "2030-01-01", "allows_late": "on", "note": "x"} | days
    client.post(change, told)
    period.refresh_from_db()
    assert (period.deadline_on, period.allows_late) == (date(2028, 1, 20), True)


def test_only_staff_take_a_periods_steps(client):
    period = make_period(2020)
    address = reverse("admin:reporting_reportingperiod_step", args=[period.pk, "close"])
    for person, status in ((make_user(), 302), (make_administrator(), 302)):
        client.force_login(person)
        assert client.post(address).status_code == status
    period.refresh_from_db()
    assert period.state == "closed"
    assert period.history.first().history_user == person
