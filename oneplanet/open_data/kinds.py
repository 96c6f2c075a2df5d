"""A kind of record as open data: which rows are public, under which columns."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from oneplanet.open_data.columns import Column, Head


@dataclass(frozen=True)
class Kind:
    """One kind of record that programs may read.

    ``name`` is the end of its address and of its files; ``one`` the word for a single
    record. ``rows()`` answers the public rows, each with ``changed``; ``gone()``
    those that were public and are no longer, each with ``key``, ``old_code`` and
    ``withdrawn_at`` and nothing else that is told, but with ``merged_into`` (a code or
    None) where ``may_be_merged`` says that a record may lead to another that tells of
    the same thing. ``code`` is the path of the
    permanent code, ``key`` that of the number cursors go by. ``narrowed_by`` is the
    FilterSet of its page, ``without`` those of its names that say nothing of this kind.
    ``source`` says where all of it comes from; ``list_page`` is the URL name of the
    page that lists the same.
    """

    name: str
    one: str
    title: str
    about: str
    source: str
    rows: Callable[[], QuerySet]
    gone: Callable[[], QuerySet]
    columns: tuple[Column, ...]
    narrowed_by: type | None = None
    without: frozenset[str] = frozenset()
    code: str = "code"
    key: str = "pk"
    list_page: str = ""
    is_download: bool = False
    may_be_merged: bool = False

    @cached_property
    def filters(self) -> dict:
        """Query name → filter, of those that narrow this kind."""
        if self.narrowed_by is None:
            return {}
        return {
            name: narrowing
            for name, narrowing in self.narrowed_by.base_filters.items()
            if name not in self.without
        }

    @cached_property
    def heads(self) -> tuple[Head, ...]:
        """Every column as it stands in answers and tables, in order."""
        return tuple(head for column in self.columns for head in column.heads)
