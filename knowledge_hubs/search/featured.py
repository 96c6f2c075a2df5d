"""Which records a change to a hub reaches: those it features, and those it did."""

from collections.abc import Callable

from knowledge_hubs.models import BlockItem, Hub, HubBlock
from oneplanet import searching


def features(kind: str, column: str) -> dict[type, str | Callable]:
    """What records of a kind follow of hubs; ``column`` of an item names them."""

    def of_hub(hub):
        items = BlockItem.objects.filter(block__hub=hub).exclude(**{column: None})
        now = {str(pk) for pk in items.values_list(f"{column}_id", flat=True)}
        return now | searching.filed_under(kind, "hub", hub.code)

    return {
        Hub: of_hub,
        HubBlock: lambda block: of_hub(block.hub),
        BlockItem: f"{column}_id",
    }
