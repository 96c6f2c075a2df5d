"""Initiatives are read only here, as activities are."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneplanet.admin import site
from oneplanet.text.folding import fold
from reporting.admin.activities import LongList, Reading
from reporting.models import (
    Initiative,
    InitiativeEntry,
    InitiativePublication,
    InitiativeVersion,
)


class VersionInline(Reading):
    model = InitiativeVersion
    fields = ["number", "language", "title", "sealed_at", "sealed_by"]
    show_change_link = True

    def get_queryset(self, request):
        """Drafts are the partners' own."""
        return super().get_queryset(request).exclude(sealed_at=None)


class HistoryInline(Reading):
    model = InitiativeEntry
    fields = ["at", "action", "by", "process", "comment"]


class PublicationInline(Reading):
    model = InitiativePublication
    fk_name = "initiative"
    fields = ["version", "from_at", "by", "until_at", "until_by"]


@admin.register(Initiative, site=site)
class InitiativeAdmin(LongList):
    list_display = ["code", "organisation", "programme", "state", "is_sample"]
    list_filter = ["state", "programme", "is_sample"]
    list_select_related = ["organisation", "programme"]
    search_fields = ["code", "organisation__name_folded"]
    search_help_text = _(
        "The code of an initiative, its beginning, or part of an organisation’s name."
    )
    inlines = [VersionInline, PublicationInline, HistoryInline]

    def get_queryset(self, request):
        return Initiative.objects.read_by_reviewers(request.user)

    def get_search_results(self, request, queryset, search_term):
        """By beginnings of codes, and the organisations of that name."""
        if not (words := search_term.strip()):
            return queryset, False
        coded = Q(pk__in=Initiative.objects.coded(words))
        named = Q(organisation__name_folded__contains=fold(words))
        return queryset.filter(coded | named), False


@admin.register(InitiativeVersion, site=site)
class InitiativeVersionAdmin(LongList):
    list_display = ["initiative", "number", "title", "language", "sealed_at"]
    list_select_related = ["initiative"]
    list_filter = ["language"]
    search_fields = ["initiative__code", "title_folded"]
    search_help_text = _("The code of an initiative, or words of a title.")

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(sealed_at=None)

    def get_search_results(self, request, queryset, search_term):
        """In titles as readers write them, whatever their accents and case."""
        if not (words := search_term.strip()):
            return queryset, False
        titled = Q(title_folded__contains=fold(words))
        coded = Q(initiative__in=Initiative.objects.coded(words))
        return queryset.filter(titled | coded), False
