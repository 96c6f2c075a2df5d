"""The policies a document names and the reasons of desks, loaded as reference rows."""

from oneplanet.reference import Table, read
from programmes.models import Country, SourceDocument, Term
from reporting.models import PolicyInstrument, ReturnReason

POLICY = Table(
    "code country name name_language year_text start_year? adoption_year? end_year? "
    "policy_types sectors tags goals is_single_use_plastics? source paragraph basis "
    "to_check?",
    "summary note?",
    later="stage",
)
WORDS = {  # key of the file: field and vocabulary
    "policy_types": ("types", "policy_type"),
    "sectors": ("sectors", "sector"),
    "tags": ("tags", "tag"),
    "goals": ("goals", "goal"),
}


def load_policies(load, file):
    for order, row in enumerate(read(file, policy=POLICY)["policy"], 1):
        row["country"] = load.named(Country, row["country"])
        row["document"] = load.named(SourceDocument, row.pop("source"))
        words = {
            field: [load.named(Term, vocabulary, code) for code in row.pop(key)]
            for key, (field, vocabulary) in WORDS.items()
        }
        load.row(
            PolicyInstrument,
            find={"code": row.pop("code")},
            values=row | {"order": order},
            many=words,
        )


REASON = Table("code", "label guidance")


def load_reasons(load, file):
    """Why desks send something back, in the order of the file."""
    for order, row in enumerate(read(file, reason=REASON)["reason"], 1):
        load.row(
            ReturnReason, find={"code": row.pop("code")}, values=row | {"order": order}
        )


STEPS = (
    ("reporting/reference/policies.toml", load_policies),
    ("reporting/reference/return_reasons.toml", load_reasons),
)
