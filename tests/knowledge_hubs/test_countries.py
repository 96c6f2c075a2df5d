"""The index of countries, and what a country's page says and keeps to itself."""

from datetime import date
from decimal import Decimal

import pytest

from knowledge_hubs.kinds import KINDS
from programmes.models import (
    Country,
    FigureText,
    ProgrammeRole,
    PublishedFigure,
    Region,
    SourceDocument,
)
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_organisation,
    make_policy,
    make_programme,
    make_record,
    make_seat,
    make_term,
)
from tests.knowledge_hubs.reading import items, main, section, sources, words

pytestmark = pytest.mark.django_db

each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def names(client, query="", language="en"):
    """{part of the index: names in it, in their order}."""
    response = client.get(f"/{language}/countries/{query}")
    return {
        part.id: [
            getattr(country, f"name_{language}")
            for _letter, found in part.letters
            for country in found
        ]
        for part in response.context["parts"]
    }


def page(client, code="KEN", language="en"):
    return client.get(f"/{language}/countries/{code}/")


@pytest.fixture
def world():
    """Two States, an observer, an area, a regional organisation."""
    africa = Region.objects.create(code="002", kind="m49_region", name="Africa")
    east = Region.objects.create(
        code="014", kind="m49_subregion", name="Eastern Africa", parent=africa
    )
    group = Region.objects.create(code="G_AFR", kind="un_group", name="African States")
    make_country(
        "KEN",
        name="Kenya",
        region=africa,
        sub_region=east,
        un_group=group,
        name_ru="Кения",
    )
    make_country("CIV", name="Côte d’Ivoire", region=africa, name_fr="Côte d’Ivoire")
    make_country("ALA", name="Åland Islands", kind="area")
    make_country(
        "LSO", name="Lesotho", is_ldc=True, is_lldc=True, name_zh_hans="莱索托"
    )
    make_country("VAT", name="Holy See", kind="observer")
    Country.objects.create(code="ORG_EU", kind="organisation", iso2="EU", name="EU")


# --- The index


def test_states_are_counted_and_what_is_none_stands_apart(client, world):
    assert names(client) == {
        "states": ["Côte d’Ivoire", "Holy See", "Kenya", "Lesotho"],
        "area": ["Åland Islands"],
        "organisation": ["EU"],
    }
    response = client.get("/en/countries/")
    assert [part.count for part in response.context["parts"]] == [4, None, None]
    assert '<h2 id="states"><bdi>4</bdi> States</h2>' in response.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=cote divoire", []),
        ("q=cote d'ivoire", ["Côte d’Ivoire"]),
        ("q=КЕНИЯ", ["Kenya"]),
        ("q=莱索托", ["Lesotho"]),
        ("q=ken", ["Kenya"]),
        ("m49=002", ["Côte d’Ivoire", "Kenya"]),
        ("m49=014", ["Kenya"]),
        ("m49=014&m49=009", ["Kenya"]),
        ("group=G_AFR", ["Kenya"]),
        ("special=ldc", ["Lesotho"]),
        ("special=sids&special=lldc", ["Lesotho"]),
        ("special=sids", []),
        ("special=nonsense", []),
        ("kind=observer", ["Holy See"]),
        ("kind=observer&special=ldc", []),
    ],
)
def test_the_index_is_narrowed(client, world, query, found):
    assert names(client, f"?{query}").get("states", []) == found


def test_areas_are_found_by_their_kind_alone(client, world):
    assert names(client, "?kind=area") == {"area": ["Åland Islands"]}


def test_reporting_regions_narrow_it_and_count_states_alone(client, world):
    term = make_term("reporting_region", "R_AFR", label="Africa")
    Country._base_manager.filter(code__in=["KEN", "ALA"]).update(reporting_region=term)
    assert names(client, "?region=R_AFR") == {
        "states": ["Kenya"],
        "area": ["Åland Islands"],
    }
    facets = client.get("/en/countries/").context["facets"]
    assert [(c.value, c.count) for c in facets[0].choices] == [("R_AFR", 1)]
    assert [(c.value, c.is_part, c.count) for c in facets[1].choices] == [
        ("002", False, 2),
        ("014", True, 1),
    ]
    assert [(c.value, c.count) for c in facets[4].choices] == [
        ("state", 3),
        ("observer", 1),
        ("organisation", None),
        ("area", None),
    ]


def test_the_order_is_that_of_the_readers_language(client):
    make_country("DEU", name_en="Germany", name_fr="Allemagne", name_es="Alemania")
    make_country("FRA", name_en="France", name_fr="France", name_es="Francia")
    make_country("ESP", name_en="Spain", name_fr="Espagne", name_es="España")
    assert names(client)["states"] == ["France", "Germany", "Spain"]
    assert names(client, language="fr")["states"] == ["Allemagne", "Espagne", "France"]
    assert names(client, language="es")["states"] == ["Alemania", "España", "Francia"]


def test_chinese_has_no_first_letters(client, world):
    letters = [
        letter
        for part in client.get("/zh-hans/countries/").context["parts"]
        for letter, _found in part.letters
    ]
    assert letters == ["", "", ""]
    parts = client.get("/en/countries/").context["parts"]
    assert [letter for letter, _found in parts[0].letters] == ["C", "H", "K", "L"]


def test_what_is_chosen_can_be_taken_away_and_no_match_says_what_to_do(client, world):
    response = client.get("/en/countries/?q=zz&special=ldc")
    text = main(response)
    assert "No country matches" in text
    assert '<a class="button" href="/en/countries/">' in text
    assert [row["url"] for row in response.context["chosen"]] == ["?q=zz"]


def test_a_renamed_country_is_found_by_its_new_name(client):
    country = make_country("TUR", name="Turkey")
    country.name_en = "Türkiye"
    country.save()
    assert names(client, "?q=turkiye") == {"states": ["Türkiye"]}
    assert names(client, "?q=turkey") == {}


# --- A page


def test_a_page_says_what_the_united_nations_list(client, world):
    Country._base_manager.filter(code="KEN").update(
        groups_as_of=date(2026, 5, 15), is_ldc=True
    )
    text = words(main(page(client)))
    assert text.startswith("Countries Member State Kenya M49 region Africa · Eastern")
    for said in ("African States", "Least developed countries", "ISO KEN, KE"):
        assert said in text
    assert "listed them on 15 May 2026 (M49)." in text
    assert "Small island" not in text


def test_unknown_codes_are_not_found(client, world):
    assert [page(client, code).status_code for code in ("KEN", "XXX", "ken")] == [
        *(200, 404, 404)
    ]


def test_seats_and_roles_stand_under_the_document_that_lists_them(client):
    kenya = make_country("KEN", name="Kenya")
    report = SourceDocument.objects.create(
        symbol="E/2021/56", kind="report", title="R", published_on=date(2021, 4, 23)
    )
    listed = {"document": report, "listed_on": date(2021, 4, 23)}
    make_seat(kenya, role="chair", **listed)
    make_seat(kenya, until=date(2019, 12, 31))
    food, ministry = make_programme(name="Food"), make_organisation(name="Ministry")
    for programme, body in (
        (food, ministry),
        (
            make_programme(name="Travel"),
            make_organisation(name="Bureau", country=kenya),
        ),
    ):
        ProgrammeRole.objects.create(
            programme=programme,
            organisation=body,
            role="lead",
            on_behalf_of=kenya if body == ministry else None,
            **listed,
        )
    make_seat(make_country("FRA"))
    roles = section(page(client), "roles")
    assert items(roles) == [
        "Board of the 10YFP Chair",
        "Food Lead Ministry",
        "Travel Lead Bureau",
        "Board of the 10YFP Member · until 31 December 2019",
    ]
    assert sources(roles) == ["As listed in E/2021/56, 23 April 2021."]
    assert items(section(page(client), "organisations")) == ["Bureau St_Cso"]


@each_kind
def test_records_that_name_a_country_or_have_it_as_a_party_are_there(client, kind):
    kenya, france = make_country("KEN"), make_country("FRA")
    make_record(kind.model, "about").countries.add(kenya)
    make_record(kind.model, "with").parties.create(country=kenya, role="lead")
    make_record(kind.model, "elsewhere").countries.add(france)
    both = make_record(kind.model, "both", order=9)
    both.countries.add(kenya, france)
    both.parties.create(country=kenya, role="member", until=date(2020, 5, 6))
    hidden = make_record(kind.model, "draft", is_draft=True)
    hidden.countries.add(kenya)
    hidden.parties.create(country=kenya, role="lead")
    (found,) = page(client).context["sections"]
    assert (found.id, found.title, found.more) == (kind.name, kind.title, "")
    assert [(card["title"], card["role"]) for card in found.cards] == [
        ("About", ""),
        ("With", "Lead"),
        ("Both", "Member, until 6 May 2020"),
    ]


def test_a_long_section_leads_to_all_of_it(client):
    kind = KINDS[0]
    kenya = make_country("KEN")
    for n in range(13):
        make_record(kind.model, f"n{n}").countries.add(kenya)
    make_record(kind.model, "party").parties.create(country=kenya, role="author")
    (found,) = page(client).context["sections"]
    assert len(found.cards) == 12
    assert (found.more, found.more_url) == (
        "All 14 records",
        "/en/resources/?country=KEN",
    )
    assert client.get(found.more_url).context["page_of"].paginator.count == 14


def test_a_record_of_one_programme_shows_it_and_of_two_the_network(client):
    kenya = make_country("KEN")
    food = make_programme(code="SFS", name="Food", name_fr="Alimentation")
    one, two = make_record(KINDS[1].model, "one"), make_record(KINDS[1].model, "two")
    one.programmes.add(food)
    two.programmes.add(food, make_programme())
    for record in (one, two):
        record.countries.add(kenya)
    (found,) = page(client, language="fr").context["sections"]
    assert [(c["programme"], c.get("programme_name")) for c in found.cards] == [
        ("SFS", "Alimentation"),
        ("NET", None),
    ]


def test_only_public_activities_are_there(client):
    kenya = make_country("KEN")
    for state in (State.APPROVED, State.SUBMITTED, State.DRAFT):
        make_activity(state=state, countries=[kenya], title=f"It is {state.value}")
    activities = section(page(client), "activities")
    assert "It is approved" in activities
    assert "It is submitted" not in activities and "It is draft" not in activities
    assert "/en/activities/?country=KEN" in activities


def test_policies_of_a_country_are_there(client):
    make_policy(make_country("KEN"), name="Loi", name_language="fr", adoption_year=2017)
    make_policy(make_country("FRA"), name="Elsewhere")
    policies = section(page(client), "policies")
    assert '<h3 class="record-title" lang="fr" dir="ltr">' in policies
    assert words(policies).startswith("Policies Loi Acts. Ken 2017")
    assert "Elsewhere" not in policies


def test_figures_are_those_about_it(client):
    document = SourceDocument.objects.create(symbol="R", kind="report", title="R")
    for n, code in enumerate(("KEN", "FRA", "")):
        figure = PublishedFigure.objects.create(
            code=f"F-{n}",
            document=document,
            paragraph="1",
            number=Decimal(5),
            qualifier="exact",
            unit="percent",
        )
        text = FigureText.objects.create(figure=figure, label=f"of {code or 'all'}")
        if code:
            text.countries.add(make_country(code))
    figures = section(page(client), "figures")
    assert "of KEN" in figures
    assert "of FRA" not in figures and "of all" not in figures
