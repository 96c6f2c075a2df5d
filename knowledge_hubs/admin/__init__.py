from knowledge_hubs.admin import (
    evidence,
    hub_blocks,
    hubs,
    library,
    searches,
    solving,
    value_chains,
)

__all__ = [
    "evidence",
    "hub_blocks",
    "hubs",
    "library",
    "searches",
    "solving",
    "value_chains",
]
