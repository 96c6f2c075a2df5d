"""How well likely twins are told from others, on the labelled pairs that the weights
were fitted to; the others are those of test_final_half.
"""

from datetime import date

import pytest

from reporting.twins.judging import judge
from reporting.twins.profile import Filed, profile_of
from reporting.twins.signs import ACROSS, SIGNS, signs_of
from reporting.twins.weights import WEIGHTS

from . import pairs


@pytest.fixture(scope="module")
def tuning():
    return pairs.labelled("tuning")


def test_twins_are_told_from_others(tuning):
    score = pairs.score(tuning)
    assert (len(tuning), score.precision >= 0.9, score.recall >= 0.8) == (
        536,
        True,
        True,
    )


def test_every_twin_shares_a_key_whichever_is_looked_for(tuning):
    twins = [(one, other) for is_twin, one, other in tuning if is_twin]
    apart = [
        pair for pair in twins if not (pairs.meet(*pair) and pairs.meet(*pair[::-1]))
    ]
    assert apart == []


def test_the_same_weeks_in_the_same_country_alone_are_no_reason():
    filed = {"countries": frozenset({"KEN"}), "sectors": frozenset({"SEC_FOOD"})}
    days = {"starts": date(2021, 3, 14), "ends": date(2021, 3, 16)}
    given = days | {"language": "en", "filed": Filed(**filed)}
    cooks = profile_of(title="Cooks weigh leftovers", text="In canteens.", **given)
    judges = profile_of(title="Judges ride bicycles", text="Through town.", **given)
    found = judge(cooks, judges)
    assert (found.chance > 0.5, found.tells, found.is_likely) == (True, False, False)


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
