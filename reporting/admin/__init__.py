from reporting.admin import activities, initiatives, periods, policies, questions

__all__ = ["activities", "initiatives", "periods", "policies", "questions"]
