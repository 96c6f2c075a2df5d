"""Figures of the portal: counted from what is public now, each leading to the list of
what was counted. Published figures beside them stay as their document prints them.
"""

from django.db.models import Count, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from knowledge_hubs.blocks.given import Given, narrowed_by
from knowledge_hubs.models import HubBlock
from knowledge_hubs.shelves import BY_NAME
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import shown
from oneplanet.text.lists import SEMICOLON
from oneplanet.text.numbers import number


def fill(given: Given, blocks) -> dict[int, list[dict]]:
    """Cards of components/figure_card.html, and published figures, in the editors'
    order: rows of ``counted`` or ``published``. One query for all that is counted."""
    items = [(block, item) for block in blocks for item in block.items.all()]
    counts = _counts([pair for pair in items if pair[1].counts])
    found = {block.pk: [] for block in blocks}
    for block, item in items:
        if item.counts:
            found[block.pk].append({"counted": _card(block, item, counts[item.pk])})
        elif item.figure_id in given.figures:
            found[block.pk].append({"published": given.figures[item.figure_id]})
    return found


def _counts(items) -> dict[int, int]:
    if not items:
        return {}
    rows = [_counted(block, item) for block, item in items]
    return dict(rows[0].union(*rows[1:], all=True).order_by() if rows[1:] else rows[0])


def _counted(block, item) -> QuerySet:
    """(the key of the item, how many): a manager of ours would let the fields of
    languages change it."""
    shelf = BY_NAME[item.counts]
    rows = shelf.narrow(shelf.query_of(block), shelf.rows())
    plain = QuerySet(rows.model, query=rows.model._base_manager.all().query)
    plain = plain.filter(pk__in=rows.order_by().values("pk"))
    key = Value(item.pk, output_field=IntegerField())
    counted = plain.order_by().annotate(item=key).values("item")
    return counted.annotate(n=Count("pk")).values_list("item", "n")


def _card(block, item, count) -> dict:
    title = in_language(*shown(item, "title")) if item.title else ""
    words = SEMICOLON.join(narrowed_by(block))
    only = _("Only: %(words)s") % {"words": words} if words else ""
    return {
        "live": True,
        "number": number(count),
        "label": title or HubBlock.Of(item.counts).label,
        "base": _("Public on this portal now, each counted once"),
        "period": only,
        "source": _("See what was counted"),
        "url": BY_NAME[item.counts].list_url(block),
    }
