"""The blocks of hubs, each on a page of its own, where only what its kind can hold is
asked.
"""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_translation_fields

from knowledge_hubs.admin.block_words import DOES, HELPS
from knowledge_hubs.admin.hub_editors import (
    ForEditors,
    PartsForEditors,
)
from knowledge_hubs.blocks import searches
from knowledge_hubs.blocks.listed_kinds import kinds_in
from knowledge_hubs.edited_hubs import hidden_items
from knowledge_hubs.excerpts import strange
from knowledge_hubs.hub_reading import read, with_owners
from knowledge_hubs.models import RECORDS, BlockItem, Hub, HubBlock
from oneplanet.admin import site
from oneplanet.curating import CuratedForm, TextsInline, TranslatedAdmin
from oneplanet.desk import column
from oneplanet.language_tabs import arranged
from oneplanet.row_choices import OffersRows
from oneplanet.table_rows import TableInline

Kind = HubBlock.Kind
WHERE_FROM = ["document", "paragraph", "source"]
TITLE, TEXT = get_translation_fields("title"), get_translation_fields("text")
BEGINNING = ["hub", "kind", "of", "chain", "query", "chart", *TITLE, "order"]
NARROWING = ["programme", "tag", "sector"]
HELD = {  # heading and fields of what a block of a kind is asked
    Kind.LIST: (_("What it lists"), ["of", *NARROWING, "of_kind", "how_many"]),
    Kind.STAGES: (_("What it draws"), ["chain"]),
    Kind.BY_STAGE: (_("What it lists"), ["chain", "how_many"]),
    Kind.COUNTED: (_("What is counted"), NARROWING),
    Kind.SEARCH: (_("What it searches for"), ["query", "how_many"]),
    Kind.EVENTS: (
        _("What it lists"),
        ["period", *NARROWING, "of_kind", "how_many"],
    ),
    Kind.NEWS: (_("What it lists"), [*NARROWING, "how_many"]),
    Kind.PARTNERS: (_("Whose partners"), ["programme", "how_many"]),
    Kind.CHART: (_("What it draws"), ["chart", *NARROWING]),
}


class ItemForm(CuratedForm):
    ordered_within = ("block",)


class ItemsForEditors(PartsForEditors):
    """Without items that name what is not public, where no staff asks."""

    def get_queryset(self, request):
        rows = super(ForEditors, self).get_queryset(request)
        if request.user.is_staff:
            return rows
        return rows.exclude(pk__in=hidden_items().values("pk"))


class FigureItems(ItemsForEditors, OffersRows, TableInline):
    model = BlockItem
    form = ItemForm
    fields = ["order", "figure"]
    autocomplete_fields = ["figure"]
    extra = 0
    verbose_name = _("published figure")
    verbose_name_plural = _("published figures")


class Counts(FigureItems):
    """What is counted now, and published figures beside it."""

    fields = ["order", "counts", "figure"]
    verbose_name = _("figure")
    verbose_name_plural = _("figures: in each row what is counted, or a published one")


class RecordItems(ItemsForEditors, OffersRows, admin.StackedInline):
    """One record in each row, whatever its kind."""

    model = BlockItem
    form = ItemForm
    fields = ["order", *RECORDS]
    autocomplete_fields = RECORDS
    extra = 0
    verbose_name = _("featured record")
    verbose_name_plural = _("featured records: choose one in each row")


class TextItems(ItemsForEditors, TextsInline):
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


class LessonForm(ItemForm):
    def _post_clean(self):
        """What is quoted stands in the record it is of; the row is filled by now."""
        super()._post_clean()
        refused = _("The record does not say this in these words.")
        for code in strange(self.instance) if not self.errors else ():
            self.add_error(column("quote", code), ValidationError(refused))


class Lessons(TextItems):
    """Each with a record's own words; a row without a lesson shows the one above."""

    form = LessonForm
    fields = ["order", "title", "text", "quote", *RECORDS, *WHERE_FROM]
    autocomplete_fields = [*RECORDS, "document"]
    verbose_name = _("lesson, or what shows the one above")
    verbose_name_plural = _(
        "lessons: in each row what is learnt and a record’s own words that show it; a "
        "row without a title shows the lesson above"
    )


ITEMS = {
    Kind.LESSONS: Lessons,
    Kind.FIGURES: FigureItems,
    Kind.COUNTED: Counts,
    Kind.RECORDS: RecordItems,
    Kind.TIMELINE: Moments,
    Kind.MESSAGES: Messages,
}


class BlockForm(CuratedForm):
    ordered_within = ("hub",)

    def __init__(self, *args, **kwargs):
        """The kinds to choose from are those of what is listed."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            help_text = HELPS.get((self.instance.kind, name), field.help_text)
            field.help_text = help_text
        if field := self.fields.get("of_kind"):
            listed = self.data.get("of", self.instance.lists)
            self.fields["of_kind"] = forms.ChoiceField(
                label=field.label,
                required=False,
                choices=[("", BLANK_CHOICE_LABEL), *kinds_in(listed)],
                help_text=_("Only those of this kind."),
            )

    def last_place(self) -> int:
        """The next ten, so that there is room between two blocks."""
        return -(-super().last_place() // 10) * 10

    def clean_query(self):
        """An address as it was pasted, or words, in the form in which it is kept."""
        given = self.cleaned_data["query"]
        return searches.read(given) if given else ""

    def clean(self):
        """A block that counts policies is narrowed by no programme."""
        cleaned = super().clean()
        if self.instance.pk and cleaned.get("programme"):
            if self.instance.items.filter(counts=HubBlock.Of.POLICY).exists():
                refused = _("Policies belong to no programme, and this counts some.")
                self.add_error("programme", ValidationError(refused))
        return cleaned


@admin.register(HubBlock, site=site)
class HubBlockAdmin(ForEditors, TranslatedAdmin):
    form = BlockForm
    list_display = ["title", "hub", "kind", "order", "missing"]
    list_filter = ["kind", "hub"]
    list_select_related = ["hub"]
    ordering = ["hub", "order", "pk"]
    search_fields = ["title_en", "hub__words_folded", "hub__code"]
    autocomplete_fields = ["hub", "document", "programme", "tag", "sector", "chain"]
    permanent = ("hub", "kind")
    readonly_fields = ["seen"]
    rich_texts = ("text",)

    def get_list_filter(self, request):
        """Editors of a hub are offered no other."""
        filters = super().get_list_filter(request)
        if request.user.is_staff:
            return filters
        return [name for name in filters if name != "hub"]

    def has_add_permission(self, request):
        return super().has_add_permission(request) or self.is_theirs(request)

    def has_delete_permission(self, request, obj=None):
        """Not by an editor of the hub who does not see all that it holds."""
        if super().has_delete_permission(request, obj):
            return True
        is_theirs = self.is_theirs(request, obj)
        return is_theirs and not (obj and hidden_items().filter(block=obj).exists())

    def get_fieldsets(self, request, obj=None):
        """First whose it is and its kind; then what such a block can hold."""
        if obj is None:
            help_text = _("What it holds is asked on the next page.")
            sets = [(None, {"fields": BEGINNING, "description": help_text})]
            return arranged(sets, self.model)
        seen = ["hub", "kind", "seen", "order", *TITLE, *TEXT]
        sets = [(None, {"fields": seen, "description": DOES[obj.kind]})]
        if obj.kind in HELD:
            heading, fields = HELD[obj.kind]
            sets.append((heading, {"fields": fields}))
        sets.append((_("Where it comes from"), {"fields": WHERE_FROM}))
        return arranged(sets, self.model, obj)

    @admin.display(description=_("what readers see"))
    def seen(self, block):
        """Where it stands on the page, or why it is not there."""
        hub = with_owners(Hub.objects.filter(pk=block.hub_id)).get()
        if block in read(hub).hidden:
            return _(
                "Nothing now: there is nothing to show, so the block is hidden from "
                "readers. It appears by itself when there is something."
            )
        url, words = block.get_absolute_url(), _("See it on the page of the hub")
        return format_html('<a href="{}">{}</a>', url, words)

    def get_inlines(self, request, obj):
        return [ITEMS[obj.kind]] if obj and obj.kind in ITEMS else []

    def response_add(self, request, obj, post_url_continue=None):
        """On to what the block holds, unless another way was chosen."""
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)
