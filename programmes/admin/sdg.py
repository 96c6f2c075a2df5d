from django.contrib import admin
from modeltranslation.utils import get_translation_fields

from oneplanet.admin import site
from oneplanet.curating import CuratedForm, TranslatedAdmin, TranslatedInline
from oneplanet.desk import Subject
from oneplanet.row_choices import OffersRows
from programmes.admin.listed import ListedAdmin
from programmes.models import (
    CustodianRole,
    IndicatorName,
    IndicatorPart,
    IndicatorTier,
    ReportingRoute,
    SdgIndicator,
    SdgTarget,
)


class OfficialAdmin(TranslatedAdmin):
    """What the United Nations adopted: nobody here deletes it."""

    subject = Subject.SDG
    search_fields = ["code", *get_translation_fields("short_label")]
    permanent = ["code"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SdgTarget, site=site)
class SdgTargetAdmin(OfficialAdmin):
    list_display = ["code", "short_label", "to_check", "missing"]
    autocomplete_fields = ["themes"]


class PartInline(TranslatedInline):
    model = IndicatorPart


class NameInline(TranslatedInline):
    model = IndicatorName


class TierInline(OffersRows, admin.StackedInline):
    model = IndicatorTier
    can_delete = False
    extra = 0
    autocomplete_fields = ["document"]


class CustodianForm(CuratedForm):
    ordered_within = ("indicator",)


class CustodianInline(TranslatedInline):
    model = CustodianRole
    form = CustodianForm
    autocomplete_fields = ["organisation", "document"]


@admin.register(SdgIndicator, site=site)
class SdgIndicatorAdmin(OfficialAdmin):
    list_display = ["code", "short_label", "target", "to_check", "missing"]
    list_select_related = ["target"]
    autocomplete_fields = ["figures"]
    inlines = [PartInline, CustodianInline, NameInline, TierInline]


class RouteForm(CuratedForm):
    ordered_within = ("indicator",)


@admin.register(ReportingRoute, site=site)
class ReportingRouteAdmin(ListedAdmin):
    subject = Subject.SDG
    form = RouteForm
    list_display = ["indicator", "part", "reporter", "until", "to_check", "missing"]
    list_filter = ["reporter", "to_check"]
    list_select_related = ["indicator", "part__indicator"]
    search_fields = ["indicator__code", "what_en"]
    autocomplete_fields = ["indicator", "document"]
    successor_keeps = ("indicator", "part", "reporter")
