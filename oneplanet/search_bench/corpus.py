"""A corpus and queries, the same for the same number of documents.

Six languages, ten facets with 480 values, 13 of them per document; 240 queries: some
browse, others have one to three words, with up to three facets selected.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from oneplanet.search.documents import Document, Request, Text

AT = datetime(2026, 6, 1, tzinfo=UTC)
FIRST_DAY, DAYS, LAST_YEAR = date(2014, 1, 1), 4_500, 2026
VOCABULARY = 20_000  # words per language, the n-th 1/n as frequent as the first
SHARES = {"en": 40, "fr": 15, "es": 15, "ru": 10, "ar": 10, "zh-hans": 10}
SYLLABLES = {
    "en": "con ser tion pro ing pol lu re use ble food ma ter gre en ty sus tain",
    "fr": "con som ma tion du ra ble é co lo gie pro eau res pon sa ment ré",
    "es": "con su mo sos te ni ble pro duc ción a gua tu ris mo res po año",
    "ru": "по тре бле ние про из вод ство у стой чи вый во да э ко ло гия",
    "ar": "است هلا ك مست دام انت اج ميا ه بيئ ة طع ام سيا حة بن اء",
    "zh-hans": "可 持 续 消 费 生 产 食 品 水 旅 游 建 筑 采 购 环 境 政 策 发 展",
}
# Values of each facet, and how many of them a document has.
FACETS = {
    "programme": (8, 1),
    "sector": (20, 2),
    "type": (12, 1),
    "region": (6, 1),
    "country": (200, 2),
    "year": (13, 1),
    "target": (60, 2),
    "hub": (15, 1),
    "stage": (46, 1),
    "tag": (100, 1),
}  # 480 in all; 13 per document
QUERIES = 240


@dataclass
class Vocabulary:
    words: list[str]
    weights: list[float]  # accumulated

    @classmethod
    def of(cls, language):
        chance = random.Random(f"words {language}")
        syllables = SYLLABLES[language].split()
        made = {}
        while len(made) < VOCABULARY:
            made["".join(chance.choices(syllables, k=chance.randint(2, 5)))] = None
        weights = accumulate(1 / (rank + 3) for rank in range(VOCABULARY))
        return cls(list(made), list(weights))

    def pick(self, chance, number):
        return chance.choices(self.words, cum_weights=self.weights, k=number)


def vocabularies() -> dict[str, Vocabulary]:
    return {language: Vocabulary.of(language) for language in SHARES}


def documents(number: int) -> Iterator[Document]:
    """Oldest first."""
    chance, known = random.Random(number), vocabularies()
    languages, shares = list(SHARES), list(accumulate(SHARES.values()))
    for at in range(number):
        (language,) = chance.choices(languages, cum_weights=shares)
        join = "" if language == "zh-hans" else " "
        title = known[language].pick(chance, chance.randint(4, 10))
        body = known[language].pick(chance, chance.randint(40, 120))
        yield Document(
            "activity" if chance.random() < 0.8 else "resource",
            str(at),
            texts={language: Text(join.join(title), join.join(body))},
            date=FIRST_DAY + timedelta(days=at * DAYS // number),
            facets=_facets(chance),
            visible_until=AT if chance.random() < 0.01 else None,
        )


def _facets(chance) -> dict[str, list[str]]:
    """The first values are more frequent than the last."""
    return {
        facet: [_value(facet, values, chance) for _ in range(each)]
        for facet, (values, each) in FACETS.items()
    }


def _value(facet, values, chance) -> str:
    at = int(values * chance.random() ** 2)
    return str(LAST_YEAR - at) if facet == "year" else f"v{at}"


def requests() -> list[Request]:
    chance, known = random.Random("queries"), vocabularies()
    return [_request(chance, known) for _ in range(QUERIES)]


def _request(chance, known) -> Request:
    language = chance.choices(list(SHARES), list(SHARES.values()))[0]
    words = known[language].words[10:3_000]
    number = chance.choice([0, 1, 1, 2, 2, 3])
    asked = [words[int(len(words) * chance.random() ** 3)] for _ in range(number)]
    chosen = chance.sample(list(FACETS), chance.choice([0, 0, 1, 1, 2, 3]))
    return Request(
        " ".join(asked),
        language,
        selected={
            facet: [
                _value(facet, FACETS[facet][0], chance)
                for _ in range(chance.choice([1, 1, 2]))
            ]
            for facet in chosen
        },
        count=("kind", "language", *FACETS),
        at=AT,
    )
