"""Columns that several kinds have, and the names of coded words."""

from dataclasses import dataclass

from django.db.models import Case, CharField, F, Q, When
from django.utils.translation import get_language, gettext_lazy

from oneplanet.open_data.columns import Choice, Coded, Column, plain, suffix
from oneplanet.remember import for_a_minute
from programmes.models import Basis

_ = gettext_lazy
LONGEST = CharField(max_length=200)
CODE_MEANS = _("Permanent code. It never changes and is never given to another record.")
FROM_DOCUMENTS = _("The documents each record names; curated by the secretariat.")
CHANGED_MEANS = _("When the record last changed here; empty where that is not known.")


@for_a_minute
def labels_of(model, name="label") -> dict:
    """Key → (code, label) of every word of a model. One query."""
    columns = dict.fromkeys((f"{name}_{suffix(get_language())}", f"{name}_en"))
    rows = plain(model._base_manager.all()).values_list("pk", "code", *columns)
    return {pk: (code, next(filter(None, labels), None)) for pk, code, *labels in rows}


@dataclass(frozen=True)
class Labels:
    """What a Coded column calls for its labels."""

    model: type
    name: str = "label"

    def __call__(self):
        return labels_of(self.model, self.name)


def code(source="code"):
    return Column("code", CODE_MEANS, source, is_empty=False)


def updated():
    return Column("updated_at", CHANGED_MEANS, "changed", type="date-time")


def document(source="document__symbol"):
    means = _("The document the facts stand in, by its symbol.")
    return Column("document", means, source, words="source-documents")


def document_of(record: str):
    """The symbol of the document a part names, or that of the ``record`` it is part of
    where it has a place in that."""
    inherited = When(~Q(paragraph=""), then=F(f"{record}__document__symbol"))
    own = When(document__isnull=False, then=F("document__symbol"))
    return Case(own, inherited, output_field=LONGEST)


def paragraph(source="paragraph"):
    return Column("paragraph", _("Where in that document they stand."), source)


def other_source():
    return Column("source", _("Where facts beyond that document come from."))


def basis():
    return Choice("basis", _("How sure the wording is."), choices=Basis)


def to_check(source="to_check"):
    means = _("Whether editors have yet to compare it with the original.")
    return Column("is_to_be_checked", means, source, type="boolean", is_empty=False)


def is_sample(source="is_sample"):
    means = _("Whether it is invented, for trying the portal out.")
    return Column("is_sample", means, source, type="boolean", is_empty=False)


def listed_on():
    return Column("listed_on", _("The day of the document that lists it."), type="date")


def until():
    return Column("until", _("Since when it no longer holds."), type="date")


def year(name, means):
    return Column(name, means, type="integer", unit=_("year"))


def coded(name, means, words, model, *, source="", label="label"):
    """A word of the portal by its code and its label."""
    path = source or f"{name}_id"
    return Coded(name, means, path, words=words, labels=Labels(model, label))
