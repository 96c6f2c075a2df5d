"""What to look at before a report is submitted: what must be mended, what looks wrong,
what would be good to have. One table of rules; only the first stand in the way.

A rule reads a version's content (reporting.reading.Content) and asks no database.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from oneplanet.text.folding import fold
from reporting.readiness import Problem, problems_of

MOST_COUNTRIES = 60
SHORTEST_SUMMARY = 60  # characters: a sentence
CHINESE_SHARE = 3  # what takes so many letters elsewhere is one sign there
LONGEST = timedelta(days=15 * 366)
FARTHEST = timedelta(days=5 * 366)
FIRST_YEAR = 1992  # Rio: before it nobody reported for anything like the framework
THOUSANDFOLD = 1000


class Severity(models.TextChoices):
    BLOCKER = "blocker", _("To mend before you can submit")
    WARNING = "warning", _("Looks wrong; please check")
    NOTE = "note", _("Good to have")


NOT_ASKED = _(
    "This is not asked any more after what you answered above. Your answer is kept in "
    "the draft and left out when you submit."
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: the field it is about, how grave it is, and what to do."""

    severity: Severity
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Rule:
    severity: Severity
    field: str
    applies: Callable  # content → whether the message is shown
    message: str


def _is_shouted(content) -> bool:
    title = content.version.title
    return len(title) > 8 and title.isupper()


def _is_short(content) -> bool:
    version = content.version
    least = SHORTEST_SUMMARY
    if version.language == "zh-hans":
        least //= CHINESE_SHARE
    return 0 < len(version.summary.strip()) < least


def _repeats_title(content) -> bool:
    return _alike(content.version.summary, content.version.title)


def _repeats_summary(content) -> bool:
    return _alike(content.version.results, content.version.summary)


def _alike(one, other) -> bool:
    return bool(fold(one)) and fold(one).strip(" .") == fold(other).strip(" .")


def _began_long_ago(content) -> bool:
    start = content.version.started_on
    return bool(start and start.year < FIRST_YEAR)


def _ends_far_off(content) -> bool:
    """Seen from the day it was submitted, or from today."""
    version = content.version
    day = version.sealed_at.date() if version.sealed_at else dates.today()
    return bool(version.ended_on and version.ended_on > day + FARTHEST)


def _is_very_long(content) -> bool:
    start, end = content.version.started_on, content.version.ended_on
    return bool(start and end and end - start > LONGEST)


def _is_thousandfold(content) -> bool:
    """One number a thousand times another of the same unit."""
    by_unit = defaultdict(list)
    for row in content.quantities:
        if row.value:
            by_unit[fold(row.unit)].append(abs(row.value))
    return any(max(v) >= THOUSANDFOLD * min(v) for v in by_unit.values())


def _repeats_a_link(content) -> bool:
    addresses = [row.url.rstrip("/").casefold() for row in content.links]
    return len(set(addresses)) < len(addresses)


RULES = (
    Rule(
        Severity.WARNING,
        "title",
        _is_shouted,
        _("The title is all in capital letters. They are hard to read."),
    ),
    Rule(
        Severity.WARNING,
        "title",
        lambda content: getattr(content.version, "has_twin", False),
        _(
            "Another activity of your organisation has the same title. If it is "
            "another one, a year or a place in the title keeps them apart."
        ),
    ),
    Rule(
        Severity.WARNING,
        "summary",
        _is_short,
        _("The summary is very short. What was done, where, for whom?"),
    ),
    Rule(
        Severity.WARNING,
        "summary",
        _repeats_title,
        _("The summary only repeats the title."),
    ),
    Rule(
        Severity.WARNING,
        "results",
        _repeats_summary,
        _("What came of it says the same as the summary."),
    ),
    Rule(
        Severity.WARNING,
        "started_on",
        _began_long_ago,
        _("It starts more than thirty years ago. Is the year right?"),
    ),
    Rule(
        Severity.WARNING,
        "ended_on",
        _ends_far_off,
        _("It ends more than five years from now. Is the year right?"),
    ),
    Rule(
        Severity.WARNING,
        "ended_on",
        _is_very_long,
        _("It lasts more than fifteen years. Are both years right?"),
    ),
    Rule(
        Severity.WARNING,
        "countries",
        lambda content: len(content.countries) > MOST_COUNTRIES,
        _("So many countries: did it reach the whole world?"),
    ),
    Rule(
        Severity.WARNING,
        "quantities",
        _is_thousandfold,
        _(
            "One number is a thousand times another of the same unit, or more. Does a "
            "comma or a point stand in the wrong place?"
        ),
    ),
    Rule(
        Severity.WARNING,
        "quantities",
        lambda content: any(row.value and row.value < 0 for row in content.quantities),
        _("A number is below zero. Is that meant?"),
    ),
    Rule(
        Severity.WARNING,
        "links",
        _repeats_a_link,
        _("The same web address stands here twice."),
    ),
    Rule(
        Severity.NOTE,
        "results",
        lambda content: not content.version.results.strip(),
        _("Say what is different now: reviewers and readers look for it first."),
    ),
    Rule(
        Severity.NOTE,
        "partners",
        lambda content: not content.partners,
        _("If others took part, name them: it shows on their pages too."),
    ),
    Rule(
        Severity.NOTE,
        "impacts",
        lambda content: not content.impacts,
        _("Say what it improves: the impact figures are made from this answer."),
    ),
    Rule(
        Severity.NOTE,
        "goals",
        lambda content: not (content.goals or content.targets),
        _("Name the goals or targets it serves; it is then found on their pages."),
    ),
    Rule(
        Severity.NOTE,
        "quantities",
        lambda content: not content.quantities,
        _("A result as a number says more than a paragraph, “no data” included."),
    ),
    Rule(
        Severity.NOTE,
        "links",
        lambda content: not (content.links or content.files),
        _("A link or a file lets readers see for themselves."),
    ),
)


def looked_wrong(content) -> list[Finding]:
    """The warnings of a version: of a sealed one, as they stood at its submission."""
    return [row for row in _by_rules(content) if row.severity == Severity.WARNING]


def problems_in(content) -> list[Problem]:
    """What stands against submitting a draft that has been read whole."""
    given = {"lists": content.all_lists, "answers": content.all_answers}
    return problems_of(content.version, **given)


def stands_against(content) -> list[Finding]:
    """What is to be mended before a draft can be submitted."""
    return [
        Finding(Severity.BLOCKER, problem.field, problem.message)
        for problem in problems_in(content)
    ]


def findings(content) -> list[Finding]:
    """Everything found in a draft, the gravest first. Of a field that blocks nothing
    else is said."""
    blockers = stands_against(content)
    blocked = {found.field for found in blockers}
    kinds = {field.partition("-")[0] for field in blocked}
    others = [f for f in _by_rules(content) if f.field not in blocked | kinds]
    order = list(Severity)
    return sorted([*blockers, *others], key=lambda found: order.index(found.severity))


def _by_rules(content):
    return [
        *(Finding(Severity.WARNING, name, NOT_ASKED) for name in content.left_out),
        *_by_table(content),
    ]


def _by_table(content):
    return [
        Finding(rule.severity, rule.field, rule.message)
        for rule in RULES
        if rule.applies(content)
    ]
