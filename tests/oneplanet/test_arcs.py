"""The motif: six distinct arcs, small, deterministic, named where they are images."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template import Context, Template

from oneplanet import arcs

DRAWINGS = [
    arcs.mark("One Planet"),
    arcs.empty(),
    arcs.emblem("all"),
    *(arcs.progress(done) for done in range(7)),
    *(draw(code) for code in arcs.PATTERNS for draw in (arcs.badge, arcs.emblem)),
    *(
        arcs.cover(code, "TRAINING", f"OPN-2026-{n:04}")
        for n, code in enumerate([*arcs.PATTERNS, ""])
    ),
]


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 (drawn by ourselves)


@pytest.mark.parametrize("svg", DRAWINGS)
def test_a_drawing_is_well_formed_and_under_one_kilobyte(svg):
    assert len(svg.encode()) < 1000
    assert parsed(svg).tag == "svg"


@pytest.mark.parametrize("svg", DRAWINGS)
def test_a_drawing_passes_the_content_security_policy(svg):
    assert not {"style", "onclick", "href"} & {
        name for element in parsed(svg).iter() for name in element.attrib
    }


def test_each_programme_has_a_pattern_of_its_own():
    assert len(set(arcs.PATTERNS.values())) == len(arcs.PATTERNS) == 6
    shapes = {arcs._DRAWN[pattern](0) for pattern in arcs.PATTERNS.values()}
    assert len(shapes) == 6


def test_the_arcs_are_the_six_programmes_in_their_order():
    path = Path(settings.BASE_DIR) / "tests/facts/programmes.csv"
    with path.open(encoding="utf-8") as file:
        assert [row["code"] for row in csv.DictReader(file)] == list(arcs.PATTERNS)


@pytest.mark.parametrize("code", arcs.PATTERNS)
def test_a_programmes_badge_carries_its_hue_and_no_other(code):
    hues = [
        other for other in arcs.PATTERNS if f"arc-{other.lower()}" in arcs.badge(code)
    ]
    assert hues == [code]


def test_the_badge_of_no_programme_is_a_plain_ring():
    assert "arc-" not in arcs.badge("NET").replace("arcs-", "")


def test_a_cover_is_the_same_each_time_and_tells_records_apart():
    covers = [arcs.cover("SPP", "TRAINING", f"OPN-2026-{n:04}") for n in range(40)]
    assert covers == [
        arcs.cover("SPP", "TRAINING", f"OPN-2026-{n:04}") for n in range(40)
    ]
    assert len(set(covers)) > 30


def test_progress_counts_from_the_top_or_takes_the_parts_that_are_done():
    assert arcs.progress(2) == arcs.progress([1, 2])
    assert arcs.progress([1, 5]).count(f'stroke-width="{arcs.BAND}"') == 2
    assert arcs.progress(0).count('stroke-width="2"') == 6


def test_a_label_makes_an_image_and_is_escaped():
    assert 'role="img" aria-label="A &lt;b&gt;"' in arcs.mark("A <b>")
    assert 'aria-hidden="true"' in arcs.mark()


def test_the_tag_says_progress_in_words():
    html = Template("{% arcs_progress 4 %}").render(Context())
    assert 'aria-label="4 of 6 parts done"' in html
