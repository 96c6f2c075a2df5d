from django.contrib import admin
from modeltranslation.utils import get_translation_fields

from oneplanet.admin import site
from oneplanet.curating import CuratedForm, TranslatedAdmin
from oneplanet.desk import Subject
from programmes.models import ActivityType, Stage, Term


class WordAdmin(TranslatedAdmin):
    """Words are retired, never deleted: records that use them stay readable."""

    subject = Subject.WORDS
    search_fields = ["code", *get_translation_fields("label")]
    autocomplete_fields = ["parent"]
    permanent = ["code"]

    def has_delete_permission(self, request, obj=None):
        return False


class TermForm(CuratedForm):
    ordered_within = ("vocabulary",)


@admin.register(Term, site=site)
class TermAdmin(WordAdmin):
    form = TermForm
    permanent = ["vocabulary", "code"]
    list_display = ["code", "label", "vocabulary", "parent", "retired_on", "missing"]
    list_filter = ["vocabulary", ("retired_on", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]


@admin.register(ActivityType, site=site)
class ActivityTypeAdmin(WordAdmin):
    list_display = ["code", "label", "level", "is_implementation", "missing"]
    list_filter = ["level", "is_implementation"]


@admin.register(Stage, site=site)
class StageAdmin(WordAdmin):
    list_display = ["code", "label", "chain", "retired_on", "missing"]
    list_filter = ["chain"]
    autocomplete_fields = [*WordAdmin.autocomplete_fields, "generic_stages"]
