"""Results with the words they were found by marked, and the best stretch of their
text.
"""

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from knowledge_hubs.search.one_kind import Shown
from oneplanet.templatetags.page import language_name
from oneplanet.text import languages
from oneplanet.text.analysis import Query, best_window

SIZE = 240  # letters of an excerpt
LONGEST_TITLE = 400


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
        text, language = self._excerpt(shown, in_title)
        reader = get_language() or "en"
        foreign = text and language != reader
        says = {
            "text": text,
            "lang": languages.tag(language) if foreign else "",
            "dir": languages.direction(language) if foreign else "",
        }
        other = next((c for c in (language, shown.language) if c != reader), "")
        is_foreign = foreign or shown.language != reader
        named = language_name(other) if is_foreign and other else ""
        card |= {"title": title, "says": says, "language": named}
        return card | {"text_language": language}

    def _excerpt(self, shown, in_title) -> tuple[SafeString, str]:
        """In the reader's language, unless the words stand in another one alone."""
        texts = {code: text.body for code, text in shown.texts.items() if text.body}
        if not texts:
            return SafeString(), shown.language
        own = next(c for c in (get_language(), "en", *texts) if c in texts)
        first, found = self.marked(texts[own], own, SIZE)
        if not (found or in_title):
            others = dict.fromkeys(("en", *texts))
            for code in [c for c in others if c in texts and c != own]:
                other, found = self.marked(texts[code], code, SIZE)
                if found:
                    return other, code
        return first, own

    def marked(self, text, language, size) -> tuple[SafeString, bool]:
        """The best stretch, and whether anything in it was marked."""
        text = str(text)
        start, end, marks = best_window(text, language, self.terms, size, self.prefixes)
        pieces, at = ["… " if start else ""], start
        for begin, stop in marks:
            pieces += [escape(text[at:begin]), f"<mark>{escape(text[begin:stop])}</mark>"]
            at = stop
        pieces += [escape(text[at:end]), " …" if end < len(text) else ""]
        return mark_safe("".join(pieces)), bool(marks)  # noqa: S308
