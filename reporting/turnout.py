"""Who took part in a reporting period, and where nothing came from: for staff alone.

Organisations count with the first thing of theirs that counts in the period, public or
under review. Activities count once they are public, as the public lists show them, so
that each number can be looked up there.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from oneplanet.text.numbers import share
from programmes.models import Membership, Organisation, Programme, ProgrammeRole
from reporting.choices import NETWORK_WIDE
from reporting.models import Placement, Publication, ReportingPeriod


class Standing(StrEnum):
    """How an organisation stands to a period."""

    COULD = "could"  # somebody can sign in for it, or it has reported
    REPORTED = "reported"
    NOTHING = "nothing"  # it could, and nothing of it counts
    CLOSED = "closed"  # it has a part in a programme, and nobody can sign in for it


@dataclass(frozen=True, slots=True)
class Group:
    """Keys of organisations by how they stand; ``before`` of those that reported in the
    period before, or None where there is none."""

    code: str
    label: str
    could: set = field(default_factory=set)
    reported: set = field(default_factory=set)
    closed: set = field(default_factory=set)
    before: set | None = None

    @property
    def nothing(self) -> set:
        return self.could - self.reported

    @property
    def share(self) -> int | None:
        """Of those that could, in per cent; None where none could."""
        return share(len(self.reported), len(self.could))

    @property
    def change(self) -> int | None:
        """How many more than in the period before."""
        return None if self.before is None else len(self.reported) - len(self.before)

    def of(self, standing) -> set:
        return getattr(self, standing)


class Turnout:
    """Of the organisations of the network in one period. Five queries, and one for
    names and regions."""

    def __init__(self, period, *, before=None):
        self.period, self.before = period, before
        self.programmes = list(Programme.objects.all())
        members = Membership.objects.current().filter(user__is_active=True)
        self._able = set(members.values_list("organisation", flat=True))
        self._roles = defaultdict(set)
        roles = ProgrammeRole.objects.current().order_by()
        for programme, body in roles.values_list("programme", "organisation"):
            self._roles[programme].add(body)
        self._known = defaultdict(set)
        for programme, body in _with_something_public():
            self._known[programme].add(body)
        self._reported = _reported(filter(None, (period, before)))

    @cached_property
    def by_programme(self) -> list[Group]:
        """Of each programme those with a part in it, and those something of which was
        ever reported for it; at the end what is reported for none."""
        found = [
            self._group(row.code, row.name, row.pk, self._roles[row.pk])
            for row in self.programmes
        ]
        network_wide = self._group(NETWORK_WIDE, "", None, set())
        return [*found, network_wide] if network_wide.could else found

    @cached_property
    def all(self) -> Group:
        """The network as a whole."""
        closed = set().union(*self._roles.values()) - self._able
        now = set().union(*self._reported[self.period.pk].values())
        before = None
        if self.before:
            before = set().union(*self._reported[self.before.pk].values())
        return Group("", "", self._able | now, now, closed - now, before)

    def by_region(self, regions) -> list[Group]:
        """By the reporting region of the organisation's country: (key, code, label) of
        each; at the end those without one."""
        rows = self.organisations.items()
        home = {pk: row.country and row.country.reporting_region_id for pk, row in rows}
        return [
            self._at_home(code, label, {pk for pk, at in home.items() if at == key})
            for key, code, label in (*regions, (None, "", ""))
        ]

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        """All that stand somewhere, by their key, in the order of their names."""
        known = self.all.could | self.all.closed | (self.all.before or set())
        rows = Organisation.objects.filter(pk__in=known).select_related("country")
        return {row.pk: row for row in sorted(rows, key=_by_name)}

    def _group(self, code, label, key, roles):
        now = self._reported[self.period.pk][key]
        before = self._reported[self.before.pk][key] if self.before else None
        could = (roles | self._known[key]) & self._able | now
        return Group(code, label, could, now, roles - self._able - now, before)

    def _at_home(self, code, label, here):
        every = self.all
        before = None if every.before is None else every.before & here
        parts = (every.could & here, every.reported & here, every.closed & here)
        return Group(code, label, *parts, before)


def _by_name(row):
    return row.name_folded, row.pk


def _with_something_public():
    """(programme or None, organisation), by key, each once."""
    rows = Publication.objects.filter(until_at=None).order_by()
    asked = ("activity__programme", "activity__organisation")
    return rows.values_list(*asked).distinct()


def _reported(periods: Iterable[ReportingPeriod]) -> dict:
    """Period → programme, or None → organisations something of which counts in it."""
    found = defaultdict(lambda: defaultdict(set))
    rows = Placement.objects.counted().filter(period__in=[row.pk for row in periods])
    activity = "version__activity"
    asked = ("period", f"{activity}__programme", f"{activity}__organisation")
    for period, programme, body in rows.order_by().values_list(*asked).distinct():
        found[period][programme].add(body)
    return found
