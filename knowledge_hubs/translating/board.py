"""What waits in which language: every row with curated texts, by two queries."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_

from django.db import connection, models
from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, Left, Now, NullIf
from django.utils.html import strip_tags

from knowledge_hubs.translating.kinds import (
    BY_LABEL,
    KINDS,
    Kind,
    kinds_for,
    may_edit_all,
    rows_of,
)
from oneplanet.desk import OTHERS, SOURCE, column, lacks
from oneplanet.rich_text import is_marked
from oneplanet.text.folding import fold
from oneplanet.translations import State, by_machine, outdated

NAME_LENGTH = 160
TEXT, NUMBER = models.TextField(), models.IntegerField()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the board: what it is called in English, what it is part of, the hub it
    belongs to (0: none), and its states in each language, which may be two at once.
    """

    kind: Kind
    pk: int
    name: str
    part_of: str
    is_public: bool
    hub: int
    states: dict[str, frozenset[State]]

    def waits_in(self, languages) -> int:
        """2 where a text is outdated in one of them, 1 where one is missing or a
        machine's.
        """
        found = frozenset().union(*(self.states[code] for code in languages))
        waits = bool(found & {State.MISSING, State.MACHINE})
        return 2 if State.OUTDATED in found else int(waits)

    def url(self, code) -> str:
        """Where it is translated into a language."""
        return self.kind.url(self.pk, code)

    @property
    def found_by(self) -> str:
        return fold(f"{self.name} {self.part_of}")


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a language; one may lack a text and have an outdated one besides, and
    what is by a machine is counted once more.
    """

    missing: int
    outdated: int
    done: int
    machine: int = 0

    @property
    def in_all(self):
        """Rows that have anything to translate are waiting or done."""
        return self.missing + self.outdated + self.done


def lines(user=None, kinds=None) -> list[Line]:
    """All of the board that somebody may work on (of nobody: all), what the public
    reads first, then as the kinds are listed. Of these ``kinds`` alone, if any.
    """
    of_user = KINDS if user is None else kinds_for(user)
    kinds = [kind for kind in of_user if kinds is None or kind in kinds]
    labels = tuple(kind.label for kind in kinds)
    marked = set(_asked(_marked(labels)))
    found = [_line(marked, *cells) for cells in _asked(_query(labels))]
    within = _within(kinds, user)
    found = [e for e in found if e.kind not in within or e.pk in within[e.kind]]
    places = {kind: place for place, kind in enumerate(kinds)}
    return sorted(found, key=lambda e: (not e.is_public, places[e.kind], e.pk))


def _within(kinds, user) -> dict[Kind, set[int]]:
    """Of kinds of which somebody may write some rows only: the keys of these."""
    some = [k for k in kinds if user is not None and not may_edit_all(k, user)]
    return {k: set(rows_of(k, user).values_list("pk", flat=True)) for k in some}


def translation_counts(language=None, hub=None):
    """Language → Counts, of one hub with all its parts if it is named; of one language
    the Counts alone.
    """
    rows = [row for row in lines() if hub is None or row.hub == hub.pk]
    counted = count(rows)
    return counted[language] if language else counted


def count(rows) -> dict[str, Counts]:
    found = {code: Counter() for code in OTHERS}
    for row in rows:
        for code, states in row.states.items():
            found[code].update(states)
    return {
        code: Counts(
            counted[State.MISSING],
            counted[State.OUTDATED],
            counted[State.DONE],
            counted[State.MACHINE],
        )
        for code, counted in found.items()
    }


# --- Two queries ----------------------------------------------------------------------


def _asked(query):
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return cursor.fetchall()


@cache
def _marked(labels):
    """(kind, key, language, state) of what is outdated or a machine's; always the same,
    as the other.
    """
    kinds = [BY_LABEL[label].model for label in labels]
    first, second = (
        marks.order_by()
        .annotate(state=Value(state.value, output_field=TEXT))
        .values_list("model", "row", "language", "state")
        for marks, state in (
            (outdated(kinds), State.OUTDATED),
            (by_machine(kinds), State.MACHINE),
        )
    )
    return first.union(second).order_by().query.sql_with_params()


@cache
def _query(labels):
    """Long, and costs more to put together than to ask: once in a process."""
    rows = [_rows(BY_LABEL[label]) for label in labels]
    return rows[0].union(*rows[1:], all=True).order_by().query.sql_with_params()


def _rows(kind):
    """A manager of ours would let the fields of languages change the columns."""
    model = kind.model
    told = {
        "n_kind": Value(kind.label, output_field=TEXT),
        "n_pk": Cast("pk", models.BigIntegerField()),
        "n_name": Left(_first(kind.names), NAME_LENGTH),
        "n_of": _first([f"{kind.of}__{kind.of_name}"]) if kind.of else _words(""),
        "n_public": _flag(_public(kind)),
        "n_hub": Cast(f"{kind.to_parent}pk", models.BigIntegerField())
        if kind.is_of_hubs
        else Value(0, output_field=models.BigIntegerField()),
        "n_source": _flag(_has_source(kind)),
    }
    for code in OTHERS:
        plain = code.replace("-", "_")
        told[f"n_missing_{plain}"] = _flag(lacks(model, code))
    rows = QuerySet(model).filter(kind.only).order_by()
    return rows.annotate(**told).values_list(*told)


def _words(text):
    return Value(text, output_field=TEXT)


def _first(columns):
    """The first of them that is filled."""
    filled = [NullIf(Cast(name, TEXT), _words("")) for name in columns]
    return Coalesce(*filled, _words(""))


def _flag(condition):
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=NUMBER)


def _has_source(kind) -> Q:
    texts = (Q(**{f"{column(name, SOURCE)}__gt": ""}) for name in kind.fields)
    return reduce(or_, texts)


def _public(kind) -> Q:
    """Whether the public reads it now; what has no days of its own is always read."""
    if not kind.is_published_by_date:
        return Q(pk__isnull=False)
    at = kind.to_parent
    return (
        Q(**{f"{at}is_draft": False})
        & (Q(**{f"{at}publish_at": None}) | Q(**{f"{at}publish_at__lte": Now()}))
        & (Q(**{f"{at}expire_at": None}) | Q(**{f"{at}expire_at__gt": Now()}))
    )


def _line(marked, label, pk, name, part_of, is_public, hub, has_source, *flags):
    states = {
        code: _states(
            has_source,
            is_missing,
            (label, pk, code, State.OUTDATED) in marked,
            (label, pk, code, State.MACHINE) in marked,
        )
        for code, is_missing in zip(OTHERS, flags, strict=True)
    }
    kind = BY_LABEL[label]
    name = strip_tags(name) if is_marked(name) else name
    return Line(kind, pk, name, part_of, bool(is_public), hub, states)


def _states(has_source, is_missing, is_outdated, is_machine) -> frozenset[State]:
    waiting = {State.MISSING: is_missing, State.OUTDATED: is_outdated}
    found = {state for state, waits in waiting.items() if waits}
    found = found or {State.DONE if has_source else State.NOTHING}
    return frozenset(found | ({State.MACHINE} if is_machine else set()))
