"""Reporting periods as rules: their steps, their deadline, and what counts in which.

No database in this module. A report is written all year; a period says in which year's
figures it counts and until when it is expected.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

LAST_ZONE = timedelta(hours=12)  # behind UTC: where every day ends last
FIRST_ZONE = timedelta(hours=14)  # ahead of UTC: where every day begins first


class PeriodState(TextChoices):
    PLANNED = "planned", pgettext_lazy("reporting period", "Planned")
    OPEN = "open", pgettext_lazy("reporting period", "Open")
    CLOSED = "closed", pgettext_lazy("reporting period", "Closed")
    REPORTED = "reported", pgettext_lazy("reporting period", "Reported")


class PeriodAction(TextChoices):
    OPEN = "open", _("Open the period")
    EXTEND = "extend", _("Extend the deadline")
    CLOSE = "close", _("Close the period")
    REOPEN = "reopen", _("Open it again")
    REPORT = "report", _("Mark it as reported")


PLANNED, OPEN, CLOSED, REPORTED = PeriodState


@dataclass(frozen=True, slots=True)
class PeriodStep:
    """One row of the table. ``explains`` is what the page of the step says before."""

    action: PeriodAction
    source: PeriodState
    target: PeriodState
    explains: str
    needs_note: bool = False
    moves_deadline: bool = False


STEPS = (
    PeriodStep(
        PeriodAction.OPEN,
        PLANNED,
        OPEN,
        _(
            "Partners see its deadline on their pages. What was submitted before and "
            "falls into it is counted in it."
        ),
    ),
    PeriodStep(
        PeriodAction.EXTEND,
        OPEN,
        OPEN,
        _("The new deadline shows at once; nothing submitted in between is late."),
        needs_note=True,
        moves_deadline=True,
    ),
    PeriodStep(
        PeriodAction.CLOSE,
        OPEN,
        CLOSED,
        _(
            "Logging goes on. What comes in now counts here as late where the period "
            "allows it, and otherwise in the next one."
        ),
    ),
    PeriodStep(
        PeriodAction.REOPEN,
        CLOSED,
        OPEN,
        _("Activities may count here again; its deadline stays as it is."),
        needs_note=True,
    ),
    PeriodStep(
        PeriodAction.REPORT,
        CLOSED,
        REPORTED,
        _("Its figures are out. Nothing is counted in it or moved out of it any more."),
    ),
)
BY_ACTION = {step.action: step for step in STEPS}


class PeriodRefused(Exception):
    """What was asked of a period cannot be done. The message is for the person."""


def steps_from(state) -> list[PeriodStep]:
    return [step for step in STEPS if step.source == state]


def check(action, *, state, note="", old=None, new=None) -> PeriodStep:
    """The step, or PeriodRefused; ``old`` and ``new`` are days of deadlines."""
    try:
        step = BY_ACTION[PeriodAction(action)]
    except ValueError:
        raise PeriodRefused(gettext("There is no such step.")) from None
    if step.source != state:
        text = gettext("This is not possible now: the period is “%(state)s”.")
        raise PeriodRefused(text % {"state": PeriodState(state).label})
    if step.needs_note and not note.strip():
        raise PeriodRefused(gettext("Please say why: partners and auditors read it."))
    if step.moves_deadline and (new is None or new <= old):
        raise PeriodRefused(gettext("Give a day after the present deadline."))
    return step


# --- When a day is over ---------------------------------------------------------------


def over_at(day: date) -> datetime:
    """The moment from which a day has ended everywhere: noon UTC of the next."""
    return datetime.combine(day + timedelta(days=1), time(), UTC) + LAST_ZONE


def day_anywhere(moment: datetime) -> date:
    """The day it still is somewhere: the kindest reading of when something came in."""
    return (moment.astimezone(UTC) - LAST_ZONE).date()


def last_begun(moment: datetime) -> date:
    """The latest day that has begun somewhere."""
    return (moment.astimezone(UTC) + FIRST_ZONE).date()


# --- What counts where ----------------------------------------------------------------


class Why(TextChoices):
    """Why a version counts in its period."""

    ENDED = "ended", _("It ended in this period.")
    RUNNING = "running", _("It was still running when it was submitted in this period.")
    NEXT = "next", _("Its own period was closed already.")
    KEPT = "kept", _("An earlier version counts in this period.")
    MOVED = "moved", _("The reviewers decided so.")


def takes_more(period) -> bool:
    """Whether what is submitted now may count in it."""
    late_too = period.state == CLOSED and period.allows_late
    return late_too or period.state in (PLANNED, OPEN)


def counted_in(
    periods,
    *,
    ended_on: date | None,
    submitted_at: datetime,
    first_at=None,
    placed_in=None,
):
    """(period, Why) of these, in the order of their days; (None, None) where none fits.

    ``periods`` have ``starts_on``, ``ends_on``, ``state`` and ``allows_late``. An end
    in the future is none yet. While it runs, its first submission decides, at
    ``first_at`` where there was one before. ``placed_in`` is where it was placed then:
    that period takes it again until its figures are out.
    """
    has_ended = ended_on is not None and ended_on <= day_anywhere(submitted_at)
    day = ended_on if has_ended else day_anywhere(first_at or submitted_at)
    own = next((p for p in periods if p.starts_on <= day <= p.ends_on), None)
    if own is None:
        return None, None
    if takes_more(own) or (own == placed_in and own.state == CLOSED):
        return own, Why.ENDED if has_ended else Why.RUNNING
    later = (p for p in periods if p.starts_on > own.ends_on and takes_more(p))
    found = next(later, None)
    return found, Why.NEXT if found else None
