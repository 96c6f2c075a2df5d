from reporting.admin import activities, policies

__all__ = ["activities", "policies"]
