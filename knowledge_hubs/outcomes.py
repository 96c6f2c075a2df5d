"""What became of the report of an organisation for a period: plain rows.

Told of what was submitted alone. Which version of an activity it is about: the public
one, else the last that was submitted.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
)

from knowledge_hubs.models import BlockItem, Hub, HubBlock
from knowledge_hubs.shelves import BY_NAME
from programmes.models import Organisation
from reporting import period_rules
from reporting.models import (
    ActivityVersion,
    HistoryEntry,
    Placement,
    Publication,
    ReportingPeriod,
)
from reporting.period_rules import Why
from reporting.reading import Content, read_lists
from reporting.workflow import Action, State

MOST = 300  # activities of one organisation in one period
CLASSES = ("sectors", "stages", "goals", "targets")
DECIDING = (Action.RETURN, Action.APPROVE)
LIST = HubBlock.Kind.LIST


@dataclass(frozen=True, slots=True)
class Decision:
    """What the reviewers decided on one submission. ``days`` are whole days after it;
    ``reason`` is what they wrote to the authors."""

    entry: HistoryEntry
    days: int | None

    @property
    def is_return(self) -> bool:
        return self.entry.action == Action.RETURN

    @property
    def reason(self) -> str:
        return self.entry.comment


@dataclass(slots=True)
class Entry:
    """One activity: the version told of, where it stands, counts and shows."""

    content: Content
    period: ReportingPeriod  # the one the report is for
    placement: Placement | None
    is_public: bool
    decisions: list[Decision] = field(default_factory=list)
    hubs: list[Hub] = field(default_factory=list)

    @property
    def version(self):
        return self.content.version

    @property
    def activity(self):
        return self.version.activity

    @property
    def state(self) -> State:
        """Where it stands; a revision nobody has submitted is the authors' own."""
        state = State(self.activity.state)
        return State.APPROVED if self.is_public and state == State.DRAFT else state

    @property
    def is_counted(self) -> bool:
        """Whether it counts anywhere: public, or under review."""
        waits = self.state == State.SUBMITTED
        return self.placement is not None and (self.is_public or waits)

    @property
    def counts_here(self) -> bool:
        return self.is_counted and self.placement.period_id == self.period.pk

    @property
    def counts_elsewhere(self) -> bool:
        return self.is_counted and not self.counts_here

    @property
    def counts_nowhere(self) -> bool:
        return not self.is_counted

    @property
    def is_late(self) -> bool:
        """Whether it first came in after the deadline of this period, wherever it
        counts now: a return makes nothing timely."""
        if self.placement and self.placement.period_id == self.period.pk:
            return self.placement.is_late
        return self.version.first_at >= self.period.over_at

    @property
    def beside(self) -> State | None:
        """Where the newer text stands that waits beside the one told of."""
        state = State(self.activity.state)
        newer = {State.DRAFT, State.RETURNED}
        if self.is_public:
            newer.add(State.SUBMITTED)
        return state if state in newer else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the report of an organisation for a period."""

    organisation: Organisation
    period: ReportingPeriod
    entries: list[Entry]
    is_cut: bool  # there are more than these

    def how_many(self, *names) -> int:
        """Entries of which all this holds."""
        return sum(all(getattr(e, name) for name in names) for e in self.entries)

    @property
    def median_days(self) -> int | None:
        """In how many days half of the decisions came; None before the first."""
        days = [d.days for e in self.entries for d in e.decisions if d.days is not None]
        return int(median(days)) if days else None

    @property
    def classes(self) -> dict[str, list[tuple]]:
        """Of what counts here: (code, label, how many) of each kind, sector …"""
        counted = [entry for entry in self.entries if entry.counts_here]
        kinds = [(e.version.type.code, e.version.type.label) for e in counted]
        found = {"type": _most_first(kinds)}
        for name in CLASSES:
            words = [w for e in counted for w in getattr(e.content, name)]
            found[name] = _most_first((word.code, word.label) for word in words)
        return {name: rows for name, rows in found.items() if rows}


def _most_first(words) -> list[tuple]:
    counts = Counter(words).most_common()
    return [(code, label, count) for (code, label), count in counts]


def outcome(organisation, period) -> Outcome:
    """Everything submitted that counts in the period, once did, or by its days would.
    Six queries at most."""
    versions = list(_versions(organisation, period)[: MOST + 1])
    contents = read_lists(versions[:MOST])
    history, shows = _decisions(versions), _hubs(versions)
    entries = [
        Entry(
            content,
            period,
            getattr(content.version, "placed", None),  # unset where there is none
            content.version.is_current,
            history[content.version.activity_id],
            shows[content.version.activity_id],
        )
        for content in contents
    ]
    return Outcome(organisation, period, entries, is_cut=len(versions) > MOST)


# --- Which ----------------------------------------------------------------------------


def _versions(organisation, period):
    """Of each activity the version told of, with its placement as ``placed`` and when
    the first was submitted as ``first_at``; in the order of the versions told of."""
    open_now = Publication.objects.filter(version=OuterRef("pk"), until_at=None)
    sealed = ActivityVersion.objects.exclude(sealed_at=None)
    of_it = sealed.filter(activity=OuterRef("activity"))
    told = of_it.alias(public=Exists(open_now)).order_by("-public", "-number")
    first = of_it.order_by("number").values("sealed_at")[:1]
    stands = Q(placements__until_at=None)
    rows = sealed.annotate(
        first_at=Subquery(first),
        placed=FilteredRelation("placements", condition=stands),
        is_current=Exists(open_now),
    )
    rows = rows.filter(
        _belongs_to(period),
        activity__organisation=organisation,
        pk=Subquery(told.values("pk")[:1]),
    )
    named = ("activity__programme", "type", "placed__period")
    return rows.select_related(*named).order_by("sealed_at", "pk")


def _belongs_to(period) -> Q:
    """It counts in the period or once did; or its days lie in it, though it counts in a
    later one or in none yet."""
    once = Placement.objects.filter(
        version__activity=OuterRef("activity"), period=period
    )
    days = period.starts_on, period.ends_on
    first = period_rules.over_at(period.starts_on - timedelta(days=1))
    last = period_rules.over_at(period.ends_on)
    own = Q(ended_on__range=days)
    own |= Q(ended_on=None, sealed_at__gte=first, sealed_at__lt=last)
    passed_on = Q(placed__why=Why.NEXT) | Q(placed=None)
    return Q(Exists(once)) | (passed_on & own)


# --- What was decided -----------------------------------------------------------------


def _decisions(versions) -> dict[int, list[Decision]]:
    """Activity's key → what was decided on it, in order. One query."""
    found, sent = defaultdict(list), {}
    rows = HistoryEntry.objects.filter(
        activity__in={version.activity_id for version in versions},
        action__in=(Action.SUBMIT, *DECIDING),
    )
    for row in rows.select_related("by").order_by("at", "pk"):
        if row.action == Action.SUBMIT:
            sent[row.activity_id] = row.at
        else:
            since = sent.pop(row.activity_id, None)
            days = (row.at - since).days if since else None
            found[row.activity_id].append(Decision(row, days))
    return found


# --- Where it shows -------------------------------------------------------------------


def _hubs(versions) -> dict[int, list[Hub]]:
    """Activity's key → public hubs that feature or list it. Three queries at most."""
    public = {v.pk: v.activity_id for v in versions if v.is_current}
    found = defaultdict(dict)
    if public:
        for activity, hub in [*_featured(public), *_listed(public)]:
            found[activity][hub.pk] = hub
    return defaultdict(list, {key: list(hubs.values()) for key, hubs in found.items()})


def _featured(public):
    items = BlockItem.objects.filter(
        activity__in=public.values(), block__hub__in=Hub.objects.published()
    )
    for item in items.select_related("block__hub"):
        yield item.activity_id, item.block.hub


def _listed(public):
    """In the first rows of a list that fills itself."""
    shelf = BY_NAME[HubBlock.Of.ACTIVITY]
    blocks = HubBlock.objects.filter(
        kind=LIST, of=shelf.name, hub__in=Hub.objects.published()
    )
    blocks = list(blocks.select_related("hub", "programme", "tag", "sector"))
    if not blocks:
        return
    shown = {f"in_{block.pk}": shelf.first(block) for block in blocks}
    is_in = {
        name: ExpressionWrapper(Q(pk__in=keys), BooleanField())
        for name, keys in shown.items()
    }
    rows = ActivityVersion.objects.filter(pk__in=public).annotate(**is_in)
    for row in rows.values("activity_id", *shown):
        for block in blocks:
            if row[f"in_{block.pk}"]:
                yield row["activity_id"], block.hub
