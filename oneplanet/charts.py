"""Charts as small SVG, drawn on the server: ink, zero baselines, labels that stand on
what they name. The table beside says the same; no ``style`` attribute, no script.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from oneplanet.arcs import Svg

WIDTH, ROW, BAR = 320, 24, 14
LABEL, NUMBER = 64, 44  # room for the words before and after a bar
MOST = WIDTH - LABEL - NUMBER  # the longest bar
TALL, LETTERS = 44, 46  # of a bar under its label; letters a line holds


@dataclass(frozen=True, slots=True)
class Bar:
    """``label`` and ``words`` are what stands before and after it, ready to read. An
    open bar is one that may still grow."""

    label: str
    value: int
    words: str
    is_open: bool = False


def bars(bars: Iterable[Bar], *, name: str, description: str, key: str, rtl=False):
    """Lying bars from one baseline, from the right where ``rtl``; an image of that name
    and description, whose ids begin with ``key``."""
    rows = list(bars)
    longest = max((row.value for row in rows), default=0) or 1
    drawn = (_row(n, row, longest, rtl) for n, row in enumerate(rows))
    height = ROW * len(rows)
    base = _x(LABEL - 0.5, rtl)
    return _framed(height, base, drawn, name=name, description=description, key=key)


def long_bars(bars: Iterable[Bar], *, name: str, description: str, key: str, rtl=False):
    """The same, each bar under its label: for names. A name too long for the line is
    cut; the table beside has it whole."""
    rows = list(bars)
    longest = max((row.value for row in rows), default=0) or 1
    drawn = (_tall_row(n, row, longest, rtl) for n, row in enumerate(rows))
    height, base = TALL * len(rows), _x(0.5, rtl)
    return _framed(height, base, drawn, name=name, description=description, key=key)


def _tall_row(number, bar, longest, rtl) -> str:
    top, length = TALL * number, (WIDTH - NUMBER) * bar.value / longest
    anchor, edge = ("end" if rtl else "start"), _x(8, rtl)
    after = _x(length + 6, rtl)
    start = _x(length, rtl) if rtl else 0
    label = bar.label
    if len(label) > LETTERS:
        label = f"{label[: LETTERS - 1].rstrip()}…"
    return (
        f'<text x="{edge:g}" y="{top + 14}" text-anchor="{anchor}">{escape(label)}'
        f'</text><rect x="{start:.4g}" y="{top + 21}" width="{length:.4g}" '
        f'height="{BAR}"/><text x="{after:g}" y="{top + 32.5:g}" '
        f'text-anchor="{anchor}">{escape(bar.words)}</text>'
    )


def _framed(height, base, drawn, *, name, description, key) -> Svg:
    return Svg(
        f'<svg class="bars" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{key}-name {key}-description" fill="currentColor" '
        'stroke="none" font-size="13" direction="ltr">'
        f'<title id="{key}-name">{escape(name)}</title>'
        f'<desc id="{key}-description">{escape(description)}</desc>'
        f'<path stroke="currentColor" d="M{base:g} 0v{height}"/>{"".join(drawn)}</svg>'
    )


def _row(number, bar, longest, rtl) -> str:
    middle, length = ROW * number + ROW / 2, MOST * bar.value / longest
    ends = ("start", "end") if rtl else ("end", "start")
    label, after = _x(LABEL - 8, rtl), _x(LABEL + length + 6, rtl)
    return (
        f'<text x="{label:g}" y="{middle + 4.5:g}" text-anchor="{ends[0]}">'
        f"{escape(bar.label)}</text>{_bar(bar, middle - BAR / 2, length, rtl)}"
        f'<text x="{after:g}" y="{middle + 4.5:g}" text-anchor="{ends[1]}">'
        f"{escape(bar.words)}</text>"
    )


def _bar(bar, top, length, rtl) -> str:
    if not length:
        return ""
    start = _x(LABEL + length, rtl) if rtl else LABEL
    shape = f'<rect x="{start:.4g}" y="{top:g}" width="{length:.4g}" height="{BAR}"'
    return (
        f'{shape} fill="none" stroke="currentColor"/>' if bar.is_open else f"{shape}/>"
    )


def _x(x, rtl) -> float:
    """A place from the edge where reading begins."""
    return WIDTH - x if rtl else x
