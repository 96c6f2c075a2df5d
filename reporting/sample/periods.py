"""Sample periods: a calendar year each, from the first sample activity on.

They are planned while the sample is loaded, so that each activity counts where it would
have counted in its day; then each gets the state its dates give it today.
"""

from datetime import date

from oneplanet.text import dates
from reporting.models import ReportingPeriod
from reporting.period_rules import PeriodState

FIRST = 2017


def add_periods() -> int:
    """Add what is missing; how many."""
    there = set(ReportingPeriod.objects.of_activities().values_list("year", flat=True))
    missing = set(range(FIRST, dates.today().year + 2)) - there
    for year in sorted(missing):
        ReportingPeriod.objects.create(
            year=year,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
            deadline_on=date(year + 1, 1, 15),
            is_sample=True,
        )
    return len(missing)


def settle_periods() -> None:
    """Reported long ago, closed, open or planned, as their dates say."""
    today = dates.today()
    mine = ReportingPeriod.objects.filter(is_sample=True, state=PeriodState.PLANNED)
    for period in mine:
        if period.starts_on > today:
            continue
        period.state = PeriodState.OPEN
        if period.is_over:
            is_out = period.year < today.year - 1
            period.state = PeriodState.REPORTED if is_out else PeriodState.CLOSED
        period.save()
