"""The portal's own content as documents of the search, read from its files: what the
judged searches look through besides the sentences written for them (README.md).
"""

import csv
import tomllib
from datetime import date
from pathlib import Path

from oneplanet.search.documents import Document, Text
from oneplanet.search.meanings import Meaning

from .reading import LANGUAGES
from .reading import documents as written

ROOT = Path(__file__).parents[2]
DAY = date(2026, 1, 1)
LONGEST_KEY = 80  # in the index; in the portal keys are numbers


def rows(pattern: str, table: str = "") -> list[dict]:
    found = []
    for path in sorted(ROOT.glob(pattern)):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found += data[table] if table else [data]
    return found


def countries() -> list[dict]:
    path = ROOT / "programmes/reference/countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            row | {"name": {code: row[_column(code)] for code in LANGUAGES}}
            for row in csv.DictReader(file)
        ]


def _column(language):
    return "name_" + language.replace("-", "_")


# --- Documents -----------------------------------------------------------------------


def documents() -> list[Document]:
    return [*_written(), *_knowledge(), *_network(), *_reported()]


def _written():
    for language in LANGUAGES:
        for row in written(language):
            text = Text(row["title"], row["body"])
            yield Document("doc", row["id"], {language: text}, DAY)


def _knowledge():
    folder = "knowledge_hubs/reference"
    for row in rows(f"{folder}/glossary.toml", "word"):
        yield _document("glossary", row, ("word", "abbreviation"), ("meaning",))
    for kind in ("resource", "campaign"):
        for row in rows(f"{folder}/{kind}s.toml", kind):
            yield _document(kind, row, ("title_original",), ("lead", "body"))
    for row in rows(f"{folder}/events.toml", "event"):
        yield _document("event", row, ("title", "title_original"), ("lead", "body"))
    for row in rows(f"{folder}/hubs/*.toml"):
        blocks = row.get("blocks", [])
        row = row | {"blocks": _joined(blocks, ("title", "text"))}
        yield _document("hub", row, ("title",), ("lead", "blocks"))
    for row in rows(f"{folder}/pages/*.toml", "page"):
        yield _document("page", row, ("title",), ("lead", "body"))


def _network():
    folder = "programmes/reference"
    for row in rows(f"{folder}/programmes.toml", "programme"):
        own = {"programmes": [row["code"]]}
        titles, texts = ("name", "acronym"), ("tagline", "description")
        yield _document("programme", row | own, titles, texts)
    for row in rows(f"{folder}/organisations.toml", "organisation"):
        language = row["name_language"]
        texts = {language: [row["name"], row.get("acronym", "")]}
        for other in row.get("other_name", ()):
            language = other["language"] if other["language"] in LANGUAGES else "en"
            texts.setdefault(language, []).append(other["name"])
        row = row | {"name": {code: " · ".join(names) for code, names in texts.items()}}
        yield _document("organisation", row, ("name",))
    for row in countries():
        own = {"countries": [row["code"]]}
        yield _document("country", row | own, ("name", "code"))
    called = rows("knowledge_hubs/reference/glossary.toml", "word")
    called = {row["code"]: row["word"] for row in called}  # Target 12.3
    for kind, name in (("target", "text"), ("indicator", "name")):
        for row in rows(f"{folder}/sdg.toml", kind):
            own = {"targets": [row.get("target", row["code"])], "kind": called[kind]}
            titles = ("kind", "code", "short_label")
            yield _document(kind, row | own, titles, (name,))


def _reported():
    for row in rows("reporting/reference/policies.toml", "policy"):
        row = row | {"name": {row["name_language"]: row["name"]}}
        row["countries"] = [row["country"]]
        yield _document("policy", row, ("name",), ("summary",))
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
    return rows(f"reporting/sample/{name}.toml", table)


def is_public(row) -> bool:
    steps = [step["action"] for step in row["steps"]]
    return "approve" in steps and not {"unpublish", "withdraw"} & set(steps)


def _document(kind, row, titles, bodies=()):
    title, body = _texts(row, titles), _texts(row, bodies)
    texts = {
        language: Text(title.get(language, ""), body.get(language, ""))
        for language in LANGUAGES
        if language in title or language in body
    }
    return Document(kind, row["code"][:LONGEST_KEY], texts, DAY, facets(row))


def _texts(row, names) -> dict[str, str]:
    """Language → its texts in a row. What has none is in English, or the same in all
    languages the others are in."""
    found, plain = {}, []
    for name in names:
        value = row.get(name) or {}
        if isinstance(value, dict):
            for language, text in value.items():
                found.setdefault(language, []).append(text)
        else:
            plain.append(value)
    found = found or ({row.get("language", "en"): []} if plain else {})
    return {language: "\n".join([*texts, *plain]) for language, texts in found.items()}


def _joined(blocks, names):
    found = {}
    for block in blocks:
        for name in names:
            for language, text in block.get(name, {}).items():
                found[language] = f"{found.get(language, '')}\n{text}"
    return found


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


# --- Meanings ------------------------------------------------------------------------


def meanings() -> list[Meaning]:
    """The vocabularies, by what they are called, and the words of the glossary."""
    folder = "programmes/reference"
    found = [
        Meaning(_labels(row["label"]), ((row["vocabulary"], row["code"]),))
        for row in rows(f"{folder}/terms.toml", "term")
    ]
    for name, table, facet in (
        ("activity_types", "activity_type", "type"),
        ("stages", "stage", "stage"),
        ("regions", "region", "region"),
        ("programmes", "programme", "programme"),
    ):
        for row in rows(f"{folder}/{name}.toml", table):
            labels = _labels(row.get("label") or row["name"], row.get("acronym"))
            found.append(Meaning(labels, ((facet, row["code"]),)))
    for row in countries():
        found.append(Meaning(_labels(row["name"]), (("country", row["code"]),)))
    for row in rows("knowledge_hubs/reference/glossary.toml", "word"):
        labels = _labels(row["word"]) + _labels(row.get("abbreviation", {}))
        found.append(Meaning(labels, is_said=True))
    return found


def _labels(texts, *others):
    plain = [("en", other) for other in others if other]
    return (*((language, text) for language, text in texts.items() if text), *plain)
