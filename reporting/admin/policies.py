from django.contrib import admin

from oneplanet.admin import site
from oneplanet.completing import Completed
from oneplanet.curating import TranslatedAdmin
from oneplanet.desk import Subject
from reporting.completeness import OF_POLICIES
from reporting.models import PolicyInstrument


@admin.register(PolicyInstrument, site=site)
class PolicyInstrumentAdmin(Completed, TranslatedAdmin):
    rules = OF_POLICIES
    subject = Subject.REPORTS
    list_display = ["code", "name", "country", "year_text", "to_check", "missing"]
    list_filter = ["to_check", "is_single_use_plastics"]
    list_select_related = ["country"]
    permanent = ["code"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["country", "document", "types", "sectors", "tags", "goals"]
