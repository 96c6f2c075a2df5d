"""How well likely twins are told from others: the figure on the half of the labelled
pairs that had no part in how the finder was made.

The goal is a precision of 0.9 and a recall of 0.8. Looked at once, when the finder was
done, it was 0.857 and 0.896: the goal of precision is missed by this half, and what is
asserted is that it gets no worse. Who changes the finder to reach the goal judges it by
new pairs: these have been seen (record 43).
"""

from . import pairs

GOAL = pairs.Score(0.9, 0.8)
REACHED = pairs.Score(60 / 70, 60 / 67)


def test_likely_twins_of_the_final_half(capsys):
    labelled = pairs.half("final")
    score = pairs.score(labelled)
    with capsys.disabled():
        print(
            f"\nLikely twins, final half of {len(labelled)} pairs: precision "
            f"{score.precision:.3f} (goal {GOAL.precision}), recall "
            f"{score.recall:.3f} (goal {GOAL.recall})"
        )
    assert (len(labelled), score.recall >= GOAL.recall) == (144, True)
    assert score.precision >= REACHED.precision
    assert score.recall >= REACHED.recall
