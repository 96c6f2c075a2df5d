"""Columns: how each value of a record is read from a few plain queries.

Every kind of column answers the same four questions: which values the main query must
fetch (``paths``), what else to ask once for a whole page of rows (``prepare``), what to
write into a record (``write``), and under which heads that stands (``heads``).
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

LABEL_OF = _("The name of that code, in the language asked for.")
LANGUAGE_OF = _("The language that text is really in.")


@dataclass(frozen=True)
class Head:
    """One column as others see it. ``words`` is the kind whose codes stand in it."""

    name: str
    meaning: str
    type: str = (
        "string"  # or integer, number, boolean, date, date-time, uri, list, rows
    )
    unit: str = ""
    words: str = ""
    choices: tuple[str, ...] = ()
    is_empty: bool = True  # may be null
    parts: tuple["Head", ...] = ()  # of rows
    in_a_cell: str = ""  # how a table writes one of the rows


def plain(queryset):
    """Without rewriting names into the reader's language: columns name theirs."""
    return queryset.rewrite(False) if hasattr(queryset, "rewrite") else queryset


def suffix(language: str) -> str:
    return language.replace("-", "_")


@dataclass(frozen=True)
class Column:
    """A value as it is stored."""

    name: str
    meaning: str
    source: str = ""  # path of the value; without it, the name
    type: str = "string"
    unit: str = ""
    words: str = ""
    is_empty: bool = True

    @cached_property
    def path(self):
        return self.source or self.name

    def paths(self, language) -> tuple[str, ...]:
        return (self.path,)

    def prepare(self, keys, language, once):
        return None

    def write(self, record, row, known):
        value = row[self.path]
        if value == "":
            value = None
        elif isinstance(value, Decimal):
            value = int(value) if value == int(value) else float(value)
        record[self.name] = value

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        return (
            Head(
                self.name,
                self.meaning,
                self.type,
                self.unit,
                self.words,
                is_empty=self.is_empty,
            ),
        )


@dataclass(frozen=True)
class Text(Column):
    """A translated text, in the language asked for, else in English, else in any."""

    def paths(self, language):
        return tuple(f"{self.path}_{suffix(code)}" for code in _fallbacks(language))

    def prepare(self, keys, language, once):
        return [(code, f"{self.path}_{suffix(code)}") for code in _fallbacks(language)]

    def write(self, record, row, known):
        for code, path in known:
            if row[path]:
                record[self.name], record[f"{self.name}_language"] = row[path], code
                return
        record[self.name] = record[f"{self.name}_language"] = None

    @cached_property
    def heads(self):
        return (
            Head(self.name, self.meaning),
            Head(f"{self.name}_language", LANGUAGE_OF),
        )


def _fallbacks(language):
    return dict.fromkeys((language, "en", *dict(settings.LANGUAGES)))


@dataclass(frozen=True)
class Label(Column):
    """A short name, in the language asked for or else in English."""

    def paths(self, language):
        return tuple(
            dict.fromkeys((f"{self.path}_{suffix(language)}", f"{self.path}_en"))
        )

    def prepare(self, keys, language, once):
        return self.paths(language)

    def write(self, record, row, known):
        record[self.name] = row[known[0]] or row[known[-1]] or None


@dataclass(frozen=True)
class Choice(Column):
    """One of a few stored words, with its label."""

    choices: type[models.TextChoices] | None = None

    def prepare(self, keys, language, once):
        return {value: str(label) for value, label in self.choices.choices}

    def write(self, record, row, known):
        value = row[self.path] or None
        record[self.name] = value
        record[f"{self.name}_label"] = known.get(value)

    @cached_property
    def heads(self):
        chosen = Head(self.name, self.meaning, choices=tuple(self.choices.values))
        return chosen, Head(f"{self.name}_label", LABEL_OF)


@dataclass(frozen=True)
class Coded(Column):
    """A relation to one word, as its code and its label."""

    labels: Callable = dict  # answers {key: (code, label)} in the language in force

    def prepare(self, keys, language, once):
        return once(self.labels)

    def write(self, record, row, known):
        found = known.get(row[self.path], (None, None))
        record[self.name], record[f"{self.name}_label"] = found

    @cached_property
    def heads(self):
        coded = Head(self.name, self.meaning, words=self.words)
        return coded, Head(f"{self.name}_label", LABEL_OF)


@dataclass(frozen=True)
class CodedList(Coded):
    """A relation to several words. One query for all rows; ``key`` is their owner."""

    through: type[models.Model] | None = None
    owner: str = ""
    target: str = ""
    key: str = "pk"

    def paths(self, language):
        return (self.key,)

    def prepare(self, keys, language, once):
        labels, found = once(self.labels), defaultdict(lambda: ([], []))
        for owner, target in self._pairs(keys):
            if target in labels:
                codes, names = found[owner]
                code, name = labels[target]
                codes.append(code)
                names.append(name)
        return found

    def _pairs(self, keys) -> list[tuple]:
        """(owner, word), in order. As SQL: what Django does to each of the keys costs
        more than the query."""
        columns = [self.through._meta.get_field(n) for n in (self.owner, self.target)]
        owner, target, pk, table = map(
            connection.ops.quote_name,
            (*(c.column for c in columns), self.through._meta.pk.column)
            + (self.through._meta.db_table,),
        )
        places = ", ".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {owner}, {target} FROM {table} "  # noqa: S608, names of ours
                f"WHERE {owner} IN ({places}) ORDER BY {pk}",
                list(keys),
            )
            return cursor.fetchall()

    def write(self, record, row, known):
        codes, names = known.get(row[self.key], ((), ()))
        record[self.name], record[f"{self.name}_labels"] = list(codes), list(names)

    @cached_property
    def heads(self):
        listed = {"type": "list", "is_empty": False}
        return (
            Head(self.name, self.meaning, words=self.words, **listed),
            Head(f"{self.name}_labels", LABEL_OF, **listed),
        )


def listed_words(name, meaning, model, *, words, labels, field="", key="pk"):
    """The CodedList of a many-to-many field of a model."""
    relation = model._meta.get_field(field or name)
    return CodedList(
        name,
        meaning,
        words=words,
        labels=labels,
        through=relation.remote_field.through,
        owner=f"{relation.m2m_field_name()}_id",
        target=f"{relation.m2m_reverse_field_name()}_id",
        key=key,
    )


@dataclass(frozen=True)
class Rows(Column):
    """Rows that hang on a record, each with columns of its own. One query for all.

    ``rows()`` answers their queryset, ``owner`` the column that leads to the record;
    ``more`` are further ones like it, of rows that follow those: a query for each.
    ``in_a_cell`` is how a table writes one of them.
    """

    rows: Callable | None = None
    more: tuple[Callable, ...] = ()
    owner: str = ""
    columns: tuple[Column, ...] = ()
    in_a_cell: str = ""
    key: str = "pk"

    def paths(self, language):
        return (self.key,)

    def prepare(self, keys, language, once):
        found = defaultdict(list)
        for rows in (self.rows, *self.more):
            queryset = rows().filter(**{f"{self.owner}__in": keys})
            for owner, record in read(queryset, self.columns, language, self.owner):
                found[owner].append(record)
        return found

    def write(self, record, row, known):
        record[self.name] = known.get(row[self.key], [])

    @cached_property
    def heads(self):
        parts = tuple(head for column in self.columns for head in column.heads)
        rows = {"type": "rows", "is_empty": False, "in_a_cell": self.in_a_cell}
        return (Head(self.name, self.meaning, parts=parts, **rows),)


def read(queryset, columns, language, key="pk") -> list[tuple]:
    """(key, record) of each row, in order: one query, and those the columns prepare."""
    paths = {key: None}
    for column in columns:
        paths.update(dict.fromkeys(column.paths(language)))
    rows = list(plain(queryset).values(*paths))
    keys = {row.get("pk", row[key]) for row in rows}
    ready = []
    if rows:
        once = cache(lambda make: make())  # what several columns need alike
        ready = [(c, c.prepare(keys, language, once)) for c in columns]
    return [(row[key], _record(row, ready)) for row in rows]


def _record(row, ready) -> dict:
    record = {}
    for column, known in ready:
        column.write(record, row, known)
    return record
