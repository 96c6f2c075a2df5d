"""The library: resources, coalitions, groups, campaigns, events and articles."""

from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from knowledge_hubs import kinds, models
from knowledge_hubs.filters import RecordFilter
from knowledge_hubs.models import Edition
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.library_rows import (
    ASSESSMENTS,
    AWARDS,
    EDITIONS,
    RECORDINGS,
    RESULTS,
    SESSIONS,
    STEPS,
    PublicActivity,
    resources_of,
)
from knowledge_hubs.open_data.shared import Labels, coded, year
from oneplanet.open_data.changes import changed_at, taken_off
from oneplanet.open_data.columns import (
    Choice,
    Column,
    Rows,
    Text,
    listed_words,
)
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from programmes.models import Country, Party, Programme, Term
from programmes.models.records import Coalition, WorkingGroup


def _library(kind, one, *own, before=(), followed=(), without=frozenset()):
    """The kind of open data of a kind of the library; ``own`` are its own columns."""
    model = kind.model
    owner = _parties_of(model)

    def rows():
        changed = changed_at(model, *owner, *followed, own="updated_at")
        appeared = Coalesce("publish_at", changed)  # a scheduled one is new that day
        return model.objects.published().annotate(changed=Greatest(changed, appeared))

    return Kind(
        kind.path if kind.path != "news" else "articles",
        one,
        kind.title,
        kind.lead,
        shared.FROM_DOCUMENTS,
        rows,
        lambda: taken_off(model),
        (*_first(kind), *before, *_about(model), *own, *_last(model)),
        RecordFilter,
        without=without,
        list_page=f"knowledge_hubs:{kind.name}_list",
        is_download=True,
    )


def _parties_of(model):
    relation = model._meta.get_field("parties")
    return ((relation.related_model, f"{relation.field.name}_id"),)


def _first(kind):
    return (
        shared.code(),
        Page(f"knowledge_hubs:{kind.name}_detail"),
        Text("title", _("The title, in the languages in which it is official.")),
        Text("lead", _("What it is, in one sentence.")),
        Text("body", _("The whole text; empty lines part its paragraphs.")),
        Column("website", _("Its own address."), type="uri"),
    )


def _many(model, name, means, words, target, label="label"):
    labels = Labels(target, label)
    return listed_words(name, means, model, words=words, labels=labels)


def _about(model):
    programmes = _("Programmes it belongs to; none: the whole network.")
    countries = _("Countries it is about.")
    return (
        _many(model, "programmes", programmes, "programmes", Programme, "name"),
        _many(model, "sectors", _("Sectors."), "terms", Term),
        _many(model, "tags", _("Themes."), "terms", Term),
        _many(model, "countries", countries, "countries", Country, "name"),
    )


def _last(model):
    return (
        _parties(model),
        shared.document(),
        shared.paragraph(),
        shared.other_source(),
        shared.basis(),
        shared.to_check(),
        shared.is_sample(),
        shared.updated(),
    )


def _parties(model):
    relation = model._meta.get_field("parties")
    return Rows(
        "parties",
        _("Who is behind it, and in which role."),
        rows=relation.related_model.objects.order_by("order", "pk").all,
        owner=f"{relation.field.name}_id",
        columns=(
            Column(
                "organisation",
                _("The organisation."),
                "organisation__code",
                words="organisations",
            ),
            Column("country", _("The country."), "country__code", words="countries"),
            Choice("role", _("What it did."), choices=Party.Role),
            shared.listed_on(),
            shared.until(),
            shared.document(),
            shared.paragraph(),
        ),
        in_a_cell="{organisation}{country} ({role})",
    )


def _kind(choices):
    return Choice("kind", _("What kind of thing it is."), choices=choices)


STARTED = year("started_year", _("The year it began."))
RESOURCES = _library(
    kinds.RESOURCE,
    "resource",
    Column("is_living", _("Kept up to date under the same title."), type="boolean"),
    Column(
        "is_reference",
        _("Science a document cites; not a product of the network."),
        type="boolean",
    ),
    Column("licence", _("The licence of the resource itself, where it is known.")),
    Text("purpose", _("What one does with it.")),
    Text("users", _("Whom it serves.")),
    Column(
        "maintained_on",
        _("The day its keepers last brought it up to date, where they say."),
        type="date",
    ),
    EDITIONS,
    before=(
        coded("kind", _("What kind of thing it is."), "terms", Term),
        year("year", _("The year.")),
    ),
    followed=((Edition, "resource_id"),),
)
COALITIONS = _library(
    kinds.COALITION,
    "coalition",
    before=(
        _kind(Coalition.Kind),
        STARTED,
        year("target_year", _("The year its aim is to be reached.")),
    ),
)
WORKING_GROUPS = _library(
    kinds.WORKING_GROUP,
    "working-group",
    before=(
        _kind(WorkingGroup.Kind),
        STARTED,
        year("ended_year", _("The year it ended.")),
    ),
)
CAMPAIGNS = _library(
    kinds.CAMPAIGN,
    "campaign",
    Text("message", _("What it asks people to think or do.")),
    Text("audience", _("Whom it addresses.")),
    Text("channels", _("By which ways it reaches them.")),
    RESULTS,
    AWARDS,
    before=(_kind(models.Campaign.Kind),),
    followed=(
        (models.CampaignResult, "campaign_id"),
        (models.Award, "campaign_id"),
    ),
)
EVENTS = _library(
    kinds.EVENT,
    "event",
    SESSIONS,
    RECORDINGS,
    followed=(
        (models.EventSession, "event_id"),
        (models.Recording, "event_id"),
    ),
    before=(
        _kind(models.Event.Kind),
        Column("starts_on", _("First day."), type="date"),
        Column("ends_on", _("Last day."), type="date"),
        year("first_year", _("The year, where the day is not known.")),
        year("last_year", _("The last year, where the day is not known.")),
        Text("place", _("Where it takes place.")),
        Column("is_online", _("Whether it takes place online."), type="boolean"),
    ),
)
CASE_STUDIES = _library(
    kinds.CASE_STUDY,
    "case-study",
    Text("problem", _("The problem.")),
    Text("approach", _("What was done.")),
    Text("outcome", _("What came of it; empty where the source does not say.")),
    Text("lessons", _("What others can learn.")),
    PublicActivity(),
    resources_of(models.CaseStudy),
    before=(
        _kind(models.CaseStudy.Kind),
        STARTED,
        year("ended_year", _("The year it ended.")),
        Text("place", _("Where it takes place.")),
    ),
)
RECOMMENDATIONS = _library(
    kinds.RECOMMENDATION,
    "recommendation",
    Text("addressed_to", _("Who should act.")),
    resources_of(models.Recommendation),
    STEPS,
    before=(_kind(models.Recommendation.Area),),
    followed=((models.RecommendationStep, "recommendation_id"),),
)
LABELS = _library(
    kinds.LABEL,
    "label",
    Text("says", _("What it says, in plain words.")),
    Text("scope", _("Which products it stands on.")),
    Choice("verified", _("Who checks it."), choices=models.ProductLabel.Verified),
    ASSESSMENTS,
    before=(_kind(models.ProductLabel.Kind),),
    followed=((models.LabelAssessment, "label_id"),),
)
ARTICLES = _library(
    kinds.ARTICLE,
    "article",
    before=(Column("publish_at", _("When it was published."), type="date-time"),),
    without=frozenset({"kind"}),
)
