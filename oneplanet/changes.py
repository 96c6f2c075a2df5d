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
from oneplanet.text.folding import fold
from oneplanet.text.languages import tag

NOTHING = "–"
SAME = ((None, ""), ("", None))  # an empty text and none are one
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
            if not _is_made(column) and (change.old, change.new) not in SAME
        ] + self._lists(delta.old_record, delta.new_record)

    def _lists(self, old, new) -> list:
        """Of lists that both lines hold: what was taken away and what was added."""
        before, after = (getattr(line, "lists", None) or {} for line in (old, new))
        return [
            self._list(self.model._meta.get_field(name), before[name], after[name])
            for name in before
            if name in after and before[name] != after[name]
        ]

    def _list(self, column, before, after) -> Change:
        rows = column.remote_field.model._base_manager.in_bulk({*before, *after})
        names = {pk: str(rows.get(pk) or _("no longer there")) for pk in before + after}
        label = capfirst(str(column.verbose_name))
        gone = _listed(names, before, "del", {*after})
        come = _listed(names, after, "ins", {*before})
        return Change(label, "", "", "", gone, come)

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


def _listed(names, keys, mark, others) -> str:
    """A line for each name, in their order; those not among the ``others`` marked."""
    lines = [
        format_html("<bdi>{}</bdi>", names[key])
        if key in others
        else format_html("<{0}><bdi>{1}</bdi></{0}>", mark, names[key])
        for key in sorted(keys, key=lambda key: fold(names[key]))
    ]
    return format_html_join("\n", "{}", ((line,) for line in lines)) or NOTHING


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
