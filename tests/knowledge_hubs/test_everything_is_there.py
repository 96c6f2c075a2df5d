"""All the paper tells of §1.4 to §1.7 and §3.4 is here: each thing with its source and
its place in it, and nothing beyond but for a reason.

Figures, policies, organisations and Goal 12 are compared cell by cell where they are
loaded (tests/programmes, tests/reporting); here they are counted by section.
"""

from itertools import pairwise

import pytest

from knowledge_hubs.models import (
    Campaign,
    CaseStudy,
    Event,
    GlossaryTerm,
    Hub,
    ProductLabel,
    Recommendation,
    Resource,
)
from programmes.models import (
    Coalition,
    CustodianRole,
    IndicatorName,
    IndicatorTier,
    Organisation,
    OrganisationRelation,
    ProgrammeRole,
    PublishedFigure,
    ReportingRoute,
    SdgIndicator,
    SdgTarget,
    Term,
    WorkingGroup,
)
from reporting.models import PolicyInstrument
from tests.fact_tables import (
    YES_NO,
    differences,
    facts,
    listed,
    named,
    places,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

TABLES = {
    "initiatives": Coalition,
    "resources": Resource,
    "hubs": Hub,
    "working_groups": WorkingGroup,
    "campaigns": Campaign,
    "events": Event,
    "case_studies": CaseStudy,
    "recommendations": Recommendation,
    "labels": ProductLabel,
}
PARTIES = ("parties__organisation", "parties__country")
READ = {
    "programmes": lambda record: named(row.code for row in record.programmes.all()),
    "kind": lambda record: getattr(record.kind, "code", record.kind),
    "bodies": lambda record: named(
        party.organisation.code if party.organisation else party.country.iso3
        for party in record.parties.all()
    ),
    "countries": lambda record: named(row.iso3 for row in record.countries.all()),
    "figures": lambda record: named(row.code for row in record.figures.all()),
    "started": lambda record: str(record.started_year or ""),
    "ended": lambda record: str(record.ended_year or ""),
    "resources": lambda record: named(row.code for row in record.resources.all()),
    "verified": lambda record: record.verified,
    "target": lambda record: str(record.target_year or ""),
    "year": lambda record: str(record.year or ""),
    "first_year": lambda record: str(record.first_year or ""),
    "last_year": lambda record: str(record.last_year or ""),
    "starts_on": lambda record: str(record.starts_on or ""),
    "ends_on": lambda record: str(record.ends_on or ""),
    "living": lambda record: YES_NO[record.is_living],
    "cited": lambda record: YES_NO[record.is_reference],
    "basis": lambda record: record.basis,
    "paragraph": lambda record: places(record.paragraph),
    "document": lambda record: str(record.document or ""),
}
IN_NO_ORDER = ("programmes", "bodies", "countries", "figures", "resources")


def typed(table) -> dict[str, dict]:
    """The lines of a table of the paper, by code. All stand in the report."""
    return {row["code"]: _line(row) for row in facts(table)}


def _line(row):
    line = {"document": "E/2021/56"} | {key: row[key] for key in row if key in READ}
    line |= {key: named(listed(line[key])) for key in IN_NO_ORDER if key in line}
    return line | {"paragraph": places(row["paragraph"], row["beyond"])}


def there(table) -> dict[str, dict]:
    """What the portal shows everybody, with the columns of the table; without the
    records that have another reason to be here."""
    columns = _line(facts(table)[0])
    beyond = {row["code"] for row in facts("records_beyond") if row["table"] == table}
    records = TABLES[table].objects.published().select_related("document")
    records = records.prefetch_related("programmes", "countries", "figures")
    if "bodies" in columns:
        records = records.prefetch_related(*PARTIES)
    return {
        record.code: {column: READ[column](record) for column in columns}
        for record in records
        if record.code not in beyond
    }


@pytest.mark.parametrize("table", TABLES)
def test_what_a_table_of_the_paper_lists_is_there(table):
    told = differences(typed(table), there(table))
    assert told == [], "\n".join(told)


@pytest.mark.parametrize("table", TABLES)
def test_it_is_there_under_its_name(table):
    name = "title" if table == "resources" else "name"
    records = {record.code: record for record in TABLES[table].objects.all()}
    told = [
        f"{row['code']} is called otherwise than “{row[name]}”"
        for row in facts(table)
        if not words(row[name]) <= words(records[row["code"]].words)
    ]
    assert told == [], "\n".join(told)


def test_what_is_there_beyond_the_tables_has_a_reason_and_is_there():
    beyond = {(row["table"], row["code"]) for row in facts("records_beyond")}
    assert beyond == {
        (table, code)
        for table, model in TABLES.items()
        for code in model.objects.values_list("code", flat=True)
        if code not in typed(table)
    }


def test_every_section_is_counted():
    """On the right what the paper counts, and what is beyond it for a reason."""
    assert {
        "organisations": Organisation.objects.count(),
        "ties": OrganisationRelation.objects.exclude(kind="sdg_process").count(),
        "took part in the process of the indicators": (
            OrganisationRelation.objects.filter(kind="sdg_process").count()
        ),
        "leads": ProgrammeRole.objects.filter(role__in=["lead", "colead"]).count(),
        "policies": PolicyInstrument.objects.count(),
        "figures": PublishedFigure.objects.in_force().count(),
        "targets": SdgTarget.objects.count(),
        "indicators": SdgIndicator.objects.count(),
        "tiers": IndicatorTier.objects.count(),
        "duties of agencies": CustodianRole.objects.count(),
        "former names": IndicatorName.objects.count(),
        "ways of reporting": ReportingRoute.objects.count(),
    } | {table: model.objects.count() for table, model in TABLES.items()} == {
        "organisations": 65 + 16,
        "ties": 82,
        "took part in the process of the indicators": 12,
        "leads": 20,
        "policies": 12,
        "figures": 137,
        "targets": 11,
        "indicators": 13,
        "tiers": 13,
        "duties of agencies": 19,
        "former names": 5,
        "ways of reporting": 14,
        "initiatives": 20,
        "resources": 21 + 1 + 6,  # two roadmaps in one line, six works of the last line
        "hubs": 15 + 1 + 6,
        "working_groups": 6 + 5 + 1,  # five groups in one line
        "campaigns": 7 + 2,
        "events": 8 + 2,  # two conferences of parties in one line
        "case_studies": 2,
        "recommendations": 3 + 4,  # ¶25 and ¶68
        "labels": 1,
    }


def test_figures_are_counted_by_section_of_the_paper():
    codes = list(PublishedFigure.objects.in_force().values_list("code", flat=True))
    sections = facts("figure_sections")
    starts = [codes.index(row["first"]) for row in sections] + [len(codes)]
    assert [
        (row["section"], codes[start], codes[end - 1], end - start)
        for row, (start, end) in zip(sections, pairwise(starts), strict=True)
    ] == [
        (row["section"], row["first"], row["last"], int(row["records"]))
        for row in sections
    ]


def test_instruments_and_processes_are_explained_with_their_place():
    glossary = GlossaryTerm.objects.select_related("document")
    found = {
        term.code: {
            "document": str(term.document or ""),
            "paragraph": places(term.paragraph),
            "has its name": words(row["name"]) <= words(_called(term)),
        }
        for term in glossary
        for row in facts("instruments")
        if row["code"] == term.code
    }
    known = {
        row["code"]: {
            "document": row["document"],
            "paragraph": places(row["paragraph"], row["beyond"]),
            "has its name": True,
        }
        for row in facts("instruments")
    }
    told = differences(known, found)
    assert told == [], "\n".join(told)


def _called(term):
    return (
        f"{term.word_en}s {term.word_en} {term.abbreviation_en}s {term.abbreviation_en}"
    )


def test_the_audiences_of_the_network_are_words_with_their_place():
    terms = Term.objects.filter(vocabulary="stakeholder_type")
    assert {row["code"] for row in facts("audiences")} == {
        term.code for term in terms if "E/2021/56 ¶78" in term.source.split("; ")
    }


def test_nothing_is_there_without_a_source_and_a_place_in_it():
    """The Goal’s wordings, agencies and tiers come from documents without paragraphs;
    an organisation the report does not name stands without one."""
    named_elsewhere = {"irena", "unesco-uis", "unitar"}
    in_the_report = (PolicyInstrument, OrganisationRelation, ProgrammeRole)
    assert [
        str(row)
        for model in (*in_the_report, *TABLES.values())
        for row in model.objects.filter(document__symbol="E/2021/56", paragraph="")
    ] == []
    assert [
        str(row)
        for model in (*in_the_report, *TABLES.values())
        for row in model.objects.exclude(document__symbol="E/2021/56")
    ] == []
    for model in (CustodianRole, IndicatorTier, ReportingRoute):
        assert not model.objects.filter(document=None).exists(), model
    for model in (SdgTarget, SdgIndicator, IndicatorName, Organisation):
        assert not model.objects.filter(source="").exists(), model
    organisations = Organisation.objects.filter(paragraphs="")
    assert set(organisations.values_list("code", flat=True)) == named_elsewhere
