"""Hubs are arranged here: a hub with its blocks in order, and each block on a page of
its own, where only what its kind can hold is asked.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from knowledge_hubs.completeness import RULES
from knowledge_hubs.hub_languages import lacking, with_texts
from knowledge_hubs.models import RECORDS, BlockItem, Hub, HubBlock, HubFigure
from oneplanet.admin import site
from oneplanet.completing import Completed
from oneplanet.curating import (
    CuratedForm,
    RecordAdmin,
    TextsInline,
    TranslatedAdmin,
)
from oneplanet.language_tabs import arranged
from oneplanet.text.lists import SEMICOLON
from oneplanet.text.numbers import number

Kind = HubBlock.Kind
WHERE_FROM = ["document", "paragraph", "source"]
TITLE, TEXT = get_translation_fields("title"), get_translation_fields("text")
BEGINNING = ["hub", "kind", "of", "chain", *TITLE, "order"]
FILTER = ["of", "programme", "tag", "sector", "of_kind", "how_many"]


def _to(row):
    """A part of a hub by its name, leading to where it is changed."""
    page = row.block if isinstance(row, BlockItem) else row
    if isinstance(page, Hub):
        return str(row)
    url = reverse("admin:knowledge_hubs_hubblock_change", args=[page.pk])
    return format_html('<a href="{}">{}</a>', url, str(row))


class OpeningForm(CuratedForm):
    ordered_within = ("hub",)


class OpeningInline(admin.TabularInline):
    model = HubFigure
    form = OpeningForm
    fields = ["order", "figure"]
    autocomplete_fields = ["figure"]
    extra = 0


class BlockInline(admin.TabularInline):
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
class HubAdmin(Completed, RecordAdmin):
    rules = RULES[Hub]
    list_display = ["title", "code", "kind", "publishing", "to_check", "missing"]
    list_filter = ["kind", *RecordAdmin.list_filter]
    autocomplete_fields = [
        name for name in RecordAdmin.autocomplete_fields if name != "figures"
    ]
    readonly_fields = [*RecordAdmin.readonly_fields, "next_step", "languages"]
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

    def get_queryset(self, request):
        return with_texts(super().get_queryset(request))

    @admin.display(description=_("missing languages"))
    def missing(self, hub):
        """Of all its texts: each language with how many wait for it."""
        counted = lacking(hub).items()
        return SEMICOLON.join(f"{code}: {number(len(rows))}" for code, rows in counted)

    @admin.display(description=_("texts without a translation"))
    def languages(self, hub):
        """Each language, with the parts that lack a text, where they are mended."""
        if not hub.pk:
            return "–"
        lines = [
            (code, format_html_join(SEMICOLON, "{}", ((_to(row),) for row in rows)))
            for code, rows in lacking(hub).items()
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


class ItemForm(CuratedForm):
    ordered_within = ("block",)


class FigureItems(admin.TabularInline):
    model = BlockItem
    form = ItemForm
    fields = ["order", "figure"]
    autocomplete_fields = ["figure"]
    extra = 0
    verbose_name = _("published figure")
    verbose_name_plural = _("published figures")


class RecordItems(admin.StackedInline):
    """One record in each row, whatever its kind."""

    model = BlockItem
    form = ItemForm
    fields = ["order", *RECORDS]
    autocomplete_fields = RECORDS
    extra = 0
    verbose_name = _("featured record")
    verbose_name_plural = _("featured records: choose one in each row")


class TextItems(TextsInline):
    model = BlockItem
    form = ItemForm
    autocomplete_fields = ["document"]
    rich_texts = ("text",)


class Moments(TextItems):
    fields = ["order", "when", "title", "text", *WHERE_FROM]
    verbose_name = _("moment")
    verbose_name_plural = _("moments")


class Messages(TextItems):
    fields = ["order", "text", *WHERE_FROM]
    verbose_name = _("key message")
    verbose_name_plural = _("key messages")


ITEMS = {
    Kind.FIGURES: FigureItems,
    Kind.RECORDS: RecordItems,
    Kind.TIMELINE: Moments,
    Kind.MESSAGES: Messages,
}


class BlockForm(CuratedForm):
    ordered_within = ("hub",)


@admin.register(HubBlock, site=site)
class HubBlockAdmin(TranslatedAdmin):
    form = BlockForm
    list_display = ["title", "hub", "kind", "order", "missing"]
    list_filter = ["kind", "hub"]
    list_select_related = ["hub"]
    ordering = ["hub", "order", "pk"]
    search_fields = ["title_en", "hub__words_folded", "hub__code"]
    autocomplete_fields = ["hub", "document", "programme", "tag", "sector", "chain"]
    permanent = ("hub", "kind")
    rich_texts = ("text",)

    def get_fieldsets(self, request, obj=None):
        """First whose it is and its kind; then what such a block can hold."""
        if obj is None:
            help_text = _("What it holds is asked on the next page.")
            sets = [(None, {"fields": BEGINNING, "description": help_text})]
            return arranged(sets, self.model)
        sets = [(None, {"fields": ["hub", "kind", "order", *TITLE, *TEXT]})]
        if obj.kind == Kind.LIST:
            sets.append((_("What it lists"), {"fields": FILTER}))
        if obj.kind == Kind.STAGES:
            sets.append((_("What it draws"), {"fields": ["chain"]}))
        sets.append((_("Where it comes from"), {"fields": WHERE_FROM}))
        return arranged(sets, self.model, obj)

    def get_inlines(self, request, obj):
        return [ITEMS[obj.kind]] if obj and obj.kind in ITEMS else []

    def response_add(self, request, obj, post_url_continue=None):
        """On to what the block holds, unless another way was chosen."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)
