"""Charts drawn on the server: bars from one baseline, mirrored, named."""

import re

from defusedxml import ElementTree

from oneplanet.charts import LABEL, MOST, WIDTH, Bar, bars

SVG = "{http://www.w3.org/2000/svg}"
GIVEN = {"name": "Years & sums", "description": "2025: 4; 2026: 1", "key": "years"}


def drawn(*rows, **given):
    svg = str(bars(rows, **(GIVEN | given)))
    marked = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(marked)


def rects(svg):
    found = svg.iter(f"{SVG}rect")
    return [(float(r.get("x")), float(r.get("width"))) for r in found]


def test_bars_are_as_long_as_their_numbers_and_a_zero_has_none():
    rows = (Bar("2024", 4, "4"), Bar("2025", 0, "0"), Bar("2026", 1, "1"))
    svg = drawn(*rows)
    assert rects(svg) == [(LABEL, MOST), (LABEL, MOST / 4)]
    assert [text.text for text in svg.iter(f"{SVG}text")] == [
        text for row in rows for text in (row.label, row.words)
    ]


def test_from_right_to_left_it_is_its_own_mirror():
    rows = (Bar("٢٠٢٥", 4, "٤"), Bar("٢٠٢٦", 1, "١"))
    ltr, rtl = drawn(*rows), drawn(*rows, rtl=True)
    mirrored = [(WIDTH - x - width, width) for x, width in rects(rtl)]
    assert mirrored == rects(ltr)
    for one, other in zip(ltr.iter(f"{SVG}text"), rtl.iter(f"{SVG}text"), strict=True):
        assert float(one.get("x")) == WIDTH - float(other.get("x"))
        assert one.get("text-anchor") != other.get("text-anchor")


def test_it_is_an_image_with_a_name_and_a_description():
    svg = drawn(Bar("<2025>", 1, "1"))
    names = svg.get("aria-labelledby").split()
    told = {each.get("id"): each.text for each in svg if each.get("id")}
    assert svg.get("role") == "img"
    assert [told[name] for name in names] == ["Years & sums", "2025: 4; 2026: 1"]


def test_a_year_that_still_runs_is_an_open_bar_and_nothing_needs_a_style():
    svg = str(bars([Bar("2026", 1, "1", is_open=True)], **GIVEN))
    assert re.search('<rect [^>]*fill="none" stroke="currentColor"/>', svg)
    assert "style" not in svg and len(svg) < 1000
