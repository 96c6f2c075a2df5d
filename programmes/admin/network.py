from django.contrib import admin
from modeltranslation.utils import get_translation_fields

from oneplanet.admin import site
from oneplanet.completing import Completed
from oneplanet.curating import CuratedForm, TranslatedAdmin, TranslatedInline
from oneplanet.desk import Subject
from oneplanet.exchange import Exchanged
from programmes.admin.files import OrganisationResource
from programmes.admin.listed import ListedAdmin
from programmes.completeness import OF_ORGANISATIONS
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
    subject = Subject.NETWORK
    list_display = ["code", "name", "acronym", "order", "missing"]
    search_fields = ["code", "acronym", *get_translation_fields("name")]
    permanent = ["code", "slug"]
    rich_texts = ("description",)

    def has_delete_permission(self, request, obj=None):
        return False


class NameInline(TranslatedInline):
    model = OrganisationName
    fields = ["kind", "name", "language", "listed_on", "until", "source", "note"]


class RelationForm(CuratedForm):
    ordered_within = ("organisation",)


class RelationInline(TranslatedInline):
    model = OrganisationRelation
    form = RelationForm
    autocomplete_fields = ["programme", "document"]


@admin.register(Organisation, site=site)
class OrganisationAdmin(Completed, Exchanged, TranslatedAdmin):
    rules = OF_ORGANISATIONS
    resource = OrganisationResource
    subject = Subject.NETWORK
    list_display = ["name", "acronym", "type", "country", "to_check", "is_sample"]
    list_filter = ["to_check", "is_sample", "type"]
    list_select_related = ["type", "country"]
    search_fields = ["name_folded", "acronym", "code", "other_names__name_folded"]
    autocomplete_fields = ["type", "country", "part_of"]
    inlines = [NameInline, RelationInline]
    permanent = ["code"]
    readonly_fields = ["is_sample"]


class RoleForm(CuratedForm):
    ordered_within = ("programme",)


@admin.register(ProgrammeRole, site=site)
class ProgrammeRoleAdmin(ListedAdmin):
    subject = Subject.NETWORK
    form = RoleForm
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
    successor_keeps = ("programme", "role", "order")


@admin.register(OrganisationRelation, site=site)
class OrganisationRelationAdmin(ListedAdmin):
    subject = Subject.NETWORK
    form = RelationForm
    list_display = ["organisation", "kind", "what", "paragraph", "until", "missing"]
    list_filter = ["kind", "programme"]
    list_select_related = ["organisation", "programme"]
    search_fields = ["organisation__name_folded", "what_en"]
    autocomplete_fields = ["organisation", "programme", "document"]
    successor_keeps = ("kind", "programme", "order", *get_translation_fields("what"))


@admin.register(BoardMember, site=site)
class BoardMemberAdmin(ListedAdmin):
    subject = Subject.NETWORK
    list_display = ["country", "role", "order", "listed_on", "until"]
    list_select_related = ["country"]
    autocomplete_fields = ["country", "document"]
    successor_keeps = ("role", "order")
