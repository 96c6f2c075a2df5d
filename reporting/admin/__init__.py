from reporting.admin import activities, periods, policies

__all__ = ["activities", "periods", "policies"]
