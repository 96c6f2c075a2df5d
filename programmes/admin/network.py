from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
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
    OrganisationMerge,
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
    actions = ["merge_two"]
    change_form_template = "programmes/admin/organisation.html"

    def get_search_results(self, request, queryset, search_term):
        """In lists and choices are those that stand."""
        return super().get_search_results(request, queryset.standing(), search_term)

    def has_change_permission(self, request, obj=None):
        """One that is merged stays as it was."""
        return super().has_change_permission(request, obj) and not _merged(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not _merged(obj)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, unquote(object_id))
        more = {"merged": _merged(row)} | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)

    @admin.action(description=_("Merge two of them"), permissions=["change"])
    def merge_two(self, request, queryset):
        """Which of them stays is asked on the page this leads to."""
        ids = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(ids) != 2:
            messages.warning(request, gettext("Tick the two that are one."))
            return None
        kept, gone = ids
        url = reverse("admin:programmes_organisationmerge_add")
        return redirect(f"{url}?kept={kept}&gone={gone}")


def _merged(organisation) -> OrganisationMerge | None:
    """The merge by which it went into another, if it did."""
    if organisation is None:
        return None
    if not hasattr(organisation, "_merged"):
        merges = organisation.merged_away.open().select_related("kept")
        organisation._merged = merges.first()
    return organisation._merged


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
