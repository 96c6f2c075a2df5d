"""Counts what is asked of the search and which results are opened, without persons.

Counts are kept in the memory of the process and written once a minute by a thread of
its own: no search waits for a write, and what a process that dies had not written is
lost. Only what reaches the portal is counted: a page that nginx kept was counted once.
"""

import logging
import re
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from knowledge_hubs.models import AskedQuery, QueryClick, QueryDay
from knowledge_hubs.models.searches import LONGEST
from oneplanet.text import dates
from oneplanet.text.folding import fold

log = logging.getLogger(__name__)
MOST = 2000  # different ones in memory; more are not counted until the next write
MOST_KEPT = 50_000  # queries in the database; new ones wait until old ones are gone
AT_ONCE = 100  # queries written in one transaction, so that others need not wait

# --- What is not kept -----------------------------------------------------------------

_NUMBER = re.compile(r"\+?\d[\d\s().\-/]{4,}\d")  # of a telephone, an account, a pass
_YEARS = re.compile(r"(?:(?:19|20)\d\d[\s\-/.()]*)+")
_CODE = re.compile(r"\b(?=\w*\d\w*\d\w*\d)(?=\w*[^\W\d_])\w{7,}\b")  # AB1234567
MOST_DIGITS = 6


def may_be_kept(query: str) -> bool:
    """Whether a folded query is words: no address, no number or code of somebody, no
    whole text that was pasted."""
    if not query or len(query) > LONGEST or "@" in query or "://" in query:
        return False
    numbers = (found[0] for found in _NUMBER.finditer(query))
    if any(_is_of_somebody(number) for number in numbers):
        return False
    return not _CODE.search(query)


def _is_of_somebody(number: str) -> bool:
    many = sum(map(str.isdecimal, number)) > MOST_DIGITS
    return many and not _YEARS.fullmatch(number)


# --- In memory ------------------------------------------------------------------------


class Asking(NamedTuple):
    """One query in one language on one day."""

    language: str
    query: str
    day: date


class Opening(NamedTuple):
    asked: Asking
    kind: str
    place: int


@dataclass
class Searches:
    """How often, and what was found the last time."""

    number: int
    results: int
    any_word: bool


class _Counts:
    """What this process has counted and not written; for several threads."""

    def __init__(self):
        self.lock, self.thread = threading.Lock(), None
        self.searches: dict[Asking, Searches] = {}
        self.openings: Counter[Opening] = Counter()

    def add(self, asking, searches):
        with self.lock:
            known = self.searches.get(asking)
            if known:
                searches.number += known.number
            if known or len(self.searches) < MOST:
                self.searches[asking] = searches
        self.write_later()

    def open(self, opening):
        with self.lock:
            if opening in self.openings or len(self.openings) < MOST:
                self.openings[opening] += 1
        self.write_later()

    def take(self):
        with self.lock:
            taken = self.searches, self.openings
            self.searches, self.openings = {}, Counter()
        return taken

    def write_later(self):
        """See that the thread is there: a forked process has none."""
        if settings.SEARCH_LOG_SECONDS and not (self.thread and self.thread.is_alive()):
            self.thread = threading.Thread(target=_keep_writing, daemon=True)
            self.thread.start()


COUNTS = _Counts()


def count_search(words: str, language: str, *, results: int, any_word: bool):
    query = fold(words)
    if may_be_kept(query):
        asking = Asking(language, query, dates.today())
        COUNTS.add(asking, Searches(1, results, any_word))


def count_opening(words: str, language: str, *, kind: str, place: int):
    query = fold(words)
    if may_be_kept(query):
        COUNTS.open(Opening(Asking(language, query, dates.today()), kind, place))


# --- In the database ------------------------------------------------------------------


def _keep_writing():
    while settings.SEARCH_LOG_SECONDS:
        time.sleep(settings.SEARCH_LOG_SECONDS)
        try:
            write()
        except DatabaseError as error:
            log.warning("Searches could not be counted: %s", error)
        except Exception:
            log.exception("Searches could not be counted.")
        finally:
            connection.close()  # this thread's own


def write():
    """Write what was counted. What cannot be written is lost."""
    searches, openings = COUNTS.take()
    for some in batched(sorted(searches), AT_ONCE, strict=False):
        _write_searches({asking: searches[asking] for asking in some})
    for some in batched(sorted(openings), AT_ONCE, strict=False):
        _write_openings({opening: openings[opening] for opening in some})


@transaction.atomic
def _write_searches(counted: dict[Asking, Searches]):
    if AskedQuery.objects.count() < MOST_KEPT:
        new = {(a.language, a.query): a.day for a in counted}
        rows = [
            AskedQuery(language=language, query=query, first_on=day, last_on=day)
            for (language, query), day in new.items()
        ]
        AskedQuery.objects.bulk_create(rows, ignore_conflicts=True)
    keys = _keys_of(counted)
    for asking, found in counted.items():
        if key := keys.get(asking[:2]):
            AskedQuery.objects.filter(pk=key).update(
                results=found.results, any_word=found.any_word, last_on=asking.day
            )
            _add(QueryDay, {"query_id": key, "day": asking.day}, searches=found.number)


@transaction.atomic
def _write_openings(counted: dict[Opening, int]):
    """Of what somebody has searched for; of nothing that is only said to be asked."""
    keys = _keys_of(opening.asked for opening in counted)
    for (asking, kind, place), number in counted.items():
        if key := keys.get(asking[:2]):
            _add(QueryDay, {"query_id": key, "day": asking.day}, clicks=number)
            where = {"query_id": key, "kind": kind, "place": place}
            _add(QueryClick, where, clicks=number)


def _keys_of(askings) -> dict[tuple[str, str], int]:
    queries = {asking.query for asking in askings}
    rows = AskedQuery.objects.filter(query__in=queries)
    found = rows.values_list("language", "query", "pk")
    return {(language, query): pk for language, query, pk in found}


def _add(model, where, **numbers):
    """Add to the numbers of a row, which is made where it is not there."""
    model.objects.bulk_create([model(**where)], ignore_conflicts=True)
    more = {name: F(name) + number for name, number in numbers.items()}
    model.objects.filter(**where).update(**more)
