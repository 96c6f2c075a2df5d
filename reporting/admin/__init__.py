from reporting.admin import activities, periods, policies, questions

__all__ = ["activities", "periods", "policies", "questions"]
