"""What a change to a curated record was, in words: which field, in which language, what
stood there before and what after.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField
from simple_history.models import DeletedObject
from simple_history.template_utils import HistoricalRecordContextHelper

from oneplanet.text import dates
from oneplanet.text.languages import tag

NOTHING = "–"
PIECES = re.compile(r"[㐀-鿿]|[^\s㐀-鿿]+|\s+")  # words; Chinese sign by sign
LONGEST = 4000  # pieces; longer texts are shown whole, without marks


@dataclass(frozen=True)
class Change:
    label: str
    language: str  # "" for what has none
    lang: str
    dir: str
    before: str
    after: str


class InWords(HistoricalRecordContextHelper):
    """Hands Change rows to the history page."""

    def context_for_delta_changes(self, delta):
        columns = (self.model._meta.get_field(c.field) for c in delta.changes)
        rows = zip(columns, delta.changes, strict=True)
        return [
            self._change(column, change)
            for column, change in rows
            if not _is_made(column) and change.old != change.new
        ]

    def _change(self, column, change) -> Change:
        before, after = marked(
            *(self._said(column, v) for v in (change.old, change.new))
        )
        code, label = "", column.verbose_name
        if isinstance(column, TranslationField):
            code, label = column.language, column.translated_field.verbose_name
        return Change(
            label=capfirst(str(label)),
            language=dict(settings.LANGUAGES).get(code, ""),
            lang=tag(code) if code else "",
            dir=("rtl" if code == "ar" else "ltr") if code else "",
            before=before,
            after=after,
        )

    def _said(self, column, value) -> str:
        """As an editor would write it: choices, days and rows by their names."""
        if isinstance(value, DeletedObject):
            return str(value) if value.pk else NOTHING
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if getattr(column, "choices", None):
            return str(dict(column.flatchoices).get(value, value))
        if hasattr(value, "hour"):
            return dates.moment_words(value)
        if hasattr(value, "isoformat"):
            return dates.date_words(value)
        return str(value)


def _is_made(column) -> bool:
    """Columns that no editor writes: folded twins, the moment of the last save; and
    those of which each language has one of its own."""
    translated = column.model._meta.get_fields()
    twins = {
        field.translated_field.name
        for field in translated
        if isinstance(field, TranslationField)
    }
    return not column.editable or column.name in twins


def marked(before: str, after: str) -> tuple[str, str]:
    """Both texts, what went in ``<del>`` and what came in ``<ins>``; escaped."""
    old, new = PIECES.findall(before), PIECES.findall(after)
    if NOTHING in (before, after) or max(len(old), len(new)) > LONGEST:
        return conditional_escape(before), conditional_escape(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    gone = ((kind != "equal", "".join(old[a:b])) for kind, a, b, _c, _d in steps)
    come = ((kind != "equal", "".join(new[c:d])) for kind, _a, _b, c, d in steps)
    return _joined("del", gone), _joined("ins", come)


def _joined(mark, pieces) -> str:
    shown = (
        format_html("<{0}>{1}</{0}>", mark, text)
        if differs
        else conditional_escape(text)
        for differs, text in pieces
        if text
    )
    return format_html_join("", "{}", ((piece,) for piece in shown))
