"""A value chain as one drawing: stages in order, ways back above or beside them, and
under each what is marked and counted there. Pure; the table beside it says the same.

Twice, for wide and for narrow pages; the style sheet shows one of them. Each stage is a
link. Mirrored from right to left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from oneplanet.arcs import Svg
from oneplanet.text.wrapping import pieces, width_of, wrapped

WIDE, SIDE, HIGH, POINT, ROW = 1120, 196, 92, 12, 30
TALL, EDGE, LEVEL, TOUCH = 320, 12, 22, 52
SIZE, SMALLEST, SMALL = 15, 11, 14  # of letters
LEADING = 1.25
SIGNS = {
    "impact": '<circle cx="{x:g}" cy="{y:g}" r="6"/>',
    "influence": '<path d="M{x:g} {y:g}m-7 5 7-11 7 11z"/>',
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A stage. ``says`` is what its link is called; ``lines`` what a narrow drawing
    writes under the name; ``marks`` are keys of SIGNS; ``counts`` are ready to read.
    """

    name: str
    url: str
    says: str
    lines: Sequence[str] = ()
    counts: Sequence[str] = ()
    marks: Sequence[str] = ()
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Loop:
    """From the number of one stage to that of another; None where it is not known."""

    leaves: int
    returns: int | None
    name: str

    @property
    def reach(self) -> int:
        return abs(self.leaves - self.returns) if self.returns is not None else 1


def draw_wide(cells, loops, rows, *, name, rtl=False) -> Svg:
    """``rows`` are what is marked and counted under the stages, in their order: pairs
    of a name and a sign, or None where it is a count."""
    step, top = (WIDE - SIDE) / len(cells), _room(loops)
    size = _size(cells, step - 3 * POINT)
    named = [wrapped(cell.name, (step - 3 * POINT) / size) for cell in cells]
    high = max(HIGH, 28 + size * LEADING * max(map(len, named)))
    drawn = [
        _arrow(n, cell, lines, (step, top, high, size), rtl)
        for n, (cell, lines) in enumerate(zip(cells, named, strict=True))
    ]
    nested = sorted(loops, key=lambda loop: loop.reach)
    drawn += [_back(n, loop, step, top, rtl) for n, loop in enumerate(nested)]
    base = top + high + 10
    drawn += _rows(cells, rows, step, base, rtl)
    return _svg("is-wide", WIDE, base + ROW * len(rows), name, drawn)


def _rows(cells, rows, step, base, rtl):
    """Under the stages, line by line: signs, then counts."""
    counts = 0
    for number, (label, sign) in enumerate(rows):
        y = base + ROW * number
        yield _line(y) + _words(0, y + 20, label, SMALL, "start", rtl)
        for n, cell in enumerate(cells):
            x = SIDE + step * (n + 0.5)
            x = WIDE - x if rtl else x
            if sign is None:
                yield _words(x, y + 20, cell.counts[counts], SIZE, "middle", False)
            elif sign in cell.marks:
                yield SIGNS[sign].format(x=x, y=y + ROW / 2)
        counts += sign is None


def _room(loops) -> float:
    return 30 + 26 * len(loops) if loops else 4


def _size(cells, room) -> float:
    """Letters so large that the longest word fits."""
    words = (piece.strip() for cell in cells for piece in pieces(cell.name))
    longest = max(map(width_of, words))
    return max(SMALLEST, min(SIZE, room / longest))


def _arrow(number, cell, lines, sizes, rtl):
    step, top, high, size = sizes
    start, end = SIDE + step * number, SIDE + step * (number + 1) - 4
    notch = POINT if number else 0
    corners = (
        (start, top),
        (end - POINT, top),
        (end, top + high / 2),
        (end - POINT, top + high),
        (start, top + high),
        (start + notch, top + high / 2),
    )
    middle = (start + notch + end - POINT / 2) / 2
    first = top + high / 2 + size * (0.35 - LEADING * (len(lines) - 1) / 2)
    texts = [
        _words(middle, first + n * size * LEADING, line, size, "middle", rtl)
        for n, line in enumerate(lines)
    ]
    return _link(cell, _shape(corners, cell, WIDE, rtl) + "".join(texts))


def _back(number, loop, step, top, rtl):
    """A way back above the stages, the widest outermost."""
    high = top - 18 - 26 * number
    leaves = SIDE + step * (loop.leaves + 0.5)
    if loop.returns is None:
        ends = leaves - 1.5 * step
        points, tip = ((leaves, top - 2), (leaves, high), (ends, high)), "h"
    else:
        is_same = loop.leaves == loop.returns
        leaves += step / 4 if is_same else 0
        ends = SIDE + step * (loop.returns + 0.5) - (step / 4 if is_same else 0)
        points = ((leaves, top - 2), (leaves, high), (ends, high), (ends, top - 4))
        tip = "v"
    middle = (leaves + ends) / 2
    label = _words(middle, high - 5, loop.name, SMALL, "middle", rtl)
    return _way(points, tip, WIDE, rtl) + label


def draw_tall(cells, loops, *, name, rtl=False) -> Svg:
    """One stage under another, ways back at the side."""
    edge = TALL - (EDGE + LEVEL * len(loops) if loops else 1)
    tops, drawn, y = [], [], 1
    for number, cell in enumerate(cells):
        height, content = _box(cell, y, edge, rtl)
        drawn.append(_link(cell, content))
        tops.append((y, height))
        y += height
        if number < len(cells) - 1:
            drawn.append(_down(y, edge, rtl))
            y += 18
    nested = sorted(loops, key=lambda loop: loop.reach)
    drawn += [_beside(n, loop, tops, edge, rtl) for n, loop in enumerate(nested)]
    return _svg("is-tall", TALL, y + 1, name, drawn)


def _box(cell, y, edge, rtl):
    room = edge - 2 * EDGE
    named = wrapped(cell.name, room / SIZE)
    below = [part for line in cell.lines for part in wrapped(line, room / SMALL)]
    written = SIZE * LEADING * len(named) + SMALL * LEADING * len(below)
    height = max(TOUCH, 18 + written)
    corners = ((1, y), (edge, y), (edge, y + height), (1, y + height))
    texts, at = [], y + (height - written) / 2 - 1
    for line, size in [*((n, SIZE) for n in named), *((b, SMALL) for b in below)]:
        at += size * LEADING
        texts.append(_words(EDGE, at - 2, line, size, "start", rtl, TALL))
    return height, _shape(corners, cell, TALL, rtl) + "".join(texts)


def _down(y, edge, rtl):
    x = TALL - edge / 2 if rtl else edge / 2
    return (
        f'<path d="M{x:g} {y + 3:g}v12m-4-4 4 4 4-4" '
        'fill="none" stroke="currentColor"/>'
    )


def _beside(number, loop, tops, edge, rtl):
    def at(stage, part):
        top, height = tops[stage]
        return top + height * part

    far = edge + 14 + LEVEL * number
    if loop.returns is None:
        below, above = at(loop.leaves, 0.5), at(max(loop.leaves - 1, 0), 0.5)
        points, tip = ((edge, below), (far, below), (far, above)), "v"
    else:
        is_same = loop.leaves == loop.returns
        below = at(loop.leaves, 0.75 if is_same else 0.5)
        above = at(loop.returns, 0.25 if is_same else 0.5)
        points = ((edge, below), (far, below), (far, above), (edge + 2, above))
        tip = "h"
    return _way(points, tip, TALL, rtl, up=True)


def _way(points, tip, width, rtl, *, up=False):
    """A line through the points that ends in a tip: lying ("h") or standing ("v")."""
    points = [(width - x if rtl else x, y) for x, y in points]
    line = "L".join(f"{x:g} {y:g}" for x, y in points)
    side = -1 if rtl else 1  # a lying tip points to where reading begins
    ends = {"h": f"l{6 * side} -5m{-6 * side} 5l{6 * side} 5"}
    ends["v"] = "l-5 6m5-6l5 6" if up else "l-5 -6m5 6l5 -6"
    return f'<path d="M{line}{ends[tip]}" fill="none" stroke="currentColor"/>'


def _shape(corners, cell, width, rtl):
    corners = [(width - x if rtl else x, y) for x, y in corners]
    path = "L".join(f"{x:.5g} {y:.5g}" for x, y in corners)
    weight = ' stroke-width="4"' if cell.is_here else ""
    return f'<path class="stage" stroke="currentColor" d="M{path}z"{weight}/>'


def _link(cell, content):
    here = ' aria-current="true"' if cell.is_here else ""
    says = escape(cell.says)
    return f'<a href="{escape(cell.url)}" aria-label="{says}"{here}>{content}</a>'


def _line(y):
    return f'<path stroke="currentColor" stroke-opacity=".3" d="M0 {y:g}h{WIDE}"/>'


def _words(x, y, words, size, anchor, rtl, width=WIDE):
    x = width - x if rtl else x
    anchor = "end" if rtl and anchor == "start" else anchor
    return (
        f'<text x="{x:.5g}" y="{y:.5g}" font-size="{size:.3g}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def _svg(kind, width, height, name, drawn) -> Svg:
    return Svg(
        f'<svg class="chain {kind}" viewBox="0 0 {width} {height:g}" role="group" '
        f'aria-label="{escape(name)}" direction="ltr" fill="currentColor" '
        f'stroke="none" font-size="{SIZE}">{"".join(drawn)}</svg>'
    )
