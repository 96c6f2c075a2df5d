"""The words a partner may choose from, in the reader's language, in few queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.text.folding import fold
from oneplanet.text.languages import set_apart
from programmes.models import (
    ActivityType,
    Country,
    Programme,
    SdgTarget,
    Stage,
    Term,
)

VOCABULARIES = {
    "scope": "scope",
    "regions": "reporting_region",
    "sectors": "sector",
    "impacts": "impact",
    "goals": "goal",
    "tags": "tag",
}
NETWORK_WIDE = "NET"
NOT_OFFERED = gettext_lazy(
    "One of your choices is not on the list. Please choose again."
)
CHOOSE_ONE = gettext_lazy("Please choose one.")
CHOOSE_SOME = gettext_lazy("Please choose at least one.")


@dataclass(slots=True)
class Choices:
    """Field → rows by code, of all words ever; and the choices to offer."""

    rows: dict[str, dict]
    offered: dict[str, list]


def choices() -> Choices:
    """Everything the report form needs. Six queries."""
    rows = defaultdict(dict)
    by_vocabulary = {v: field for field, v in VOCABULARIES.items()}
    terms = Term.objects.filter(vocabulary__in=by_vocabulary).order_by("order", "pk")
    for term in terms:
        rows[by_vocabulary[term.vocabulary]][term.code] = term
    rows["type"] = {row.code: row for row in ActivityType.objects.all()}
    rows["stages"] = {row.code: row for row in Stage.objects.all()}
    rows["targets"] = {row.code: row for row in SdgTarget.objects.all()}
    rows["programme"] = {row.code: row for row in Programme.objects.all()}
    countries = sorted(
        Country.objects.exclude(kind="organisation"), key=lambda row: fold(row.name)
    )
    rows["countries"] = {row.code: row for row in countries}
    return Choices(rows, {field: _offer(field, rows[field]) for field in rows})


def _offer(field, rows):
    if field == "countries":
        return [(code, row.name) for code, row in rows.items()]
    if field == "programme":
        return [
            *((code, row.name) for code, row in rows.items()),
            (NETWORK_WIDE, _("The whole network, no single programme")),
        ]
    if field == "stages":
        return _by_chain(rows)
    if field == "targets":
        return [(code, str(row)) for code, row in rows.items()]
    in_use = ((code, row) for code, row in rows.items() if row.retired_on is None)
    if field in ("type", "impacts"):
        return [(code, _indented(row, rows)) for code, row in in_use]
    if field == "goals":
        return [(code, _numbered(code, row)) for code, row in in_use]
    return [(code, row.label) for code, row in in_use]


def _numbered(code, goal):
    return f"{set_apart(code.removeprefix('SDG'))}. {goal.label}"


def _indented(row, rows):
    """A narrower word says what it is part of."""
    broader = next((r for r in rows.values() if r.pk == row.parent_id), None)
    return f"{broader.label} – {row.label}" if broader else row.label


def _by_chain(rows):
    groups = defaultdict(list)
    for code, row in rows.items():
        if row.retired_on is None:
            groups[row.get_chain_display()].append((code, row.label))
    return list(groups.items())
