"""Making one row of two: whatever is written is kept as lines, by which it is undone.

A line is a plain dict, fit for a JSON column: ``model`` (its label), ``pk``, ``field``
(a column), ``old`` and ``new``. A row that was made has no field and no ``old``, one
that was put away no ``new``; the other holds all its columns.
"""

from collections import defaultdict
from copy import copy
from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

Line = dict


def rows_of(model) -> models.QuerySet:
    """All its rows with the columns as they are stored, in no language."""
    return models.QuerySet(model)


def line_of(row, field="", *, old=None, new=None) -> Line:
    label = row._meta.label
    return {"model": label, "pk": row.pk, "field": field, "old": old, "new": new}


def model_of(line: Line):
    return apps.get_model(line["model"])


# --- Doing ----------------------------------------------------------------------------


class Merging:
    """Writes rows and keeps the ``lines``. What has a history gets a line there too,
    by whom and why; other rows are written without their ``save``, so that nothing
    else in them changes."""

    def __init__(self, *, by, why=""):
        self.by, self.why = by, why
        self.lines: list[Line] = []

    def change(self, row, **values):
        """Give columns of a row other values; columns of foreign keys by their keys."""
        values = {n: v for n, v in values.items() if _of(row, n) != v}
        if not values:
            return
        before = {name: plain(row, name) for name in values}
        if _has_history(row):
            for name, value in values.items():
                setattr(row, name, value)
            _save(row, self.by, self.why)
        else:
            rows_of(type(row)).filter(pk=row.pk).update(**values)
            for name, value in values.items():
                setattr(row, name, value)
        for name, old in before.items():
            self.lines.append(line_of(row, name, old=old, new=plain(row, name)))

    def remember(self, row):
        """In its history, though nothing in it changes."""
        _save(row, self.by, self.why)

    def make(self, row):
        """Save a new row."""
        _save(row, self.by, self.why)
        stored = rows_of(type(row)).get(pk=row.pk)
        self.lines.append(line_of(stored, new=columns(stored)))

    def put_away(self, row):
        """A row that says what another says already: it comes back when this is undone,
        as if it had never been away."""
        self.lines.append(line_of(row, old=columns(row)))
        _note(row, self.by, self.why)
        rows_of(type(row)).filter(pk=row.pk)._raw_delete(using="default")


def _of(row, name):
    return row.__dict__[row._meta.get_field(name).attname]


def _has_history(row) -> bool:
    return hasattr(type(row), "history") and hasattr(type(row).history, "model")


def _save(row, by, why):
    row._history_user, row._change_reason = by, why[:100]
    row.save()


def _note(row, by, why):
    """A line in its history, without a save: programs that follow changes read there
    that what it hangs on has changed."""
    if _has_history(row):
        given = {"default_user": by, "default_change_reason": why[:100]}
        type(row).history.bulk_history_create([row], update=True, **given)


def plain(row, name):
    """What stands in a column, as JSON can hold it; moments to the last microsecond."""
    field = row._meta.get_field(name)
    value = row.__dict__[field.attname]
    is_plain = value is None or isinstance(value, bool | int | str)
    return value if is_plain else field.value_to_string(row)


def columns(row) -> dict:
    return {f.attname: plain(row, f.attname) for f in row._meta.concrete_fields}


def _stored(model, name, value):
    return None if value is None else model._meta.get_field(name).to_python(value)


# --- Undoing --------------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """A line that cannot be undone: its row has been changed since, or is gone, or
    another took its place. ``row`` is None where it is gone."""

    line: Line
    row: models.Model | None


def changed_since(lines) -> list[Kept]:
    """Those of the lines that cannot be undone now. One query for each model, and two
    for each row that was put away."""
    stored = _stored_rows(lines)
    kept = []
    for (label, pk), mine in by_row(lines).items():
        row = stored[label].get(pk)
        stuck = [line for line in mine if not _can_be_undone(line, row)]
        if stuck and not _stands_with([n for n in mine if n not in stuck], row):
            stuck = mine
        kept += [Kept(line, row) for line in stuck]
    return kept


def by_row(lines) -> dict:
    """(label of the model, key) → the lines of that row, in their order."""
    found = defaultdict(list)
    for line in lines:
        found[line["model"], line["pk"]].append(line)
    return found


def _stands_with(lines, row) -> bool:
    """Whether a row may go back by these lines alone, though others have to stay."""
    if row is None or not lines:
        return True
    row = copy(row)
    for line in lines:
        row.__dict__[line["field"]] = _stored(type(row), line["field"], line["old"])
    return _is_valid(row)


def _is_valid(row) -> bool:
    try:
        row.validate_constraints()
    except ValidationError:
        return False
    return True


def _stored_rows(lines) -> dict:
    keys = defaultdict(set)
    for line in lines:
        keys[line["model"]].add(line["pk"])
    found = {}
    for label, pks in keys.items():
        rows = rows_of(apps.get_model(label)).filter(pk__in=pks)
        found[label] = {row.pk: row for row in rows}
    return found


def _can_be_undone(line, row) -> bool:
    if line["new"] is None and not line["field"]:
        return row is None and _fits(line)
    if not line["field"]:  # made: nothing to undo where an editor deleted it
        return row is None or columns(row) == line["new"]
    return row is not None and plain(row, line["field"]) == line["new"]


def _fits(line) -> bool:
    """Whether a row that was put away may stand again where it stood."""
    row = _row_of(line)
    for field in row._meta.concrete_fields:
        key = row.__dict__[field.attname]
        if field.is_relation and key is not None:
            target = {field.target_field.attname: key}
            if not rows_of(field.related_model).filter(**target).exists():
                return False
    return _is_valid(row)


def _row_of(line):
    model, row = model_of(line), model_of(line)()
    for name, value in line["old"].items():
        row.__dict__[name] = _stored(model, name, value)
    return row


def undo(lines, *, by, why=""):
    """Write back what these lines say was there, the last row first. Call it in a
    transaction, with lines that can be undone."""
    for mine in reversed(by_row(lines).values()):
        first = mine[0]
        if first["field"]:
            _change_back(mine, by, why)
        elif first["old"] is None:
            for row in model_of(first)._base_manager.filter(pk=first["pk"]):
                row._history_user, row._change_reason = by, why[:100]
                row.delete()
        else:
            _bring_back(first, by, why)


def _change_back(lines, by, why):
    """All columns of a row at once: what must hold of it holds all the time."""
    model = model_of(lines[0])
    row = model._base_manager.get(pk=lines[0]["pk"])
    values = {n["field"]: _stored(model, n["field"], n["old"]) for n in lines}
    if _has_history(row):
        for name, value in values.items():
            setattr(row, name, value)
        _save(row, by, why)
    else:
        rows_of(model).filter(pk=row.pk).update(**values)


def _bring_back(line, by, why):
    """Saved raw, which writes none of what a save does, and then as it was stored."""
    model, row = model_of(line), _row_of(line)
    row.save_base(raw=True, force_insert=True)
    values = {n: _stored(model, n, v) for n, v in line["old"].items()}
    rows_of(model).filter(pk=row.pk).update(**values)
    _note(row, by, why)
