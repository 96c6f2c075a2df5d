"""How well likely twins are told from others: the figure on the half of the labelled
pairs that had no part in how the finder was made."""

from . import pairs

PRECISION, RECALL = 0.9, 0.8


def test_likely_twins_of_the_final_half(capsys):
    labelled = pairs.half("final")
    score = pairs.score(labelled)
    with capsys.disabled():
        print(
            f"\nLikely twins, final half of {len(labelled)} pairs: "
            f"precision {score.precision:.3f}, recall {score.recall:.3f}"
        )
    assert (score.precision >= PRECISION, score.recall >= RECALL) == (True, True)
