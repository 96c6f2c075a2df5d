from django.contrib import admin

from oneplanet.admin import site
from oneplanet.curating import TranslatedAdmin, TranslatedInline
from programmes.models import (
    CustodianRole,
    IndicatorName,
    IndicatorPart,
    IndicatorTier,
    SdgIndicator,
    SdgTarget,
)


@admin.register(SdgTarget, site=site)
class SdgTargetAdmin(TranslatedAdmin):
    list_display = ["code", "short_label", "to_check", "missing"]
    search_fields = ["code", "short_label_en"]


class PartInline(TranslatedInline):
    model = IndicatorPart


class NameInline(admin.StackedInline):
    model = IndicatorName
    extra = 0


class TierInline(admin.TabularInline):
    model = IndicatorTier
    extra = 0
    autocomplete_fields = ["document"]


class CustodianInline(TranslatedInline):
    model = CustodianRole
    autocomplete_fields = ["organisation", "document"]


@admin.register(SdgIndicator, site=site)
class SdgIndicatorAdmin(TranslatedAdmin):
    list_display = ["code", "short_label", "target", "to_check", "missing"]
    list_select_related = ["target"]
    search_fields = ["code", "short_label_en"]
    inlines = [PartInline, CustodianInline, NameInline, TierInline]
