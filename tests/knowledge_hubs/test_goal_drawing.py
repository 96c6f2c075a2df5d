"""Goal 12 as one drawing."""

import re
from xml.etree import ElementTree

from knowledge_hubs.goal_drawing import draw_goal

CODES = [f"12.{end}" for end in "12345678abc"]
TIERS = [["II"], ["II", "I"], ["II"], ["I", "II"], *[["II"]] * 4, *[["I"]] * 3]
GOAL = list(zip(CODES, TIERS, strict=True))


def paths(drawing):
    return re.findall(r'<path[^>]* d="([^"]*)"', drawing)


def test_each_target_is_a_piece_and_each_indicator_a_dot():
    bands, outlines, dots, holes = paths(draw_goal(GOAL))
    assert (bands.count("M"), outlines.count("z")) == (8, 3)
    assert (dots.count("M"), holes.count("M")) == (13, 8)
    assert re.findall(r">(12\.\w)<", draw_goal(GOAL)) == CODES


def test_a_dot_is_filled_only_in_tier_one():
    *_rest, dots, holes = paths(draw_goal([("12.1", ["I", "II", "III", ""])]))
    assert dots.split("M")[2:] == holes.split("M")[1:]


def test_it_is_small_and_whole_and_silent():
    drawing = draw_goal(GOAL)
    assert len(drawing.encode()) < 2000
    assert ElementTree.fromstring(drawing).get("aria-hidden") == "true"  # noqa: S314
    assert "style=" not in drawing


def test_without_targets_there_is_a_circle_to_fill():
    assert paths(draw_goal([])) == ["", "", "", ""]
