"""The SDG 12 hub: who keeps an indicator, how it is reported, what a target has."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from knowledge_hubs.models import Resource
from knowledge_hubs.reporters import ROLES
from programmes.models import ReportingRoute, SourceDocument
from tests.factories import (
    make_activity,
    make_draft,
    make_indicator,
    make_organisation,
    make_policy,
    make_record,
    make_target,
    make_term,
)
from tests.knowledge_hubs.reading import items, section, sources, words

pytestmark = pytest.mark.django_db
GONE = date(2024, 1, 31)


def document():
    return SourceDocument.objects.create(
        symbol="Sheet", kind="metadata", published_on=date(2021, 12, 6)
    )


# --- The Goal ------------------------------------------------------------------------


def test_the_goal_lists_targets_with_their_indicators(client):
    indicator = make_indicator("12.x.1")
    make_indicator("12.y.1")
    part = indicator.parts.create(code="a", label="Lost")
    for acronym, given in (
        ("AAA", {"part": part}),
        ("BBB", {}),
        ("OLD", {"until": GONE}),
    ):
        body = make_organisation(acronym=acronym)
        indicator.custodian_roles.create(organisation=body, role="custodian", **given)
    indicator.tiers.create(tier="II", as_of="2022.Q1")
    indicator.tiers.create(tier="III", as_of="2016.Q1")
    page = client.get(reverse("knowledge_hubs:sdg12"))
    found = section(page, "targets")
    assert words(found) == (
        "Targets and indicators "
        "12.x Target 12.x in short 12.x.1 12.x.1 in short (a) AAA, BBB · tier II "
        "12.y Target 12.y in short 12.y.1 12.y.1 in short"
    )
    assert f'href="{indicator.get_absolute_url()}"' in found
    assert f'href="{indicator.target.get_absolute_url()}"' in found


def test_participants_of_the_process_are_no_custodians(client):
    body = make_organisation(name="University")
    for name, given in (("sdg_process", {}), ("sdg_process", {"until": GONE})):
        body.relations.create(kind=name, what="took part", **given)
    make_organisation(name="Bystander").relations.create(kind="team", what="x")
    page = client.get(reverse("knowledge_hubs:sdg12"))
    assert items(section(page, "process")) == ["University"]


@pytest.mark.parametrize("name", ["sdg_target", "sdg_indicator"])
@pytest.mark.parametrize("code", ["12.q", "x"])
def test_what_the_goal_does_not_have_is_not_found(client, name, code):
    assert client.get(reverse(f"knowledge_hubs:{name}", args=[code])).status_code == 404


# --- A target ------------------------------------------------------------------------


def test_a_target_shows_what_is_filed_under_its_themes(client):
    target = make_target()
    tag, sector, other = (
        make_term("tag", "T"),
        make_term("sector", "S"),
        make_term("tag", "O"),
    )
    goal = make_term("goal", "SDG99")
    target.themes.set([tag, sector, goal])
    make_policy(code="POL-1", name="By tag", tags=[tag])
    make_policy(code="POL-2", name="By sector").sectors.add(sector)
    make_policy(code="POL-3", name="By goal").goals.add(goal)
    make_policy(code="POL-4", name="By none", tags=[other])
    for code, words_of, given in (
        ("by-tag", [tag], {}),
        ("by-none", [other], {}),
        ("draft", [tag], {"is_draft": True}),
    ):
        make_record(Resource, code, **given).tags.set(words_of)
    make_record(Resource, "by-sector").sectors.add(sector)
    response = client.get(target.get_absolute_url())
    names = [policy.name for policy in response.context["policies"]]
    assert names == ["By tag", "By sector", "By goal"]
    for policy in response.context["policies"]:
        assert f'href="{policy.get_absolute_url()}"' in section(response, "policies")
    assert {card["title"] for card in response.context["resources"]} == {
        "By-Tag",
        "By-Sector",
    }


def test_a_target_shows_the_public_activities_that_chose_it(client):
    target, other = make_target("12.x"), make_target("12.y")
    make_activity(state="approved", title="Chose it", targets=[target])
    make_activity(state="approved", title="Chose another", targets=[other])
    make_activity(state="submitted", title="Not public", targets=[target])
    make_draft(title="A draft", targets=[target])
    page = client.get(target.get_absolute_url())
    found = section(page, "activities")
    assert "Chose it" in found
    assert "<article" in found and found.count("<article") == 1


def test_where_nothing_is_filed_the_page_says_so(client):
    page = client.get(make_target().get_absolute_url())
    assert "No policy on this portal is filed" in section(page, "policies")
    assert "Nothing in the library is filed" in section(page, "resources")
    assert "No approved activity has named this target" in section(page, "activities")


# --- An indicator --------------------------------------------------------------------


def test_an_indicator_has_its_agencies_by_part_and_by_source(client):
    indicator, sheet = make_indicator(), document()
    part = indicator.parts.create(code="b", label="Wasted")
    one = make_organisation(name="One")
    two = make_organisation(name="Deux", name_language="fr")
    listed = {"document": sheet, "listed_on": date(2021, 12, 6)}
    roles = indicator.custodian_roles
    roles.create(organisation=one, role="custodian", part=part, order=1, **listed)
    roles.create(organisation=two, role="partner", order=2, **listed)
    roles.create(organisation=two, role="custodian", order=3, until=GONE)
    found = section(client.get(indicator.get_absolute_url()), "custodians")
    assert items(found) == ["(b) Wasted One Custodian agency", "Deux Partner agency"]
    assert sources(found) == ["As listed in Sheet, 6 December 2021."]
    assert '<span lang="fr" dir="ltr">Deux</span>' in found


@pytest.mark.parametrize(
    "role, said", [("custodian", "One"), ("partner", "One Partner agency")]
)
def test_the_heading_says_what_agencies_are_unless_one_is_a_partner(client, role, said):
    indicator, one = make_indicator(), make_organisation(name="One")
    indicator.custodian_roles.create(organisation=one, role=role, order=1)
    found = section(client.get(indicator.get_absolute_url()), "custodians")
    assert items(found) == [said]


def test_an_indicator_tells_what_is_known_of_its_reporting_and_what_is_not(client):
    indicator = make_indicator()
    indicator.routes.create(
        what="Policies", how="By survey", document=document(), paragraph="3"
    )
    indicator.routes.create(what="Before", until=GONE)
    found = section(client.get(indicator.get_absolute_url()), "reporting")
    assert words(found) == (
        "How it is reported What Policies How By survey "
        "Not known Who reports · To whom · How often · Next round · Where "
        "No source read for this portal says it. The custodian agency can. "
        "As listed in Sheet, 6 December 2021: paragraph 3."
    )


def test_an_address_is_a_door_and_no_longer_unknown(client):
    indicator = make_indicator()
    indicator.routes.create(what="Policies", address="https://example.org/form")
    found = section(client.get(indicator.get_absolute_url()), "reporting")
    assert 'href="https://example.org/form"' in found
    assert "How often · Next round · How No source" in words(found)


def test_an_indicator_keeps_its_names_and_tiers(client):
    indicator = make_indicator(name="Number of countries now", source="Now")
    former = indicator.former_names
    former.create(name="Nombre de pays", language="fr", source="First")
    former.create(name="Degree", valid_until=GONE, note="For a year.", source="Second")
    indicator.tiers.create(tier="III", as_of="2016.Q1")
    indicator.tiers.create(tier="II", as_of="2022.Q1", document=document())
    page = client.get(indicator.get_absolute_url())
    names = items(section(page, "names"))
    assert names[0] == "Present name Number of countries now Source: Now"
    assert sorted(names[1:]) == [
        "Earlier Nombre de pays Source: First",
        "until 31 January 2024 Degree For a year. Source: Second",
    ]
    assert words(section(page, "tier")) == (
        "Tier and codes Tier II As of release 2022.Q1 Source: Sheet "
        "Tier III As of release 2016.Q1"
    )


# --- Where to report -----------------------------------------------------------------


def test_each_way_of_reporting_stands_with_its_role(client):
    marks = {"": "12.a.1", "focal_point": "12.b.1", "procurement": "12.c.1"}
    for mark, code in marks.items():
        indicator = make_indicator(code)
        indicator.routes.create(what="This", cycle="Every year", reporter=mark)
    indicator.custodian_roles.create(
        organisation=make_organisation(acronym="UNX"), role="custodian"
    )
    page = client.get(reverse("knowledge_hubs:where_to_report"))
    ways = {role.id: items(section(page, role.id)) for role in ROLES}
    assert ways["statistics"] == ["12.a.1 12.a.1 in short"]
    assert ways["focal-point"] == [
        "12.b.1 12.b.1 in short What This How often Every year"
    ]
    assert ways["procurement"][0] == (
        "12.c.1 12.c.1 in short UNX What This How often Every year"
    )
    assert ways["convention"] == []


def test_a_part_is_led_to_its_own_agency_alone(client):
    indicator = make_indicator()
    for code, acronym in (("a", "ONE"), ("b", "TWO")):
        part = indicator.parts.create(code=code, label=f"Part {code}")
        indicator.routes.create(part=part, what="This", order=ord(code))
        indicator.custodian_roles.create(
            organisation=make_organisation(acronym=acronym), part=part, role="custodian"
        )
    page = client.get(reverse("knowledge_hubs:where_to_report"))
    assert items(section(page, "statistics")) == [
        "12.x.1 (a) Part a ONE",
        "12.x.1 (b) Part b TWO",
    ]


def test_every_mark_of_a_way_of_reporting_has_a_role():
    marks = {role.reporter for role in ROLES} - {None}
    assert marks == {"", *ReportingRoute.Reporter.values}


# --- Ways of reporting as rows -------------------------------------------------------


def test_a_part_has_one_way_of_reporting_at_a_time():
    indicator = make_indicator()
    part = indicator.parts.create(code="a", label="Lost")
    indicator.routes.create(what="Ended", part=part, until=GONE)
    for given in ({}, {"part": part}):
        indicator.routes.create(what="First", **given)
        second = ReportingRoute(indicator=indicator, what="Second", **given)
        with pytest.raises(ValidationError, match="already has a way of reporting"):
            second.validate_constraints()


def test_a_way_of_reporting_names_a_part_of_its_own_indicator():
    part = make_indicator("12.x.2").parts.create(code="a", label="Lost")
    route = ReportingRoute(indicator=make_indicator(), part=part, what="This")
    with pytest.raises(ValidationError, match="belongs to another indicator"):
        route.clean()
