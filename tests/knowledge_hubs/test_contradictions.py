"""What the sources say against one another (§5 of the paper) is told where a reader
meets it, and a body is found by every name the report gives it."""

from functools import cache

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from knowledge_hubs.models import Campaign, Event, GlossaryTerm, Hub, Resource
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.results import results
from oneplanet import searching
from programmes.models import (
    BoardMember,
    Coalition,
    FigureText,
    IndicatorName,
    Organisation,
    Programme,
    ProgrammeRole,
    SourceDocument,
    Term,
    WorkingGroup,
)
from tests.fact_tables import facts, listed, plain
from tests.knowledge_hubs.reading import main, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

# What holds a note: its rows by this field, and the field the note is in.
HOLDERS = {
    "coalition": (Coalition, "code", "note_en"),
    "document": (SourceDocument, "symbol", "note_en"),
    "figure": (FigureText, "figure__code", "note_en"),
    "former_name": (IndicatorName, "indicator__code", "note_en"),
    "glossary": (GlossaryTerm, "code", "meaning_en"),
    "hub": (Hub, "code", "note_en"),
    "organisation": (Organisation, "code", "note_en"),
    "programme": (Programme, "code", "note_en"),
    "seat": (BoardMember, "country__iso3", "note_en"),
    "working_group": (WorkingGroup, "code", "note_en"),
}
FOR_EDITORS = {"document"}
PAGES = {"former_name": lambda row: row.indicator.get_absolute_url()}
PAGES |= {"seat": lambda row: reverse("knowledge_hubs:board")}


def noted():
    """Each line of the paper, the row that holds its note, and the note in plain words.

    There is one row a line; a line of which there is none is told as lacking its note.
    """
    for fact in facts("contradictions"):
        model, by, field = HOLDERS[fact["held_by"]]
        row = model.objects.filter(**{by: fact["of"]}).first()
        note = (getattr(row, field) or "") if row else ""
        yield fact, row, " ".join(plain(note).split())


def test_every_contradiction_of_the_paper_is_typed():
    assert {int(fact["no"]) for fact in facts("contradictions")} == set(range(1, 33))


def test_every_contradiction_is_noted_with_what_it_concerns():
    told = [
        f"no. {fact['no']}: the note of {fact['held_by']} {fact['of']} lacks “{part}”"
        for fact, _row, note in noted()
        for part in listed(fact["says"])
        if plain(part) not in note
    ]
    assert told == [], "\n".join(told)


def test_the_note_stands_on_the_page_where_a_reader_meets_it(client):
    @cache
    def page(url):
        return plain(words(main(client.get(url))))

    told = []
    for fact, row, note in noted():
        if row and fact["held_by"] not in FOR_EDITORS:
            of_page = PAGES.get(fact["held_by"])
            url = of_page(row) if of_page else row.get_absolute_url()
            if not note or note not in page(url.partition("#")[0]):
                told.append(f"no. {fact['no']} is not told at {url}")
    assert told == [], "\n".join(told)


def test_a_name_that_is_our_rendering_waits_for_editors():
    """The report was read in Chinese (no. 26)."""
    models = (Coalition, WorkingGroup, Hub, Campaign, Event, Resource)
    assert [
        str(row)
        for model in models
        for row in model.objects.filter(basis="rendering", to_check=False)
    ] == []


def test_every_form_of_a_name_finds_the_one_record():
    """Nos. 12 and 29: several Chinese names in the report, one record here."""
    searching.rebuild()
    told = []
    for row in facts("other_forms"):
        model, by, _note = HOLDERS[row["held_by"]]
        (one,) = model.objects.filter(**{by: row["of"]})
        if one.get_absolute_url() not in _found(row["held_by"], row["form"]):
            told.append(f"{row['form']} does not find {row['held_by']} {row['of']}")
    assert told == [], "\n".join(told)


def _found(kind, text):
    """The addresses of what a search finds of one kind."""
    query = QueryDict(urlencode({"q": text, "kind": kind}))
    page = results(Asked.of(query, "en"), query).page_of
    return {card["url"] for card in page.object_list}


def test_leads_of_the_tourism_programme_alone_are_told_apart():
    """No. 21: only paragraph 75 does so."""
    coleads = ProgrammeRole.objects.filter(role="colead")
    assert set(coleads.values_list("programme__code", flat=True)) == {"ST"}


def test_what_no_region_is_given_has_a_word():
    """No. 6: the regions of paragraph 14 make 84 %; the rest is not specified."""
    assert Term.objects.filter(vocabulary="reporting_region", code="R_NS").exists()
