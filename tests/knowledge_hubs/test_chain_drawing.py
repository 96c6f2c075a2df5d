"""The drawing of a value chain: links in order, mirrored, ways back, marks."""

import re

from knowledge_hubs.chain_drawing import TALL, WIDE, Cell, Loop, draw_tall, draw_wide

CELLS = [
    Cell(f"Stage <{n}>", f"/{n}/", f"Stage {n}", ["Activities: 1"], ["1"], ["impact"])
    for n in range(3)
]
ROWS = [("Where impacts arise", "impact"), ("Activities", None)]
LOOPS = [Loop(2, 0, "Recycling"), Loop(1, 1, "Reuse"), Loop(2, None, "Reuse")]


def drawings(cells=CELLS, loops=LOOPS, **given):
    given = {"name": "Stages"} | given
    return draw_wide(cells, loops, ROWS, **given), draw_tall(cells, loops, **given)


def middles(drawing) -> list[float]:
    return [float(x) for x in re.findall(r'<text x="([\d.]+)"', drawing)]


def test_each_stage_is_a_link_in_its_order_with_its_name_escaped():
    for drawing in drawings():
        assert re.findall(r'<a href="(.*?)"', drawing) == ["/0/", "/1/", "/2/"]
        assert "&lt;" in drawing and "<0>" not in drawing
        assert 'role="group" aria-label="Stages"' in drawing


def test_from_right_to_left_every_word_is_mirrored():
    for ltr, rtl, width in zip(
        drawings(), drawings(rtl=True), (WIDE, TALL), strict=True
    ):
        pairs = zip(middles(ltr), middles(rtl), strict=True)
        assert all(abs(width - a - b) < 0.2 for a, b in pairs)


def test_ways_back_are_named_and_the_stage_of_a_page_is_marked():
    wide, tall = drawings()
    assert wide.count(">Reuse<") == 2 and wide.count(">Recycling<") == 1
    assert "aria-current" not in wide + tall
    here = [*CELLS[:2], Cell("Here", "/h/", "Here", (), ["0"], is_here=True)]
    for drawing in drawings(here):
        assert drawing.count('aria-current="true"') == 1


def test_what_is_marked_has_its_sign_and_what_is_counted_its_number():
    wide, _tall = drawings()
    assert wide.count("<circle") == 3
    assert wide.count(">1</text>") == 3
    assert "<circle" not in draw_wide(
        [Cell("A", "/", "A", (), ["0"])], [], ROWS, name=""
    )
