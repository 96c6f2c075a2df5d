from django.contrib import admin

from oneplanet.admin import site
from oneplanet.curating import TranslatedAdmin
from programmes.models import FigureText, PublishedFigure, SourceDocument


@admin.register(SourceDocument, site=site)
class SourceDocumentAdmin(TranslatedAdmin):
    list_display = ["symbol", "title", "kind", "published_on", "to_check"]
    list_filter = ["kind", "to_check"]
    search_fields = ["symbol", "title_en"]


@admin.register(PublishedFigure, site=site)
class PublishedFigureAdmin(admin.ModelAdmin):
    """Read only: a figure is what was printed. A misprint gets a new row."""

    list_display = ["code", "number", "low", "high", "qualifier", "unit", "paragraph"]
    list_filter = ["qualifier", "document"]
    list_select_related = ["document"]
    search_fields = ["code", "text__label_en"]

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.model._meta.fields] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(FigureText, site=site)
class FigureTextAdmin(TranslatedAdmin):
    list_display = ["figure", "label", "to_check", "missing"]
    list_filter = ["to_check", "programmes"]
    list_select_related = ["figure"]
    search_fields = ["figure__code", "label_en"]
    filter_horizontal = ["programmes"]
    autocomplete_fields = ["figure"]
