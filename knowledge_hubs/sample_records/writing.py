"""How a row of a file becomes a record with its parts: first in the language it was
written in, then in the others, each text with what translated it.
"""

from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from knowledge_hubs.models import Resource
from knowledge_hubs.sample_records.files import TABLES
from oneplanet.desk import OTHERS, column, translated_fields
from oneplanet.history import will_hold
from oneplanet.reference import BadReference
from oneplanet.text import dates
from oneplanet.translations import TranslationMark
from programmes.models import Country, Programme, Term

FIRST = 9000  # the order of the first of a kind: behind what is real
LISTS = {  # what names other rows: among which rows its codes are looked up
    "programmes": Programme.objects.all,
    "sectors": lambda: Term.objects.filter(vocabulary="sector"),
    "tags": lambda: Term.objects.filter(vocabulary="tag"),
    "resources": Resource.objects.all,
    "resource": Resource.objects.all,
    "country": Country.objects.all,
}
NAMED = {"resource", "country"}  # one alone, by a part of a record
FILES, MACHINE = TranslationMark.Origin.FILES, TranslationMark.Origin.MACHINE
ZONE = "Africa/Nairobi"  # in which sessions are shown


def add(model, row, place):
    """The record of a row, if it is new. ``place`` is that of the row in its file."""
    if model.objects.filter(code=row["code"]).exists():
        return None
    parts = {name: row.pop(name) for name in TABLES[model].rows}
    machine = row.pop("by_machine") or ()
    lists = {n: named(LISTS[n](), row.pop(n)) for n in LISTS if n in row}
    if model is Resource:
        kinds = Term.objects.filter(vocabulary="resource_type")
        [row["kind"]] = named(kinds, [row["kind"]])
    first = _originals(row) | _days(row)
    first |= {"is_draft": False, "is_sample": True, "order": FIRST + place}
    record = _write(model, row, first=first, lists=lists, machine=machine)
    for name, rows in parts.items():
        for order, part in enumerate(rows, 1):
            _add_part(record, name, part, order, machine)
    return record


def named(rows, codes) -> list:
    """Those of these codes. Raises BadReference where one is missing."""
    found = {row.code: row for row in rows.filter(code__in=codes or ())}
    if unknown := [code for code in codes or () if code not in found]:
        raise BadReference(f"No {rows.model._meta.verbose_name} “{unknown[0]}”.")
    return list(found.values())


def _originals(row) -> dict:
    """What stands in the language it was written in and in no other."""
    language = row.pop("written_in")
    texts = {name: row.pop(f"{name}_original") for name in ("title", "lead", "body")}
    return {column(name, language): text for name, text in texts.items() if text}


def _days(row) -> dict:
    """Its days, counted from the one on which it is loaded."""
    values = {}
    if "in_days" in row:
        first = dates.today() + timedelta(days=row.pop("in_days"))
        last = first + timedelta(days=row.pop("days") - 1)
        values = {"starts_on": first, "ends_on": last}
    if "days_ago" in row:
        values["publish_at"] = timezone.now() - timedelta(days=row.pop("days_ago"))
    return values


def _write(model, row, *, first, lists=None, machine=()):
    """A new row. What is in ``first`` and its English come first, its translations
    after them: the portal's own, but in the languages of ``machine``."""
    names = translated_fields(model)
    texts = {code: _texts(row, names, code) for code in OTHERS}
    made = model(**{name: value for name, value in row.items() if value is not None})
    for name, value in first.items():
        setattr(made, name, value)
    will_hold(made, lists or {})
    made.save()
    for name, rows in (lists or {}).items():
        getattr(made, name).set(rows)
    for code, given in texts.items():
        translate(made, given, MACHINE if code in machine else FILES)
    return made


def _texts(row, names, code) -> dict:
    columns = (column(name, code) for name in names)
    return {name: text for name in columns if (text := row.pop(name, ""))}


def translate(row, texts, origin):
    """Put texts (column → text) on a row; ``origin`` is what translated them."""
    for name, text in texts.items():
        setattr(row, name, text)
    if texts:
        row._translated_by = origin
        row.save()


# --- Parts ----------------------------------------------------------------------------


def _add_part(record, name, row, order, machine):
    relation = record._meta.get_field(name)
    first = {relation.field.name: record}
    first |= _times(record, row) if name == "sessions" else {"order": order}
    is_recorded = row.pop("is_recorded", None)
    for name in NAMED & row.keys():
        if code := row.pop(name):
            [first[name]] = named(LISTS[name](), [code])
    part = _write(relation.related_model, row, first=first, machine=machine)
    if is_recorded:
        _record(part, order)


def _times(event, row) -> dict:
    hour = time(row.pop("hour"), tzinfo=UTC)
    begins = datetime.combine(event.starts_on, hour)
    ends = begins + timedelta(minutes=row.pop("minutes"))
    return {"starts_at": begins, "ends_at": ends, "time_zone": ZONE}


def _record(session, order):
    """A recording in the language of the session, with a transcript."""
    end = f"{session.event.code}-{order}"
    session.event.recordings.create(
        session=session,
        url=f"https://example.org/recording-{end}",
        transcript_url=f"https://example.org/transcript-{end}",
        language=session.language,
        minutes=84,
        order=order,
    )
