"""What organisations and programmes have a part in: public records and activities."""

from datetime import date

import pytest
from django.utils import translation

from knowledge_hubs.kinds import COALITION, KINDS, RESOURCE
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_record,
    make_term,
    make_user,
)
from tests.knowledge_hubs.reading import main, section, words

pytestmark = pytest.mark.django_db

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def sections(client, row, language="en"):
    page = client.get(row.get_absolute_url().replace("/en/", f"/{language}/", 1))
    return {
        found.id: [(card["title"], card["role"]) for card in found.cards]
        for found in page.context["sections"]
    }


@each_kind
def test_an_organisation_shows_the_public_records_it_is_a_party_to(client, kind):
    body = make_organisation()
    for code, given in (("one", {}), ("draft", {"is_draft": True})):
        record = make_record(kind.model, code, **given)
        record.parties.create(organisation=body, role="lead", until=date(2020, 1, 1))
        record.parties.create(organisation=body, role="partner", order=5)
    other = make_record(kind.model, "other")
    other.parties.create(organisation=make_organisation(), role="lead")
    assert sections(client, body) == {kind.name: [("One", "Partner")]}


@each_kind
def test_a_programme_shows_its_public_records(client, kind):
    programme = make_programme()
    make_record(kind.model, "one").programmes.add(programme)
    make_record(kind.model, "draft", is_draft=True).programmes.add(programme)
    make_record(kind.model, "elsewhere").programmes.add(make_programme())
    make_record(kind.model, "everywhere")
    assert sections(client, programme) == {kind.name: [("One", "")]}


def test_more_records_of_an_organisation_are_one_step_away(client):
    body = make_organisation(code="body")
    for n in range(13):
        record = make_record(COALITION.model, f"n{n}")
        record.parties.create(organisation=body, role="member")
    make_record(COALITION.model, "other")
    (found,) = client.get(body.get_absolute_url()).context["sections"]
    assert (len(found.cards), found.more) == (12, "All 13 records")
    assert found.more_url == "/en/coalitions/?organisation=body"
    everything = client.get(found.more_url)
    assert everything.context["page_of"].paginator.count == 13
    narrowing = {row.name: row.options for row in everything.context["narrowing"]}
    assert narrowing["organisation"] == [("body", body.name)]


def test_the_kind_of_a_resource_is_in_the_readers_language(client):
    body = make_organisation()
    kind = make_term("resource_type", "RT_X", label="Guide", label_fr="Manuel")
    record = make_record(RESOURCE.model, year=2020, kind=kind)
    record.parties.create(organisation=body, role="author")
    for language, word in (("fr", "Manuel"), ("ru", "Guide")):
        address = body.get_absolute_url().replace("/en/", f"/{language}/", 1)
        (found,) = client.get(address).context["sections"]
        assert found.cards[0]["kind"] == word


def test_newer_resources_come_first_and_those_without_a_year_last(client):
    body = make_organisation()
    for code, year in (("old", 2001), ("unknown", None), ("new", 2020)):
        record = make_record(RESOURCE.model, code, year=year)
        record.parties.create(organisation=body, role="author")
    found = sections(client, body)["resource"]
    assert [title for title, _role in found] == ["New", "Old", "Unknown"]


def test_activities_it_took_part_in_are_there_once_approved(client):
    body, partner = make_organisation(), make_organisation()
    for state, title in ((State.APPROVED, "Public"), (State.SUBMITTED, "Waiting")):
        author, reviewer = make_user(), make_user()
        programme = make_programme(desk=reviewer)
        activity = make_draft(author=author, programme=programme, title=title)
        for role in ("funding", "host"):
            activity.draft().partners.create(organisation=partner, role=role)
        activity.take("submit", by=author, comment="")
        if state == State.APPROVED:
            activity.take("approve", by=reviewer, comment="")
    make_activity(state=State.APPROVED, title="Elsewhere")
    shown = section(client.get(partner.get_absolute_url()), "activities")
    assert shown.count("record-title") == 1
    assert "Public" in shown
    assert "Public" not in main(client.get(body.get_absolute_url()))


def test_the_parts_of_a_whole_are_named(client):
    whole = make_organisation(name="Ministry")
    for name in ("Unit B", "Agency A"):
        make_organisation(name=name, part_of=whole)
    text = words(main(client.get(whole.get_absolute_url())))
    assert "Its parts Agency A, Unit B" in text


# --- The directory


def listed(client, query):
    response = client.get(f"/en/organisations/{query}")
    return [row.name for row in response.context["organisations"]]


def test_the_directory_is_narrowed_by_country_and_by_words_of_any_name(client):
    body = make_organisation(name="Ministère de l’Écologie", acronym="MTE")
    body.country = make_country("FRA")
    body.save()
    body.other_names.create(name="Министерство", language="ru", kind="official")
    body.other_names.create(name="Old house", language="en", kind="former")
    make_organisation(name="Somebody")
    for query in (
        "country=FRA",
        "q=ecologie",
        "q=МИНИСТЕРСТВО",
        "q=mte",
        "q=old+house",
    ):
        assert listed(client, f"?{query}") == ["Ministère de l’Écologie"], query
    for query in ("country=KEN", "q=zz", "type=NONE", "q=" + "x" * 201):
        assert listed(client, f"?{query}") == [], query


@pytest.mark.parametrize(
    ("language", "order"),
    [
        ("en", ["Alpha", "Zed", "Вода", "وزارة البيئة", "水利部"]),
        ("fr", ["Éco", "Zed", "Вода", "وزارة البيئة", "水利部"]),
        ("ar", ["جمعية", "وزارة البيئة", "Zed", "Вода", "水利部"]),
        ("ru", ["Альфа", "Вода", "Zed", "وزارة البيئة", "水利部"]),
        ("zh-hans", ["水利部", "Alpha", "Zed", "Вода", "وزارة البيئة"]),
    ],
)
def test_names_in_the_readers_own_letters_come_first(client, language, order):
    make_organisation(name="وزارة البيئة", name_language="ar")
    make_organisation(name="水利部", name_language="zh-hans")
    make_organisation(name="Вода", name_language="ru")
    make_organisation(name="Zed")
    alpha = make_organisation(name="Alpha")
    for code, name in (("ru", "Альфа"), ("ar", "جمعية"), ("fr", "Éco")):
        alpha.other_names.create(name=name, language=code, kind="official")
    rows = client.get(f"/{language}/organisations/").context["organisations"]
    with translation.override(language):
        assert [row.official_name()[0] for row in rows] == order


def test_the_directory_offers_what_occurs_with_how_many(client):
    make_term("stakeholder_type", "ST_NONE")
    for code in ("FRA", "FRA", "BRA"):
        make_organisation(country=make_country(code))
    programme = make_programme(code="SFS", name="Food")
    for until in (None, date(2020, 1, 1)):
        body = make_organisation()
        for role in ("lead", "partner"):
            programme.roles.create(organisation=body, role=role, until=until)
    narrowing = client.get("/en/organisations/").context["narrowing"]
    assert {row.name: row.options for row in narrowing} == {
        "type": [("ST_CSO", "St_Cso (5)")],
        "programme": [("SFS", "Food (1)")],
        "country": [("BRA", "Bra (1)"), ("FRA", "Fra (2)")],
    }
