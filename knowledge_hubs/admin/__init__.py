from knowledge_hubs.admin import (
    alerts,
    evidence,
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
    "hubs",
    "library",
    "searches",
    "solving",
    "translation_files",
    "translations",
    "value_chains",
]
