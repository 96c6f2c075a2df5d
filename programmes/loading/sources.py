"""The documents facts come from, and the figures they printed."""

from decimal import Decimal

from oneplanet.reference import BadReference, Table, read
from programmes.models import (
    Country,
    FigureText,
    Programme,
    PublishedFigure,
    SourceDocument,
)

DOCUMENT = Table(
    "symbol kind published_on? to_check? title_original? language?",
    "title? note?",
    later="original_language? job_number? predecessor? mandates? session? basis "
    "to_check_languages?",
)
FIGURE = Table(
    "code document paragraph number? low? high? qualifier unit period base replaces? "
    "programmes countries? to_check?",
    "label unit_label period_label? base_label? note?",
)
PRINTED = (
    "document paragraph number low high qualifier unit period base replaces".split()
)


def load_documents(load, file):
    """A document without a title in six languages has it in its own."""
    for row in read(file, document=DOCUMENT)["document"]:
        title, language = row.pop("title_original"), row.pop("language")
        if title:
            row[f"title_{language.replace('-', '_')}"] = title
        load.row(SourceDocument, find={"symbol": row.pop("symbol")}, values=row)


def load_figures(load, file):
    """What a document printed is fixed; how we word it follows the file.

    The order follows the number in the file's name and the place in the file. A row
    that mends a misprint takes the place of the one it replaces.
    """
    subject = int(file.name.split("-")[0])
    for place, row in enumerate(read(file, figure=FIGURE)["figure"], 1):
        row["document"] = load.named(SourceDocument, row["document"])
        for name in ("number", "low", "high"):
            row[name] = _decimal(row[name], row["code"])
        replaced = row["replaces"] = load.named(PublishedFigure, row["replaces"])
        figure = load.row(
            PublishedFigure,
            find={"code": row.pop("code")},
            values={name: row.pop(name) for name in PRINTED},
            fixed=True,
            first={"order": replaced.order if replaced else subject * 1000 + place},
        )
        about = {
            "programmes": [load.named(Programme, c) for c in row.pop("programmes")],
            "countries": [load.named(Country, c) for c in row.pop("countries") or ()],
        }
        load.row(FigureText, find={"figure": figure}, values=row, many=about)


def _decimal(text, code) -> Decimal | None:
    """A number as printed. A TOML float would not be: 2.2 is not exactly 2.2."""
    if text is not None and not isinstance(text, str):
        raise BadReference(f"{code}: write the number in quotes, as printed.")
    return text and Decimal(text)


def listed(load, row) -> dict:
    """Where a listed fact stands; without a day of its own, the document's counts."""
    document = load.named(SourceDocument, row.pop("source"))
    day = row.pop("listed_on", None)
    if document:
        day = day or document.published_on
    return row | {"document": document, "listed_on": day}
