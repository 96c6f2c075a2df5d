"""The one row that says which generation answers, and the lock of all who write."""

import secrets

from oneplanet.search.models import SearchState

ONLY = 1


def read() -> SearchState:
    """As it is; one statement. Before anything was indexed, an empty one."""
    return SearchState.objects.filter(pk=ONLY).first() or SearchState(pk=ONLY)


def lock() -> SearchState:
    """Wait for other writers; theirs is done when ours begins. In a transaction.

    SQLite lets one transaction write at a time; PostgreSQL locks the row.
    """
    SearchState.objects.get_or_create(pk=ONLY)
    return SearchState.objects.select_for_update().get(pk=ONLY)


def new_stamp() -> int:
    return secrets.randbits(62)
