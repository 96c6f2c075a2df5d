"""Results with the words they were found by marked, and the best stretch of their
text.
"""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from knowledge_hubs.search.one_kind import Shown, marked
from oneplanet.text import languages
from oneplanet.text.analysis import Query, best_window
from oneplanet.text.languages import name_of

SIZE = 240  # letters of an excerpt
SIZES = {"zh-hans": 110}  # a character says more than a letter, and is wider
LONGEST_TITLE = 400
_AFTER_A_SIGN = re.compile(r"(?<=[。！？；：”）])\s*\n\s*")
_AFTER_A_WORD = re.compile(r"(?<![.!?؟:;…»”)\s])\s*\n\s*")


class Marker:
    """Marks what a query asks for."""

    def __init__(self, read: Query, unknown=()):
        wanted = read.wanted
        self.terms = frozenset(term for word in wanted for term in word.terms)
        begun = [
            w
            for w in wanted
            if w.is_prefix or (w.is_prefix_ok and w.surface in unknown)
        ]
        self.prefixes = tuple(min(word.terms, key=len) for word in begun)

    def card(self, shown: Shown) -> dict:
        """Its card, with the title and the best stretch of its text as HTML."""
        card = {key: v for key, v in shown.card.items() if key != "summary"}
        title, in_title = self.marked(card["title"], shown.language, LONGEST_TITLE)
        text, language, found = self._excerpt(shown, in_title)
        reader = get_language() or "en"
        foreign = text and language != reader
        says = {
            "text": text,
            "lang": languages.tag(language) if foreign else "",
            "dir": languages.direction(language) if foreign else "",
        }
        other = next((c for c in (language, shown.language) if c != reader), "")
        is_foreign = foreign or shown.language != reader
        named = name_of(other) if is_foreign and other else ""
        card |= {"title": title, "says": says, "language": named}
        card["also"] = {} if in_title or found else self._other_title(shown)
        return card | {"text_language": language}

    def _excerpt(self, shown, in_title) -> tuple[SafeString, str, bool]:
        """In the reader's language, unless the words stand in another one alone; and
        whether they stand in it."""
        texts = {code: text.body for code, text in shown.texts.items() if text.body}
        if not texts:
            return SafeString(), shown.language, False
        own = next(c for c in (get_language(), "en", *texts) if c in texts)
        first, found = self.marked(texts[own], own)
        if not (found or in_title):
            others = dict.fromkeys(("en", *texts))
            for code in [c for c in others if c in texts and c != own]:
                other, found = self.marked(texts[code], code)
                if found:
                    return other, code, True
        return first, own, found

    def _other_title(self, shown) -> dict:
        """The title in another language where the words stand in that alone."""
        for code, (title, _body) in shown.texts.items():
            said, found = self.marked(title, code, LONGEST_TITLE)
            if found:
                return {"text": said} | marked(code)
        return {}

    def marked(self, text, language, size=0) -> tuple[SafeString, bool]:
        """The best stretch, and whether anything in it was marked."""
        text, size = str(text), size or SIZES.get(language, SIZE)
        start, end, marks = best_window(text, language, self.terms, size, self.prefixes)
        pieces, at = ["… " if start else ""], start
        for begin, stop in marks:
            pieces += [_said(text[at:begin]), f"<mark>{_said(text[begin:stop])}</mark>"]
            at = stop
        pieces += [_said(text[at:end]), " …" if end < len(text) else ""]
        return mark_safe("".join(pieces)), bool(marks)  # noqa: S308


def _said(text) -> str:
    """As HTML; where a line ended there is a dot, unless a sign ends it."""
    if "\n" in text:
        text = _AFTER_A_WORD.sub(" · ", _AFTER_A_SIGN.sub("", text))
    return escape(text)
