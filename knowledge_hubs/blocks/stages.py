"""What there is at each stage of a value chain, as lists: its newest activities, and
policies and records a document files there.
"""

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode

from knowledge_hubs.blocks.given import Given, Group
from knowledge_hubs.chain_pages import cards
from knowledge_hubs.chain_reading import records_of
from oneplanet.publishing import PublishingState
from reporting.cards import public_cards
from reporting.models import Publication


def fill(_given: Given, blocks) -> dict[int, list[dict]]:
    """Rows of ``stage``, ``filed`` and ``activities`` (groups of cards) and the
    ``total`` of both, those stages left out at which there is nothing. Four queries for
    each chain, and one for the cards of its activities."""
    return {block.pk: _of(block) for block in blocks}


def _of(block) -> list[dict]:
    chain = block.chain
    if chain.publishing_state != PublishingState.PUBLIC:
        return []
    stages = list(chain.stages.select_related("stage"))
    newest = _newest(chain, block.how_many)
    drawn = dict(zip(newest, public_cards(list(newest)), strict=True))
    filed = records_of(chain)
    rows = []
    for stage in stages:
        stage.chain = chain  # its address asks for it
        here = [pk for pk, at in newest.items() if stage.stage_id in at]
        records = [row for row in filed if row.stage_id == stage.pk]
        rows.append(_row(stage, [drawn[pk] for pk in here], records, newest, block))
    return [row for row in rows if row["activities"].cards or row["filed"].cards]


def _row(stage, activities, records, newest, block) -> dict:
    totals = {key: n for at in newest.values() for key, n in at.items()}
    query = urlencode({"stage": stage.stage.code})
    shown = [_drawn(card) for card in cards(records[: block.how_many])]
    url = f"{reverse('reporting:activity_list')}?{query}"
    total = totals.get(stage.stage_id, 0)
    return {
        "stage": stage,
        "activities": Group("", activities, url, total),
        "filed": Group("", shown, stage.get_absolute_url(), len(records)),
        "total": total + len(records),
    }


def _drawn(card) -> str:
    return render_to_string("components/record_card.html", {"card": card})


def _newest(chain, how_many) -> dict[int, dict[int, int]]:
    """The newest public activities of each stage: the key of a version → the keys of
    the words of its stages, with how many activities each has in all."""
    rows = Publication.objects.filter(until_at=None).annotate(at=F("version__stages"))
    newest = [F("day").desc(), F("version").desc()]
    at_stage = {"partition_by": F("at")}
    placed = rows.filter(at__in=chain.stages.values("stage")).annotate(
        place=Window(RowNumber(), order_by=newest, **at_stage),
        total=Window(Count("pk"), **at_stage),
    )
    found = {}
    first = placed.filter(place__lte=how_many).order_by("place")
    for pk, stage, total in first.values_list("version", "at", "total"):
        found.setdefault(pk, {})[stage] = total
    return found
