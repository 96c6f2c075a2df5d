from knowledge_hubs.admin import hubs, library

__all__ = ["hubs", "library"]
