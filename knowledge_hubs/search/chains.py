"""Value chains and their stages, with what documents say of them."""

from django.db.models import F, Prefetch
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import ChainFact, ChainLoop, ChainStage, ValueChain
from knowledge_hubs.search.network import translated
from knowledge_hubs.search.one_kind import Found, Kind, in_languages, places
from knowledge_hubs.search.records import draw_records
from oneplanet import searching
from oneplanet.search.documents import Text
from oneplanet.text.languages import shown
from programmes.models import Country, Stage

COUNTRIES = Prefetch("countries", Country.objects.select_related("reporting_region"))


def _with_facts(texts, facts) -> dict[str, Text]:
    """Texts followed by what is said, in each language they are in."""
    for fact in facts:
        for code, said in in_languages(fact, "text").items():
            if code in texts:
                title, body = texts[code]
                texts[code] = Text(title, f"{body}\n\n{said.title}".strip())
    return texts


def _filed(chain, stages) -> dict:
    return {
        "programme": [programme.code for programme in chain.programmes.all()],
        "sector": [term.code for term in chain.sectors.all()],
        "tag": [term.code for term in chain.tags.all()],
        "stage": [row.stage.code for row in stages],
        "chain": [chain.code],  # no facet of the page
    }


# --- Chains


def _chain_lists(rows):
    stages = ChainStage.objects.select_related("stage")
    lists = ("programmes", "sectors", "tags", COUNTRIES)
    return rows.prefetch_related(*lists, Prefetch("stages", stages))


def _of_chain(row) -> Found:
    """Without its facts, which would have it found by nearly any words: they are in
    its stages."""
    texts = in_languages(row, "title", "lead", "body")
    filed = _filed(row, row.stages.all())
    return Found(texts, places(list(row.countries.all())) | filed)


CHAINS = Kind(
    "chain",
    _("Value chains"),
    ValueChain,
    rows=lambda: ValueChain.objects.filter(is_draft=False),
    with_lists=_chain_lists,
    found=_of_chain,
    draw=draw_records,
    follows={
        ValueChain: "pk",
        ChainStage: "chain_id",
    },
    seen=lambda rows: rows.published(),
    is_short=True,
)


# --- Stages: public as long as their chain is


def _stages():
    rows = ChainStage.objects.filter(chain__is_draft=False, is_whole=False)
    return rows.annotate(
        publish_at=F("chain__publish_at"), expire_at=F("chain__expire_at")
    )


def _stage_lists(rows):
    lists = ("chain__programmes", "chain__sectors", "chain__tags", "facts")
    return rows.select_related("stage", "chain").prefetch_related(*lists, "loops")


def _stage_texts(row) -> dict[str, Text]:
    texts = in_languages(row.stage, "label")
    return _with_facts(texts, [*row.facts.all(), *row.loops.all()])


def _of_stage(row) -> Found:
    chain = [said.title for said in in_languages(row.chain, "title").values()]
    filed = _filed(row.chain, [row])
    return Found(_stage_texts(row), filed, also="\n\n".join(chain))


def _draw_stages(rows) -> dict:
    """Three queries; remembered."""
    found = {}
    rows = rows.select_related("stage", "chain").prefetch_related("facts", "loops")
    for row in rows:
        card = translated(row.stage, "label", _stage_texts(row), row.get_absolute_url())
        card.card["where"] = shown(row.chain, "title")[0]
        found[str(row.pk)] = card
    return found


def _stages_of_chain(chain):
    """Those it has, and those it had."""
    now = {str(pk) for pk in chain.stages.values_list("pk", flat=True)}
    return now | searching.filed_under("stage", "chain", chain.code)


def _stages_of_fact(fact):
    return fact.stages.values_list("pk", flat=True)


def _stages_called(stage):
    return ChainStage.objects.filter(stage=stage).values_list("pk", flat=True)


STAGES = Kind(
    "stage",
    _("Value-chain stages"),
    ChainStage,
    rows=_stages,
    with_lists=_stage_lists,
    found=_of_stage,
    draw=_draw_stages,
    follows={
        ChainStage: "pk",
        ValueChain: _stages_of_chain,
        ChainFact: _stages_of_fact,
        ChainLoop: "leaves_id",
        Stage: _stages_called,
    },
    seen=lambda rows: rows.filter(chain__in=ValueChain.objects.published()),
    weight=0.75,  # short ones, which would else stand before what they belong to
    is_short=True,
)
