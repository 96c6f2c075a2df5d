"""What is known of a value chain and what the portal has at its stages, read by few
queries into plain rows. Everything in them is public.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.figures import published
from knowledge_hubs.models import (
    FILED,
    ChainFact,
    ChainLoop,
    ChainStage,
    StageRecord,
    ValueChain,
)
from programmes.models import FigureText
from reporting.models import ActivityVersion

Kind = ChainFact.Kind
COUNTED = {  # what is counted at a stage, in the order of drawing and table
    "activity": _("Activities"),
    "policy": _("Policies"),
    "resource": _("Tools and publications"),
    "pledge": _("Commitments and campaigns"),
}
COUNTS_AS = {"coalition": "pledge", "campaign": "pledge"}
MARKS = {
    Kind.IMPACT: _("Where impacts arise"),
    Kind.INFLUENCE: _("Where influence lies"),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with what is said of it and what is filed there."""

    row: ChainStage
    activities: int
    facts: list[ChainFact]
    records: list[StageRecord]

    @property
    def counts(self) -> dict[str, int]:
        """By the keys of COUNTED."""
        counts = Counter(map(counted_as, self.records))
        counts["activity"] = self.activities
        return {name: counts[name] for name in COUNTED}

    @property
    def activities_url(self) -> str:
        """The list of its activities."""
        query = urlencode({"stage": self.row.stage.code})
        return f"{reverse('reporting:activity_list')}?{query}"

    @property
    def marks(self) -> list[Kind]:
        kinds = {fact.kind for fact in self.facts}
        return [kind for kind in MARKS if kind in kinds]

    @property
    def says(self) -> str | None:
        """The first thing that is said of it: a ChainFact with a text."""
        return next((fact for fact in self.facts if fact.figure_id is None), None)


@dataclass(frozen=True, slots=True)
class ChainRead:
    """A chain, its stages in order (the chain as a whole apart), what is said of it;
    ``figures`` by their keys, those no document prints any more left out."""

    chain: ValueChain
    stages: list[StageRow]
    whole: StageRow | None
    facts: list[ChainFact]
    loops: list[ChainLoop]
    figures: dict[int, FigureText]


def counted_as(record: StageRecord) -> str:
    """The key of COUNTED under which a record at a stage is counted."""
    kind = next(name for name in FILED if getattr(record, f"{name}_id"))
    return COUNTS_AS.get(kind, kind)


def read(chain, kinds: Collection[Kind] = tuple(Kind)) -> ChainRead:
    """With facts of these kinds. Seven queries; six where no figure is asked for."""
    facts = list(_facts(chain, kinds))
    rows = _stages(chain, facts)
    texts = published(figure__in=[f.figure_id for f in facts if f.figure_id])
    return ChainRead(
        chain=chain,
        stages=[row for row in rows if not row.row.is_whole],
        whole=next((row for row in rows if row.row.is_whole), None),
        facts=facts,
        loops=list(_loops(chain)),
        figures={text.figure_id: text for text in texts},
    )


def _stages(chain, facts) -> list[StageRow]:
    activities, records = _activities(chain), records_of(chain)
    rows = list(chain.stages.select_related("stage", "document"))
    for row in rows:
        row.chain = chain  # its address asks for it
    return [
        StageRow(
            row=row,
            activities=activities.get(row.stage_id, 0),
            facts=[fact for fact in facts if row in fact.stages.all()],
            records=[record for record in records if record.stage_id == row.pk],
        )
        for row in rows
    ]


def _facts(chain, kinds) -> QuerySet:
    """Two queries."""
    stages = ChainStage.objects.only("chain_id", "order")
    rows = chain.facts.filter(kind__in=kinds).select_related("document")
    return rows.prefetch_related(Prefetch("stages", stages))


def _loops(chain) -> QuerySet:
    return ChainLoop.objects.filter(leaves__chain=chain).select_related("document")


def _activities(chain) -> dict[int, int]:
    """How many public activities chose each stage, by the key of the word."""
    chosen = ActivityVersion.stages.through.objects.filter(
        activityversion__in=ActivityVersion.objects.current(),
        stage__in=chain.stages.values("stage"),
    )
    return dict(chosen.order_by().values_list("stage").annotate(n=Count("pk")))


def records_of(chain) -> list[StageRecord]:
    """What is public of what is filed at the stages of a chain."""
    public = Q(policy__isnull=False)
    for name in FILED[1:]:
        model = StageRecord._meta.get_field(name).related_model
        public |= Q(**{f"{name}__in": model.objects.published()})
    named = ("policy__country", "resource__kind", "coalition", "campaign")
    rows = StageRecord.objects.filter(public, stage__chain=chain)
    return list(rows.select_related("document", *named))
