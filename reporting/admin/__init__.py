from reporting.admin import (
    activities,
    initiatives,
    periods,
    policies,
    questions,
    reasons,
    trusted,
)

__all__ = [
    "activities",
    "initiatives",
    "periods",
    "policies",
    "questions",
    "reasons",
    "trusted",
]
