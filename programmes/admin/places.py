from django.contrib import admin
from modeltranslation.utils import get_translation_fields

from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin, TranslatedAdmin
from oneplanet.desk import Subject
from oneplanet.exchange import Exchanged
from programmes.admin.files import CountryResource
from programmes.models import Country, Region, ReportingRegionRule


@admin.register(Region, site=site)
class RegionAdmin(TranslatedAdmin):
    subject = Subject.WORDS
    list_display = ["code", "name", "kind", "parent", "missing"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["code", *get_translation_fields("name")]
    permanent = ["code"]


@admin.register(Country, site=site)
class CountryAdmin(Exchanged, TranslatedAdmin):
    resource = CountryResource
    subject = Subject.WORDS
    list_display = ["code", "name", "kind", "reporting_region", "un_group", "missing"]
    list_filter = ["kind", "reporting_region", "un_group", "is_ldc", "is_sids"]
    list_select_related = ["reporting_region", "un_group"]
    search_fields = ["code", "iso2", "m49", *get_translation_fields("name")]
    readonly_fields = ["reporting_region"]
    permanent = ["code"]
    autocomplete_fields = ["region", "sub_region", "un_group"]

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ReportingRegionRule, site=site)
class ReportingRegionRuleAdmin(CuratedAdmin):
    subject = Subject.WORDS
    list_display = ["area", "country", "region", "note"]
    list_select_related = ["area", "country", "region"]
    autocomplete_fields = ["area", "country", "region"]
