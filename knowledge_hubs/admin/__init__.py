from knowledge_hubs.admin import (
    alerts,
    evidence,
    hub_blocks,
    hub_editors,
    hubs,
    library,
    searches,
    solving,
    translation_files,
    translations,
    value_chains,
)

__all__ = [
    "alerts",
    "evidence",
    "hub_blocks",
    "hub_editors",
    "hubs",
    "library",
    "searches",
    "solving",
    "translation_files",
    "translations",
    "value_chains",
]
