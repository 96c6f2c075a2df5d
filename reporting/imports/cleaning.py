"""What the cells of a row say, by the rules and in the words of the report form.

One form is bound anew for each row: making one costs ten times what binding it does.
The coded columns are read from the lexicon, in which a cell is looked up once.
"""

import re
from datetime import date, timedelta

from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from oneplanet.text.numbers import digits, number_lazy
from oneplanet.text.said import filled
from reporting.choices import Choices
from reporting.forms import MOST_ROWS, ROW_FORMS, ActivityForm
from reporting.imports.cells import VALUE, lines_of
from reporting.imports.columns import DAYS, ROWS, TEXTS, WORDS
from reporting.imports.contents import plain_number
from reporting.imports.lexicon import Lexicon, NotAWord, answers, roles
from reporting.imports.typed import is_typed
from reporting.models.version import LISTS
from reporting.naming import organisations_named
from reporting.posted import too_many

_SERIAL = re.compile("[2-7][0-9]{4}")  # 1954 to 2119, as spreadsheets count days
_FIRST = date(1899, 12, 30)
_NAMES = 300  # asked for in one query
HOW = {
    "partners": _("name | what it did"),
    "quantities": _("what was counted | number | unit"),
    "links": _("web address | what it shows"),
}


class Cleaner:
    """Reads rows. Values are read in the language in force, messages stay lazy."""

    def __init__(self, words: Choices, lexicon: Lexicon):
        self.lexicon = lexicon
        self.form = ActivityForm({}, words=words)
        for name in set(self.form.fields) - {*TEXTS, *DAYS}:
            del self.form.fields[name]
        self.rows = {name: ROW_FORMS[name]({}) for name in ROWS}
        self._lines = {}

    def clean(self, cells: dict, language=None) -> tuple[dict, dict]:
        """(content, problems) of a row, field by field; columns it lacks in neither.

        A field with a problem is not in the content. ``language`` is the one its
        numbers are written in, where that is another.
        """
        content, problems = {}, {}
        self._read_plain(cells, content, problems)
        for name in cells:
            if name in WORDS or name in LISTS:
                try:
                    content[name] = self.lexicon.read(name, cells[name])
                except NotAWord as wrong:
                    problems[name] = list(wrong.args)
            elif name in ROWS:
                self._read_rows(name, cells[name], language, content, problems)
        return content, problems

    def _read_plain(self, cells, content, problems):
        form = self.form
        form.data = {name: _as_day(cells.get(name, "")) for name in DAYS}
        form.data |= {name: cells.get(name, "") for name in TEXTS}
        form.full_clean()
        errors = form.errors.as_data()
        for name in (*TEXTS, *DAYS):
            if name in errors:
                problems[name] = [_said(error) for error in errors[name]]
            elif name in cells:
                value = form.cleaned_data.get(name)
                content[name] = value.isoformat() if name in DAYS and value else value
                content[name] = content[name] or ""

    def _read_rows(self, name, text, language, content, problems):
        lines = lines_of(text)
        if len(lines) > MOST_ROWS:
            problems[name] = [too_many()]
            return
        rows, wrong = [], []
        for number, parts in enumerate(lines, 1):
            key = name, language, tuple(parts)
            if key not in self._lines:
                self._lines[key] = self._row(name, parts, language)
            row, messages = self._lines[key]
            rows.append(row)
            if messages:
                line = filled(_("Line %(number)s:"), number=number_lazy(number))
                wrong += [filled("%(a)s %(b)s", a=line, b=text) for text in messages]
        if wrong:
            problems[name] = wrong
        else:
            content[name] = rows

    def _row(self, name, parts, language) -> tuple[list | None, list]:
        """A row as plain values, and what is wrong with it."""
        form = self.rows[name]
        most = 3 if name == "quantities" else 2
        if len(parts) > most:
            return None, [filled(_("Write it so: %(how)s"), how=HOW[name])]
        form.data = _KEYS[name](*parts, *[""] * (most - len(parts)))
        if language:
            with translation.override(language):
                form.full_clean()
        if not language or form.errors:
            form.full_clean()
        if form.errors:
            errors = form.errors.as_data().values()
            return None, [_said(error) for few in errors for error in few]
        given = form.cleaned_data
        return [_kept(given[field]) for field in _KEPT[name]], []


def _read_out(error) -> str:
    """A form's message. Django's own hold numbers as they are: theirs are params."""
    (text,) = error.messages
    return digits(text) if error.params else text


_said = lazy(_read_out, str)


def _kept(value):
    return value if isinstance(value, str) else plain_number(value)


def _partner(name, role):
    return {"name": name, "role": roles().get(fold(role), role)}


def _quantity(what, answer, rest):
    status = answers().get(fold(answer), VALUE)
    if status == VALUE:
        return {"what": what, "status": status, "value": answer, "unit": rest}
    return {"what": what, "status": status, "reason": rest}


def _link(url, label):
    return {"url": url, "label": label}


_KEYS = {"partners": _partner, "quantities": _quantity, "links": _link}
_KEPT = {
    "partners": ("name", "role"),
    "quantities": ("what", "status", "value", "unit", "reason"),
    "links": ("url", "label"),
}


def _as_day(text) -> str:
    """A day, also where the spreadsheet left only the number it counts it by."""
    text = text.strip()
    if _SERIAL.fullmatch(text):
        return (_FIRST + timedelta(days=int(text))).isoformat()
    return text


def name_partners(contents) -> dict:
    """Name as written → organisation of the network. Each is called in the contents as
    the network calls it, so that nothing differs by its spelling alone."""
    rows = [row for c in contents for row in c.get("partners", ())]
    rows = [row for row in rows if not is_typed(row)]
    names, named = sorted({row[0] for row in rows}), {}
    for start in range(0, len(names), _NAMES):
        named |= organisations_named(names[start : start + _NAMES])
    for row in rows:
        if row[0] in named:
            row[0] = str(named[row[0]])
    return {str(body): body for body in named.values()}
