"""Who is told of what, for staff: shown, never changed, ended where somebody asks."""

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST
from knowledge_hubs.models import SearchAlert
from oneplanet.admin import MailAdmin, site


@admin.register(SearchAlert, site=site)
class SearchAlertAdmin(MailAdmin):
    """Addresses are not listed: one is found by whoever was given all of it."""

    list_display = [
        *("followed", "query", "way", "language", "masked"),
        *("asked_at", "confirmed_at", "looked_at"),
    ]
    list_filter = [
        "list",
        "way",
        "language",
        ("confirmed_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["=email", "=reader__email"]
    search_help_text = _("A whole e-mail address")
    list_select_related = ["reader"]
    show_facets = admin.ShowFacets.ALWAYS
    fields = list_display

    def has_delete_permission(self, request, obj=None):
        return request.user.is_staff

    @admin.display(description=_("list"), ordering="list")
    def followed(self, row):
        return BY_LIST[row.list].title if row.list in BY_LIST else row.list

    @admin.display(description=_("e-mail address"))
    def masked(self, row):
        name, _at, domain = row.address.partition("@")
        return f"{name[:1]}…@{domain}"

    def delete_model(self, request, obj):
        asking.end(obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for alert in queryset:
            asking.end(alert)
