from reporting.admin import (
    activities,
    initiatives,
    periods,
    policies,
    questions,
    trusted,
)

__all__ = ["activities", "initiatives", "periods", "policies", "questions", "trusted"]
