from knowledge_hubs.admin import evidence, hubs, library, value_chains

__all__ = ["evidence", "hubs", "library", "value_chains"]
