"""The history of curated records, with what stood in their lists.

A line of history holds, beside the columns, the keys of the rows in each many-to-many
list of its record. Whoever writes lists says so first by :func:`will_hold`, so that one
save is one line: the forms of the editors' pages and the loader of reference data do.
A save that says nothing leaves the lists as they are, and they are read; of a new row
only what was said is known.
"""

from django.db import models
from simple_history import register
from simple_history.models import HistoricalRecords, to_historic


class WithLists(models.Model):
    """``lists``: the name of each list that is known → the keys in it, sorted; None in
    a line written before lists were kept, or of a deletion."""

    lists = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True


class ListsKept(HistoricalRecords):
    def create_historical_record_m2ms(self, history_instance, instance):
        """simple-history would keep them in a table of its own for each list."""
        if history_instance.history_type == "-":
            return
        lists = instance.__dict__.pop("_will_hold", {})
        if history_instance.history_type == "~":
            names = lists_of(type(instance))
            lists = {n: lists[n] if n in lists else now(instance, n) for n in names}
        history_instance.lists = lists
        history_instance.save(update_fields=["lists"])


def keep_history(model, *, app, **how):
    """History of a model, once its translations are registered; ``how`` is what
    simple-history takes besides."""
    if lists_of(model):
        how |= {"records_class": ListsKept, "bases": [WithLists]}
    register(model, app=app, **how)


def lists_of(model) -> list[str]:
    """Names of its many-to-many lists; those with a table of ours have its history."""
    return [
        field.name
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]


def now(row, name) -> list:
    return sorted(other.pk for other in getattr(row, name).all())


def lists_then(row) -> dict:
    """Name of each list → keys in it, of a row that is an older version of itself."""
    return getattr(to_historic(row), "lists", None) or {}


def will_hold(row, lists):
    """``lists`` (name → rows or keys) are what it holds once it is saved."""
    row._will_hold = {
        name: sorted(getattr(other, "pk", other) for other in lists[name])
        for name in lists_of(type(row))
        if name in lists
    }
