"""Coded words as a cell shows and as people write them: code or label, in any of the
six languages.
"""

import re
from collections import defaultdict
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from oneplanet.text.lists import joined
from oneplanet.text.said import filled
from reporting.choices import NETWORK_WIDE, Choices
from reporting.models import Quantity, VersionPartner
from reporting.models.version import LISTS

LABELS = {"countries": "name", "programme": "name", "targets": "short_label"}
BETWEEN = "; "
_BETWEEN = re.compile(r"[;\n؛；、]")
_BRACKETS = re.compile(r"\[([A-Za-z0-9_.-]{1,40})\]\s*$")
_COMMA = re.compile(r"[,،，]")


class NotAWord(Exception):
    """What was written stands for no word, or for several; its lazy text says so."""


class Lexicon:
    """The words of every coded column, ready to be written and read."""

    def __init__(self, words: Choices):
        self.words = words
        fields = ("programme", "initiative", "type", "scope", *LISTS)
        self.written = {field: self._written(field) for field in fields}
        self.written["language"] = dict(settings.LANGUAGES)
        self.known = {field: self._known(field) for field in fields}
        self.known["language"] = {
            fold(text): {code}
            for code, name in settings.LANGUAGES
            for text in (code, name)
        }
        self._read = {}

    def _written(self, field) -> dict[str, str]:
        """Code → its label; with the code where another word is called the same."""
        rows = self.words.rows.get(field, {})
        if field == "initiative":  # titles change, and are alike: its code stays
            offered = dict(self.words.offered.get(field, ()))
            return {c: f"{offered[c]} [{c}]" if c in offered else c for c in rows}
        label = LABELS.get(field, "label")
        labels = {code: getattr(row, label) or code for code, row in rows.items()}
        if field == "programme":
            labels[NETWORK_WIDE] = str(_("The whole network, no single programme"))
        if field in ("goals", "targets"):
            short = {code: code.removeprefix("SDG") for code in labels}
            return {code: f"{short[code]} – {text}" for code, text in labels.items()}
        count = defaultdict(int)
        for text in labels.values():
            count[fold(text)] += 1
        return {
            code: f"{text} [{code}]" if count[fold(text)] > 1 or ";" in text else text
            for code, text in labels.items()
        }

    def _known(self, field) -> dict[str, set]:
        """Everything a word may be written as → its codes, words in use first."""
        known, retired = defaultdict(set), defaultdict(set)
        for code, row in self.words.rows.get(field, {}).items():
            gone = getattr(row, "retired_on", None) is not None
            for text in self._spellings(field, code, row):
                (retired if gone else known)[fold(text)].add(code)
        if field == "programme":
            for text in (NETWORK_WIDE, *_network_wide()):
                known[fold(text)].add(NETWORK_WIDE)
        return retired | known

    def _spellings(self, field, code, row):
        yield from (code, self.written[field][code])
        if field == "initiative":
            yield dict(self.words.offered[field]).get(code) or code
            return
        if field in ("goals", "targets"):
            yield code.removeprefix("SDG")
        for language, _name in settings.LANGUAGES:
            name = f"{LABELS.get(field, 'label')}_{language.replace('-', '_')}"
            if text := getattr(row, name):
                yield from (text, f"{text} [{code}]")
                if field in ("goals", "targets"):
                    yield f"{code.removeprefix('SDG')} – {text}"

    # --- To cells -----------------------------------------------------------------

    def offered(self, field) -> tuple[str, ...]:
        """The words in use, in their order, as a drop-down offers them."""
        rows = self.words.rows.get(field, {})
        if field == "initiative":
            codes = dict(self.words.offered.get(field, ()))
            return tuple(self.written[field][code] for code in codes)
        return tuple(
            text
            for code, text in self.written[field].items()
            if code not in rows or getattr(rows[code], "retired_on", None) is None
        )

    def write(self, field, value) -> str:
        """A code, or for a list its codes, as a cell shows them."""
        written = self.written[field]
        if field in LISTS:
            return BETWEEN.join(written.get(code, code) for code in value)
        return written.get(value, value)

    # --- From cells ---------------------------------------------------------------

    def read(self, field, text):
        """A code, or for a list its codes in order. Raises NotAWord."""
        key = field, text
        if key not in self._read:
            self._read[key] = self._worked_out(field, text)
        if isinstance(found := self._read[key], NotAWord):
            raise found
        return found

    def _worked_out(self, field, text):
        try:
            if field in LISTS:
                return sorted(self._codes(field, text))
            return self._code(field, text) if fold(text) else ""
        except NotAWord as wrong:
            return wrong

    def _codes(self, field, text) -> set:
        codes = set()
        for part in _BETWEEN.split(text):
            key = field, part.strip(), "part"
            if key not in self._read:
                self._read[key] = self._part(field, part)
            codes |= self._read[key]
        return codes

    def _part(self, field, part) -> set:
        """The words of what stands between semicolons: one, or some between commas."""
        if not fold(part):
            return set()
        if fold(part) in self.known[field] or not _COMMA.search(part):
            return {self._code(field, part)}
        return {self._code(field, p) for p in _COMMA.split(part) if fold(p)}

    def _code(self, field, text) -> str:
        found = self.known[field].get(fold(text), ()) or self._in_brackets(field, text)
        word = text.strip()[:60]
        if not found:
            message = _("“%(word)s” is not on the list. The help sheet names them all.")
            raise NotAWord(filled(message, word=word))
        if len(found) > 1:
            message = _("“%(word)s” may mean several: write its code, %(codes)s.")
            raise NotAWord(filled(message, word=word, codes=joined(sorted(found))))
        return next(iter(found))

    def _in_brackets(self, field, text) -> set:
        """The code a label ends with, where it is called something else by now."""
        found = _BRACKETS.search(text)
        return self.known[field].get(fold(found[1]), set()) if found else set()


@cache
def _network_wide() -> tuple[str, ...]:
    return _in_six(lambda: _("The whole network, no single programme"))


def _in_six(say) -> tuple[str, ...]:
    texts = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts.append(str(say()))
    return tuple(texts)


@cache
def answers() -> dict[str, str]:
    """What stands in the place of a number, in any language → its status."""
    return _spelled(Quantity.Status) | {fold(c): c for c in Quantity.Status.values}


@cache
def roles() -> dict[str, str]:
    """What a partner did, in any language → the role."""
    known = _spelled(VersionPartner.Role)
    return known | {fold(code): code for code in VersionPartner.Role.values}


def _spelled(choices) -> dict[str, str]:
    return {
        fold(text): choice.value
        for choice in choices
        for text in _in_six(lambda choice=choice: choice.label)
    }
