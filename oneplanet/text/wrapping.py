"""Breaking a text into lines for a drawing, where nothing does it for us. Widths are
rough, in sizes of the letters, and never too small.
"""

WIDE_FROM = "\u2e80"  # from here on signs are as wide as high
CYRILLIC = ("\u0400", "\u04ff")
ARABIC = ("\u0600", "\u06ff")


def width_of(text: str) -> float:
    """About how wide a text is, in sizes of its letters."""
    return sum(map(_width, text))


def _width(sign) -> float:
    if sign >= WIDE_FROM:
        return 1
    if CYRILLIC[0] <= sign <= CYRILLIC[1]:
        return 0.57
    return 0.5 if ARABIC[0] <= sign <= ARABIC[1] else 0.54


def wrapped(text: str, room: float) -> list[str]:
    """The lines of a text that has room for so many sizes of its letters. A word wider
    than that keeps its line; Chinese breaks between any two signs."""
    lines: list[str] = []
    for piece in pieces(text):
        line = lines[-1] + piece if lines else piece
        if lines and width_of(line.strip()) > room:
            lines.append(piece)
        else:
            lines[-1:] = [line]
    return [line.strip() for line in lines]


def pieces(text):
    """What stays together: words with the space after them, wide signs by themselves,
    with the sign that may not begin a line."""
    piece = ""
    for sign in text:
        if piece and (piece[-1] == " " or _breaks(piece[-1], sign)):
            yield piece
            piece = ""
        piece += sign
    if piece:
        yield piece


def _breaks(before, sign) -> bool:
    return min(before, sign) >= WIDE_FROM and sign not in "、，。；：！？）》”"
