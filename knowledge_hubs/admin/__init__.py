from knowledge_hubs.admin import hubs, library, searches, solving, value_chains

__all__ = ["hubs", "library", "searches", "solving", "value_chains"]
