"""Value chains are arranged here: a chain with its stages, facts and ways back; each
stage on a page of its own, with what is filed at it.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import (
    FILED,
    ChainFact,
    ChainLoop,
    ChainStage,
    StageRecord,
    ValueChain,
)
from oneplanet.admin import site
from oneplanet.curating import (
    CuratedAdmin,
    CuratedForm,
    RecordAdmin,
    TranslatedAdmin,
)
from oneplanet.row_choices import OffersRows
from oneplanet.table_rows import TableInline

WHERE_FROM = ["document", "paragraph", "source"]


class PartForm(CuratedForm):
    ordered_within = ("chain",)


class StageInline(OffersRows, TableInline):
    """The stages in their order; what is filed at them stands on their own pages."""

    model = ChainStage
    form = PartForm
    fields = ["order", "stage", "address", "is_whole"]
    autocomplete_fields = ["stage"]
    show_change_link = True
    can_delete = False
    extra = 0


@admin.register(ValueChain, site=site)
class ValueChainAdmin(RecordAdmin):
    list_display = ["title", "code", "publishing", "to_check", "missing"]
    permanent = ("code", "chain")
    fieldsets = [
        (None, {"fields": ["code", "chain", "title", "lead"]}),
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
    autocomplete_fields = ["programmes", "tags", "sectors", "document"]
    inlines = [StageInline]


class FiledForm(CuratedForm):
    ordered_within = ("stage",)


class RecordInline(OffersRows, admin.StackedInline):
    """One record in each row, whatever its kind."""

    model = StageRecord
    form = FiledForm
    fields = ["order", *FILED, *WHERE_FROM]
    autocomplete_fields = [*FILED, "document"]
    extra = 0


@admin.register(ChainStage, site=site)
class ChainStageAdmin(CuratedAdmin):
    form = PartForm
    list_display = ["stage", "chain", "address", "order"]
    list_filter = ["chain"]
    list_select_related = ["chain", "stage"]
    ordering = ["chain", "order", "pk"]
    search_fields = ["address", "stage__code", "stage__label_en", "chain__code"]
    autocomplete_fields = ["chain", "stage", "document"]
    fields = ["chain", "stage", "address", "order", "is_whole", *WHERE_FROM]
    permanent = ("chain", "stage", "address")
    inlines = [RecordInline]

    def has_delete_permission(self, request, obj=None):
        return False


class PartAdmin(TranslatedAdmin):
    form = PartForm
    list_display = ["__str__", "chain", "kind", "paragraph", "missing"]
    list_filter = ["chain", "kind"]
    list_select_related = ["chain", "figure"]
    search_fields = ["text_en", "code", "paragraph"]


@admin.register(ChainFact, site=site)
class ChainFactAdmin(PartAdmin):
    ordering = ["chain", "order", "pk"]
    autocomplete_fields = ["chain", "stages", "figure", "document"]
    fieldsets = [
        (None, {"fields": ["chain", "kind", "stages", "text", "figure", "order"]}),
        (_("Where it comes from"), {"fields": WHERE_FROM}),
    ]
    permanent = ("chain",)


class LoopForm(CuratedForm):
    ordered_within = ("leaves",)


@admin.register(ChainLoop, site=site)
class ChainLoopAdmin(TranslatedAdmin):
    form = LoopForm
    list_display = ["__str__", "kind", "leaves", "returns", "missing"]
    list_filter = ["kind"]
    list_select_related = ["leaves__stage", "returns__stage"]
    ordering = ["leaves__chain", "order", "pk"]
    search_fields = ["text_en", "code"]
    autocomplete_fields = ["leaves", "returns", "document"]
    fieldsets = [
        (None, {"fields": ["leaves", "returns", "kind", "text", "order"]}),
        (_("Where it comes from"), {"fields": WHERE_FROM}),
    ]
