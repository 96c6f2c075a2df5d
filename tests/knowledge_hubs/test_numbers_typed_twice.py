"""No text gives a number that is not in the paragraph it cites, in any language.

The numbers of each paragraph are typed from the report; a number from elsewhere is
listed with its reason (numbers_beyond.csv). Numbers in words are not looked at.
"""

import pytest
from django.conf import settings

from knowledge_hubs.models import (
    BlockItem,
    CampaignResult,
    ChainFact,
    ChainLoop,
    GlossaryTerm,
    Hub,
    HubBlock,
    ValueChain,
)
from programmes.models import PublishedFigure
from reporting.models import PolicyInstrument
from tests.fact_tables import facts, listed
from tests.knowledge_hubs.report_numbers import in_text, of_paragraphs
from tests.knowledge_hubs.test_library_typed_twice import PARTS, TABLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LANGUAGES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


def records(model, *fields):
    return [(row.code, row.paragraph, row, fields) for row in model.objects.all()]


def parts(model, whole, *fields):
    """Parts of something: where they name no paragraph, that of the whole counts."""
    return [
        (row.code, row.paragraph or whole(row).paragraph, row, fields)
        for row in model.objects.all()
    ]


def figures():
    rows = PublishedFigure.objects.in_force().select_related("text")
    fields = ("label", "unit_label", "period_label", "base_label")
    return [(row.code, row.paragraph, row.text, fields) for row in rows]


def words_of_the_report():
    terms = GlossaryTerm.objects.filter(document__symbol="E/2021/56")
    return [(row.code, row.paragraph, row, ["meaning"]) for row in terms]


TEXTS = {
    table: lambda model=model: records(model, *PARTS) for table, model in TABLES.items()
} | {
    "hubs": lambda: records(Hub, *PARTS),
    "blocks": lambda: parts(HubBlock, lambda row: row.hub, "title", "text"),
    "items": lambda: parts(
        BlockItem, lambda row: row.block.hub, "title", "text", "when"
    ),
    "chains": lambda: records(ValueChain, *PARTS),
    "chain_facts": lambda: parts(ChainFact, lambda row: row.chain, "text"),
    "loops": lambda: parts(ChainLoop, lambda row: row.leaves.chain, "text"),
    "results": lambda: parts(
        CampaignResult, lambda row: row.campaign, "metric", "sample", "method"
    ),
    "policies": lambda: records(PolicyInstrument, "summary"),
    "glossary": words_of_the_report,
    "figures": figures,
}


@pytest.mark.parametrize("table", TEXTS)
def test_numbers_are_those_of_the_paragraph(table):
    beyond = {
        row["code"]: set(listed(row["numbers"]))
        for row in facts("numbers_beyond")
        if row["table"] == table
    }
    found = {
        code: numbers
        for code, place, row, fields in TEXTS[table]()
        if (numbers := _numbers(row, fields) - of_paragraphs(place))
    }
    assert found == beyond


def _numbers(row, fields):
    texts = [
        getattr(row, f"{field}_{language}", "") or ""
        for field in fields
        for language in LANGUAGES
    ]
    return set().union(*map(in_text, texts))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3,255 activities in 2020", {"3255", "2020"}),
        ("٣٬٢٥٥ نشاطاً و٤٩٪", {"3255", "49"}),
        ("1,5 degré, 14\u202f000 et 40\u00a0000", {"1.5", "14000", "40000"}),
        ("从2018年的9%增至2020年的13%", {"2018", "9", "2020", "13"}),
        ("80–100% by 2050", {"80", "100", "2050"}),
        ("resolution 4/6, indicator 12.7.1", {"4/6", "12.7.1"}),
        ("10YFP, COVID-19, A/RES/75/229, CO₂", set()),
    ],
)
def test_numbers_are_read_in_every_language(text, numbers):
    assert in_text(text) == numbers
