"""Whether a translation still says what its source says.

A text counts as made from the source it stands beside. Once the source changes and the
translation does not, a mark keeps what the source said when the translation was made or
last found right; whoever writes the translation, or finds it right as it is, sets the
mark anew. Marks are written with the line of history (oneplanet/history.py), so every
path that saves a row writes them, in its own transaction.
"""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneplanet.desk import OTHERS, SOURCE, column, row_lacks, translated_fields


class State(models.TextChoices):
    """Of a text, or of all texts of a row, in one language. What a machine translated
    is that besides: outdated or done as any other.
    """

    OUTDATED = "outdated", pgettext_lazy("translation", "Outdated")
    MISSING = "missing", pgettext_lazy("translation", "Missing")
    MACHINE = "machine", pgettext_lazy("translation", "By a machine, unchecked")
    DONE = "done", pgettext_lazy("translation", "Done")
    NOTHING = "nothing", pgettext_lazy("translation", "Nothing to translate")


class TranslationMark(models.Model):
    """What the source of one translation said when it was made or last found right."""

    class Origin(models.TextChoices):
        PERSON = "person", _("a person")
        MACHINE = "machine", _("a machine")
        FILES = "files", _("the files of the portal")

    model = models.CharField(max_length=100)
    row = models.BigIntegerField()
    field = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    source = models.TextField(blank=True)
    origin = models.CharField(max_length=10, choices=Origin, blank=True)
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["model", "row", "language", "field"],
                name="translationmark_once",
            ),
            models.CheckConstraint(
                name="translationmark_made_by_somebody_at_a_moment",
                condition=Q(made_by=None) | Q(made_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.model} {self.row}: {self.field} ({self.language})"


# --- The rule -------------------------------------------------------------------------


def state_of(source: str, text: str, made_from: str | None) -> State:
    """``made_from`` is what the mark keeps; None where there is none."""
    if not text:
        return State.MISSING if source else State.NOTHING
    is_outdated = made_from is not None and made_from != source
    return State.OUTDATED if is_outdated else State.DONE


def text_of(row, name, code) -> str:
    return getattr(row, column(name, code), "") or ""


def states_of(row, code, made_from: dict[str, str]) -> frozenset[State]:
    """Of all texts of a row in a language, which may be missing and outdated at once.
    ``made_from`` is what the mark of each field keeps.
    """
    names = translated_fields(type(row))
    given = [
        state_of(text_of(row, name, SOURCE), text_of(row, name, code), mark)
        for name, mark in ((name, made_from.get(name)) for name in names)
    ]
    found = {State.MISSING} if row_lacks(row, code) else set()
    found |= {State.OUTDATED} & set(given)
    has_source = any(text_of(row, name, SOURCE) for name in names)
    return frozenset(found or {State.DONE if has_source else State.NOTHING})


def outdated(models_) -> QuerySet:
    """The same in the database: marks of outdated translations of these models. A mark
    goes with its text, so those that are there need not be asked for.
    """
    moved = (
        Q(model=model._meta.label_lower) & Exists(_moved_on(model)) for model in models_
    )
    return TranslationMark.objects.filter(reduce(or_, moved))


def by_machine(models_) -> QuerySet:
    """Marks of what a machine translated and nobody wrote or found right since."""
    labels = [model._meta.label_lower for model in models_]
    made = TranslationMark.Origin.MACHINE
    return TranslationMark.objects.filter(model__in=labels, origin=made)


def _moved_on(model) -> QuerySet:
    """The row of a mark, if the source of its field says something else by now."""
    kept = OuterRef("source")
    others = (
        Q(Exact(OuterRef("field"), Value(name))) & ~Q(Exact(_source(name), kept))
        for name in translated_fields(model)
    )
    return QuerySet(model).filter(reduce(or_, others), pk=OuterRef("row"))


def _source(name):
    """Where nothing is an empty text."""
    there = Cast(column(name, SOURCE), models.TextField())
    return Coalesce(there, Value(""), output_field=models.TextField())


def marks_of(model, keys) -> dict[int, list[TranslationMark]]:
    """Row → its marks, in every language. One query."""
    found = defaultdict(list)
    rows = TranslationMark.objects.filter(model=model._meta.label_lower, row__in=keys)
    for mark in rows.select_related("made_by"):
        found[mark.row].append(mark)
    return found


def marks_held(row) -> dict[tuple[str, str], TranslationMark]:
    """(field, language) → mark, of one row; asked for once, or for many rows together
    by :func:`hold_marks`."""
    if "_marks" not in row.__dict__:
        hold_marks(type(row), [row])
    return row._marks


def hold_marks(model, rows):
    """One query for all of these rows."""
    found = marks_of(model, [row.pk for row in rows])
    for row in rows:
        row._marks = {(mark.field, mark.language): mark for mark in found[row.pk]}


# --- What a save does to marks --------------------------------------------------------


def follow(row, before, *, by=None, origin=""):
    """A row was saved; ``before`` is what it was, of the same columns."""
    moved = list(_moved(row, before))
    if not moved:
        return
    model = row._meta.label_lower
    held = TranslationMark.objects.filter(model=model, row=row.pk)
    marks = {(mark.field, mark.language): mark for mark in held}
    for name, code in moved:
        was, now = text_of(before, name, code), text_of(row, name, code)
        mark = marks.get((name, code))
        if not now:
            if mark:
                mark.delete()
        elif was != now:
            mark_made(row, name, code, by=by, origin=origin)
        elif mark is None:
            source = text_of(before, name, SOURCE)
            _keep(row, name, code, source=source)


def _moved(row, before):
    """(field, language) of each translation that changed, or whose source did."""
    for name in translated_fields(type(row)):
        of_source = text_of(before, name, SOURCE) != text_of(row, name, SOURCE)
        for code in OTHERS:
            if of_source or text_of(before, name, code) != text_of(row, name, code):
                yield name, code


def mark_made(row, name, code, *, by=None, origin="", source=None):
    """A translation was made, or found right as it is: of the source as it is now, or
    of what its translator had as ``source``.
    """
    of = text_of(row, name, SOURCE) if source is None else source
    given = {"made_at": timezone.now(), "made_by": by, "origin": origin}
    _keep(row, name, code, source=of, **given)


def _keep(row, name, code, **given):
    TranslationMark.objects.update_or_create(
        model=row._meta.label_lower,
        row=row.pk,
        field=name,
        language=code,
        defaults=given,
    )


def forget(model, pk):
    """The row is gone."""
    TranslationMark.objects.filter(model=model._meta.label_lower, row=pk).delete()
