"""Hubs are arranged here: a hub with its blocks in order."""

from django.contrib import admin
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.admin.hub_editors import (
    ForEditors,
    Host,
    PartsForEditors,
    appointing_url,
)
from knowledge_hubs.completeness import RULES
from knowledge_hubs.hub_languages import lacking
from knowledge_hubs.models import Hub, HubBlock, HubFigure
from oneplanet.admin import site
from oneplanet.completing import Completed
from oneplanet.curating import (
    CuratedForm,
    RecordAdmin,
)
from oneplanet.row_choices import OffersRows
from oneplanet.table_rows import TableInline
from oneplanet.text.languages import NAMES
from oneplanet.text.lists import SEMICOLON
from oneplanet.text.numbers import number

WHERE_FROM = ["document", "paragraph", "source"]

FOR_STAFF = ["is_draft", "publish_at", "expire_at", "kind", "basis", "to_check"]
FOR_STAFF += ["order", "programmes", "tags", "sectors"]


TO_ROW = '<a href="{}"><bdi lang="en" dir="ltr">{}</bdi></a>'


def _doors(code, rows):
    return ((row.url(code), row.name) for row in rows)


def missing_of_each(request):
    """A column of the list of hubs; all of its cells are asked for at once."""
    found = SimpleLazyObject(lambda: lacking(request.user))

    @admin.display(description=_("missing languages"))
    def missing(hub):
        """Of all its texts: each language with how many wait for it."""
        counted = found.get(hub.pk, {}).items()
        return SEMICOLON.join(f"{code}: {number(len(rows))}" for code, rows in counted)

    return missing


class OpeningForm(CuratedForm):
    ordered_within = ("hub",)


class OpeningInline(PartsForEditors, OffersRows, TableInline):
    model = HubFigure
    form = OpeningForm
    fields = ["order", "figure"]
    autocomplete_fields = ["figure"]
    extra = 0


class BlockInline(PartsForEditors, OffersRows, TableInline):
    """The blocks in their order; what is in them stands on their own pages."""

    model = HubBlock
    fields = ["order", "kind"]
    readonly_fields = ["kind"]
    show_change_link = True
    can_delete = False
    extra = 0
    verbose_name_plural = _("blocks in their order")

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Hub, site=site)
class HubAdmin(Completed, Host, ForEditors, RecordAdmin):
    rules = RULES[Hub]
    hub_path = "pk"
    list_display = ["title", "code", "kind", "publishing", "to_check"]
    list_filter = ["kind", *RecordAdmin.list_filter]
    autocomplete_fields = [
        name for name in RecordAdmin.autocomplete_fields if name != "figures"
    ]
    readonly_fields = [
        *RecordAdmin.readonly_fields,
        "next_step",
        "languages",
        "appointed",
    ]
    fieldsets = [
        (None, {"fields": ["next_step", "languages", "code", "kind", "title", "lead"]}),
        (_("When it is public"), {"fields": ["is_draft", "publish_at", "expire_at"]}),
        (
            _("Where it belongs"),
            {"fields": ["order", "programmes", "tags", "sectors"]},
        ),
        (
            _("Where it comes from"),
            {"fields": [*WHERE_FROM, "basis", "to_check", "note", "is_sample"]},
        ),
    ]
    inlines = [OpeningInline, BlockInline]

    def get_inlines(self, request, obj):
        """A hub that is being made has no blocks yet."""
        return self.inlines if obj else [OpeningInline]

    @staticmethod
    def hub_of(row) -> int:
        return row.id

    def get_readonly_fields(self, request, obj=None):
        """When it is public and where it belongs is not for its editors to say."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_staff else [*fields, *FOR_STAFF]

    def get_fieldsets(self, request, obj=None):
        """Who edits it is for the secretariat to read."""
        sets = super().get_fieldsets(request, obj)
        if request.user.is_staff and obj:
            people = {"fields": ["appointed"]}
            return [*sets, (_("Who edits it"), people)]
        return sets

    @admin.display(description=_("editors of this hub"))
    def appointed(self, hub):
        rows = hub.editors.current().select_related("user")
        names = SEMICOLON.join(str(row.user) for row in rows) or "–"
        words = _("Appoint an editor")
        return format_html(
            '{} · <a href="{}">{}</a>', names, appointing_url(hub), words
        )

    def get_list_display(self, request):
        return [*super().get_list_display(request), missing_of_each(request)]

    @admin.display(description=_("texts without a translation"))
    def languages(self, hub):
        """Each language, with the parts that lack a text, where they are translated."""
        if not hub.pk:
            return "–"
        lines = [
            (NAMES[code], format_html_join(SEMICOLON, TO_ROW, _doors(code, rows)))
            for code, rows in lacking().get(hub.pk, {}).items()
        ]
        if not lines:
            return _("All texts stand in all six languages.")
        return format_html_join("", "<p><b>{}</b> {}</p>", lines)

    @admin.display(description=_("next step"))
    def next_step(self, hub):
        if not hub.pk:
            return _("Save the hub as a draft, then add its blocks one by one.")
        add = reverse("admin:knowledge_hubs_hubblock_add")
        return format_html(
            '<a href="{}?hub={}">{}</a> · <a href="{}">{}</a>',
            add,
            hub.pk,
            _("Add a block"),
            hub.get_absolute_url(),
            _("See the hub as its readers will"),
        )
