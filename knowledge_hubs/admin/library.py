from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from knowledge_hubs import models
from knowledge_hubs.admin.editions import EditionInline
from knowledge_hubs.admin.solving import settle
from knowledge_hubs.completeness import RULES
from knowledge_hubs.proposals import tell_published
from knowledge_hubs.proposed_records import twins_of
from oneplanet.admin import site
from oneplanet.completing import Completed
from oneplanet.curating import (
    CuratedForm,
    PartyInline,
    RecordAdmin,
    TextsInline,
    TranslatedAdmin,
)
from oneplanet.desk import Subject, column
from oneplanet.row_choices import OffersRows


class ProposableAdmin(RecordAdmin):
    """Who proposed a record hears of it as soon as it is public; who adds one, of what
    is called alike or has its address."""

    def log_addition(self, request, obj, message):
        own, alike = obj.get_absolute_url(), _alike(request.user, obj)
        links = [(url, title) for title, url in alike if url != own]
        if links:
            listed = format_html_join(", ", '<a href="{}">{}</a>', links)
            told = _("This may be here already: {records}. Keep one of them.")
            messages.warning(request, format_html(told, records=listed))
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        logged = super().log_change(request, obj, message)
        tell_published()
        return logged


def _alike(user, record):
    return twins_of(user, title=record.title, url=record.website)


class ResourcePartyInline(PartyInline):
    model = models.ResourceParty


@admin.register(models.Resource, site=site)
class ResourceAdmin(Completed, ProposableAdmin):
    rules = RULES[models.Resource]
    list_filter = [*RecordAdmin.list_filter, "is_living", "is_reference"]
    autocomplete_fields = [
        *RecordAdmin.autocomplete_fields,
        "kind",
        "coalitions",
        "working_groups",
    ]
    inlines = [EditionInline, ResourcePartyInline]


class CampaignPartyInline(PartyInline):
    model = models.CampaignParty


class ResultInline(TextsInline):
    model = models.CampaignResult
    autocomplete_fields = ["figure", "document"]


class AwardInline(TextsInline):
    model = models.Award
    autocomplete_fields = ["country", "organisation", "document"]


@admin.register(models.Campaign, site=site)
class CampaignAdmin(Completed, RecordAdmin):
    rules = RULES[models.Campaign]
    autocomplete_fields = [*RecordAdmin.autocomplete_fields, "coalition"]
    inlines = [ResultInline, AwardInline, CampaignPartyInline]


class CaseStudyPartyInline(PartyInline):
    model = models.CaseStudyParty


@admin.register(models.CaseStudy, site=site)
class CaseStudyAdmin(Completed, RecordAdmin):
    rules = RULES[models.CaseStudy]
    list_filter = [*RecordAdmin.list_filter, "kind"]
    autocomplete_fields = [*RecordAdmin.autocomplete_fields, "activity", "resources"]
    rich_texts = ("body", "problem", "approach", "outcome", "lessons")
    inlines = [CaseStudyPartyInline]


class RecommendationPartyInline(PartyInline):
    model = models.RecommendationParty


class StepInline(TextsInline):
    model = models.RecommendationStep
    autocomplete_fields = ["organisation", "resource", "document"]


@admin.register(models.Recommendation, site=site)
class RecommendationAdmin(Completed, RecordAdmin):
    rules = RULES[models.Recommendation]
    list_filter = [*RecordAdmin.list_filter, "kind"]
    autocomplete_fields = [*RecordAdmin.autocomplete_fields, "resources"]
    inlines = [StepInline, RecommendationPartyInline]


class LabelPartyInline(PartyInline):
    model = models.ProductLabelParty


class AssessmentInline(TextsInline):
    model = models.LabelAssessment
    autocomplete_fields = ["document"]


@admin.register(models.ProductLabel, site=site)
class ProductLabelAdmin(Completed, RecordAdmin):
    rules = RULES[models.ProductLabel]
    list_filter = [*RecordAdmin.list_filter, "kind", "verified"]
    inlines = [AssessmentInline, LabelPartyInline]


class EventPartyInline(PartyInline):
    model = models.EventParty


class SessionInline(TextsInline):
    model = models.EventSession


class RecordingInline(OffersRows, admin.StackedInline):
    """A session can be chosen once the event and its sessions are saved."""

    model = models.Recording
    form = CuratedForm
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        made = super().get_formset(request, obj, **kwargs)
        field = made.form.base_fields["session"]
        field.queryset = models.EventSession.objects.filter(event=obj)
        return made


@admin.register(models.Event, site=site)
class EventAdmin(Completed, ProposableAdmin):
    rules = RULES[models.Event]
    list_filter = [*RecordAdmin.list_filter, "kind", "is_online"]
    autocomplete_fields = [*RecordAdmin.autocomplete_fields, "working_group"]
    inlines = [SessionInline, RecordingInline, EventPartyInline]


class ArticlePartyInline(PartyInline):
    model = models.ArticleParty


@admin.register(models.Article, site=site)
class ArticleAdmin(Completed, ProposableAdmin):
    rules = RULES[models.Article]
    inlines = [ArticlePartyInline]


@admin.register(models.GlossaryTerm, site=site)
class GlossaryTermAdmin(TranslatedAdmin):
    subject = Subject.WORDS
    list_display = ["word", "abbreviation", "to_check", "missing"]
    list_filter = ["to_check"]
    search_fields = ["code", *get_translation_fields("word")]
    autocomplete_fields = ["document", "see_also"]
    permanent = ("code",)

    @transaction.atomic
    def save_model(self, request, obj, form, change):
        """What people asked for and is explained now waits no more."""
        super().save_model(request, obj, form, change)
        for language, _name in settings.LANGUAGES:
            for name in ("word", "abbreviation"):
                words = getattr(obj, column(name, language))
                if words:
                    how = models.AskedQuery.How.GLOSSARY
                    settle(how, language, words, by=request.user)


@admin.register(models.SitePage, site=site)
class SitePageAdmin(TranslatedAdmin):
    """Each page has a fixed address: it is written and taken off, not added."""

    list_display = ["title", "code", "publishing", "updated_at", "missing"]
    search_fields = ["code", *get_translation_fields("title")]
    permanent = ("code",)
    rich_texts = ("body",)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("state"))
    def publishing(self, row):
        return row.publishing_state.label
