"""How complete a record is: visible rules, each with a weight, asked of the database.

A rule is met by something that is there, never by something that is missing: adding
information raises what a record has reached, or leaves it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.conf import settings
from django.contrib import admin
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.desk import SOURCE, column, other_languages
from oneplanet.text import numbers

LANGUAGE_NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Rule:
    """``met`` makes the condition for a model; ``field`` is where it is mended."""

    name: Promise
    weight: int
    met: Callable
    field: str


# --- What may be asked ----------------------------------------------------------------


def filled(*names) -> Callable:
    """One of these columns holds something."""
    return lambda model: reduce(or_, (_is_filled(model, name) for name in names))


def _is_filled(model, name) -> Q:
    field = model._meta.get_field(name)
    if field.get_internal_type() in ("CharField", "TextField"):
        return Q(**{f"{name}__gt": ""})
    if field.get_internal_type() == "BooleanField":
        return Q(**{name: True})
    return Q(**{f"{name}__isnull": False})


def has(*names) -> Callable:
    """One of these lists, or of the rows that hang on it, has something."""
    return lambda model: reduce(or_, (Q(_exists(model, name)) for name in names))


def _exists(model, name) -> Exists:
    field = model._meta.get_field(name)
    if field.many_to_many:
        rows, own = field.remote_field.through, field.m2m_field_name()
    else:
        rows, own = field.related_model, field.field.name
    return Exists(rows._base_manager.filter(**{own: OuterRef("pk")}))


def in_source(name, label, weight) -> Rule:
    """A text in the language the others are translated from."""
    where = column(name, SOURCE)
    return Rule(label, weight, filled(where), where)


def translated(name, label) -> tuple[Rule, ...]:
    """A rule for each other language, all of the same weight."""
    return tuple(
        Rule(
            format_lazy("{label} ({language})", label=label, language=language),
            1,
            filled(column(name, code)),
            column(name, code),
        )
        for code, language in other_languages()
    )


# --- What is answered -----------------------------------------------------------------


def total(rules) -> int:
    return sum(rule.weight for rule in rules)


def points(rules, model):
    """What a row of the model has reached of :func:`total`, as an expression."""
    worth = (_worth(rule, model) for rule in rules)
    return reduce(add, worth)


def _worth(rule, model):
    met = When(rule.met(model), then=Value(rule.weight))
    return Case(met, default=Value(0), output_field=IntegerField())


def percent(reached, rules) -> int:
    return reached * 100 // total(rules)


def told(row, rules) -> list[tuple[Rule, bool]]:
    """Each rule and whether the row meets it, what is missing and heaviest first."""
    model = type(row)
    asked = {f"met_{n}": _worth(rule, model) for n, rule in enumerate(rules)}
    rows = model._base_manager.filter(pk=row.pk).annotate(**asked)
    reached = rows.values_list(*asked).get()
    pairs = [(rule, bool(worth)) for rule, worth in zip(rules, reached, strict=True)]
    return sorted(pairs, key=lambda pair: (pair[1], -pair[0].weight))


class Completed:
    """For a page of the admin: a column to sort by, and the rules with what is missing.
    ``rules`` are those of its model."""

    rules: tuple[Rule, ...] = ()

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.annotate(points=points(self.rules, self.model))

    def get_list_display(self, request):
        return [*super().get_list_display(request), "completeness"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "completed_by"]

    def get_fieldsets(self, request, obj=None):
        """In a fold of its own, at the end; a new row has none yet."""
        for _title, options in (sets := super().get_fieldsets(request, obj)):
            names = [name for name in options["fields"] if name != "completed_by"]
            options["fields"] = names
        if obj is None:
            return sets
        own = {"fields": ["completed_by"], "classes": ["collapse"]}
        return [*sets, (gettext_lazy("How complete it is"), own)]

    @admin.display(description=gettext_lazy("complete"), ordering="points")
    def completeness(self, row):
        return numbers.percent(percent(row.points, self.rules))

    @admin.display(description=gettext_lazy("complete"))
    def completed_by(self, row):
        """Each rule in words, leading to where it is mended."""
        pairs = told(row, self.rules)
        reached = sum(rule.weight for rule, is_met in pairs if is_met)
        lines = format_html_join("", "<li>{}</li>", ((_line(*pair),) for pair in pairs))
        share = numbers.percent(percent(reached, self.rules))
        return format_html("<p><b>{}</b></p><ul>{}</ul>", share, lines)


def _line(rule, is_met):
    said = _("there") if is_met else _("missing")
    name = format_html('<a href="#id_{}">{}</a>', rule.field, rule.name)
    return format_html("{} · {} · {}", name, numbers.number(rule.weight), said)
