"""How well likely twins are told from others, on the half of the labelled pairs that
the weights were fitted to. The other half waits for the final figure.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from oneplanet.text.folding import fold
from reporting.twins.judging import judge
from reporting.twins.profile import Filed, profile_of, sounds_of
from reporting.twins.signs import ACROSS, SIGNS, signs_of
from reporting.twins.weights import WEIGHTS

PRECISION, RECALL = 0.9, 0.8
SETS = Path(__file__).parent / "pairs.jsonl"


def day(text):
    return date.fromisoformat(text) if text else None


def record(row):
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
        starts=day(row["starts"]),
        ends=day(row["ends"]),
        filed=filed,
    )


@pytest.fixture(scope="module")
def tuning():
    """(twins or not, first, second)"""
    rows = map(json.loads, SETS.read_text("utf-8").splitlines())
    return [
        (row["label"] == "twin", record(row["first"]), record(row["second"]))
        for row in rows
        if row["half"] == "tuning"
    ]


def test_twins_are_told_from_others(tuning):
    found = [(twins, judge(one, other).is_likely) for twins, one, other in tuning]
    right = found.count((True, True))
    precision = right / (right + found.count((False, True)))
    recall = right / (right + found.count((True, False)))
    print(f"Twins, tuning half: precision {precision:.3f}, recall {recall:.3f}")
    assert (len(found), precision >= PRECISION, recall >= RECALL) == (144, True, True)


def test_it_is_the_same_the_other_way_round(tuning):
    for _twins, one, other in tuning:
        there, back = judge(one, other), judge(other, one)
        assert there.chance == pytest.approx(back.chance)
        assert there.reasons == back.reasons


def test_every_sign_has_its_weight_and_keeps_its_bounds(tuning):
    assert WEIGHTS.keys() == {*SIGNS, *(f"{name}_across" for name in ACROSS)}
    for _twins, one, other in tuning:
        assert all(-1 <= value <= 1 for value in signs_of(one, other).values())


def test_a_record_is_the_twin_of_itself(tuning):
    for _twins, one, other in tuning:
        assert judge(one, one).is_likely
        assert judge(other, other).is_likely


def test_a_record_of_nothing_is_nobodys_twin(tuning):
    nothing = profile_of(language="en", title="", text="")
    assert judge(nothing, nothing).reasons == ()
    assert not any(judge(nothing, one).is_likely for _twins, one, _other in tuning)
