"""Six arcs, one circle: the motif of the portal, drawn as small SVG.

Each programme owns 60 degrees of the circle, a hue and a line pattern, so an arc is
known without colour too. Hues come from the classes `arc-sfs` … of the style sheet
(`currentColor`); patterns are drawn here and need no style sheet. The order of PATTERNS
is the order on the circle, clockwise from the top; the circle is never mirrored.

Pure functions, each answer under 1 kB, no `style` attributes. A drawing without
`label` is hidden from screen readers: it then stands beside words that say the same.
"""

from collections.abc import Collection
from html import escape
from itertools import pairwise
from math import cos, radians, sin
from zlib import crc32


class Svg(str):
    """Markup that templates do not escape."""

    def __html__(self):
        return self


RADIUS = 40
BAND = 14
GAP = 6  # degrees left open between two arcs
LENGTH = 60 - GAP

# code → how its band is drawn
PATTERNS = {
    "SFS": "solid",
    "SBC": "bricks",
    "ST": "wave",
    "SPP": "ruler",
    "CI": "dots",
    "SLE": "rings",
}


def mark(label: str = "") -> Svg:
    """The whole circle: the mark of the portal."""
    return _svg("mark", "".join(_arc(code) for code in PATTERNS), label)


def badge(code: str, label: str = "") -> Svg:
    """A window on one programme's arc in its place; any other code: the whole ring."""
    ring = f'<circle class="arcs-ring" r="{RADIUS}"/>'
    if code not in PATTERNS:
        arcs = 'pathLength="6" stroke-dasharray=".88 .12" stroke-dashoffset=".44"'
        whole = f'<circle r="{RADIUS}" stroke-width="5" {arcs}/>'
        return _svg("badge", whole, label)
    x, y = _point(RADIUS - 1, _turn(code) + 30).split()
    corner = f"{float(x) - 26:g} {float(y) - 26:g}"
    return _svg("badge", ring + _arc(code), label, f"{corner} 52 52")


def emblem(code: str, label: str = "") -> Svg:
    """One programme's arc among the other five in hairline colour, for page heads.

    Any other code: all six in their hues.
    """
    if code not in PATTERNS:
        return _svg("emblem", "".join(_arc(each) for each in PATTERNS), label)
    others = "".join(_arc(other) for other in PATTERNS if other != code)
    return _svg("emblem", f'<g class="arcs-rest">{others}</g>{_arc(code)}', label)


def progress(done: int | Collection[int], label: str = "") -> Svg:
    """Six arcs in ink: solid where done, a thin line where not.

    ``done`` is a number (the first so many) or the numbers (1–6) of what is done.
    """
    filled = set(range(1, done + 1)) if isinstance(done, int) else set(done)
    arcs = (_line(60 * i, BAND if i + 1 in filled else 2) for i in range(6))
    return _svg("progress", "".join(arcs), label)


def empty(label: str = "") -> Svg:
    """Five thin arcs; the sixth has slid out of the circle."""
    arcs = "".join(_line(60 * i, 2) for i in range(1, 6))
    lost = f'<g transform="translate(5 -9)">{_line(0, BAND)}</g>'
    return _svg("empty", arcs + lost, label, "-50 -60 100 110")


def cover(programme: str, kind: str, code: str) -> Svg:
    """A picture for a record without one; the same three words, the same picture.

    The programme gives hue and pattern, the kind where the circle stands, the code how
    far it has turned and which fine rings go round it.
    """
    places = ((0, 0, 90), (320, 0, 180), (320, 200, 270), (0, 200, 0), (160, 240, -30))
    x, y, towards = places[crc32(kind.encode()) % len(places)]
    seed = crc32(code.encode())
    size = 2.8 + seed % 5 / 5
    turn = towards - 15 + seed // 5 % 7 * 10
    known = programme if programme in PATTERNS else ""
    arcs = "".join(
        _arc(known, turn + step) if known else _line(turn + step, 2)
        for step in (-60, 0, 60)
    )
    radii = (20 + seed // 60 % 8, 53 + seed // 480 % 9, 66 + seed // 4320 % 12)
    rings = "".join(f'<circle r="{r}" stroke-width=".4"/>' for r in radii)
    return Svg(
        f'<svg class="cover arc-{known.lower() or "net"}" viewBox="0 0 320 200" '
        'preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        '<path d="M0 0h320v200H0z" fill="currentColor" fill-opacity=".09"/>'
        f'<g transform="translate({x} {y}) scale({size:g})" {_STROKE}>'
        f"{rings}{arcs}</g></svg>"
    )


_STROKE = 'fill="none" stroke="currentColor"'


def _svg(kind: str, body: str, label: str, box: str = "-50 -50 100 100") -> Svg:
    name = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Svg(
        f'<svg class="arcs arcs-{kind}" viewBox="{box}" width="48" height="48" {name}>'
        f"<g {_STROKE}>{body}</g></svg>"
    )


def _turn(code: str) -> int:
    return 60 * list(PATTERNS).index(code)


def _arc(code: str, turn: int | None = None) -> str:
    """A programme's band in its place, or turned so many degrees from the top."""
    turn = _turn(code) if turn is None else turn
    shape = _DRAWN[PATTERNS[code]](turn)
    return f'<path class="arc-{code.lower()}" {shape}/>'


def _line(turn: int, width: int) -> str:
    return f'<path d="{_curve(turn)}" stroke-width="{width}"/>'


def _solid(turn: int) -> str:
    return f'd="{_curve(turn)}" stroke-width="{BAND}"'


def _bricks(turn: int) -> str:
    return f'{_solid(turn)} pathLength="{LENGTH}" stroke-dasharray="14 6"'


def _ruler(turn: int) -> str:
    return f'{_solid(turn)} pathLength="{LENGTH}" stroke-dasharray="2.4 4.05"'


def _dots(turn: int) -> str:
    return (
        f'd="{_curve(turn, inset=6)}" stroke-width="8" stroke-linecap="round" '
        'pathLength="30" stroke-dasharray="0 9.99"'
    )


def _rings(turn: int) -> str:
    lines = "".join(_curve(turn, RADIUS + out) for out in (-5.4, 0, 5.4))
    return f'd="{lines}" stroke-width="3.2"'


def _wave(turn: int) -> str:
    """Three waves along the band: smooth, since each joint lies between two bends."""
    width, half = 3.6, LENGTH / 6
    start = turn + GAP / 2
    bends = [
        _xy(RADIUS + (BAND - width) * (-1) ** i, start + half * (i + 0.5))
        for i in range(6)
    ]
    joints = [((x1 + x2) / 2, (y1 + y2) / 2) for (x1, y1), (x2, y2) in pairwise(bends)]
    joints.append(_xy(RADIUS, turn + 60 - GAP / 2))
    d = "M" + _point(RADIUS, start)
    for (x1, y1), (x2, y2) in zip(bends, joints, strict=True):
        d += f"Q{x1:.3g} {y1:.3g} {x2:.3g} {y2:.3g}"
    return f'd="{d}" stroke-width="{width}"'


_DRAWN = {
    "solid": _solid,
    "bricks": _bricks,
    "wave": _wave,
    "ruler": _ruler,
    "dots": _dots,
    "rings": _rings,
}


def _curve(turn: int, radius: float = RADIUS, inset: int = 0) -> str:
    """60 degrees less the gap (and an inset at both ends), clockwise from ``turn``."""
    first, last = turn + GAP / 2 + inset, turn + 60 - GAP / 2 - inset
    return (
        f"M{_point(radius, first)}A{radius:g} {radius:g} 0 0 1 {_point(radius, last)}"
    )


def _point(radius: float, angle: float) -> str:
    x, y = _xy(radius, angle)
    return f"{x:.3g} {y:.3g}"


def _xy(radius: float, angle: float) -> tuple[float, float]:
    return radius * sin(radians(angle)), -radius * cos(radians(angle))
