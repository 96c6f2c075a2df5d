from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.admin import site
from oneplanet.curating import TranslatedAdmin, TranslatedInline
from programmes.models import (
    BoardMember,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Programme,
    ProgrammeRole,
)


@admin.register(Programme, site=site)
class ProgrammeAdmin(TranslatedAdmin):
    list_display = ["code", "name", "acronym", "order", "missing"]
    search_fields = ["code", "name_en", "acronym"]

    def get_readonly_fields(self, request, obj=None):
        return ["code"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


class NameInline(admin.TabularInline):
    model = OrganisationName
    extra = 0
    fields = ["kind", "name", "language", "valid_until", "source", "note"]


class RelationInline(TranslatedInline):
    model = OrganisationRelation
    autocomplete_fields = ["programme", "document"]


@admin.register(Organisation, site=site)
class OrganisationAdmin(TranslatedAdmin):
    list_display = ["name", "acronym", "type", "country", "to_check", "is_sample"]
    list_filter = ["to_check", "is_sample", "type"]
    list_select_related = ["type", "country"]
    search_fields = ["name_folded", "acronym", "code", "other_names__name_folded"]
    autocomplete_fields = ["type", "country", "part_of"]
    inlines = [NameInline, RelationInline]

    def get_readonly_fields(self, request, obj=None):
        return ["code", "is_sample"] if obj else ["is_sample"]


class ListedAdmin(TranslatedAdmin):
    """Rows a document listed: ended, not deleted."""

    actions = ["end_today"]

    @admin.action(description=_("End the chosen rows today"))
    def end_today(self, request, queryset):
        today = timezone.localdate()
        for row in queryset.filter(until=None):
            row.until = today
            row.save()


@admin.register(ProgrammeRole, site=site)
class ProgrammeRoleAdmin(ListedAdmin):
    list_display = [
        "programme",
        "role",
        "organisation",
        "on_behalf_of",
        "listed_on",
        "until",
    ]
    list_filter = ["programme", "role", ("until", admin.EmptyFieldListFilter)]
    list_select_related = ["programme", "organisation", "on_behalf_of"]
    search_fields = ["organisation__name_folded"]
    autocomplete_fields = ["programme", "organisation", "on_behalf_of", "document"]


@admin.register(OrganisationRelation, site=site)
class OrganisationRelationAdmin(ListedAdmin):
    list_display = ["organisation", "kind", "what", "paragraph", "until", "missing"]
    list_filter = ["kind", "programme"]
    list_select_related = ["organisation", "programme"]
    search_fields = ["organisation__name_folded", "what_en"]
    autocomplete_fields = ["organisation", "programme", "document"]


@admin.register(BoardMember, site=site)
class BoardMemberAdmin(ListedAdmin):
    list_display = ["country", "role", "order", "listed_on", "until"]
    list_select_related = ["country"]
    autocomplete_fields = ["country", "document"]
