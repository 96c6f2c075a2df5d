"""The colours of the style sheet, measured: contrast, distance, colour blindness.

Distances are CIEDE2000; colour blindness after Machado, Oliveira and Fernandes (2009).
The tokens are read from the style sheet itself.
"""

import re
from itertools import combinations
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from pathlib import Path

import pytest
from django.conf import settings

CSS = (Path(settings.BASE_DIR) / "static/css/20-tokens.css").read_text(encoding="utf-8")
PROGRAMMES = ["sfs", "sbc", "st", "spp", "ci", "sle"]
TEXTS = ["ink", "quiet", "link", "problem", *PROGRAMMES]
LEAST_CONTRAST = {"light": 4.8, "dark": 6}
SIGHT = {
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}


def tokens(text):
    return dict(re.findall(r"--([a-z]+): (#[0-9A-Fa-f]{6});", text))


LIGHT, DARK = CSS.split("(prefers-color-scheme: dark)", 1)
SCHEMES = {"light": tokens(LIGHT), "dark": tokens(DARK)}


def linear(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]


def contrast(one, other):
    low, high = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (one, other))
    )
    return (high + 0.05) / (low + 0.05)


def seen(colour, sight):
    rgb = linear(colour)
    if sight is None:
        return rgb
    return [
        min(1, max(0, sum(part * c for part, c in zip(row, rgb, strict=True))))
        for row in SIGHT[sight]
    ]


def lab(rgb):
    r, g, b = rgb
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883

    def f(t):
        return t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116

    return 116 * f(y) - 16, 500 * (f(x) - f(y)), 200 * (f(y) - f(z))


def distance(one, other):
    """CIEDE2000, as Sharma, Wu and Dalal (2005) write it down."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean_c**7 / (mean_c**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = (h2 - h1 + 180) % 360 - 180
    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = (h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * cos(radians(mean_h - 30))
        + 0.24 * cos(radians(2 * mean_h))
        + 0.32 * cos(radians(3 * mean_h + 6))
        - 0.20 * cos(radians(4 * mean_h - 63))
    )
    s_l = 1 + 0.015 * (mean_l - 50) ** 2 / sqrt(20 + (mean_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    r_c = 2 * sqrt(mean_c**7 / (mean_c**7 + 25**7))
    r_t = -sin(radians(60 * exp(-(((mean_h - 275) / 25) ** 2)))) * r_c
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    d_h = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / s_h
    return sqrt(d_l**2 + d_c**2 + d_h**2 + r_t * d_c * d_h)


def test_the_measure_agrees_with_published_pairs():
    """Pairs 1, 7 and 25 of Sharma, Wu and Dalal's table."""
    pairs = [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 0, 0), (50, -1, 2), 2.3669),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ]
    assert [round(distance(a, b), 4) for a, b, _ in pairs] == [d for *_, d in pairs]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("token", TEXTS)
def test_a_colour_can_be_read_on_paper(scheme, token):
    colours = SCHEMES[scheme]
    assert contrast(colours[token], colours["paper"]) >= LEAST_CONTRAST[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["wash", "field"])
@pytest.mark.parametrize("token", ["ink", "quiet", "link", "problem"])
def test_text_can_be_read_on_tints_and_in_fields(scheme, ground, token):
    colours = SCHEMES[scheme]
    assert contrast(colours[token], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "wash", "field"])
def test_the_border_of_a_field_is_seen(scheme, ground):
    colours = SCHEMES[scheme]
    assert contrast(colours["edge"], colours[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", [None, *SIGHT])
def test_programmes_are_told_apart_by_hue(scheme, sight):
    least = 15 if sight is None else 10
    places = {p: lab(seen(SCHEMES[scheme][p], sight)) for p in PROGRAMMES}
    close = {
        f"{a} {b}": round(distance(places[a], places[b]), 1)
        for a, b in combinations(PROGRAMMES, 2)
        if distance(places[a], places[b]) < least
    }
    assert close == {}
