"""One run over the reference files."""

from collections import Counter
from dataclasses import dataclass, field

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from oneplanet import searching
from oneplanet.history import will_hold
from oneplanet.reference.memory import LoadedRow
from oneplanet.reference.values import (
    BadReference,
    Deleted,
    attname,
    code_of,
    empty,
    hash_of,
    held,
    needs_a_deleted_row,
    short,
    wanted,
)


@dataclass
class Report:
    """What a run did: counts by word, and the lines worth reading."""

    counts: Counter = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)


class Loader:
    """Writes the rows of one run: :meth:`row` for each, then :meth:`finish`.

    Runs inside a transaction. Each model's rows are read once and, on PostgreSQL,
    locked, so that no editor's save in between is lost.
    """

    def __init__(self):
        self.report = Report()
        self._memories = {
            (memory.model, memory.key): memory for memory in LoadedRow.objects.all()
        }
        self._loaded_before = {label for label, key in self._memories}
        self._stored: dict[type, dict] = {}
        self._met: dict[tuple, models.Model | Deleted] = {}
        self._to_remember: list[LoadedRow] = []
        self._refused: list[str] = []
        self._written: list[models.Model] = []

    def named(self, model, *codes):
        """The row of an earlier call of :meth:`row`; None where the code is empty."""
        if not codes[-1]:
            return None
        key = "|".join(codes)
        if (model._meta.label, key) not in self._met:
            raise BadReference(f"No {model._meta.verbose_name} “{key}” in the files.")
        return self._met[model._meta.label, key]

    def row(self, model, *, find, values, many=None, fixed=False, first=None):
        """Make or follow one row; the row, or Deleted where an editor deleted it.

        ``find`` is its natural key (kept on the row), ``values`` its other fields,
        ``many`` its many-to-many lists. A value of None stands for the field's
        default. ``first`` are values written when the row is made and never compared.
        A ``fixed`` row is never changed: :meth:`finish` refuses any difference.
        """
        place = (model._meta.label, "|".join(code_of(value) for value in find.values()))
        if place in self._met:
            raise BadReference(f"{place[0]} {place[1]} stands in the files twice.")
        memory = self._memories.get(place)
        found = self._find(model, memory, find)
        values = find | values | (many or {})
        if found:
            row = self._follow(found, place, memory, values, fixed)
        elif memory or needs_a_deleted_row(model, values):
            self.report.counts["left deleted"] += 1
            self._say(place, "left deleted")
            row = Deleted(place[1])
        else:
            row = self._make(model, place, values, first or {})
        self._met[place] = row
        return row

    def finish(self):
        """Refuse or remember, and report the rows no file holds any more."""
        if self._refused:
            raise BadReference("\n".join(self._refused))
        old = [memory for memory in self._to_remember if memory.pk]
        LoadedRow.objects.bulk_update(old, ["row", "hashes"], batch_size=200)
        new = [memory for memory in self._to_remember if not memory.pk]
        LoadedRow.objects.bulk_create(new, batch_size=200)
        searching.changed(*self._written)
        known_models = {model._meta.label: model for model in apps.get_models()}
        for place in sorted(set(self._memories) - set(self._met)):
            model = known_models.get(place[0])
            if model and self._memories[place].row in self._rows_of(model):
                self.report.counts["gone from the files"] += 1
                self._say(place, "no longer in the files; left as it is")

    def _rows_of(self, model) -> dict:
        if model not in self._stored:
            many = [field.name for field in model._meta.many_to_many]
            rows = model._base_manager.select_for_update(no_key=True)
            self._stored[model] = {row.pk: row for row in rows.prefetch_related(*many)}
        return self._stored[model]

    def _find(self, model, memory, find):
        rows = self._rows_of(model)
        if memory and memory.row in rows:
            return rows[memory.row]
        if any(isinstance(value, Deleted) for value in find.values()):
            return None
        sought = {name: wanted(model, name, value) for name, value in find.items()}
        for row in rows.values():
            if all(held(row, name) == value for name, value in sought.items()):
                return row
        return None

    def _make(self, model, place, values, first):
        row = model()
        plain = {name: wanted(model, name, value) for name, value in values.items()}
        many = {name: keys for name, keys in plain.items() if isinstance(keys, list)}
        for name, value in (plain | first).items():
            if name not in many:
                setattr(row, attname(model, name), value)
        will_hold(row, many)
        _save(row, place)
        for name, keys in many.items():
            if keys:
                getattr(row, name).set(keys)
        self._written.append(row)
        hashes = {name: hash_of(value) for name, value in plain.items()}
        self._remember(row, place, None, hashes)
        self.report.counts["added"] += 1
        if place[0] in self._loaded_before:
            self._say(place, "added")
        return row

    def _follow(self, found, place, memory, values, fixed):
        model = type(found)
        hashes = dict(memory.hashes) if memory else {}
        changes, kept = {}, []
        for name, value in values.items():
            if isinstance(value, Deleted):
                continue
            new, now = wanted(model, name, value), held(found, name)
            written = hashes.get(name, hash_of(empty(model, name))) if memory else None
            if hash_of(now) == hash_of(new):
                hashes[name] = hash_of(new)
            elif fixed:
                self._refuse(place, name, now, new)
            elif hash_of(now) == written:
                changes[name] = new
                hashes[name] = hash_of(new)
                self._say(place, f"{name}: {short(now)} → {short(new)}")
            else:
                kept.append(name)
        self._change(found, place, changes)
        self._remember(found, place, memory, hashes)
        if kept:
            self.report.counts["fields kept as edited"] += len(kept)
            self._say(place, f"kept as edited: {', '.join(kept)}")
        return found

    def _change(self, found, place, changes):
        self.report.counts["changed" if changes else "unchanged"] += 1
        lists = {n: keys for n, keys in changes.items() if isinstance(keys, list)}
        for name in changes.keys() - lists:
            setattr(found, attname(type(found), name), changes[name])
        if changes:
            self._written.append(found)
            will_hold(found, lists)
            _save(found, place)
        for name, keys in lists.items():
            getattr(found, name).set(keys)

    def _remember(self, row, place, memory, hashes):
        if memory is None:
            memory = LoadedRow(model=place[0], key=place[1])
        if (memory.row, memory.hashes) != (row.pk, hashes):
            memory.row, memory.hashes = row.pk, hashes
            self._to_remember.append(memory)

    def _refuse(self, place, name, now, new):
        self._refused.append(
            f"{place[1]}: the file says {name} {short(new)}, the database holds "
            f"{short(now)}, and such a row never changes. Put the file back; to mend "
            f'a misprint add a new row with replaces = "{place[1]}".'
        )

    def _say(self, place, what):
        self.report.lines.append(f"{place[0]} {place[1]}: {what}")


def _save(row, place):
    """Checked first: SQLite takes words and lengths that PostgreSQL refuses."""
    relations = [field.name for field in row._meta.fields if field.is_relation]
    row._change_reason = "load_reference"
    try:
        row.clean_fields(exclude=relations)
        row.save()
    except ValidationError as error:
        raise BadReference(f"{place[0]} {place[1]}: {error.message_dict}") from error
    except IntegrityError as error:
        raise BadReference(f"{place[0]} {place[1]}: {error}") from error
