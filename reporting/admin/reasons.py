from django.contrib import admin
from modeltranslation.utils import get_translation_fields

from oneplanet.admin import site
from oneplanet.curating import TranslatedAdmin
from oneplanet.desk import Subject
from reporting.models import ReturnReason


@admin.register(ReturnReason, site=site)
class ReturnReasonAdmin(TranslatedAdmin):
    """Reasons are retired, never deleted: the notes that give them stay readable."""

    subject = Subject.REPORTS
    list_display = ["code", "label", "order", "retired_on", "missing"]
    permanent = ["code"]
    search_fields = ["code", *get_translation_fields("label")]

    def has_delete_permission(self, request, obj=None):
        return False
