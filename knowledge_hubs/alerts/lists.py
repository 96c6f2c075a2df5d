"""The lists one can be told of: one row each. What narrows a list is its address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knowledge_hubs import kinds
from knowledge_hubs.filters import PolicyFilter, RecordFilter
from knowledge_hubs.models import Hub
from knowledge_hubs.models.alerts import LONGEST_QUERY
from knowledge_hubs.search.asking import MAX_LENGTH, Asked
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.results import answer
from knowledge_hubs.search.vocabulary import FACETS, label_of, labels
from oneplanet.feeds import narrowed
from oneplanet.search.documents import KIND, Key
from oneplanet.text.fields import readable
from programmes.models import Organisation
from reporting.facets import narrowing
from reporting.filters import ActivityFilter, InitiativeFilter
from reporting.models import ActivityVersion, InitiativeVersion, PolicyInstrument

SEARCH = "search"
TITLES = FACETS | {
    "theme": FACETS["tag"],
    "kind": _("Kind"),
    "organisation": _("Organisation"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a list is narrowed to, in words. ``is_lost``: nobody knows the value
    any more, which stands for itself."""

    title: str | Promise
    label: str
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """``name``: of the kind in the search, or of the search itself. ``filters``: what
    its rows are narrowed by. ``column`` holds the search's key of a row."""

    name: str
    title: str | Promise
    page: str
    rows: Callable | None = None
    filters: type | None = None
    column: str = "pk"

    @property
    def names(self) -> Sequence[str]:
        """What may stand in the address, in order."""
        if self.name == SEARCH:
            return ("q", *FACETS)
        return tuple(self.filters.base_filters) if self.filters else ()

    def kept(self, query: QueryDict) -> str:
        """What narrows it, always written alike; "" where nothing does."""
        tidy = QueryDict(mutable=True)
        for name in self.names:
            values = [_tidy(value) for value in query.getlist(name)]
            is_text = name == "q"  # of which the last counts
            values = values[-1:] if is_text else sorted(set(values))
            tidy.setlist(name, values)
        return narrowed("", tidy, self.names).removeprefix("?")

    def is_asked(self, kept: str) -> bool:
        """Whether there is anything to be told of; the search itself asks for words."""
        return self.name != SEARCH or bool(Asked.of(QueryDict(kept), "en"))

    def is_short(self, kept: str) -> bool:
        return len(kept) <= LONGEST_QUERY

    def address(self, kept: str) -> str:
        return narrowed(reverse(self.page), QueryDict(kept), self.names)

    def words(self, kept: str) -> str:
        return QueryDict(kept).get("q", "")

    def choices(self, kept: str, known: dict | None = None) -> list[Choice]:
        """What it is narrowed to besides words, in the reader's language; ``known`` are
        its labels()."""
        query = QueryDict(kept)
        known = labels() if known is None else known
        return [
            self._choice(name, value, known)
            for name in self.names
            if name != "q"
            for value in query.getlist(name)
        ]

    def _choice(self, name, value, known) -> Choice:
        title = FACETS[KIND] if self.name == SEARCH and name == KIND else TITLES[name]
        label = self._label(name, value, known)
        return Choice(title, label or value, is_lost=not label)

    def _label(self, name, value, known) -> str:
        if name == "organisation":
            return str(Organisation.objects.coded(value).first() or "")
        if name != KIND:
            return label_of("tag" if name == "theme" else name, value, known)
        if self.name == SEARCH:
            return str(BY_NAME[value].title) if value in BY_NAME else ""
        model = self.rows().model._meta.model_name
        return label_of("type", f"{model}-{value}", known) or label_of(
            "type", value, known
        )

    # --- What of it is new --------------------------------------------------------

    def found(self, kept: str, language: str, keys: Iterable[Key]) -> list[Key]:
        """Which of these public records the list holds now, in their order. Results
        that have some of the words only are none."""
        query, keys = QueryDict(kept), list(keys)
        if self.name == SEARCH:
            return _searched(query, language, keys)
        ids = [key.id for key in keys if key.kind == self.name]
        rows = self._narrowed(query).filter(**{f"{self.column}__in": ids})
        there = {str(pk) for pk in rows.order_by().values_list(self.column, flat=True)}
        return [key for key in keys if key.kind == self.name and key.id in there]

    def _narrowed(self, query):
        rows = self.rows()
        if self.filters is None:
            return rows
        chosen = self.filters(narrowing(query), queryset=rows)
        return chosen.qs if chosen.is_valid() else rows.none()


def _tidy(value: str) -> str:
    return readable(value.replace("\x00", ""))[:MAX_LENGTH].strip()


def _searched(query, language, keys) -> list[Key]:
    asked = replace(Asked.of(query, language), newest_first=True, page=1)
    if not (asked and keys):
        return []
    found = answer(asked, most=len(keys), only=keys)
    there = set() if found.any_word else {hit.key for hit in found.hits}
    return [key for key in keys if key in there]


LISTS = (
    Followed(SEARCH, _("Search of the whole portal"), "knowledge_hubs:search"),
    Followed(
        "activity",
        _("Activities"),
        "reporting:activity_list",
        rows=ActivityVersion.objects.current,
        filters=ActivityFilter,
        column="activity_id",
    ),
    Followed(
        "initiative",
        _("Initiatives"),
        "reporting:initiative_list",
        rows=InitiativeVersion.objects.listed,
        filters=InitiativeFilter,
        column="initiative_id",
    ),
    Followed(
        "policy",
        _("Policies"),
        "knowledge_hubs:policy_list",
        rows=PolicyInstrument.objects.all,
        filters=PolicyFilter,
    ),
    *(
        Followed(
            kind.name,
            kind.title,
            f"knowledge_hubs:{kind.name}_list",
            rows=kind.model.objects.published,
            filters=RecordFilter,
        )
        for kind in kinds.KINDS
    ),
    Followed(
        "hub",
        _("Knowledge hubs"),
        "knowledge_hubs:hub_list",
        rows=Hub.objects.published,
    ),
)
BY_LIST = {row.name: row for row in LISTS}
