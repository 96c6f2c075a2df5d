"""What a reviewer is asked about a version: every field of it, what changed since a
version before, and what was said of it in earlier rounds."""

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext

from oneplanet.text.languages import set_apart
from reporting.comparing import (
    TEXTS,
    Change,
    changes,
    entries_of,
    field_label,
    row_in_words,
)
from reporting.life import Flag
from reporting.note_words import OF_A_PROGRAMME, WHOLE
from reporting.noted_rows import ROW_KINDS, kind_of, number_of, place_of
from reporting.reading import Content, read
from reporting.review_notes import labels_of

# What a version is read with.
SHOWN = {
    "activity": (
        "type",
        "scope",
        "initiative",
        "sealed_by",
        "reported_by",
        "twin_profile",
    ),
    "initiative": ("type", "sealed_by", "reported_by"),
}
DECIDED = {Flag.RETURNED, Flag.APPROVED, Flag.SUPERSEDED}


# --- What it is compared with ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Base:
    """A version before that the one under review can be compared with. ``key``:
    ``decided`` (the last on which a reviewer decided), ``sealed`` (the last submitted)
    or ``public``."""

    key: str
    version: object
    is_chosen: bool = False


def bases_of(versions, flags, *, asked="") -> list[Base]:
    """``versions`` were submitted and stand, newest first; the first is under review.

    Chosen is what is ``asked`` for, else the last one decided on: what a partner took
    back was read by nobody, so against it nothing would be known to be unchanged.
    """
    found = {}
    for version in versions[1:]:
        flag = flags.get(version.pk)
        if flag in DECIDED:
            found.setdefault("decided", version)
        found.setdefault("sealed", version)
        if flag == Flag.APPROVED:
            found.setdefault("public", version)
    chosen = asked if asked in found else "decided"
    return [
        Base(key, version, key == chosen)
        for key in ("decided", "sealed", "public")
        if (version := found.get(key)) is not None
        and (key == chosen or version not in _before(found, key, chosen))
    ]


def compared(
    versions, flags, *, asked=""
) -> tuple[Content, Content | None, list[Base]]:
    """Of these versions what is under review, read; what it is compared with, or None;
    and all it can be compared with."""
    sealed = versions.exclude(sealed_at=None).order_by("-number")
    sealed = list(sealed.select_related(*SHOWN[versions.model.OF]))
    bases = bases_of(sealed, flags, asked=asked)
    chosen = [base.version for base in bases if base.is_chosen]
    content, *others = read([sealed[0], *chosen])
    return content, others[0] if others else None, bases


def _before(found, key, chosen) -> list:
    """What is offered under another key already."""
    keys = ["decided", "sealed", "public"]
    others = [*keys[: keys.index(key)], chosen]
    return [found[other] for other in others if other in found]


# --- Field by field -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One field of the version under review, or one row of a table: what changed in it,
    and what was said.

    ``entries`` are what it says, where nothing changed in it; a table says it row by
    row. ``mine`` is the reader's note that waits to be sent, or None; one on a version
    that went before it was sent is ``is_left``. ``sent`` are notes that went back with
    this version; ``open``, ``settled`` and ``over`` those of earlier rounds, of the
    last an approval made an end.
    """

    name: str
    label: str
    entries: list[str]
    change: object
    mine: object
    sent: list
    open: list
    settled: list
    over: list

    @property
    def is_text(self) -> bool:
        return self.name in TEXTS

    @property
    def is_asked(self) -> bool:
        """Whether it is laid open in a later round."""
        return bool(self.change or self.mine or self.sent or self.open)

    def is_folded(self, *, may_note) -> bool:
        """Whether it is folded away: a note may be written on it, or was."""
        return not self.is_asked and bool(may_note or self.settled or self.over)


def reviewed_fields(content, before, notes) -> list[Reviewed]:
    """The whole, every field in the order of the form and after a table its rows.

    ``notes`` are those the reader may read, with their rows named. One query where a
    programme asks questions of its own.
    """
    changed = {c.field: c for c in changes(before, content)} if before else {}
    said = _by_place(notes, content)
    asked = labels_in(content)
    labels = {"": WHOLE} | asked
    labels |= {name: field_label(name) for name in changed if name not in labels}
    labels |= {name: OF_A_PROGRAMME for name in said if name not in labels}
    if before:
        _mark_untouched(said, changed, before.version)
    entries = {
        name: _said(content, name)
        for name in asked
        if name not in ROW_KINDS and number_of(name) is None
    }
    return [
        _reviewed(
            content.version,
            name,
            label,
            entries=entries.get(name, []),
            change=changed.get(name),
            notes=said.get(name, ()),
        )
        for name, label in labels.items()
    ]


def labels_in(content) -> dict:
    """Name → what the form asks there; of each row of a table also what it says."""
    labels = {}
    for name, label in labels_of(content.version).items():
        labels[name] = label
        if name in ROW_KINDS:
            labels |= {
                f"{name}-{number}": f"{label} · {set_apart(_short(row))}"
                for number, row in enumerate(getattr(content, name))
            }
    return labels


def _short(row) -> str:
    return Truncator(row_in_words(row)).chars(90)


def _by_place(notes, content) -> dict:
    """The notes by what they are about in this version."""
    version, found = content.version, {}
    tables = [kind for kind in ROW_KINDS if kind in version.rows]
    names = {kind: [str(row) for row in getattr(content, kind)] for kind in tables}
    for note in notes:
        if note.version_id == version.pk:
            note.is_left = False
            found.setdefault(note.field, []).append(note)
        else:
            note.is_left = not note.sent_at
            found.setdefault(place_of(note, names), []).append(note)
    return found


def _mark_untouched(said, changed, version):
    """Each note knows as ``is_untouched`` whether nothing has changed in its field
    since; only of those on the version compared with is that known."""
    for name, notes in said.items():
        is_known = name and not name.startswith("q-") and kind_of(name) not in changed
        for note in notes:
            note.is_untouched = is_known and note.version_id == version.pk


def _reviewed(version, name, label, entries, change, notes):
    sent = [note for note in notes if note.sent_at]
    earlier = [note for note in sent if note.version_id != version.pk]
    drafts = [note for note in notes if not note.sent_at]
    return Reviewed(
        name=name,
        label=label,
        entries=[] if change else entries,
        change=change,
        mine=min(drafts, key=lambda note: note.is_left, default=None),
        sent=[n for n in sent if n.version_id == version.pk and not n.is_over],
        open=[note for note in earlier if not (note.resolved_at or note.is_over)],
        settled=[note for note in earlier if note.resolved_at],
        over=[note for note in sent if note.is_over],
    )


def counts_of(rows) -> dict:
    """How many notes went back with this version (``sent``); of earlier rounds, how
    many are ``open``, ``settled`` and no longer asked (``over``), over all fields."""
    kinds = ("sent", "open", "settled", "over")
    return {kind: sum(len(getattr(row, kind)) for row in rows) for kind in kinds}


# --- One field ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """What a version under review says in one field, for who writes a note on it: an
    entry for each word of a list or row; and what changed in it since ``base``."""

    label: str
    entries: list[str]
    is_text: bool
    change: Change | None
    base: Base | None


def said_in(content, before, bases, name) -> Said | None:
    """None of the report as a whole, and of what it does not have."""
    labels = labels_in(content)
    if name not in labels:
        return None
    changed = {c.field: c for c in changes(before, content)} if before else {}
    return Said(
        label=labels[name],
        entries=_said(content, name),
        is_text=name in TEXTS,
        change=changed.get(name),
        base=next((base for base in bases if base.is_chosen), None),
    )


def _said(content, name) -> list[str]:
    if (number := number_of(name)) is not None:
        return entries_of(content, kind_of(name))[number : number + 1]
    if name.startswith("q-"):
        return [row.words for row in content.answers if row.question.name == name]
    if name == "programme":
        return [str(content.version.identity.programme or gettext("Network-wide"))]
    return entries_of(content, name)
