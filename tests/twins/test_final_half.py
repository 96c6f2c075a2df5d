"""How well likely twins are told from others: the figure on the labelled pairs that had
no part in how the finder was made.

The goal is a precision of 0.9 and a recall of 0.8. Looked at once, when the finder was
done: precision 0.921 (93 of 101 told are twins), which reaches the goal, and recall
0.775 (93 of 120 twins are told), which misses it by three pairs. The goal of precision
is asserted, and that recall gets no worse. Who changes the finder to reach the other
judges it by new pairs: these have been seen (record 43).
"""

from . import pairs

GOAL = pairs.Score(precision=0.9, recall=0.8)
RECALL_REACHED = 93 / 120


def test_likely_twins_of_the_final_pairs(capsys):
    labelled = pairs.labelled("final")
    score = pairs.score(labelled)
    with capsys.disabled():
        print(
            f"\nLikely twins, {len(labelled)} final pairs: precision "
            f"{score.precision:.3f} (goal {GOAL.precision}), recall "
            f"{score.recall:.3f} (goal {GOAL.recall})"
        )
    assert len(labelled) == 248
    assert score.precision >= GOAL.precision
    assert score.recall >= RECALL_REACHED
