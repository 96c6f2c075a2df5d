"""In which period an activity counts, until when reports are expected, and who says."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from reporting import period_rules
from reporting.models import Placement, Publication, ReportingPeriod
from reporting.period_rules import PeriodAction, PeriodRefused, PeriodState, Why
from reporting.periods import foreseen, move, periods_of_activities, take_step
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

# --- The rules ------------------------------------------------------------------------


def year(number, state="open", *, allows_late=True):
    days = {"starts_on": date(number, 1, 1), "ends_on": date(number, 12, 31)}
    return SimpleNamespace(year=number, state=state, allows_late=allows_late, **days)


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_a_day_is_over_when_it_has_ended_everywhere():
    assert period_rules.over_at(date(2021, 1, 15)) == at(2021, 1, 16, 12)
    assert period_rules.day_anywhere(at(2021, 1, 16, 11, 59)) == date(2021, 1, 15)
    assert period_rules.day_anywhere(at(2021, 1, 16, 12)) == date(2021, 1, 16)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_what_comes_in_before_a_day_is_over_came_in_on_it_or_before(moment):
    day = period_rules.day_anywhere(moment)
    assert moment < period_rules.over_at(day)
    assert moment >= period_rules.over_at(date.fromordinal(day.toordinal() - 1))


PERIODS = [year(2019, "reported"), year(2020, "closed"), year(2021), year(2022)]


@pytest.mark.parametrize(
    ("ended_on", "submitted_at", "counts"),
    [
        (date(2021, 3, 1), at(2021, 6, 1), (2021, Why.ENDED)),
        (date(2020, 12, 31), at(2021, 6, 1), (2020, Why.ENDED)),  # late, and counted
        (date(2019, 5, 1), at(2021, 6, 1), (2021, Why.NEXT)),  # after the first that is
        (None, at(2021, 6, 1), (2021, Why.RUNNING)),
        (date(2022, 3, 1), at(2021, 6, 1), (2021, Why.RUNNING)),  # it has not ended yet
        (None, at(2022, 1, 1, 11), (2021, Why.RUNNING)),  # it is 2021 somewhere
        (None, at(2022, 1, 1, 12), (2022, Why.RUNNING)),
        (date(2016, 1, 1), at(2021, 6, 1), (None, None)),  # no period holds that day
        (None, at(2023, 6, 1), (None, None)),
    ],
)
def test_an_activity_counts_once(ended_on, submitted_at, counts):
    # 2020 takes late reports, so what belongs to 2019 goes there first.
    periods = [year(2019, "reported"), year(2020, "closed"), year(2021), year(2022)]
    if counts == (2021, Why.NEXT):
        periods[1].allows_late = False
    found, why = period_rules.counted_in(
        periods, ended_on=ended_on, submitted_at=submitted_at
    )
    assert (found and found.year, why) == counts


def test_a_running_activity_stays_where_it_was_first_submitted():
    first, again = at(2021, 12, 1), at(2022, 2, 1)
    found, why = period_rules.counted_in(
        PERIODS, ended_on=None, submitted_at=again, first_at=first
    )
    assert (found.year, why) == (2021, Why.RUNNING)


def test_where_nothing_takes_more_it_counts_nowhere():
    periods = [year(2020, "reported"), year(2021, "closed", allows_late=False)]
    found = period_rules.counted_in(
        periods, ended_on=date(2020, 1, 1), submitted_at=at(2021, 6, 1)
    )
    assert found == (None, None)


def test_every_step_of_a_period():
    open_to = {
        state: [str(s.action) for s in period_rules.steps_from(state)]
        for state in PeriodState
    }
    assert open_to == {
        "planned": ["open"],
        "open": ["extend", "close"],
        "closed": ["reopen", "report"],
        "reported": [],
    }


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


# --- The secretariat's steps ----------------------------------------------------------


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
