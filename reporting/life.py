"""What a history tells: what became of each version, how long each state lasted, and
what was said on single fields at each return, and what happened beside. No database in
this module."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from reporting.workflow import Action, State

NOTHING = timedelta()


class Flag(TextChoices):
    """What became of a version that was submitted; said beside its number."""

    PROVISIONAL = "provisional", pgettext_lazy("a version", "Provisional")
    RETURNED = "returned", pgettext_lazy("a version", "Returned")
    RECALLED = "recalled", pgettext_lazy("a version", "Recalled")
    APPROVED = "approved", pgettext_lazy("a version", "Approved")
    SUPERSEDED = "superseded", pgettext_lazy("a version", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("a version", "Withdrawn")

    @property
    def mark(self) -> str:
        """The state whose mark is drawn with it (components/state.html)."""
        return MARKS[self]


MARKS = {
    Flag.PROVISIONAL: State.SUBMITTED.value,
    Flag.RETURNED: State.RETURNED.value,
    Flag.RECALLED: State.DRAFT.value,
    Flag.APPROVED: State.APPROVED.value,
    Flag.SUPERSEDED: State.WITHDRAWN.value,
    Flag.WITHDRAWN: State.WITHDRAWN.value,
}
BECOMES = {
    Action.SUBMIT: Flag.PROVISIONAL,
    Action.RECALL: Flag.RECALLED,
    Action.RETURN: Flag.RETURNED,
    Action.APPROVE: Flag.APPROVED,
    Action.UNPUBLISH: Flag.WITHDRAWN,
}


def flags_of(history) -> dict:
    """Key of a version → its flag today, from entries in their order. Undoing a merge
    gives each the flag it had."""
    flags, before = {}, {}
    for entry in history:
        if entry.action == Action.SEPARATE:
            flags = before
        elif entry.action == Action.MERGE:
            before = dict(flags)
            for flag in (Flag.APPROVED, Flag.PROVISIONAL):
                _replace(flags, flag, Flag.WITHDRAWN)
        elif entry.action == Action.APPROVE:
            _replace(flags, Flag.APPROVED, Flag.SUPERSEDED)
        elif entry.action == Action.UNPUBLISH:
            _replace(flags, Flag.PROVISIONAL, Flag.WITHDRAWN)
        if entry.version_id and entry.action in BECOMES:
            flags[entry.version_id] = BECOMES[entry.action]
    return flags


def _replace(flags, old, new):
    flags.update({key: new for key, flag in flags.items() if flag == old})


def _label(state) -> str:
    return State(state).label


@dataclass(frozen=True, slots=True)
class Stay:
    """How long it was in one state, all its times together. ``label`` says the state
    in the reader's words."""

    state: State
    label: str
    lasted: timedelta
    is_now: bool


def stays_in(history, *, begun_at, now, label=_label) -> list[Stay]:
    """Every state it has been in, in the order of the workflow; the one it is in now
    counts until ``now``."""
    lasted, since, state = {}, begun_at, State.DRAFT
    for entry in history:
        lasted[state] = lasted.get(state, NOTHING) + max(entry.at - since, NOTHING)
        since, state = entry.at, State(entry.to_state)
    lasted[state] = lasted.get(state, NOTHING) + max(now - since, NOTHING)
    return [
        Stay(one, label(one), lasted[one], one == state)
        for one in State
        if one in lasted
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a history: the entry, the flag its version has today, the state
    before it, how long that had lasted, and the notes on fields that went along."""

    entry: object
    flag: Flag | None
    before: str
    lasted: timedelta
    notes: list = field(default_factory=list)

    @property
    def settled(self) -> int:
        return sum(note.resolved_at is not None for note in self.notes)

    @property
    def over(self) -> int:
        return sum(note.is_over for note in self.notes)

    @property
    def open(self) -> int:
        return len(self.notes) - self.settled - self.over


@dataclass(frozen=True, slots=True)
class Aside:
    """What happened to it that was no step of its own: it was told of as unanswered
    (``level`` says to whom), or another record was merged into it, or taken out again
    (then ``who`` did it, and of which ``code``; empty where that is not told)."""

    what: str
    at: datetime
    level: str = ""
    number: int | None = None  # of the version
    who: object = ""
    code: str = ""
    comment: str = ""
    entry: None = None


@dataclass(frozen=True, slots=True)
class Life:
    """A history as people read it, newest first, and the time in each state."""

    lines: list[Line | Aside]
    stays: list[Stay]
    flags: dict

    @property
    def told(self) -> Aside | None:
        """Who was told last that it is not answered, if it is not since."""
        since = takewhile(lambda line: line.entry is None, self.lines)
        return next((line for line in since if line.level), None)


def life_of(history, *, begun_at, now, notes=(), asides=(), label=_label) -> Life:
    """``history`` are entries in their order, ``notes`` those that were sent, ``label``
    says a state to the reader."""
    flags, lines, since = flags_of(history), [], begun_at
    for entry in history:
        is_return = entry.action == Action.RETURN
        said = [n for n in notes if is_return and _went_with(n, entry)]
        flag, before = flags.get(entry.version_id), label(entry.from_state)
        lasted = max(entry.at - since, NOTHING)
        lines.append(Line(entry, flag, before, lasted, said))
        since = entry.at
    stays = stays_in(history, begun_at=begun_at, now=now, label=label)
    lines = sorted([*lines, *asides], key=_moment)
    return Life(lines[::-1], stays, flags)


def _moment(line) -> datetime:
    return line.entry.at if line.entry else line.at


def _went_with(note, entry) -> bool:
    return note.version_id == entry.version_id and note.sent_at == entry.at
