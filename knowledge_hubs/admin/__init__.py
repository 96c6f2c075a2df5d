from knowledge_hubs.admin import (
    desk,
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
    "desk",
    "evidence",
    "feedback",
    "hubs",
    "library",
    "proposals",
    "searches",
    "solving",
    "value_chains",
]
