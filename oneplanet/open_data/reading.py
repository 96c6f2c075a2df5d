"""Answers of the API: a page of records ready written, or one as a dictionary.

A record of a list is written once a minute at most: it is remembered with the moment of
its last change, so what is remembered is never older than what it says of itself.
"""

from dataclasses import dataclass
from itertools import batched

from django.db.models import Q
from django.utils import translation
from django.utils.translation import get_language
from rest_framework.utils.encoders import JSONEncoder

from oneplanet.open_data.asking import Asked, cursor_after, found
from oneplanet.open_data.columns import plain, read
from oneplanet.open_data.kinds import Kind
from oneplanet.remember import many

AT_ONCE = 500  # records of a download


@dataclass(frozen=True)
class Answer:
    """Records as JSON in the order of their keys, and the cursor to those after."""

    records: list[str]
    cursor: str | None


def page(asked: Asked) -> Answer:
    """The records asked for; with a moment, also what was withdrawn since."""
    kind, most = asked.kind, asked.limit + 1
    rows = _after(found(asked), kind.key, asked.after)
    if asked.since:
        rows = rows.filter(Q(changed__gte=asked.since) | Q(changed=None))
    wanted = plain(_first(rows, kind.key, most)).values_list(kind.key, "pk", "changed")
    names = [(key, (kind.name, pk, changed)) for key, pk, changed in wanted]
    if asked.since:
        gone = _after(kind.gone(), "key", asked.after)
        gone = gone.filter(withdrawn_at__gte=asked.since)
        left = _tombstones(kind, _first(gone, "key", most))
        names = sorted([*names, *left], key=lambda pair: pair[0])
    cursor = None
    if len(names) > asked.limit:
        names = names[: asked.limit]
        cursor = cursor_after(kind, names[-1][0])
    return Answer(_written(kind, [name for _key, name in names]), cursor)


def _written(kind, names) -> list[str]:
    """Records by their names, and what is left of others, as JSON in that order.

    What was withdrawn since its name was read is left out.
    """

    def write_missing(missing):
        rows = kind.rows().filter(pk__in=[pk for _kind, pk, _changed in missing])
        records = dict(read(rows, kind.columns, get_language()))
        return {
            name: encode(records[name[1]]) if name[1] in records else ""
            for name in missing
        }

    living = [name for name in names if isinstance(name, tuple)]
    written = iter(many(_kept, living, write_missing, most=MOST_KEPT))
    rows = [next(written) if isinstance(n, tuple) else encode(n) for n in names]
    return list(filter(None, rows))


_kept = {}  # records written for lists
MOST_KEPT = 2_000  # of some kilobytes each


def forget() -> None:
    """Write each record anew the next time it is asked for."""
    _kept.clear()


_encoder = JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def encode(data) -> str:
    """As JSON, with moments and days as the API writes them."""
    return _encoder.encode(data)


def one(kind: Kind, code: str, language: str) -> dict | None:
    """A public record by its code."""
    rows = kind.rows().filter(**{kind.code: code})[:1]
    pairs = read(rows, kind.columns, language, kind.key)
    return pairs[0][1] if pairs else None


def withdrawn(kind: Kind, code: str) -> dict | None:
    """What is left of a record that was public: its code, since when, and into which
    other it was merged, if it was."""
    rows = kind.gone().filter(old_code=code).order_by("-withdrawn_at")[:1]
    pairs = _tombstones(kind, rows)
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


def _tombstones(kind, rows) -> list[tuple]:
    merged_into = ("merged_into",) if kind.may_be_merged else ()
    rows = plain(rows).values_list("key", "old_code", "withdrawn_at", *merged_into)
    return [(key, _tombstone(*left)) for key, *left in rows]


def _tombstone(code, withdrawn_at, merged_into=None) -> dict:
    left = {"code": code, "withdrawn_at": withdrawn_at}
    return left | {"merged_into": merged_into} if merged_into else left
