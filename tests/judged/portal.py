"""What the judged searches look through: the portal's own records as the search is fed
with them, the sample's activities from their files, and the sentences written for the
queries (README.md). Results are named by the codes of records.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge_hubs.search.kinds import KINDS
from oneplanet.search.documents import Document, Text

from .reading import LANGUAGES
from .reading import documents as written

ROOT = Path(__file__).parents[2]
DAY = date(2026, 1, 1)
LONGEST_KEY = 80  # in the index; in the portal keys are numbers
OF_THE_SAMPLE = {"activity", "initiative"}


def documents() -> list[Document]:
    return [*_written(), *_records(), *_reported()]


def _written():
    for language in LANGUAGES:
        for row in written(language):
            text = Text(row["title"], row["body"])
            yield Document("doc", row["id"], {language: text}, DAY)


def _records() -> Iterator[Document]:
    for kind in KINDS:
        if kind.name in OF_THE_SAMPLE:
            continue
        codes = {
            str(getattr(row, kind.id_column)): str(getattr(row, "code", row.pk))
            for row in kind.public()
        }
        for document in kind.documents(list(codes)):
            yield replace(document, id=codes[document.id][:LONGEST_KEY])


def _reported():
    of = {row["code"]: row["name"] for row in _sample("organisations", "organisation")}
    for language in LANGUAGES:
        for row in _sample(f"activities.{language}", "activity"):
            if is_public(row):
                texts = (
                    row["summary"],
                    row.get("results", ""),
                    of[row["organisation"]],
                )
                text = Text(row["title"], "\n".join(texts))
                yield Document(
                    "activity", row["code"], {language: text}, DAY, facets(row)
                )
    for row in _sample("initiatives", "initiative"):
        if is_public(row):
            text = Text(row["title"], row["objectives"])
            texts = {row["language"]: text}
            yield Document("initiative", row["code"], texts, DAY, facets(row))


def _sample(name, table):
    path = ROOT / f"reporting/sample/{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))[table]


def is_public(row) -> bool:
    steps = [step["action"] for step in row["steps"]]
    return "approve" in steps and not {"unpublish", "withdraw"} & set(steps)


MANY = {
    "programmes": "programme",
    "countries": "country",
    "sectors": "sector",
    "tags": "tag",
    "goals": "goal",
    "targets": "target",
    "impacts": "impact",
    "stages": "stage",
    "regions": "region",
}


def facets(row) -> dict[str, list[str]]:
    """What a row is filed under, and what that is part of."""
    found = {facet: row[name] for name, facet in MANY.items() if row.get(name)}
    for name in ("programme", "type", "organisation"):
        if isinstance(row.get(name), str) and name not in found:
            found[name] = [row[name]]
    return {
        facet: [part for value in values for part in (value, *_above(value))]
        for facet, values in found.items()
    }


def _above(value):
    return [] if value[0].isdecimal() or "." not in value else [value.split(".")[0]]
