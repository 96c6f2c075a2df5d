"""Countries as tiles of one size, sub-region by sub-region: what is counted of each. A
drawing without borders or coasts, in which small States are as large as any. Pure; the
table beside it says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log

from oneplanet.arcs import Svg
from oneplanet.text.wrapping import wrapped

ACROSS, STEP, TILE = 6, 50, 48
WIDE = ACROSS * STEP - (STEP - TILE) + 2
TITLE, NAME, CODE, COUNT = 19, 14, 12, 15  # sizes of letters
LINE = 'fill="none" stroke="currentColor" stroke-opacity=".4"'
SHADES = (0.1, 0.22, 0.34, 0.46)  # the reader's words stay readable on each


@dataclass(frozen=True, slots=True)
class Tile:
    """``says`` is its name with what is counted; ``count`` is ready to read. One
    without an address has nothing to lead to."""

    code: str
    says: str
    count: str = ""
    url: str = ""
    shade: int = 0  # 1 to len(SHADES)
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """The tiles of a sub-region."""

    name: str
    tiles: Sequence[Tile]


def shade(count: int, most: int) -> int:
    """Every shade stands for a multiple of the one before it."""
    return ceil(len(SHADES) * log(1 + count) / log(1 + most)) if count else 0


def draw(name: str, blocks: Sequence[Block], *, rtl=False) -> Svg:
    """One region: its name, and its sub-regions below one another."""
    drawn, y = [_words(TITLE, name, TITLE, rtl)], TITLE + 9
    for block in blocks:
        drawn.append(f'<path stroke="currentColor" d="M0 {y}h{WIDE}"/>')
        for line in wrapped(block.name, WIDE / NAME):
            y += NAME + 5
            drawn.append(_words(y, line, NAME, rtl))
        y += 8
        for number, tile in enumerate(block.tiles):
            row, column = divmod(number, ACROSS)
            column = ACROSS - 1 - column if rtl else column
            drawn.append(_tile(tile, 1 + column * STEP, y + 1 + row * STEP))
        y += STEP * ceil(len(block.tiles) / ACROSS) + 12
    return Svg(
        f'<svg class="tiles" viewBox="0 0 {WIDE} {y}" role="group" '
        f'aria-label="{escape(name)}" direction="ltr" fill="currentColor" '
        f'stroke="none" font-size="{COUNT}" text-anchor="middle">{"".join(drawn)}</svg>'
    )


def _tile(tile: Tile, x: int, y: int) -> str:
    says, at = f"<title>{escape(tile.says)}</title>", f'x="{x}" y="{y}"'
    size = f'width="{TILE}" height="{TILE}"'
    middle = x + TILE // 2
    if not tile.url:
        box = f"<rect {at} {size} {LINE}/>"
        code = _sign(middle, y + 28, tile.code, f' font-size="{CODE}"')
        return f'<g class="quiet">{says}{box}{code}</g>'
    around = ' stroke="currentColor" stroke-width="3"' if tile.is_here else ""
    box = f'<rect {at} {size} fill-opacity="{SHADES[tile.shade - 1]:g}"{around}/>'
    here = ' aria-current="true"' if tile.is_here else ""
    code = _sign(middle, y + 19, tile.code, f' font-size="{CODE}"')
    count = _sign(middle, y + 38, tile.count)
    return f'<a href="{escape(tile.url)}"{here}>{says}{box}{code}{count}</a>'


def _sign(x, y, words, size="") -> str:
    return f'<text x="{x}" y="{y}"{size}>{escape(words)}</text>'


def _words(y, words, size, rtl) -> str:
    x, anchor = (WIDE, "end") if rtl else (0, "start")
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
