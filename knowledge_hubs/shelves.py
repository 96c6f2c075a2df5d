"""What hubs list and feature: a shelf for each kind of record, and how the blocks of a
hub take from them. Names are those of HubBlock.of and of the columns of BlockItem.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from knowledge_hubs.event_times import of_period
from knowledge_hubs.filters import PolicyFilter, RecordFilter
from knowledge_hubs.hub_cards import (
    draw_activities,
    draw_policies,
    draw_records,
    lightly,
)
from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models.block_kinds import Kind
from reporting.filters import ActivityFilter
from reporting.models import ActivityVersion, PolicyInstrument


@dataclass(frozen=True, slots=True)
class Shelf:
    """``rows`` answers its public rows in the order of their list; ``keys`` are the
    query keys of that list for the columns a block narrows by; ``draw`` makes cards
    (HTML) of rows, given the programmes by code; ``key`` is what an item names.
    """

    name: str
    rows: Callable[[], QuerySet]
    narrow: Callable[[dict, QuerySet], QuerySet]
    keys: dict[str, str]
    draw: Callable[[list, dict], list[str]]
    list_name: str  # URL name of the whole list
    key: str = "pk"

    def query_of(self, block) -> dict[str, str]:
        """What narrows the list of a block, as in the address of the whole list."""
        chosen = {
            "programme": block.programme and block.programme.code,
            "tag": block.tag and block.tag.code,
            "sector": block.sector and block.sector.code,
            "of_kind": block.of_kind,
        }
        return {self.keys[name]: code for name, code in chosen.items() if code}

    def first(self, block) -> list[QuerySet]:
        """Keys of the first rows of the list of a block; of each of its two lists,
        where it parts what is to come from what has passed."""
        rows = self.narrow(self.query_of(block), self.rows())
        parts = of_period(rows, block) if block.kind == Kind.EVENTS else [rows]
        return [part.values("pk")[: block.how_many] for part in parts]

    def list_url(self, block) -> str:
        """The whole list, narrowed as the block is."""
        return f"{reverse(self.list_name)}?{urlencode(self.query_of(block))}"


def _narrow_activities(query, rows):
    return ActivityFilter({k: [code] for k, code in query.items()}, queryset=rows).qs


def _activities():
    return ActivityVersion.objects.current().newest_first().only("activity_id")


def _policies():
    return PolicyInstrument.objects.select_related("country")


def _shelf_of(kind) -> Shelf:
    return Shelf(
        name=kind.name,
        rows=lambda: lightly(kind.model.objects.published()),
        narrow=lambda query, rows: RecordFilter(query, queryset=rows).qs,
        keys={
            "programme": "programme",
            "tag": "theme",
            "sector": "sector",
            "of_kind": "kind",
        },
        draw=draw_records,
        list_name=f"knowledge_hubs:{kind.name}_list",
    )


SHELVES = (
    *map(_shelf_of, KINDS),
    Shelf(
        name="policy",
        rows=_policies,
        narrow=lambda query, rows: PolicyFilter(query, queryset=rows).qs,
        keys={"tag": "theme", "sector": "sector", "of_kind": "type"},
        draw=draw_policies,
        list_name="knowledge_hubs:policy_list",
    ),
    Shelf(
        name="activity",
        rows=_activities,
        narrow=_narrow_activities,
        keys={
            "programme": "programme",
            "tag": "tag",
            "sector": "sector",
            "of_kind": "type",
        },
        draw=draw_activities,
        list_name="reporting:activity_list",
        key="activity_id",
    ),
)
BY_NAME = {shelf.name: shelf for shelf in SHELVES}


def gathered(blocks, named, programmes) -> tuple[dict, dict]:
    """Cards of all public records the blocks of a hub show: those of each automatic
    list, each beside its row, by the key of its block; featured ones by shelf and key.

    ``named`` are the keys of featured records by shelf. One query for each shelf that
    is asked for (two of activities), however many blocks ask.
    """
    lists, featured = {}, {}
    for shelf in SHELVES:
        asking = [block for block in blocks if block.lists == shelf.name]
        keys = named.get(shelf.name, ())
        if not asking and not keys:
            continue
        rows = _taken(shelf, asking, keys)
        cards = list(zip(rows, shelf.draw(rows, programmes), strict=True))
        for block in asking:
            is_in = f"is_in_{block.pk}"
            lists[block.pk] = [pair for pair in cards if getattr(pair[0], is_in)]
        for row, card in cards:
            featured[shelf.name, getattr(row, shelf.key)] = card
    return lists, featured


def _taken(shelf, blocks, keys) -> list:
    """What is featured and the first of each list; each row knows whose list it is
    in."""
    wanted, lists = Q(**{f"{shelf.key}__in": keys}), {}
    for block in blocks:
        parts = (Q(pk__in=keys) for keys in shelf.first(block))
        is_first = reduce(or_, parts)
        wanted |= is_first
        lists[f"is_in_{block.pk}"] = ExpressionWrapper(is_first, BooleanField())
    return list(shelf.rows().filter(wanted).annotate(**lists))
