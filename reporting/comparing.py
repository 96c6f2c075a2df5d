"""What has changed between two versions, in words: before and after of each field."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from oneplanet.text.dates import date_words
from oneplanet.text.numbers import bytes_in_words, number
from reporting.models import ActivityVersion, InitiativeVersion
from reporting.reading import PLAIN, Content, changed_fields

TEXTS = ("title", "summary", "results", "objectives")
# A word with the space after it; Chinese is compared sign by sign.
_WORD = re.compile(r"[㐀-鿿]\s*|[^\s㐀-鿿]+\s*|\s+")
LONG = 40  # words; of a longer stretch without a change only the ends are shown
ENDS = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, or an entry of a list. ``kind``: same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs. The pieces of a text follow one another in a line."""

    field: str
    is_text: bool
    pieces: list[Piece]


def changes(before: Content, after: Content) -> list[Change]:
    """Every field in which two versions differ, in the order of the form."""
    return [
        Change(name, True, _of_texts(before, after, name))
        if name in TEXTS
        else Change(name, False, _of_entries(before, after, name))
        for name in changed_fields(before, after)
    ]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two records say in one field, an entry for each word of a list or row."""

    field: str
    one: list[str]
    other: list[str]


def side_by_side(one: Content, other: Content) -> list[Pair]:
    """Every field in which two records differ, in the order of the form, whole."""
    return [
        Pair(name, entries_of(one, name, other), entries_of(other, name, one))
        for name in changed_fields(one, other)
    ]


def alike(one: Content, other: Content) -> list[Pair]:
    """Every field in which two records say the same, and say something."""
    version, differing = one.version, changed_fields(one, other)
    plain = [name.removesuffix("_id") for name in PLAIN[version.OF]]
    names = [*plain, *version.lists, *version.rows]
    return [
        Pair(name, entries, entries)
        for name in names
        if name not in differing and (entries := entries_of(one, name, other))
    ]


def compared_versions(*activities) -> list[ActivityVersion]:
    """What is compared of each: the public version, else the one submitted last."""
    found = [one.open_publication() for one in activities]
    keys = [
        public.version_id if public else one.latest_sealed().pk
        for public, one in zip(found, activities, strict=True)
    ]
    rows = ActivityVersion.objects.filter(pk__in=keys)
    rows = rows.select_related(
        "type",
        "scope",
        "initiative",
        "activity__organisation",
        "activity__programme",
    ).prefetch_related("activity__organisation__other_names")
    known = {row.pk: row for row in rows}
    return [known[key] for key in keys]


def _of_texts(before, after, name) -> list[Piece]:
    return pieces(*(getattr(content.version, name) for content in (before, after)))


def pieces(before: str, after: str) -> list[Piece]:
    """Two texts in one, word by word; long stretches alike are shortened."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    found = list(_compared(old, new))
    last = len(found) - 1
    return [
        Piece(kind, "".join(_shortened(kind, words, place == 0, place == last)))
        for place, (kind, words) in enumerate(found)
    ]


def _shortened(kind, words, is_first, is_last):
    if kind != "same" or len(words) <= LONG:
        return words
    begin = [] if is_first else words[:ENDS]
    end = [] if is_last else words[-ENDS:]
    return [*begin, "… ", *end]


def _of_entries(before, after, name) -> list[Piece]:
    old, new = entries_of(before, name, after), entries_of(after, name, before)
    return [Piece(kind, entry) for kind, part in _compared(old, new) for entry in part]


def _compared(old, new):
    """(kind, stretch) from the first to the last."""
    matcher = SequenceMatcher(None, old, new)
    for step, a, b, c, d in matcher.get_opcodes():
        if step == "equal":
            yield "same", old[a:b]
            continue
        if b > a:
            yield "gone", old[a:b]
        if d > c:
            yield "new", new[c:d]


def entries_of(content, name, beside=None) -> list[str]:
    """A field's value in words: an entry for each word of a list, each row. ``beside``
    is what it is compared with, if anything."""
    version = content.version
    if name in version.lists:
        return [_label(word) for word in getattr(content, name)]
    if name in version.rows:
        rows = getattr(content, name)
        if name == "files":
            others = beside.files if beside else ()
            return [_file_in_words(row, others) for row in rows]
        return [row_in_words(row) for row in rows]
    if name == "language":
        return [version.get_language_display()]
    value = getattr(version, name)
    if name in ("started_on", "ended_on"):
        return [date_words(value)] if value else []
    return [_label(value)] if value else []


def _label(word) -> str:
    """Of a word its label, of an organisation its name, of an initiative its code."""
    return getattr(word, "label", "") or str(word)


def _file_in_words(row, others) -> str:
    """Its name and size; how its hash begins, too, where among the others is another
    file of that name."""
    words = f"{row.name} · {bytes_in_words(row.stored.size)}"
    sha256 = row.stored.sha256
    if any(one.name == row.name and one.stored.sha256 != sha256 for one in others):
        return f"{words} · {sha256[:8]}"
    return words


def row_in_words(row) -> str:
    """Every cell of a row that says something, in one line."""
    cells = [str(row)]
    if hasattr(row, "role"):
        cells.append(row.get_role_display())
    if hasattr(row, "status"):
        is_value = row.status == row.Status.VALUE
        cells.append(number(row.value) if is_value else row.get_status_display())
        cells += [row.unit, row.reason]
    if hasattr(row, "url"):
        cells.append(row.url if row.label else "")
    return " · ".join(str(cell) for cell in cells if cell)


def field_label(name):
    """What a field of a version is called: ``started_on`` → “start”."""
    known = hasattr(ActivityVersion, name)
    field = (ActivityVersion if known else InitiativeVersion)._meta.get_field(name)
    if field.auto_created:
        return field.related_model._meta.verbose_name_plural
    return field.verbose_name
