"""How complete a report is, for those who write and review it and for staff: never
shown to the public, and no measure of who reports it.

What must be there before it is submitted counts, too, so that a draft begins low; what
is good to have makes the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from oneplanet.completing import Rule, filled, has, percent, points, told, total
from reporting.conditions import NEEDS
from reporting.models import ActivityVersion, InitiativeVersion

SOMEWHERE = frozenset().union(*(row.answers for row in NEEDS))


def _placed(model) -> Q:
    """It names a place, or its scope asks for none."""
    everywhere = Q(scope__isnull=False) & ~Q(scope__code__in=SOMEWHERE)
    return has("countries", "regions")(model) | everywhere


WHAT = (
    Rule(_("Title"), 2, filled("title"), "title"),
    Rule(_("Type"), 1, filled("type"), "type"),
    Rule(_("Start"), 1, filled("started_on"), "started_on"),
    Rule(_("Sectors"), 1, has("sectors"), "sectors"),
)
OF_ACTIVITIES = (
    *WHAT,
    Rule(_("Summary"), 2, filled("summary"), "summary"),
    Rule(_("Countries or regions"), 2, _placed, "scope"),
    Rule(_("Results"), 3, filled("results"), "results"),
    Rule(_("Results as numbers"), 3, has("quantities"), "quantities"),
    Rule(_("Impacts"), 2, has("impacts"), "impacts"),
    Rule(_("Goals or targets"), 2, has("goals", "targets"), "goals"),
    Rule(_("Value-chain stages"), 2, has("stages"), "stages"),
    Rule(_("Partners"), 2, has("partners"), "partners"),
    Rule(_("Links or files"), 2, has("links", "files"), "links"),
    Rule(_("Tags"), 1, has("tags"), "tags"),
)
OF_INITIATIVES = (
    *WHAT,
    Rule(_("Objectives"), 3, filled("objectives"), "objectives"),
    Rule(_("Countries or regions"), 2, has("countries", "regions"), "countries"),
    Rule(_("Further owners"), 1, has("owners"), "owners"),
)
RULES = {ActivityVersion: OF_ACTIVITIES, InitiativeVersion: OF_INITIATIVES}


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule in words, its weight, and the way to its question where there is one."""

    name: str
    weight: int
    url: str


@dataclass(frozen=True, slots=True)
class Score:
    """``percent`` of all weights; the heaviest reasons first."""

    percent: int
    missing: list[Reason]
    there: list[Reason]


def score_of(version, *, way: Callable[[str], str] | None = None) -> Score:
    """Of one version, with its reasons. ``way`` leads to the question of a field. One
    query."""
    rules, reasons = RULES[type(version)], {True: [], False: []}
    for rule, is_met in told(version, rules):
        url = way(rule.field) if way else ""
        reasons[is_met].append(Reason(rule.name, rule.weight, url))
    reached = sum(reason.weight for reason in reasons[True])
    return Score(percent(reached, rules), reasons[False], reasons[True])


def with_completeness(versions):
    """Each knows as ``complete`` how complete it is, in per cent."""
    return versions.annotate(complete=_share(versions.model))


def completeness_of(model, key):
    """The same of the version a row names, as an expression; ``key`` is its column."""
    versions = model.objects.filter(pk=OuterRef(key)).order_by()
    return Subquery(versions.annotate(complete=_share(model)).values("complete"))


def _share(model):
    rules = RULES[model]
    return points(rules, model) * 100 / total(rules)
