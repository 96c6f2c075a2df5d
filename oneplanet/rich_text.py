"""Text of curated pages: plain, its paragraphs parted by empty lines, or with the few
marks an editor may set. Cleaned when it is saved, and again whenever it is shown.
"""

import html
import re

import nh3
from django.utils.safestring import mark_safe

TAGS = {"a", "blockquote", "br", "em", "h3", "h4", "li", "ol", "p", "strong", "ul"}
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
_MARKED = re.compile(r"\s*<(?:p|h3|h4|ul|ol|blockquote)\b", re.IGNORECASE)
_BEYOND_PLAIN = re.compile(r"<(?!/?p>|br>)")


def is_marked(text) -> bool:
    """Whether a text has marks: it begins with a block of HTML. Any other is plain, and
    nothing in it is taken for HTML."""
    return bool(_MARKED.match(text or ""))


def cleaned(text: str) -> str:
    """What may be kept of a text. One that has nothing but paragraphs becomes plain."""
    if not is_marked(text):
        return text
    kept = _CLEANER.clean(text).strip()
    return kept if _BEYOND_PLAIN.search(kept) else _plain(kept)


def _plain(kept: str) -> str:
    blocks = (block.replace("<br>", "\n") for block in kept.split("</p>"))
    texts = (html.unescape(block.replace("<p>", "")).strip() for block in blocks)
    return "\n\n".join(filter(None, texts))


def as_html(marked: str) -> str:
    """A text with marks, as the public reads it."""
    return mark_safe(_CLEANER.clean(marked))  # noqa: S308
