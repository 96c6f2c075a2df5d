"""The judged searches (README.md): read, checked, and an answer to one judged."""

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
DOCUMENTS, QUERIES = 70, 45

# At least so many queries of each kind, in every language and in some of them.
EVERYWHERE = {"spelling": 5, "acronym": 4, "synonym": 4, "cross-language": 5, "typo": 3}
EVERYWHERE |= {"phrase": 2, "minus": 2, "prefix": 2, "question": 3}
OF_ITS_OWN = {
    "ar": {"inflection": 10, "clitic": 8},
    "zh-hans": {"two-character": 10, "traditional": 5, "single": 2},
    "en": {"inflection": 10},
    "fr": {"inflection": 10, "elision": 4, "oe": 1},
    "ru": {"inflection": 10, "yo": 3},
    "es": {"inflection": 10, "enye": 3},
}
IN_ANY_NUMBER = {"code", "hidden", "plain"}


@dataclass
class Query:
    ask: str
    why: str
    find: list[str] = field(default_factory=list)
    not_find: list[str] = field(default_factory=list)
    suggest: str = ""
    among_first: int = 10

    @property
    def kinds(self) -> list[str]:
        return self.why.partition(": ")[0].split(", ")

    def failings(self, found: list[str], suggestion: str = "") -> list[str]:
        """What is wrong with the answer: all names found, best first, in one list."""
        first = found[: self.among_first]
        reach = first if "question" in self.kinds else found
        wrong = [f"missing {name}" for name in self.find if name not in first]
        wrong += [f"wrongly {name}" for name in self.not_find if name in reach]
        if self.suggest and suggestion.casefold() != self.suggest.casefold():
            wrong.append(f"not suggested {self.suggest}")
        return wrong


def rows(language: str, table: str) -> list[dict]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))[table]


def documents(language: str) -> list[dict]:
    return rows(language, "document")


def queries(language: str) -> list[Query]:
    return [Query(**row) for row in rows(language, "query")]


def faults(language: str) -> list[str]:
    """What keeps the file from being fair or complete."""
    ids, asked = [row["id"] for row in documents(language)], queries(language)
    counted = Counter(kind for query in asked for kind in query.kinds)
    least = EVERYWHERE | OF_ITS_OWN[language]
    wrong = [
        f"{kind}: {counted[kind]}" for kind in least if counted[kind] < least[kind]
    ]
    wrong += [f"unknown: {kind}" for kind in set(counted) - set(least) - IN_ANY_NUMBER]
    wrong += [f"twice: {k}" for k, n in Counter(q.ask for q in asked).items() if n > 1]
    for query in asked:
        if not (query.find or query.not_find or query.suggest):
            wrong.append(f"asks nothing: {query.ask}")
        if set(query.find) & set(query.not_find) or len(query.find) > query.among_first:
            wrong.append(f"cannot be: {query.ask}")
    if len(asked) < QUERIES or len(set(ids)) != len(ids) or len(ids) != DOCUMENTS:
        wrong.append(f"{len(asked)} queries, {len(ids)} documents")
    return wrong
