"""The arcs as PNG, for what takes no SVG: link previews and home screens of phones.

Draws the very SVG of oneplanet/arcs.py: its paths are made of arcs round the middle,
smooth bends and dashes, and only of those. Colours are those of the style sheet on
paper. The same drawing gives the same bytes.
"""

import re
from io import BytesIO
from math import atan2, cos, hypot, pi, sin
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from PIL import Image, ImageDraw

from oneplanet import arcs

SHARE = (1200, 630)
ICON = (180, 180)
FINER = 4  # drawn so many times larger, then made small: soft edges
TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "20-tokens.css"
_STEP = re.compile(r"([MAQ])([^MAQ]*)")


def share_picture(code: str) -> bytes:
    """A programme's arc among the others; of any other code, all six."""
    return _picture(arcs.emblem(code), SHARE, 500)


def touch_icon() -> bytes:
    """The mark on paper, with room for rounded corners."""
    return _picture(arcs.mark(), ICON, 132)


def _picture(svg, size, across) -> bytes:
    """A drawing on a ground of paper, its circle so many pixels across."""
    colours = _colours()
    large = tuple(FINER * side for side in size)
    image = Image.new("RGB", large, colours["paper"])
    scale = FINER * across / (2 * arcs.RADIUS + arcs.BAND)
    pen = _Pen(ImageDraw.Draw(image), large[0] / 2, large[1] / 2, scale)
    for path, colour in _paths(ElementTree.fromstring(svg)):  # noqa: S314 (ours)
        pen.draw(path, colours[colour])
    small = image.resize(size, Image.Resampling.BOX).quantize(64, dither=0)
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return file.getvalue()


def _colours() -> dict[str, str]:
    """Name → hue on paper: the first of each in the style sheet."""
    found = re.findall(r"--([a-z]+): (#[0-9A-F]{6});", TOKENS.read_text("utf-8"))
    return dict(reversed(found))


def _paths(element, colour="ink"):
    """(path, name of its colour) of a drawing, from the bottom up."""
    kind = element.get("class", "")
    if kind == "arcs-rest":
        colour = "hairline"
    elif kind.startswith("arc-") and colour != "hairline":
        colour = kind.removeprefix("arc-")
    if element.tag == "path":
        yield element, colour
    for child in element:
        yield from _paths(child, colour)


class _Pen:
    """Draws paths round a middle, so many pixels for one unit of the drawing."""

    def __init__(self, draw, x, y, scale):
        self.pen, self.x, self.y, self.scale = draw, x, y, scale

    def draw(self, path, colour):
        width = float(path.get("stroke-width"))
        for line in _lines(path.get("d")):
            for piece in _dashed(line, path):
                if path.get("stroke-linecap") == "round":
                    self._dot(piece[0], width / 2, colour)
                else:
                    self._band(piece, width / 2, colour)

    def _dot(self, middle, radius, colour):
        (x, y), r = self._at(middle), radius * self.scale
        self.pen.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def _band(self, line, half, colour):
        """Both edges of the stroke, joined: its ends are cut straight."""
        left, right = [], []
        for (x, y), (nx, ny) in zip(line, _normals(line), strict=True):
            left.append(self._at((x + nx * half, y + ny * half)))
            right.append(self._at((x - nx * half, y - ny * half)))
        self.pen.polygon(left + right[::-1], fill=colour)

    def _at(self, point):
        return self.x + point[0] * self.scale, self.y + point[1] * self.scale


def _lines(d):
    """The points along each part of a path, close together."""
    line = []
    for letter, numbers in _STEP.findall(d):
        values = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", numbers)]
        if letter == "M":
            if line:
                yield line
            line = [tuple(values)]
        elif letter == "A":
            line += _round(line[-1], tuple(values[-2:]))
        else:
            line += _bend(line[-1], tuple(values[:2]), tuple(values[2:]))
    yield line


def _round(start, end, steps=120):
    """Clockwise round the middle, as every arc of the drawings goes."""
    radius = hypot(*start)
    first = atan2(start[1], start[0])
    turn = (atan2(end[1], end[0]) - first) % (2 * pi)
    angles = (first + turn * i / steps for i in range(1, steps + 1))
    return [(radius * cos(a), radius * sin(a)) for a in angles]


def _bend(start, towards, end, steps=40):
    found = []
    for i in range(1, steps + 1):
        t = i / steps
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        x, y = (
            a * p + b * q + c * r for p, q, r in zip(start, towards, end, strict=True)
        )
        found.append((x, y))
    return found


def _dashed(line, path):
    """The pieces of a line that are drawn: all of it where it has no dashes."""
    if not path.get("stroke-dasharray"):
        return [line]
    on, off = (float(n) for n in path.get("stroke-dasharray").split())
    whole = float(path.get("pathLength"))
    pieces, begin = [], 0.0
    while begin < whole:
        end = min(begin + on, whole)
        pieces.append(_part(line, begin / whole, end / whole))
        begin += on + off
    return pieces


def _part(line, first, last):
    """From one share of an evenly drawn line to another."""
    steps = max(1, round((last - first) * 120))
    return [_along(line, first + (last - first) * i / steps) for i in range(steps + 1)]


def _along(line, share):
    place = share * (len(line) - 1)
    i = min(int(place), len(line) - 2)
    (x1, y1), (x2, y2), t = line[i], line[i + 1], place - i
    return x1 + (x2 - x1) * t, y1 + (y2 - y1) * t


def _normals(line):
    """Of length 1, across the line at each of its points."""
    for i in range(len(line)):
        (x1, y1), (x2, y2) = line[max(i - 1, 0)], line[min(i + 1, len(line) - 1)]
        length = hypot(x2 - x1, y2 - y1) or 1
        yield (y1 - y2) / length, (x2 - x1) / length
