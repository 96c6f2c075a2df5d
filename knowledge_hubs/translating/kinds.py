"""Every kind of row that has texts in six languages: one list, in the order in which
they wait on the board where nothing else decides. What most readers meet comes first.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from knowledge_hubs.edited_hubs import theirs
from knowledge_hubs.models import Hub
from oneplanet.desk import SOURCE, column, translated_fields
from oneplanet.publishing import Publishable


@dataclass(frozen=True)
class Kind:
    """Rows of one model. ``of`` is the way to the record they are part of, ``of_name``
    the column of its name; ``name`` the column of their own, if it is not their first
    text; ``rich`` the texts that may have marks; ``only`` which rows can be changed.
    """

    label: str  # as in addresses and files: app.model
    of: str = ""
    of_name: str = ""
    name: str = ""
    rich: tuple[str, ...] = ()
    only: Q = Q()

    @property
    def model(self):
        return apps.get_model(self.label)

    @property
    def title(self) -> str:
        return capfirst(str(self.model._meta.verbose_name_plural))

    @property
    def fields(self) -> tuple[str, ...]:
        return translated_fields(self.model)

    @property
    def names(self) -> list[str]:
        """Columns of which the first that is filled names the row."""
        texts = [column(name, SOURCE) for name in self.fields]
        return [self.name, *texts] if self.name else texts

    @property
    def parent(self):
        """The model of the record they are part of; their own where they are none."""
        model = self.model
        for step in filter(None, self.of.split("__")):
            model = model._meta.get_field(step).related_model
        return model

    @property
    def to_parent(self) -> str:
        """What begins the name of a column of that record."""
        return f"{self.of}__" if self.of else ""

    @property
    def is_of_hubs(self) -> bool:
        return self.parent is Hub

    @property
    def to_whole(self) -> str:
        return f"{self.to_parent}pk"

    @property
    def is_published_by_date(self) -> bool:
        return issubclass(self.parent, Publishable)

    def whole(self, row):
        """The record a row is part of; itself where it is a record of its own."""
        for step in filter(None, self.of.split("__")):
            row = getattr(row, step)
        return row

    def url(self, pk, code) -> str:
        """Where a row is translated into a language."""
        given = {"kind": self.label, "pk": pk, "language": code}
        return reverse("admin:translation_record", kwargs=given)

    def mend_url(self, row) -> str:
        """Where all of the row is changed, not only its texts in a language."""
        for place in (row, self.whole(row)):
            opts = place._meta
            name = f"admin:{opts.app_label}_{opts.model_name}_change"
            try:
                return reverse(name, args=[place.pk])
            except NoReverseMatch:
                continue
        return ""


def _record(label):
    return Kind(label, rich=("body",))


def _part(label, of, of_name="title_en", **more):
    return Kind(label, of=of, of_name=of_name, **more)


KINDS = (
    _record("knowledge_hubs.hub"),
    _part("knowledge_hubs.hubblock", "hub", rich=("text",)),
    _part("knowledge_hubs.blockitem", "block__hub", rich=("text",)),
    _record("knowledge_hubs.sitepage"),
    Kind("programmes.programme", rich=("description",)),
    _record("knowledge_hubs.article"),
    _record("knowledge_hubs.event"),
    _record("knowledge_hubs.campaign"),
    _part("knowledge_hubs.campaignresult", "campaign"),
    _part("knowledge_hubs.award", "campaign"),
    _record("knowledge_hubs.resource"),
    _part("knowledge_hubs.edition", "resource"),
    Kind(
        "knowledge_hubs.casestudy",
        rich=("body", "problem", "approach", "outcome", "lessons"),
    ),
    _record("knowledge_hubs.recommendation"),
    _part("knowledge_hubs.recommendationstep", "recommendation"),
    _record("knowledge_hubs.productlabel"),
    _part("knowledge_hubs.labelassessment", "label"),
    _part("knowledge_hubs.eventsession", "event"),
    _record("programmes.coalition"),
    _record("programmes.workinggroup"),
    _record("knowledge_hubs.valuechain"),
    _part("knowledge_hubs.chainfact", "chain"),
    _part("knowledge_hubs.chainloop", "leaves__chain"),
    Kind("reporting.policyinstrument", name="name"),
    Kind("programmes.figuretext"),
    Kind("programmes.sdgtarget"),
    Kind("programmes.sdgindicator"),
    _part("programmes.indicatorpart", "indicator", "name_en"),
    _part("programmes.reportingroute", "indicator", "name_en"),
    Kind("knowledge_hubs.glossaryterm"),
    Kind("programmes.term"),
    Kind("programmes.activitytype"),
    Kind("programmes.stage"),
    Kind("programmes.region"),
    Kind("programmes.country"),
    Kind("programmes.contactaddress"),
    Kind("reporting.returnreason"),
    _part(
        "reporting.question",
        "question_set__programme",
        "name_en",
        only=Q(question_set__opened_at=None),
    ),
    _part(
        "reporting.questionchoice",
        "question__question_set__programme",
        "name_en",
        only=Q(question__question_set__opened_at=None),
    ),
    _part("knowledge_hubs.resourceparty", "resource"),
    _part("knowledge_hubs.campaignparty", "campaign"),
    _part("knowledge_hubs.eventparty", "event"),
    _part("knowledge_hubs.articleparty", "article"),
    _part("knowledge_hubs.casestudyparty", "case_study"),
    _part("knowledge_hubs.recommendationparty", "recommendation"),
    _part("knowledge_hubs.productlabelparty", "label"),
    _part("programmes.coalitionparty", "coalition"),
    _part("programmes.workinggroupmember", "working_group"),
    Kind("programmes.organisation", name="name"),
    _part("programmes.organisationname", "organisation", "name", name="name"),
    _part("programmes.organisationrelation", "organisation", "name"),
    _part("programmes.programmerole", "organisation", "name"),
    _part("programmes.boardmember", "country", "name_en"),
    _part("programmes.custodianrole", "indicator", "name_en"),
    _part("programmes.indicatorname", "indicator", "name_en"),
    Kind("programmes.sourcedocument"),
)
BY_LABEL = {kind.label: kind for kind in KINDS}


def kind_of(row) -> Kind:
    return BY_LABEL[row._meta.label_lower]


def may_edit_all(kind, user) -> bool:
    opts = kind.model._meta
    return user.has_perm(f"{opts.app_label}.change_{opts.model_name}")


def kinds_for(user) -> tuple[Kind, ...]:
    """Those of which somebody may write the texts of some rows."""
    return tuple(k for k in KINDS if k.is_of_hubs or may_edit_all(k, user))


def rows_of(kind, user):
    """Rows whose texts somebody may write, each with the record it is part of at hand:
    staff those of all, an editor of a hub those of their hubs. The one place that says
    so, for the board, its pages and its workbooks.
    """
    rows = kind.model.objects.filter(kind.only)
    rows = rows.select_related(kind.of) if kind.of else rows
    if may_edit_all(kind, user):
        return rows
    return theirs(rows, kind.to_whole, user) if kind.is_of_hubs else rows.none()
