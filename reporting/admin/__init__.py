from reporting.admin import activities, initiatives, periods, policies

__all__ = ["activities", "initiatives", "periods", "policies"]
