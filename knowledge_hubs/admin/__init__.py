from knowledge_hubs.admin import (
    evidence,
    hub_blocks,
    hub_editors,
    hubs,
    library,
    searches,
    solving,
    value_chains,
)

__all__ = [
    "evidence",
    "hub_blocks",
    "hub_editors",
    "hubs",
    "library",
    "searches",
    "solving",
    "value_chains",
]
