from knowledge_hubs.admin import hubs, library, value_chains

__all__ = ["hubs", "library", "value_chains"]
