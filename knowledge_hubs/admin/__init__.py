from knowledge_hubs.admin import (
    evidence,
    feedback,
    hubs,
    library,
    proposals,
    searches,
    solving,
    value_chains,
)

__all__ = [
    "evidence",
    "feedback",
    "hubs",
    "library",
    "proposals",
    "searches",
    "solving",
    "value_chains",
]
