"""The vocabularies everything is classified by."""

from collections import Counter

from oneplanet.reference import Table, read
from programmes.models import ActivityType, Stage, Term


def load_terms(load, file):
    """A term's place in the file is its place in its vocabulary."""
    table = Table("vocabulary code parent? basis source", "label definition?")
    order = Counter()
    for row in read(file, term=table)["term"]:
        vocabulary = row.pop("vocabulary")
        order[vocabulary] += 1
        row["parent"] = load.named(Term, vocabulary, row["parent"])
        load.row(
            Term,
            find={"vocabulary": vocabulary, "code": row.pop("code")},
            values=row | {"order": order[vocabulary]},
        )


def load_activity_types(load, file):
    keys = "code parent? level is_implementation basis source"
    rows = read(file, activity_type=Table(keys, "label definition"))["activity_type"]
    for order, row in enumerate(rows, 1):
        row["parent"] = load.named(ActivityType, row["parent"])
        load.row(
            ActivityType, find={"code": row.pop("code")}, values=row | {"order": order}
        )


def load_stages(load, file):
    rows = read(file, stage=Table("code chain generic? basis source", "label"))
    for order, row in enumerate(rows["stage"], 1):
        generic = [load.named(Stage, code) for code in row.pop("generic") or ()]
        load.row(
            Stage,
            find={"code": row.pop("code")},
            values=row | {"order": order},
            many={"generic_stages": generic},
        )
