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

from oneplanet import translations


class WithLists(models.Model):
    """``lists``: the name of each list that is known → the keys in it, sorted; None in
    a line written before lists were kept, or of a deletion."""

    lists = models.JSONField(null=True, editable=False)

    class Meta:
        abstract = True


class TextsFollowed(HistoricalRecords):
    """With each line of history, what it makes of the translations of the row."""

    def create_historical_record(self, instance, history_type, using=None):
        model = type(instance)
        is_translated = bool(translations.translated_fields(model))
        before = None
        if is_translated and history_type == "~":
            before = getattr(instance, self.manager_name).first()
        super().create_historical_record(instance, history_type, using=using)
        if before is not None:
            by = self.get_history_user(instance)
            translations.follow(instance, before, by=by, origin=_origin(instance, by))
        elif is_translated and history_type == "-":
            translations.forget(model, instance.pk)


def _origin(row, by) -> str:
    """Whoever saves may say what translated it (``_translated_by``)."""
    origins = translations.TranslationMark.Origin
    usual = origins.PERSON if by else origins.FILES
    return row.__dict__.get("_translated_by", usual)


class ListsKept(TextsFollowed):
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
    how |= {"records_class": TextsFollowed}
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
