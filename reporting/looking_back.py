"""The reports an organisation can look back on: one for each period with something of
theirs. What became of them is a page that gathers from all apps.
"""

from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse

from reporting.models import Placement, ReportingPeriod
from reporting.period_rules import PeriodState

OVER = frozenset({PeriodState.CLOSED, PeriodState.REPORTED})


@dataclass(frozen=True, slots=True)
class Report:
    """What an organisation submitted for a period. ``organisation`` is its key."""

    organisation: int
    code: str
    name: str
    name_language: str
    year: int
    state: str

    @property
    def url(self) -> str:
        return outcome_path(self.code, self.year)

    @property
    def is_over(self) -> bool:
        return self.state in OVER


def outcome_path(code: str, year: int) -> str:
    """Where its members read what became of a report."""
    return reverse("knowledge_hubs:report_outcome", args=[code, year])


def reports_of(organisations) -> list[Report]:
    """By organisation, the newest period first. One query."""
    body = "version__activity__organisation"
    rows = Placement.objects.filter(
        **{f"{body}__in": organisations},
        period__kind=ReportingPeriod.Kind.ACTIVITIES,
    )
    found = rows.values_list(
        body,
        f"{body}__code",
        f"{body}__name",
        f"{body}__name_language",
        "period__year",
        "period__state",
    )
    order = (F(f"{body}__name_folded"), F(body), F("period__year").desc())
    return [Report(*row) for row in found.order_by(*order).distinct()]


def last_over(reports) -> list[Report]:
    """Of each organisation the newest whose period is over."""
    found = {}
    for report in reports:
        if report.is_over:
            found.setdefault(report.organisation, report)
    return list(found.values())
