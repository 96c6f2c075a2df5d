"""What editors find first in the admin: subjects, and the queues of what waits."""

from dataclasses import dataclass
from functools import cache, reduce
from itertools import chain
from operator import or_

from django.conf import settings
from django.db import connection
from django.db.models import CharField, Count, Q, QuerySet, TextChoices, Value
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modeltranslation.translator import NotRegistered, translator

from oneplanet.text.languages import name_of
from oneplanet.text.lists import COMMA

SOURCE = "en"  # what the other languages are translated from
OTHERS = tuple(code for code, _name in settings.LANGUAGES if code != SOURCE)


class Subject(TextChoices):
    """What the index groups by; each page of the admin names its own."""

    REPORTS = "reports", gettext_lazy("Reports and policies")
    PAGES = "pages", gettext_lazy("Hubs, pages and the library")
    NETWORK = "network", gettext_lazy("The network")
    PEOPLE = "people", gettext_lazy("People and duties")
    SDG = "sdg", gettext_lazy("SDG 12")
    SOURCES = "sources", gettext_lazy("Sources and figures")
    WORDS = "words", gettext_lazy("Words and places")


@dataclass(frozen=True)
class Door:
    """A list already narrowed to what waits in it."""

    name: str
    count: int
    url: str


@dataclass(frozen=True)
class Queue:
    """Work of one kind, with a door for each list that has some of it."""

    name: str
    doors: tuple[Door, ...]

    @property
    def count(self):
        return sum(door.count for door in self.doors)


# --- What a row lacks -----------------------------------------------------------------


def translated_fields(model) -> tuple[str, ...]:
    """In the order in which the model has them; none if it has no translation."""
    try:
        named = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.fields if field.name in named)


def column(name, code) -> str:
    """The column of a translated field in one language."""
    return f"{name}_{code.replace('-', '_')}"


def lacks(model, code) -> Q:
    """Rows in which a text stands in English and not in this language.

    A title in English alone, beside a lead in this language, is the name of the work
    itself, which nobody translates.
    """
    names = translated_fields(model)
    found = []
    for name in names:
        lacking = Q(**{f"{column(name, SOURCE)}__gt": ""}) & _is_empty(name, code)
        if _may_be_a_name(name, names):
            others = (Q(**{f"{column(name, c)}__gt": ""}) for c in OTHERS)
            lacking &= reduce(or_, others) | _is_empty("lead", code)
        found.append(lacking)
    return reduce(or_, found)


def row_lacks(row, code) -> bool:
    """The same, of one row."""
    return any(text_lacks(row, name, code) for name in translated_fields(type(row)))


def missing_languages(row) -> str:
    """Those in which the same is so, by their names."""
    lacking = (code for code, _name in settings.LANGUAGES if row_lacks(row, code))
    return COMMA.join(map(name_of, lacking))


def text_lacks(row, name, code) -> bool:
    """The same, of one text of it."""

    def text(name, code):
        return getattr(row, column(name, code), "")

    return bool(
        text(name, SOURCE)
        and not text(name, code)
        and not (
            _may_be_a_name(name, translated_fields(type(row)))
            and text("lead", code)
            and not any(text(name, other) for other in OTHERS)
        )
    )


def _may_be_a_name(name, names) -> bool:
    return name == "title" and "lead" in names


def _is_empty(name, code) -> Q:
    return Q(**{column(name, code): None}) | Q(**{column(name, code): ""})


def other_languages():
    """(code, name) of those that English is translated into."""
    return [(code, name) for code, name in settings.LANGUAGES if code != SOURCE]


# --- Queues ---------------------------------------------------------------------------


def queues(request, admins) -> list[Queue]:
    """What waits: first what each page of the admin says of itself, then what all
    curated records share. Empty queues are left out.
    """
    seen = [each for each in admins if each.has_view_permission(request)]
    own = chain.from_iterable(
        each.waiting(request) for each in seen if hasattr(each, "waiting")
    )
    return [queue for queue in (*own, *_curated(seen)) if queue.count]


def _kinds() -> dict:
    """Queue → (its name, the question that narrows a list to it)."""
    missing = {
        f"missing_{code.replace('-', '_')}": (
            _("Not translated: %(language)s") % {"language": name},
            f"missing={code}",
        )
        for code, name in other_languages()
    }
    return {
        "drafts": (_("Drafts"), "publishing=draft"),
        "scheduled": (_("Scheduled to be shown"), "publishing=scheduled"),
        "to_check": (_("To be checked"), "to_check__exact=1"),
    } | missing


def _curated(admins) -> list[Queue]:
    """All counts of all curated lists, by one query."""
    lists = {each.model._meta.label: each for each in admins}
    kinds = _kinds()
    found = _counts(tuple(each.model for each in admins), tuple(kinds))
    return [
        Queue(
            name,
            tuple(
                _door(lists[label], counts[place], question)
                for label, *counts in found
                if counts[place]
            ),
        )
        for place, (name, question) in enumerate(kinds.values())
    ]


def _door(model_admin, count, question) -> Door:
    opts = model_admin.opts
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return Door(capfirst(opts.verbose_name_plural), count, f"{address}?{question}")


def _counts(models, kinds) -> list[tuple]:
    """(the model's name, how much of it waits in each queue) of those with any."""
    if not (query := _query(models, kinds)):
        return []
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return cursor.fetchall()


@cache
def _query(models, kinds):
    """The question with its parameters. It is always the same, and putting it together
    costs twenty times what the database does with it.
    """
    counted = [_counted(model, kinds) for model in models if _conditions(model)]
    if not counted:
        return None
    return counted[0].union(*counted[1:], all=True).order_by().query.sql_with_params()


def _counted(model, kinds):
    """One row: the model's name and how much of it waits in each queue, in order: a
    manager of ours would let the fields of languages change it.
    """
    conditions = _conditions(model)
    counts = {
        f"n_{kind}": Count("pk", filter=conditions[kind])
        if kind in conditions
        else Value(0)
        for kind in kinds
    }
    label = Value(model._meta.label, output_field=CharField())
    rows = _rows_of(model).order_by().annotate(n_model=label).values("n_model")
    return rows.annotate(**counts).values_list("n_model", *counts)


def _rows_of(model) -> QuerySet:
    """All, or those its lists show where ``objects`` are fewer than Django takes."""
    rows = QuerySet(model)
    if model._meta.default_manager.name == "objects":
        return rows
    return rows.filter(pk__in=model.objects.order_by().values("pk"))


def _conditions(model) -> dict[str, Q]:
    names = {field.name for field in model._meta.get_fields()}
    conditions = {}
    if "publish_at" in names:
        ahead = Q(is_draft=False, publish_at__gt=Now())
        conditions |= {"drafts": Q(is_draft=True), "scheduled": ahead}
    if "to_check" in names:
        conditions["to_check"] = Q(to_check=True)
    if translated_fields(model):
        for code, _name in other_languages():
            conditions[f"missing_{code.replace('-', '_')}"] = lacks(model, code)
    return conditions
