"""What speaks for a reviewer after all, though the organisation is trusted.

Whatever is doubted waits as any other report does. One list; each entry reads a version
just sealed. The partner is told nothing of it: a doubt is no reproach.
"""

from reporting.checks import looked_wrong
from reporting.period_rules import CLOSED, REPORTED, Why
from reporting.workflow import Action

DECISIONS = (Action.RETURN, Action.APPROVE)


class _Whole:
    """A sealed version as the rules of reporting/checks.py read it."""

    left_out = ()  # submitting leaves out what is not asked

    def __init__(self, version):
        self.version = version

    def __getattr__(self, name):
        return list(getattr(self.version, name).all())


def _was_returned(version) -> bool:
    """The last decision on it was to send it back: who asked reads the answer."""
    decided = version.identity.history.filter(action__in=DECISIONS)
    last = decided.order_by("at", "pk").last()
    return last is not None and last.action == Action.RETURN


def _is_of_a_closed_period(version) -> bool:
    """Its period, or the one it belongs to by its days, takes nothing more in time."""
    placed = version.placement()
    if placed is None:
        return False
    is_closed = placed.period.state in (CLOSED, REPORTED)
    return is_closed or placed.is_late or placed.why == Why.NEXT


def _looks_wrong(version) -> bool:
    """Of activities; there are no such rules for initiatives."""
    if not version.rows:
        return False
    known = type(version).objects.with_twin().get(pk=version.pk)
    return bool(looked_wrong(_Whole(known)))


def _has_a_twin_elsewhere(version) -> bool:
    """Something of another organisation, once submitted, is likely the same activity;
    of initiatives, has the same title. Whoever may read it: only that there is one
    counts, and nobody is told."""
    theirs = {f"{version.OF}__organisation": version.identity.organisation_id}
    others = type(version).objects.exclude(**theirs)
    if version.rows:
        return bool(version.likely_twins(others))
    named_so = others.filter(title_folded=version.title_folded)
    return named_so.exclude(sealed_at=None).exists()


def _asks_the_desk(version) -> bool:
    """Its authors ask about a likely twin; a setting cannot answer."""
    return bool(version.rows) and version.identity.twin_answers.questions().exists()


DOUBTS = {
    "it was returned": _was_returned,
    "its period is closed": _is_of_a_closed_period,
    "it looks wrong": _looks_wrong,
    "it has a twin": _has_a_twin_elsewhere,
    "it asks the desk": _asks_the_desk,
}


def doubts_of(version) -> list[str]:
    """The names of all that speaks for a reviewer; empty where nothing does."""
    return [name for name, holds in DOUBTS.items() if holds(version)]
