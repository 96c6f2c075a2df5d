"""A workbook for translators: each text a row, its source and its translation as they
are, and a column for the new one. A hidden column says which text it is and what it was
when it was taken away.
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from knowledge_hubs.translating.kinds import BY_LABEL
from knowledge_hubs.translating.texts import Text, digest, texts_of
from oneplanet.desk import OTHERS
from oneplanet.open_data.tables import LONGEST
from oneplanet.sheets.writing import Head, Titles, write_workbook
from oneplanet.text.languages import NAMES, direction
from oneplanet.translations import TranslationMark

MOST = 3000  # texts in a workbook
SHEET_NAME = 31  # signs
KEY = "key"  # head of the hidden column, in every language


class TooMany(Exception):
    """More texts than a workbook is to hold."""


@dataclass(frozen=True, slots=True)
class Key:
    """Which text a row is about, and digests of its source and of its translation as
    they were when it was taken away."""

    label: str
    pk: int
    name: str
    language: str
    source: str
    text: str

    def __str__(self):
        parts = (self.label, self.pk, self.name, self.language, self.source, self.text)
        return ":".join(map(str, parts))


def key_of(cell: str) -> Key | None:
    """What a hidden cell says; None where it says nothing that is known here."""
    parts = cell.strip().split(":")
    if len(parts) != 6 or not parts[1].isdecimal() or len(parts[1]) > 18:
        return None
    label, pk, name, language, *digests = parts
    kind = BY_LABEL.get(label)
    if kind is None or name not in kind.fields or language not in OTHERS:
        return None
    return Key(label, int(pk), name, language, *digests)


def texts_to_take(lines, code, states) -> list[tuple]:
    """(line of the board, text) of what is in one of the states, the fields named in
    the language, which is its translator's. Raises TooMany.
    """
    with translation.override(code):
        return _texts(lines, code, states)


def _texts(lines, code, states) -> list[tuple]:
    rows = _rows(lines)
    marks = _marks(code)
    found = []
    for line in lines:
        if row := rows[line.kind].get(line.pk):
            held = marks.get((line.kind.label, line.pk), {})
            texts = texts_of(row, code, held)
            found += [(line, text) for text in texts if text.states & states]
        if len(found) > MOST:
            raise TooMany
    return found


def _rows(lines) -> dict:
    """Kind → key → row. A query for each kind there is."""
    keys = {}
    for line in lines:
        keys.setdefault(line.kind, []).append(line.pk)
    return {
        kind: {row.pk: row for row in kind.model._base_manager.filter(pk__in=some)}
        for kind, some in keys.items()
    }


def _marks(code) -> dict:
    found = {}
    for mark in TranslationMark.objects.filter(language=code):
        found.setdefault((mark.model, mark.row), {})[mark.field] = mark
    return found


# --- Writing --------------------------------------------------------------------------


def heads(code) -> list[Head]:
    return [
        Head(_("Record"), _("What the text belongs to."), is_given=True, width=24),
        Head(_("Field"), _("Which of its texts it is."), is_given=True, width=14),
        Head(pgettext("translation", "State"), _states(), is_given=True, width=12),
        Head(_("English source"), _("What is translated."), is_given=True, width=55),
        Head(
            _("Translation as it is"),
            _("What the portal shows today, or nothing."),
            is_given=True,
            width=55,
        ),
        Head(new_head(), _new(code), width=55),
        Head(KEY, is_given=True, is_hidden=True),
    ]


def new_head():
    return _("New translation")


def _states():
    return _(
        "Missing, outdated (the English has changed since) or done; and whether a "
        "machine translated it and nobody has checked it yet."
    )


def _new(code):
    text = _(
        "Write the translation into %(language)s here. Leave it empty to leave the "
        "text as it is. Keep marks such as <p> or <strong> where the source has them."
    )
    return text % {"language": NAMES[code]}


def write(target, taken, code) -> None:
    """In the language that is translated into, which is its translator's."""
    with translation.override(code):
        about = (
            _("Each row is one text of the One Planet network portal."),
            _("Write only in the column “New translation”, and keep the file as XLSX."),
            _(
                "Rows may be sorted or deleted. The hidden last column says which text "
                "a row is: please leave it."
            ),
        )
        titles = Titles(
            data=_("Translations")[:SHEET_NAME],
            help=pgettext("sheet", "How to")[:SHEET_NAME],
            about=about,
            column=_("Column"),
            meaning=_("What it means"),
            words="",
        )
        rows = [_cells(line, text, code) for line, text in taken]
        is_rtl = direction(code) == "rtl"
        write_workbook(target, heads(code), rows, titles=titles, right_to_left=is_rtl)


def _cells(line, text: Text, code) -> list[str]:
    if max(len(text.source), len(text.text)) >= LONGEST:
        too_long = _("Too long for a cell: please translate it on its page.")
        return [line.name, text.label, text.state_words, too_long, "", "", ""]
    key = Key(
        line.kind.label,
        line.pk,
        text.name,
        code,
        digest(text.source),
        digest(text.text),
    )
    return [
        line.name,
        text.label,
        text.state_words,
        text.source,
        text.text,
        "",
        str(key),
    ]


def known_heads() -> dict[str, str]:
    """Heads in all six languages → what the column holds: source, new or key."""
    found = {KEY: KEY}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {_("English source"): "source", new_head(): "new"}
    return found
