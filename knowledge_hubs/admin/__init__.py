from knowledge_hubs.admin import (
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
    "evidence",
    "hubs",
    "library",
    "searches",
    "solving",
    "translation_files",
    "translations",
    "value_chains",
]
