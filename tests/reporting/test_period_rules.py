"""The rules of reporting periods: when a day is over, what counts where."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import period_rules
from reporting.period_rules import PeriodState, Why


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
