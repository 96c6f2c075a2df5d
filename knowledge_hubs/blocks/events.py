"""Events to come, the next of them first, and past ones, the last of them first."""

from datetime import date

from django.utils.translation import gettext as _

from knowledge_hubs.blocks.given import Given, Group
from knowledge_hubs.event_times import has_passed
from oneplanet.text import dates


def fill(given: Given, blocks) -> dict[int, list[Group]]:
    """No query: the rows are those of the shelf."""
    return {block.pk: _groups(given.lists.get(block.pk, ())) for block in blocks}


def _groups(pairs) -> list[Group]:
    today = dates.today()
    coming = [pair for pair in pairs if not has_passed(pair[0], today)]
    past = [card for row, card in pairs if has_passed(row, today)]
    coming.sort(key=lambda pair: pair[0].starts_on or date.max)
    found = [
        Group(_("To come"), [card for _row, card in coming]),
        Group(_("Past"), past),
    ]
    return [group for group in found if group.cards]
