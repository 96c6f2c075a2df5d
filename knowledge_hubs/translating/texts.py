"""The texts of one row in one language beside their sources: what is to be done with
each, and how a translation is written. Only what is done here writes one.
"""

import hashlib
from dataclasses import dataclass

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.text import capfirst, normalize_newlines
from django.utils.translation import gettext as _

from knowledge_hubs.translating.kinds import kind_of
from oneplanet import searching
from oneplanet.changes import marked
from oneplanet.desk import SOURCE
from oneplanet.rich_text import is_marked
from oneplanet.text.languages import NAMES
from oneplanet.translations import (
    State,
    TranslationMark,
    mark_made,
    marks_of,
    state_of,
    text_of,
)


@dataclass(frozen=True, slots=True)
class Text:
    """A translated field: its source and its text in a language."""

    name: str
    label: str
    source: str
    text: str
    mark: TranslationMark | None
    state: State

    @property
    def is_outdated(self):
        return self.state == State.OUTDATED

    @property
    def is_machine(self):
        """A machine made it, and nobody has written or found it right since."""
        made = TranslationMark.Origin.MACHINE
        return bool(self.text and self.mark and self.mark.origin == made)

    @property
    def is_to_check(self):
        return self.is_outdated or self.is_machine

    @property
    def states(self) -> frozenset[State]:
        also = {State.MACHINE} if self.is_machine else set()
        return frozenset({self.state} | also)

    @property
    def state_words(self) -> str:
        return " · ".join(str(s.label) for s in State if s in self.states)

    @property
    def changes(self) -> tuple[str, str]:
        """What the source said when the translation was made, and what it says, with
        what went and what came marked."""
        return marked(_plain(self.mark.source), _plain(self.source))


def _plain(text) -> str:
    return strip_tags(text) if is_marked(text) else text


def texts_of(row, code, marks=None) -> list[Text]:
    """Those that have a source or a text. ``marks`` are the row's in this language;
    without them they are asked for.
    """
    if marks is None:
        held = marks_of(type(row), [row.pk])[row.pk]
        marks = {mark.field: mark for mark in held if mark.language == code}
    found = (_text(row, name, code, marks.get(name)) for name in kind_of(row).fields)
    return [text for text in found if text.state != State.NOTHING]


def _text(row, name, code, mark) -> Text:
    source, text = text_of(row, name, SOURCE), text_of(row, name, code)
    label = capfirst(str(row._meta.get_field(name).verbose_name))
    state = state_of(source, text, mark.source if mark else None)
    return Text(name, label, source, text, mark, state)


def digest(text: str) -> str:
    return hashlib.sha256(normalize_newlines(text or "").encode()).hexdigest()[:16]


def seen(texts) -> str:
    """What a page was drawn from: a form that brings it back knows nothing newer."""
    said = (f"{digest(text.source)}{digest(text.text)}" for text in texts)
    return digest("".join(said))


# --- Writing --------------------------------------------------------------------------


@transaction.atomic
def write(row, code, *, was, by, right=(), origin="", reason="", made_from=None):
    """Save the texts of a row in a language, which have been put on it; ``was`` are its
    texts before. Unchanged ones named in ``right`` are found right as they are.
    ``made_from`` are older sources, by field, that a translator had. What changed.
    """
    changed = [t.name for t in was if text_of(row, t.name, code) != t.text]
    if changed:
        row._history_user = by
        row._change_reason = reason or _("on the translation board")
        row._translated_by = origin or TranslationMark.Origin.PERSON
        row.save()
        searching.changed(row, kind_of(row).whole(row))
    confirmed = [name for name in right if name not in changed]
    for name in confirmed:
        mark_made(row, name, code, by=by, origin=TranslationMark.Origin.PERSON)
    for name, source in (made_from or {}).items():
        mark_made(row, name, code, by=by, origin=origin, source=source)
    if changed or confirmed:
        _log(row, code, by, is_new=bool(changed))
    return changed


def _log(row, code, by, *, is_new):
    words = _("Translated: %(language)s")
    if not is_new:
        words = _("Translation found right: %(language)s")
    said = words % {"language": NAMES[code]}
    LogEntry.objects.log_actions(by.pk, [row], CHANGE, said, single_object=True)
