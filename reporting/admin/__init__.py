from reporting.admin import (
    activities,
    initiatives,
    periods,
    policies,
    questions,
    reasons,
)

__all__ = ["activities", "initiatives", "periods", "policies", "questions", "reasons"]
