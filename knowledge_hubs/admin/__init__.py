from knowledge_hubs.admin import (
    evidence,
    hubs,
    library,
    searches,
    solving,
    value_chains,
)

__all__ = ["evidence", "hubs", "library", "searches", "solving", "value_chains"]
