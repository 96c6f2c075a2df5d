"""Which texts of a hub still wait for a translation, language by language."""

from django.db.models import Prefetch, QuerySet

from knowledge_hubs.models import BlockItem, Hub
from oneplanet.desk import OTHERS, row_lacks


def with_texts(hubs: QuerySet) -> QuerySet:
    """Hubs with all their texts at hand, by two more queries."""
    items = BlockItem.objects.order_by("order", "pk")
    return hubs.prefetch_related("blocks", Prefetch("blocks__items", items))


def lacking(hub: Hub) -> dict[str, list]:
    """The rows of a hub (itself, its blocks, their items) in the order of its page
    that lack a text in a language, by the language; complete languages are left out."""
    blocks = list(hub.blocks.all())
    rows = [hub]
    for block in blocks:
        rows += [block, *block.items.all()]
    found = {code: [row for row in rows if row_lacks(row, code)] for code in OTHERS}
    return {code: rows for code, rows in found.items() if rows}
