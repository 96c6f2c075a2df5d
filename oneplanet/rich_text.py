"""Text of curated pages: plain, as oneplanet/text/prose.py draws it, or with the few
marks an editor may set. Cleaned when it is saved, and again whenever it is shown.
"""

import html
import re

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from oneplanet.text import prose

TAGS = {"a", "blockquote", "br", "em", "li", "ol", "p", "strong", "ul"}
TAGS |= {"h2", "h3", "h4"}
_LINK = re.compile(r"(?:https?://|mailto:|/(?![/\\]))", re.IGNORECASE)


def _link(tag, name, value):
    """Whole addresses, and those of this portal from its root."""
    return value if name != "href" or _LINK.match(value) else None


_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "svg"},
    attributes={"a": {"href"}},
    attribute_filter=_link,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener",
)
_MARKED = re.compile(r"\s*<(?:p|h[234]|ul|ol|blockquote)\b", re.IGNORECASE)
_BARE_LINK = re.compile(r'<a href="([^"]*)" rel="noopener">\1</a>')
_AROUND_BLOCK = re.compile(r"\s*(</?(?:p|h[234]|ul|ol|li|blockquote)>)\s*")
_APART = re.compile("<(?!/?(a|b|em|i|strong)[ >])")  # marks that part words
_BLOCK = re.compile(r"<(?P<tag>p|h2|ul)>(?P<text>.*?)</(?P=tag)>", re.DOTALL)


def is_marked(text) -> bool:
    """Whether a text has marks: it begins with a block of HTML. Any other is plain, and
    nothing in it is taken for HTML."""
    return bool(_MARKED.match(text or ""))


def as_html(marked: str) -> str:
    """A text with marks, as the public reads it."""
    return mark_safe(_CLEANER.clean(marked))  # noqa: S308


def in_words(text) -> str:
    """A text, with marks or without, as words alone."""
    if not is_marked(text):
        return text or ""
    return html.unescape(strip_tags(_APART.sub(" <", text))).strip()


def for_the_editor(text: str) -> str:
    """A text as the editor takes it: a plain one with the marks it is drawn with."""
    return _CLEANER.clean(text if is_marked(text) else prose.as_html(text)).strip()


def look(text: str) -> str:
    """What tells a text from one that readers see otherwise, and from no other."""
    shown = _BARE_LINK.sub(r"\1", for_the_editor(text))
    shown = _AROUND_BLOCK.sub(r"\1", shown)
    shown = shown.replace("<li><p>", "<li>").replace("</p></li>", "</li>")
    return shown.replace("<p></p>", "")


def cleaned(text: str) -> str:
    """What may be kept of a text. One that looks alike without marks becomes plain."""
    if not is_marked(text):
        return text
    kept = _CLEANER.clean(text).strip()
    plain = _plain(kept)
    return plain if look(plain) == look(kept) else kept


def _plain(kept: str) -> str:
    """Its paragraphs, headings and lists as prose.py knows them; not all of a text that
    has more.
    """
    blocks = _BLOCK.finditer(look(kept))
    texts = (_plain_block(block["tag"], block["text"]) for block in blocks)
    return "\n\n".join(filter(None, texts))


def _plain_block(tag, markup) -> str:
    if tag == "ul":
        items = markup.removeprefix("<li>").removesuffix("</li>").split("</li><li>")
        return "\n".join(prose.ITEM + _words(item) for item in items)
    return (prose.HEADING if tag == "h2" else "") + _words(markup)


def _words(markup) -> str:
    return html.unescape(markup.replace("<br>", "\n")).strip()
