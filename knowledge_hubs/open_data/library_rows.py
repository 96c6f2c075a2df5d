"""Rows that hang on records of one kind of the library, as open data."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import (
    Award,
    CampaignResult,
    CaseStudy,
    Edition,
    EventSession,
    LabelAssessment,
    RecommendationStep,
    Recording,
    Resource,
)
from knowledge_hubs.open_data import shared
from oneplanet.open_data.columns import Choice, Column, Label, Rows, Text
from programmes.models.sources import Qualifier
from reporting.models import ActivityVersion


@dataclass(frozen=True)
class OwnOr(Label):
    """A short name of the row, or else of what it points to."""

    other: str = ""  # path of that name

    def paths(self, language):
        other = Label(self.name, self.meaning, self.other)
        return (*super().paths(language), *other.paths(language))

    def prepare(self, keys, language, once):
        return self.paths(language)

    def write(self, record, row, known):
        record[self.name] = next(filter(None, (row[path] for path in known)), None)


def _results():
    """Their number and its document, whichever row holds them."""
    rows = CampaignResult.objects.in_force().order_by("order", "pk")
    return rows.annotate(
        value=Coalesce("number", "figure__number"),
        its_qualifier=Coalesce("figure__qualifier", "qualifier"),
        its_document=Coalesce(
            "document__symbol",
            "figure__document__symbol",
            shared.document_of("campaign"),
        ),
        its_paragraph=Coalesce(NullIf(F("paragraph"), Value("")), "figure__paragraph"),
    )


RESULTS = Rows(
    "results",
    _("What it found and reached: each with who was asked, and how."),
    rows=_results,
    owner="campaign_id",
    columns=(
        Choice("kind", _("What it tells."), choices=CampaignResult.Kind),
        Text("metric", _("What was measured.")),
        Column("value", _("The number; empty for a range, or words."), type="number"),
        Choice("qualifier", _("As printed."), "its_qualifier", choices=Qualifier),
        OwnOr(
            "unit",
            _("The unit as it stands after the number."),
            "unit_label",
            other="figure__text__unit_label",
        ),
        Text("in_words", _("The result, where the source gives no number.")),
        Text("sample", _("Who was asked or counted.")),
        Column("sample_size", _("How many were asked."), type="integer"),
        Text("method", _("How it was measured.")),
        Column("measured_on", _("The day."), type="date"),
        shared.year("year", _("The year, where the day is not known.")),
        Column("figure", _("The figure."), "figure__code", words="published-figures"),
        shared.document("its_document"),
        shared.paragraph("its_paragraph"),
        shared.other_source(),
    ),
    in_a_cell="{metric}: {value} {unit}{in_words}",
)
SESSIONS = Rows(
    "sessions",
    _("Its programme: what happens when."),
    rows=EventSession.objects.order_by("starts_at", "pk").all,
    owner="event_id",
    columns=(
        Text("title", _("The title.")),
        Column("starts_at", _("When it begins."), type="date-time"),
        Column("ends_at", _("When it ends."), type="date-time"),
        Column("time_zone", _("The time zone of the place, by its IANA name.")),
        Text("speakers", _("Who speaks, one in each line.")),
        Column("language", _("The language it is held in.")),
    ),
    in_a_cell="{starts_at}: {title}",
)
RECORDINGS = Rows(
    "recordings",
    _("What was recorded, and where it is."),
    rows=Recording.objects.order_by("order", "pk").all,
    owner="event_id",
    columns=(
        Text("session", _("The session; empty for the whole event."), "session__title"),
        Column("url", _("The address."), type="uri"),
        Column("language", _("The language of the recording.")),
        Column("minutes", _("How long it is."), type="integer", unit=_("minutes")),
        Column("captions_url", _("Where it has captions."), type="uri"),
        Column("transcript_url", _("Where its words are written."), type="uri"),
    ),
    in_a_cell="{language}: {url}",
)
ASSESSMENTS = Rows(
    "assessments",
    _("How it stands to the principles of good product information."),
    rows=lambda: LabelAssessment.objects.annotate(
        its_document=shared.document_of("label")
    ).order_by("order", "pk"),
    owner="label_id",
    columns=(
        Choice("principle", _("The principle."), choices=LabelAssessment.Principle),
        Choice("meets", _("Whether it is met."), choices=LabelAssessment.Meets),
        Text("text", _("Why.")),
        shared.document("its_document"),
        shared.paragraph(),
        shared.other_source(),
    ),
    in_a_cell="{principle_label}: {meets_label}",
)

STEPS = Rows(
    "steps",
    _("What became of it: it stands where the last one puts it."),
    rows=lambda: RecommendationStep.objects.annotate(
        its_document=shared.document_of("recommendation")
    ).order_by("order", "pk"),
    owner="recommendation_id",
    columns=(
        Choice("status", _("Where it stood."), choices=RecommendationStep.Status),
        Column("taken_on", _("The day."), type="date"),
        shared.year("year", _("The year, where the day is not known.")),
        Text("text", _("What was done.")),
        Column(
            "organisation",
            _("Who did it."),
            "organisation__code",
            words="organisations",
        ),
        shared.document("its_document"),
        shared.paragraph(),
        shared.other_source(),
    ),
    in_a_cell="{status_label}: {text}",
)
AWARDS = Rows(
    "awards",
    _("Awards it gave."),
    rows=lambda: Award.objects.annotate(
        its_document=shared.document_of("campaign")
    ).order_by("order", "pk"),
    owner="campaign_id",
    columns=(
        shared.year("year", _("The year; empty where it is not known.")),
        Column("country", _("The country."), "country__code", words="countries"),
        Column(
            "organisation",
            _("The organisation."),
            "organisation__code",
            words="organisations",
        ),
        Text("recipient", _("To whom, where it is no organisation of the network.")),
        Text("reason", _("For what.")),
        Column(
            "number",
            _("How many, where a row stands for several."),
            type="integer",
        ),
        shared.document("its_document"),
        shared.paragraph(),
        shared.other_source(),
    ),
    in_a_cell="{year} {country} {recipient}",
)


@dataclass(frozen=True)
class PublicActivity(Column):
    """The code of the activity a case study tells of, while that is public."""

    name: str = "activity"
    meaning: str = _("The code of the activity it tells of, while that is public.")
    source: str = "activity__code"
    words: str = "activities"

    def prepare(self, keys, language, once):
        cases = CaseStudy.objects.filter(pk__in=keys)
        versions = ActivityVersion.objects.current()
        versions = versions.filter(activity__in=cases.values("activity"))
        return set(versions.values_list("activity__code", flat=True))

    def write(self, record, row, known):
        code = row[self.path]
        record[self.name] = code if code in known else None


def resources_of(model):
    """The public ones a record names."""
    relation = model._meta.get_field("resources")
    public = Resource.objects.published().values("pk")
    links = relation.remote_field.through.objects.order_by("resource__order", "pk")
    return Rows(
        "resources",
        _("Tools and publications it names."),
        rows=lambda: links.filter(resource__in=public),
        owner=f"{relation.m2m_field_name()}_id",
        columns=(
            Column("resource", _("The resource."), "resource__code", words="resources"),
        ),
        in_a_cell="{resource}",
    )


@dataclass(frozen=True)
class File(Column):
    """The address of an edition's file, in the language in force."""

    name: str = "file"
    meaning: str = _("The address of the file, where the portal keeps it.")
    source: str = "file_name"
    type: str = "uri"

    def paths(self, language):
        return ("pk", "resource__code", self.source)

    def write(self, record, row, known):
        code, pk, name = row["resource__code"], row["pk"], row[self.source]
        address = reverse("knowledge_hubs:resource_file", args=[code, pk, name or "-"])
        record[self.name] = settings.SITE_URL + address if name else None


EDITIONS = Rows(
    "editions",
    _("Its languages and versions, and where each is."),
    rows=Edition.objects.order_by("order", "pk").all,
    owner="resource_id",
    columns=(
        Column("language", _("The language of this edition.")),
        Label("label", _("Which one it is.")),
        Column("url", _("The address."), type="uri"),
        File(),
        Column("file_size", _("Its size."), "stored__size", "integer", unit=_("bytes")),
        Column("file_sha256", _("The SHA-256 of our copy."), "stored__sha256"),
        shared.year("year", _("The year.")),
        Column("doi", "DOI"),
        Column("isbn", "ISBN"),
        Column("symbol", _("United Nations symbol")),
    ),
    in_a_cell="{language}: {url}{file}{symbol}",
)
