"""Who is told of what, for staff: shown, never changed, ended where somebody asks."""

from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST
from knowledge_hubs.models import SearchAlert
from oneplanet.admin import MailAdmin, site
from oneplanet.text.lists import SEMICOLON


class ListFilter(admin.SimpleListFilter):
    """Lists by their titles."""

    title = _("list")
    parameter_name = "list"

    def lookups(self, request, model_admin):
        return [(name, row.title) for name, row in BY_LIST.items()]

    def queryset(self, request, queryset):
        return queryset.filter(list=self.value()) if self.value() else queryset


@admin.register(SearchAlert, site=site)
class SearchAlertAdmin(MailAdmin):
    """Addresses are not listed: one is found by whoever was given all of it."""

    list_display = [
        *("followed", "narrowed", "way", "language", "masked"),
        *("asked_at", "confirmed_at", "looked_at"),
    ]
    list_filter = [
        ListFilter,
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

    @admin.display(description=_("narrowed to"), ordering="query")
    def narrowed(self, row):
        """Words and values as readers call them."""
        if row.list not in BY_LIST:
            return row.query
        followed = BY_LIST[row.list]
        labels = [choice.label for choice in followed.choices(row.query)]
        return SEMICOLON.join(filter(None, [followed.words(row.query), *labels]))

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
