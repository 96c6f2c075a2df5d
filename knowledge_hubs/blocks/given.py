"""What is known of a hub's page before its blocks fill themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_hubs.models import Hub, HubBlock
from programmes.models import FigureText, Programme


@dataclass(frozen=True, slots=True)
class Given:
    """``named``: shelf → keys of the records its items feature; ``lists``: key of a
    block → pairs of a row and its card, of those that list records; ``programmes`` and
    ``figures`` by code and by key."""

    hub: Hub
    owners: list[Programme]
    programmes: Mapping[str, Programme]
    figures: Mapping[int, FigureText]
    named: Mapping[str, set]
    lists: Mapping[int, list[tuple]]


@dataclass(frozen=True, slots=True)
class Group:
    """Cards (HTML) under a heading, and where all of them are."""

    heading: str
    cards: list[str]
    url: str = ""
    total: int = 0


def narrowed_by(block: HubBlock) -> list[str]:
    """The words a block narrows by, in the reader's language."""
    words = (block.programme, block.sector, block.tag)
    return [str(word) for word in words if word]
