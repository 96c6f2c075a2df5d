"""The disagreements of a period as their page lists them: narrowed, by activity, a page
at a time.
"""

from itertools import groupby
from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.models import Judged

PER_PAGE = 10  # activities
OPEN, SETTLED = "open", "settled"


class Choice(NamedTuple):
    """A way to narrow the list, with how many it leaves."""

    value: str
    label: str
    number: int


class Discussion:
    """``found`` are all disagreements the person may read; ``asked`` is the query of
    the page: show, vocabulary, page. ``key`` names the one that stands open, whatever
    was asked; it is "" where there is none."""

    def __init__(self, found, asked, *, key=""):
        self.found = found
        self.key = key if any(row.key == key for row in found) else ""
        self.show = _known(asked.get("show"), (OPEN, SETTLED))
        self.vocabulary = _known(asked.get("vocabulary"), Judged.values)
        if self.key and self.key not in {row.key for row in self.rows}:
            self.show = self.vocabulary = ""
        self.page = self._paginated(asked.get("page"))

    @property
    def rows(self) -> list:
        return [row for row in self._of_vocabulary if not self.show or self._is(row)]

    @property
    def _of_vocabulary(self):
        chosen = self.vocabulary
        return [row for row in self.found if not chosen or row.vocabulary == chosen]

    def _is(self, row) -> bool:
        return bool(row.settled) == (self.show == SETTLED)

    def _paginated(self, number):
        """Of (DrawnVersion, its disagreements)."""
        rows = groupby(self.rows, key=lambda row: row.drawn)
        groups = [(drawn, list(theirs)) for drawn, theirs in rows]
        pages = Paginator(groups, PER_PAGE)
        for place, (_drawn, theirs) in enumerate(groups):
            if self.key in [row.key for row in theirs]:
                number = place // PER_PAGE + 1
        return pages.get_page(number)

    @property
    def states(self) -> list[Choice]:
        """All, and how many are open and settled; of the vocabulary chosen."""
        rows = self._of_vocabulary
        settled = sum(bool(row.settled) for row in rows)
        return [
            Choice("", _("All"), len(rows)),
            Choice(OPEN, pgettext("disagreements", "Open"), len(rows) - settled),
            Choice(SETTLED, pgettext("disagreements", "Settled"), settled),
        ]

    @property
    def vocabularies(self) -> list[Choice]:
        """How many differ in each that differs at all; of those open or settled, where
        these are chosen."""
        rows = [row for row in self.found if not self.show or self._is(row)]
        found = [Choice("", _("All vocabularies"), len(rows))]
        for name in Judged:
            if any(row.vocabulary == name for row in self.found):
                number = sum(row.vocabulary == name for row in rows)
                found.append(Choice(name.value, name.label, number))
        return found


def _known(value, values) -> str:
    return value if value in values else ""
