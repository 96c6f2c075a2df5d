"""The labelled pairs, as records to be compared, and how well they are judged."""

import json
from datetime import date
from pathlib import Path
from typing import NamedTuple

from oneplanet.text.folding import fold
from reporting.twins.judging import judge
from reporting.twins.keys import keys_of, keys_sought
from reporting.twins.profile import Filed, Profile, profile_of, sounds_of

FOLDER = Path(__file__).parent


class Score(NamedTuple):
    """Of those told, how many are twins; of all twins, how many are told."""

    precision: float
    recall: float


def labelled(name) -> list[tuple[bool, Profile, Profile]]:
    """(twins or not, first, second) of the pairs of this name: tuning or final."""
    rows = map(json.loads, (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [
        (row["label"] == "twin", record(row["first"]), record(row["second"]))
        for row in rows
    ]


def score(labelled) -> Score:
    """As the finder tells them: found by a key, and judged to be likely."""
    told = [
        (is_twin, meet(one, other) and judge(one, other).is_likely)
        for is_twin, one, other in labelled
    ]
    right = told.count((True, True))
    return Score(
        right / (right + told.count((False, True))),
        right / (right + told.count((True, False))),
    )


def meet(one, other) -> bool:
    """Whether the other is among those looked at, where the one is asked about."""
    return bool(keys_sought(one) & keys_of(other))


def record(row) -> Profile:
    bodies = frozenset(map(fold, (row["organisation"], *row["partners"])))
    filed = Filed(
        programme=row["programme"],
        type=row["type"],
        countries=frozenset(row["countries"]),
        sectors=frozenset({row["sector"]} - {None, ""}),
        reporter=fold(row["organisation"]),
        organisations=bodies,
        called=sounds_of(row["organisation"]),
        partners=frozenset(map(sounds_of, row["partners"])),
    )
    return profile_of(
        language=row["language"],
        title=row["title"],
        text=f"{row['summary']}\n{row['results']}",
        starts=_day(row["starts"]),
        ends=_day(row["ends"]),
        filed=filed,
    )


def _day(text):
    return date.fromisoformat(text) if text else None
