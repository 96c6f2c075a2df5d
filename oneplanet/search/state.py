"""The one row that says which generation answers, and the lock of all who write."""

import secrets
from typing import NamedTuple

from oneplanet.search import statements
from oneplanet.search.models import SearchState

ONLY = 1


class Now(NamedTuple):
    """What every search asks first. Before anything was indexed: nothing, once."""

    generation: int = 1
    version: int = 0
    stamp: int = 0
    folded_version: int = 0
    folded_stamp: int = 0


def now() -> Now:
    rows = statements.select(SearchState, ", ".join(Now._fields), "id = %s", ONLY)
    return Now(*rows[0]) if rows else Now()


def read() -> SearchState:
    return SearchState.objects.filter(pk=ONLY).first() or SearchState(pk=ONLY)


def lock() -> SearchState:
    """Wait for other writers; theirs is done when ours begins. In a transaction.

    SQLite lets one transaction write at a time; PostgreSQL locks the row.
    """
    SearchState.objects.get_or_create(pk=ONLY)
    return SearchState.objects.select_for_update().get(pk=ONLY)


def new_stamp() -> int:
    return secrets.randbits(62)
