"""Answers of the API: a page of records, or one, as plain dictionaries."""

from dataclasses import dataclass
from itertools import batched

from django.db.models import Q
from django.utils import translation

from oneplanet.open_data.asking import Asked, cursor_after, found
from oneplanet.open_data.columns import plain, read
from oneplanet.open_data.kinds import Kind

AT_ONCE = 500  # records of a download


@dataclass(frozen=True)
class Answer:
    """Records in the order of their keys, and the cursor to those after them."""

    records: list[dict]
    cursor: str | None


def page(asked: Asked) -> Answer:
    """The records asked for; with a moment, also what was withdrawn since."""
    kind, most = asked.kind, asked.limit + 1
    rows = _after(found(asked), kind.key, asked.after)
    if asked.since:
        rows = rows.filter(Q(changed__gte=asked.since) | Q(changed=None))
    pairs = read(_first(rows, kind.key, most), kind.columns, asked.language, kind.key)
    if asked.since:
        gone = _after(kind.gone(), "key", asked.after)
        gone = gone.filter(withdrawn_at__gte=asked.since)
        pairs += _tombstones(_first(gone, "key", most))
        pairs.sort(key=lambda pair: pair[0])
    cursor = None
    if len(pairs) > asked.limit:
        pairs = pairs[: asked.limit]
        cursor = cursor_after(kind, pairs[-1][0])
    return Answer([record for _key, record in pairs], cursor)


def one(kind: Kind, code: str, language: str) -> dict | None:
    """A public record by its code."""
    rows = kind.rows().filter(**{kind.code: code})[:1]
    pairs = read(rows, kind.columns, language, kind.key)
    return pairs[0][1] if pairs else None


def withdrawn(kind: Kind, code: str) -> dict | None:
    """What is left of a record that was public: its code, and since when."""
    rows = kind.gone().filter(old_code=code).order_by("-withdrawn_at")[:1]
    pairs = _tombstones(rows)
    return pairs[0][1] if pairs else None


def all_records(asked: Asked):
    """Every record asked for, read in parts while they are sent."""
    kind = asked.kind
    keys = found(asked).order_by(kind.key).values_list(kind.key, flat=True)
    for part in batched(list(plain(keys)), AT_ONCE, strict=False):
        rows = kind.rows().filter(**{f"{kind.key}__in": part}).order_by(kind.key)
        # A response is sent after its view has ended, and with it the view's language.
        with translation.override(asked.language):
            pairs = read(rows, kind.columns, asked.language, kind.key)
        yield from (record for _key, record in pairs)


def _after(rows, key, last):
    return rows if last is None else rows.filter(**{f"{key}__gt": last})


def _first(rows, key, most):
    return rows.order_by(key)[:most]


def _tombstones(rows) -> list[tuple]:
    return [
        (key, {"code": code, "withdrawn_at": at})
        for key, code, at in plain(rows).values_list("key", "old_code", "withdrawn_at")
    ]
