"""What editors write for pages, as HTML: the one place where it is turned into it.

A very small form: paragraphs parted by empty lines, ``## `` before a heading, ``- ``
before each item of a list. Addresses that begin with https:// become links. Nothing
else is taken for markup, and nothing for HTML.
"""

import re

from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines

HEADING, ITEM = "## ", "- "
_ADDRESS = re.compile(r"https://\S+")


def as_html(text: str) -> SafeString:
    """Each line escaped. Headings are ``h2``: above them stands the page's title."""
    blocks = re.split(r"\n\s*\n", normalize_newlines(text or "").strip())
    written = (_block([line.strip() for line in b.split("\n")]) for b in blocks if b)
    return mark_safe("".join(written))  # noqa: S308


def _block(lines):
    if lines[0].startswith(HEADING):
        rest = _block(lines[1:]) if lines[1:] else ""
        return f"<h2>{_line(lines[0].removeprefix(HEADING))}</h2>{rest}"
    if all(line.startswith(ITEM) for line in lines):
        items = (f"<li>{_line(line.removeprefix(ITEM))}</li>" for line in lines)
        return f"<ul>{''.join(items)}</ul>"
    return f"<p>{'<br>'.join(map(_line, lines))}</p>"


def _line(text):
    """Words escaped, and addresses as links, each apart from the direction around."""
    pieces, at = [], 0
    for found in _ADDRESS.finditer(text):
        link = urlize(found[0], autoescape=True)
        pieces += [escape(text[at : found.start()]), f"<bdi>{link}</bdi>"]
        at = found.end()
    return "".join([*pieces, escape(text[at:])])
