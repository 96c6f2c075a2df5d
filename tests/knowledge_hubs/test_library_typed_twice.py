"""Who is behind each record and as what, what hangs on it, and what it says: against
the report typed a second time. Titles, kinds, years and places in the report are
compared in test_everything_is_there, numbers in test_numbers_typed_twice.
"""

from operator import attrgetter

import pytest
from django.conf import settings

from knowledge_hubs.models import (
    Campaign,
    CampaignResult,
    CaseStudy,
    ChainStage,
    Event,
    ProductLabel,
    Recommendation,
    Resource,
)
from programmes.models import Coalition, PublishedFigure, WorkingGroup
from tests.fact_tables import facts, listed, paragraphs, plain, typed
from tests.knowledge_hubs.report_numbers import in_figures, in_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

TABLES = {
    "initiatives": Coalition,
    "resources": Resource,
    "working_groups": WorkingGroup,
    "campaigns": Campaign,
    "events": Event,
    "case_studies": CaseStudy,
    "recommendations": Recommendation,
    "labels": ProductLabel,
}
PARTS = ("title", "lead", "body", "approach", "outcome", "place", "addressed_to")
LANGUAGES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]
# What hangs on the records of a table: the field, and what it is in the table.
LINKS = [
    ("resources", "initiative", "coalitions__code"),
    ("resources", "group", "working_groups__code"),
    ("resources", "country", "countries__iso3"),
    ("working_groups", "country", "countries__iso3"),
    ("campaigns", "initiative", "coalition__code"),
    ("events", "group", "working_group__code"),
    ("events", "kind", "kind"),
]


def lacking(text, cell):
    """The words of a cell that a text does not hold, whatever their capitals."""
    return [word for word in listed(cell) if plain(word) not in plain(text)]


def text_of(record, language):
    """All a record says in one language."""
    fields = [f"{part}_{language}" for part in PARTS]
    return "\n".join(getattr(record, field, "") or "" for field in fields)


def test_who_is_behind_each_record_and_as_what():
    found = [
        (table, record.code, *_party(party))
        for table, model in TABLES.items()
        for record in model.objects.all()
        for party in record.parties.select_related("organisation", "country")
    ]
    known = typed("record_parties", "table code body role paragraph")
    assert set(found) - set(known) == set()
    assert set(known) - set(found) == set()
    assert len(found) == len(known)


def _party(party):
    body = party.organisation.code if party.organisation else party.country.iso3
    return body, party.role, paragraphs(party.paragraph)


def test_parties_are_listed_by_the_report_from_its_day_on():
    listings = {
        (str(party.document), str(party.listed_on), party.until)
        for model in TABLES.values()
        for record in model.objects.all()
        for party in record.parties.select_related("document")
    }
    assert listings == {("E/2021/56", "2021-04-23", None)}


@pytest.mark.parametrize(("table", "link", "field"), LINKS)
def test_what_hangs_on_a_record(table, link, field):
    rows = TABLES[table].objects.exclude(**{field.partition("__")[0]: None})
    assert set(rows.values_list("code", field)) == linked(table, link)


def test_events_held_online():
    found = Event.objects.filter(is_online=True).values_list("code", flat=True)
    assert {(code, "yes") for code in found} == linked("events", "online")


def test_editions_the_report_names():
    """A language, or a report by the region it is about."""
    found = {
        (resource.code, edition.language or edition.label_en)
        for resource in Resource.objects.all()
        for edition in resource.editions.all()
    }
    known = linked("resources", "edition")
    assert len(found) == len(known)
    told = {(code, label.partition(":")[0]) for code, label in found}
    assert {(code, label.removesuffix(" report")) for code, label in told} == known


def test_addresses_the_report_gives():
    known = linked("resources", "website")
    resources = Resource.objects.filter(code__in=[code for code, _address in known])
    assert set(resources.values_list("code", "website")) == known


def linked(table, link):
    return {
        (row["code"], row["to"])
        for row in facts("record_links")
        if (row["table"], row["link"]) == (table, link)
    }


RESULT = attrgetter("campaign.code", "kind", "figure.code")


def test_what_campaigns_found_and_reached():
    """Where the report does not say who was asked or how, the portal does not."""
    found = {RESULT(row): row for row in CampaignResult.objects.all()}
    known = typed("campaign_results", "campaign kind figure")
    assert sorted(found) == sorted(known)
    told = [
        f"{row['figure']}: {part} is “{text}”, in the report “{row[part]}”"
        for key, row in zip(known, facts("campaign_results"), strict=True)
        for part in ("metric", "sample", "method")
        for text in [getattr(found[key], f"{part}_en") or ""]
        if lacking(text, row[part]) or bool(text) != bool(row[part])
    ]
    assert told == [], "\n".join(told)


def test_each_record_says_what_the_report_says():
    told = []
    for row in facts("record_facts"):
        record = TABLES[row["table"]].objects.get(code=row["code"])
        silent = lacking(text_of(record, "en"), row["says"])
        told += [f"{row['code']}: “{word}” is not said" for word in silent]
    assert told == [], "\n".join(told)


def test_each_record_gives_its_numbers_in_six_languages():
    """In its text, or in a published figure beside it."""
    told = []
    for row in facts("record_facts"):
        record = TABLES[row["table"]].objects.get(code=row["code"])
        printed = in_figures(record.figures.all())
        told += [
            f"{row['code']}: {number} is not in {language}"
            for language in LANGUAGES
            for number in listed(row["numbers"])
            if number not in in_text(text_of(record, language)) | printed
        ]
    assert told == [], "\n".join(told)


def test_every_record_but_a_group_without_a_word_of_its_own_is_typed():
    """¶78 names five groups by their hubs alone."""
    records = {
        (table, code)
        for table, model in TABLES.items()
        for code in model.objects.values_list("code", flat=True)
    }
    known = {(row["table"], row["code"]) for row in facts("record_facts")}
    bare = {code for _table, code in records - known}
    assert known <= records
    assert bare == {
        row["code"] for row in facts("working_groups") if row["paragraph"] == "78"
    }


def test_figures_are_called_what_they_measure():
    """A label is read behind its number and unit."""
    figures = PublishedFigure.objects.in_force().select_related("text")
    labels = {
        row.code: f"{row.text.unit_label_en} {row.text.label_en}" for row in figures
    }
    told = [
        f"{row['figure']}: “{labels[row['figure']]}” lacks {silent}"
        for row in facts("figure_labels")
        if (silent := lacking(labels[row["figure"]], row["says"]))
    ]
    assert told == [], "\n".join(told)


def test_stages_are_cited_where_the_report_names_them():
    """Some of the places; none where the report does not name the stage."""
    known = dict(typed("value_chain_places", "stage paragraphs"))
    stages = ChainStage.objects.select_related("stage")
    found = {row.stage.code: listed(paragraphs(row.paragraph)) for row in stages}
    assert found.keys() == known.keys()
    assert [
        (code, cited, known[code])
        for code, cited in found.items()
        if not set(cited) <= set(listed(known[code]))
        or bool(cited) != bool(known[code])
    ] == []
