"""Goal 12 as one drawing, in the manner of the six arcs (oneplanet/arcs.py).

Eleven pieces of one circle: a full band is a target that says what is to be reached,
an open one (12.a to 12.c) a means to get there. Outside it a dot for each indicator,
filled in tier I, a ring otherwise. Pure, under 2 kB, hidden from screen readers: the
list of targets beside it says the same.
"""

from math import cos, radians, sin

from oneplanet.arcs import Svg

RADIUS, BAND, DOTS, NAMES = 40, 13, 52, 27
GAP = 5  # degrees left open between two pieces
APART = 9  # degrees between two dots of one target


def draw_goal(targets) -> Svg:
    """``targets`` are pairs of a code and the tiers of its indicators, in order."""
    turn = 360 / max(len(targets), 1)
    bands, edges, dots, holes, names = [], [], [], [], []
    for number, (code, tiers) in enumerate(targets):
        start, middle = number * turn, (number + 0.5) * turn
        ends = start + GAP / 2, start + turn - GAP / 2
        if code[-1].isdigit():
            bands.append(_arc(RADIUS, *ends))
        else:
            edges.append(_piece(*ends))
        for place, tier in enumerate(tiers):
            at = f"M{_point(DOTS, middle + APART * (place - (len(tiers) - 1) / 2))}h0"
            dots.append(at)
            if tier != "I":
                holes.append(at)
        x, y = _point(NAMES, middle).split()
        names.append(f'<text x="{x}" y="{y}">{code}</text>')
    return Svg(
        '<svg class="goal" viewBox="-56 -56 112 112" aria-hidden="true" '
        'focusable="false" fill="none" stroke="currentColor">'
        f'<path stroke-width="{BAND}" d="{"".join(bands)}"/>'
        f'<path stroke-width="1" d="{"".join(edges)}"/>'
        f'<path stroke-width="4.5" stroke-linecap="round" d="{"".join(dots)}"/>'
        '<path class="goal-hole" stroke-width="2.6" stroke-linecap="round" '
        f'd="{"".join(holes)}"/>'
        f'<g class="goal-names">{"".join(names)}</g>'
        '<text class="goal-number">12</text></svg>'
    )


def _piece(start, end):
    """The outline of a band."""
    inner, outer = RADIUS - BAND / 2 + 0.5, RADIUS + BAND / 2 - 0.5
    return (
        _arc(outer, start, end) + f"L{_point(inner, end)}"
        f"A{inner:g} {inner:g} 0 0 0 {_point(inner, start)}z"
    )


def _arc(radius, start, end):
    return f"M{_point(radius, start)}A{radius:g} {radius:g} 0 0 1 {_point(radius, end)}"


def _point(radius, degrees):
    """Clockwise from the top."""
    angle = radians(degrees)
    return f"{radius * sin(angle):.1f} {-radius * cos(angle):.1f}"
