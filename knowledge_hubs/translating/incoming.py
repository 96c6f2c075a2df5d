"""A workbook that comes back: what each of its rows would do, and then the chosen ones
written together. What somebody else changed meanwhile is shown and never written over
unasked.
"""

from collections import defaultdict
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

from django.core import signing
from django.db import models, transaction
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from knowledge_hubs.translating.forms import form_class
from knowledge_hubs.translating.kinds import BY_LABEL, rows_of
from knowledge_hubs.translating.texts import Text, digest, texts_of, write
from knowledge_hubs.translating.workbook import Key, key_of, known_heads
from oneplanet import searching
from oneplanet.desk import column
from oneplanet.sheets.reading import FLAWS, Unreadable, read
from oneplanet.text import numbers
from oneplanet.translations import marks_of

MOST = 500  # new texts brought at once
SALT = "a workbook of translations"


class Verdict(models.TextChoices):
    """What a row of the workbook would do."""

    NEW = "new", pgettext_lazy("row", "New")
    CHANGED = "changed", pgettext_lazy("row", "Changed")
    SOURCE = "source", pgettext_lazy("row", "The English has changed since")
    CONFLICT = "conflict", pgettext_lazy("row", "Changed by somebody else since")
    SAME = "same", pgettext_lazy("row", "As it is")
    WRONG = "wrong", pgettext_lazy("row", "To be mended")


READY = {Verdict.NEW, Verdict.CHANGED}
WRITABLE = READY | {Verdict.SOURCE, Verdict.CONFLICT}


@dataclass(slots=True)
class Brought:
    """A row of the file that says something new. ``source`` is what its translator had
    before them, where the file still holds it; ``why`` what is wrong."""

    number: int
    key: Key | None
    new: str
    source: str | None = None
    why: str = ""
    verdict: Verdict = Verdict.WRONG
    text: Text | None = None  # as it is now
    record: str = ""

    @property
    def can_be_written(self):
        return self.verdict in WRITABLE

    @property
    def is_ready(self):
        return self.verdict in READY

    @property
    def stands(self) -> str:
        """What it was judged by; another answer means that more has changed since."""
        return f"{self.verdict}{digest(self.text.source)}{digest(self.text.text)}"


# --- Reading --------------------------------------------------------------------------


def read_rows(sent) -> list[Brought]:
    """Of an uploaded file. Raises Unreadable, which says why for its reader."""
    content, known = sent.read(), known_heads()
    with NamedTemporaryFile(suffix=".xlsx") as kept:
        kept.write(content)
        kept.flush()
        table = read(content, sent.name, kept.name, knows=known.__contains__)
    first, *lines = table.lines
    places = {known.get(head.strip()): n for n, head in enumerate(first.cells)}
    if not {"new", "key"} <= places.keys():
        raise Unreadable(
            _(
                "The columns of a workbook taken from the board are not in it. Please "
                "bring the file that was taken from here, with its hidden last column."
            )
        )
    rows = [_row(line, places) for line in lines]
    rows = [row for row in rows if row.new or row.why]
    if len(rows) > MOST:
        text = _("More than %(n)s new translations: please bring them in parts.")
        raise Unreadable(text % {"n": numbers.number(MOST)})
    return _once(rows)


def _row(line, places) -> Brought:
    def cell(name):
        place = places.get(name, len(line.cells))
        return line.cells[place] if place < len(line.cells) else ""

    key = key_of(cell("key"))
    row = Brought(line.number, key, normalize_newlines(cell("new")).strip())
    source = cell("source")
    if key and digest(source) == key.source:
        row.source = normalize_newlines(source)
    if flaw := line.flaws.get(places["new"]):
        row.why = str(FLAWS[flaw])
    elif row.new and key is None:
        row.why = _("Its hidden last column does not say which text this is.")
    return row


def _once(rows) -> list[Brought]:
    """A text that stands in the file twice is written neither way."""
    first = {}
    for row in rows:
        if row.key is None or row.why:
            continue
        place = (row.key.label, row.key.pk, row.key.name, row.key.language)
        if first.setdefault(place, row) is not row:
            row.why = _("The same text stands in row %(n)s too.") % {
                "n": numbers.number(first[place].number)
            }
    return rows


# --- Judging --------------------------------------------------------------------------


def judge(rows, user, *, lock=False) -> None:
    """Say of each row what it would do now. A query or two for each kind there is."""
    known = [row for row in rows if row.key and not row.why]
    for label, some in _grouped(known, lambda row: row.key.label).items():
        _judge_kind(BY_LABEL[label], some, user, lock)


def _grouped(rows, by) -> dict:
    found = defaultdict(list)
    for row in rows:
        found[by(row)].append(row)
    return found


def _judge_kind(kind, rows, user, lock):
    keys = {row.key.pk for row in rows}
    if lock:
        rows_now = kind.model._base_manager.order_by("pk").filter(pk__in=keys)
        list(rows_now.select_for_update())
    held = {each.pk: each for each in rows_of(kind, user).filter(pk__in=keys)}
    marks = marks_of(kind.model, keys)
    for row in rows:
        record = held.get(row.key.pk)
        if record is None:
            row.why = _("This record is not there any more, or cannot be changed.")
        else:
            its = {
                m.field: m for m in marks[record.pk] if m.language == row.key.language
            }
            _judge_row(kind, record, row, its)


def _judge_row(kind, record, row, marks):
    texts = {text.name: text for text in texts_of(record, row.key.language, marks)}
    row.text, row.record = texts.get(row.key.name), str(record)
    if row.text is None:
        row.why = _("This text has no English source any more.")
    elif row.new == row.text.text:
        row.verdict = Verdict.SAME
    elif mistakes := _mistakes(kind, record, row):
        row.why = " ".join(mistakes)
    elif row.key.text != digest(row.text.text):
        row.verdict = Verdict.CONFLICT
    elif row.key.source != digest(row.text.source):
        row.verdict = Verdict.SOURCE
    else:
        row.verdict = Verdict.CHANGED if row.text.text else Verdict.NEW


def _mistakes(kind, record, row) -> list[str]:
    """What the page of the text would say of it; the row gets it as saved there."""
    name = column(row.key.name, row.key.language)
    form = form_class(kind, row.key.language, [row.key.name])(
        {name: row.new}, instance=record, texts=[row.text], code=row.key.language
    )
    if form.is_valid():
        row.new = form.cleaned_data[name] or ""
        setattr(record, name, row.text.text)  # judged, not written
        return []
    return [str(error) for errors in form.errors.values() for error in errors]


# --- What goes along with the preview -------------------------------------------------


def packed(rows) -> str:
    """The rows that may be written, signed, for the page that asks which."""
    told = [
        (row.number, str(row.key), row.new, row.source, row.stands)
        for row in rows
        if row.can_be_written
    ]
    return signing.dumps(told, salt=SALT, compress=True)


def unpacked(text) -> tuple[list[Brought], dict[int, str]]:
    """The rows again, and by their numbers what they were judged by. Raises
    BadSignature where they were not packed here."""
    rows, stood = [], {}
    for number, key, new, source, stands in signing.loads(text, salt=SALT):
        rows.append(Brought(number, key_of(key), new, source))
        stood[number] = stands
    return rows, stood


# --- Writing --------------------------------------------------------------------------


class Overtaken(Exception):
    """Something has changed since the preview: nothing was written."""


@transaction.atomic
def take(rows, stood, *, by, origin) -> int:
    """Write all of these rows or none; how many. Raises Overtaken."""
    judge(rows, by, lock=True)
    for row in rows:
        if not row.can_be_written or row.stands != stood[row.number]:
            raise Overtaken
    with searching.gathered():
        places = _grouped(rows, lambda r: (r.key.label, r.key.pk, r.key.language))
        for (label, pk, code), some in places.items():
            record = rows_of(BY_LABEL[label], by).get(pk=pk)
            _write(record, code, some, by, origin)
    return len(rows)


def _write(record, code, rows, by, origin):
    was = [row.text for row in rows]
    for row in rows:
        setattr(record, column(row.key.name, code), row.new)
    older = {
        row.key.name: row.source
        for row in rows
        if row.key.source != digest(row.text.source) and row.source is not None
    }
    write(
        record,
        code,
        was=was,
        by=by,
        origin=origin,
        reason=_("from a workbook of translations"),
        made_from=older,
    )
