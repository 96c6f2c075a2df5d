"""What pages tell machines, read back: JSON-LD by a JSON parser and against the part of
schema.org's vocabulary the portal uses; previews of links by an HTML parser.
"""

import json
import re
from datetime import UTC, date, datetime, timedelta

import html5lib
import pytest
from django.conf import settings as portal
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from knowledge_hubs.kinds import ARTICLE, COALITION, EVENT, KINDS, RESOURCE
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_indicator,
    make_organisation,
    make_programme,
    make_record,
    make_target,
    make_term,
    make_word,
    put_file,
)
from tests.pages import PAGES

pytestmark = pytest.mark.django_db
SITE = portal.SITE_URL
HTML = "{http://www.w3.org/1999/xhtml}"
# From schema.org's vocabulary, version 29: each type with its parent, and which
# properties belong to it.
PARENTS = {
    "Thing": None,
    "CreativeWork": "Thing",
    "Article": "CreativeWork",
    "NewsArticle": "Article",
    "Report": "Article",
    "Book": "CreativeWork",
    "Dataset": "CreativeWork",
    "LearningResource": "CreativeWork",
    "WebSite": "CreativeWork",
    "WebPage": "CreativeWork",
    "CollectionPage": "WebPage",
    "Legislation": "CreativeWork",
    "MediaObject": "CreativeWork",
    "Event": "Thing",
    "Organization": "Thing",
    "GovernmentOrganization": "Organization",
    "NGO": "Organization",
    "Project": "Organization",
    "Place": "Thing",
    "Country": "Place",
    "Action": "Thing",
    "SearchAction": "Action",
    "Intangible": "Thing",
    "EntryPoint": "Intangible",
    "PropertyValue": "Intangible",
    "VirtualLocation": "Intangible",
    "DefinedTerm": "Intangible",
    "DefinedTermSet": "CreativeWork",
    "Role": "Intangible",
    "OrganizationRole": "Role",
    "ItemList": "Intangible",
    "BreadcrumbList": "ItemList",
    "ListItem": "Intangible",
}
PROPERTIES = {
    "Thing": "alternateName description identifier name potentialAction sameAs url",
    "CreativeWork": "about author creditText dateModified datePublished encoding "
    "encodingFormat hasPart headline inLanguage keywords license mainEntity mentions "
    "publisher spatialCoverage temporalCoverage workExample",
    "Report": "reportNumber",
    "DefinedTerm": "inDefinedTermSet termCode",
    "DefinedTermSet": "hasDefinedTerm",
    # A role stands between a thing and what it names, and repeats the property.
    "Role": "mentions roleName",
    "Book": "isbn",
    "MediaObject": "contentSize contentUrl",
    "Legislation": "legislationJurisdiction",
    "Event": "startDate endDate eventAttendanceMode location organizer",
    "Organization": "dissolutionDate email foundingDate location logo member "
    "parentOrganization",
    "Action": "target",
    "SearchAction": "query-input",
    "EntryPoint": "urlTemplate",
    "PropertyValue": "propertyID value",
    "ItemList": "itemListElement",
    "ListItem": "item position",
}


def known(kind):
    """The properties of a type and of all it is a kind of."""
    names = set()
    while kind:
        names |= set(PROPERTIES.get(kind, "").split())
        kind = PARENTS[kind]
    return names


def data_of(html):
    """The data block of a page, as it stands and parsed; None where it has none."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert len(found) <= 1
    return (found[0], json.loads(found[0])) if found else (None, None)


def graph(html):
    """@type → thing."""
    _text, data = data_of(html)
    assert list(data) == ["@context", "@graph"]
    assert data["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in data["@graph"]}


def faults(thing, where=""):
    """What schema.org does not know, or that says nothing."""
    if isinstance(thing, list):
        for row in thing:
            yield from faults(row, where)
    elif isinstance(thing, dict) and "@value" in thing:
        if set(thing) != {"@value", "@language"}:
            yield where, thing
    elif isinstance(thing, dict):
        kind = thing["@type"]
        if kind not in PARENTS:
            yield where, kind
            return
        for name, value in thing.items():
            if name.startswith("@"):
                continue
            if name not in known(kind) or value in (None, "", []):
                yield where, kind, name, value
            yield from faults(value, f"{where}/{kind}.{name}")


def public_addresses(scene):
    for page in PAGES:
        if page.is_public:
            state = "approved"
            yield page.name, page.address(scene, state)


STEPS = {  # of the way to a page that describes itself and is no detail page
    "knowledge_hubs:home": 0,
    "knowledge_hubs:sdg12": 2,
    "knowledge_hubs:sdg_target": 3,
    "knowledge_hubs:sdg_indicator": 4,
    "knowledge_hubs:glossary": 2,
    "knowledge_hubs:value_chain_list": 2,
    "knowledge_hubs:value_chain_stage": 4,
}


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_home_and_every_detail_page_describe_themselves_in_words_of_schema_org(
    scene, language
):
    for name, address in public_addresses(scene):
        address = address.replace("/en/", f"/{language}/", 1)
        html = Client().get(address).text
        _text, data = data_of(html)
        is_described = name in STEPS or name.endswith("_detail")
        assert (data is not None) is is_described, name
        if not data:
            continue
        assert list(faults(data["@graph"])) == [], name
        things = graph(html)
        if number := STEPS.get(name, 3):
            steps = things["BreadcrumbList"]["itemListElement"]
            assert [step["position"] for step in steps] == [*range(1, number + 1)]
            assert steps[-1]["item"] == SITE + address
            for step in steps:
                assert Client().get(step["item"].removeprefix(SITE)).status_code == 200


def test_home_says_how_to_search():
    things = graph(Client().get("/en/").text)
    action = things["WebSite"]["potentialAction"]
    template = action["target"]["urlTemplate"]
    assert action["query-input"] == "required name=search_term_string"
    asked = template.replace("{search_term_string}", "water").removeprefix(SITE)
    assert Client().get(asked).status_code == 200
    assert things["Organization"]["@id"] == f"{SITE}/#network"
    logo = things["Organization"]["logo"].removeprefix(SITE)
    assert Client().get(logo)["Content-Type"] == "image/png"


def test_a_resource_says_who_made_it_where_it_is_and_how_to_cite_it():
    record = make_record(
        RESOURCE.model,
        year=2019,
        licence="CC BY 4.0",
        kind=make_term("resource_type", "RT_DATA"),
    )
    body = make_organisation(code="ours", name="Institut des mers", name_language="fr")
    record.parties.create(organisation=body, role="author")
    edition = record.editions.create(
        language="zh-hans", url="https://example.org/a", doi="10.1/a", isbn="978-1"
    )
    put_file(edition, b"a,b\n", "a.csv")
    thing = graph(Client().get(record.get_absolute_url()).text)["Dataset"]
    author = {
        "@type": "Organization",
        "name": {"@value": "Institut des mers", "@language": "fr"},
        "url": f"{SITE}/en/organisations/ours/",
    }
    assert thing == {
        "@type": "Dataset",
        "@id": f"{SITE}/en/resources/a-record/",
        "url": f"{SITE}/en/resources/a-record/",
        "name": "A-Record",
        "description": "About a-record.",
        "author": [author],
        "datePublished": "2019",
        "inLanguage": ["zh-Hans"],
        "license": {"@type": "CreativeWork", "name": "CC BY 4.0"},
        "creditText": "Institut des mers. A-Record. 2019.",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "DOI", "value": "10.1/a"},
            {"@type": "PropertyValue", "propertyID": "ISBN", "value": "978-1"},
        ],
        "workExample": [
            {
                "@type": "Book",
                "url": "https://example.org/a",
                "encoding": {
                    "@type": "MediaObject",
                    "name": "a.csv",
                    "contentUrl": f"{SITE}{edition.file_url}",
                    "encodingFormat": "text/csv",
                    "contentSize": "4",
                },
                "inLanguage": "zh-Hans",
                "isbn": "978-1",
            }
        ],
    }


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"starts_on": date(2021, 3, 17), "ends_on": date(2021, 3, 18)},
            {"startDate": "2021-03-17", "endDate": "2021-03-18"},
        ),
        ({"first_year": 2019}, {"startDate": "2019"}),
        (
            {"place": "Nairobi"},
            {"location": {"@type": "Place", "name": "Nairobi"}},
        ),
        (
            {"is_online": True},
            {
                "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
                "location": {
                    "@type": "VirtualLocation",
                    "url": f"{SITE}/en/events/a-record/",
                },
            },
        ),
    ],
)
def test_an_event_says_when_and_where_as_far_as_it_is_known(given, said):
    record = make_record(EVENT.model, **given)
    thing = graph(Client().get(record.get_absolute_url()).text)["Event"]
    named = {"@type", "@id", "url", "name", "description"}
    assert {key: thing[key] for key in thing.keys() - named} == said


def term(code, name, **more):
    kind = "indicator" if code.count(".") == 2 else "target"
    url = f"{SITE}/en/sdg-12/{kind}s/{code}/"
    return {
        "@type": "DefinedTerm",
        "@id": f"{url}#term",
        "url": url,
        "termCode": code,
        "name": name,
        "inDefinedTermSet": f"{SITE}/en/sdg-12/",
    } | more


def test_the_goal_is_a_set_of_terms_and_its_indicators_name_who_keeps_them():
    target, indicator = make_target("12.x", short_label="Less"), make_indicator()
    body = make_organisation(code="ours", name="Ours")
    indicator.custodian_roles.create(organisation=body, role="custodian")
    former = make_organisation(name="CANARY")
    indicator.custodian_roles.create(
        organisation=former, role="custodian", until=date(2020, 1, 1)
    )
    pages = [
        graph(Client().get(address).text)
        for address in (
            "/en/sdg-12/",
            target.get_absolute_url(),
            indicator.get_absolute_url(),
        )
    ]
    goal, of_target, of_indicator = pages
    set_of = goal["DefinedTermSet"]
    assert set_of["@id"] == f"{SITE}/en/sdg-12/"
    assert set_of["hasDefinedTerm"] == [term("12.x", "Less")]
    page = of_target["WebPage"]
    assert page["mainEntity"] == term("12.x", "Less", description="Reach 12.x.")
    assert page["mentions"] == [term("12.x.1", "12.x.1 in short")]
    page = of_indicator["WebPage"]
    described = {"description": "Number of 12.x.1"}
    assert page["mainEntity"] == term("12.x.1", "12.x.1 in short", **described)
    assert page["mentions"] == [
        {
            "@type": "OrganizationRole",
            "roleName": "Custodian agency",
            "mentions": {
                "@type": "Organization",
                "name": "Ours",
                "url": f"{SITE}/en/organisations/ours/",
            },
        }
    ]


def test_the_glossary_is_a_set_of_words_in_the_language_each_is_shown_in():
    make_word("Waste", code="a", word_fr="Déchets", meaning="What is left.")
    make_word("Use", code="b", meaning="What is done.", abbreviation="U")
    found = graph(Client().get("/fr/glossary/").text)["DefinedTermSet"]
    url = f"{SITE}/fr/glossary/"
    assert found["@id"] == found["url"] == url
    assert found["hasDefinedTerm"] == [
        {
            "@type": "DefinedTerm",
            "@id": f"{url}#a",
            "name": "Déchets",
            "description": {"@value": "What is left.", "@language": "en"},
        },
        {
            "@type": "DefinedTerm",
            "@id": f"{url}#b",
            "name": {"@value": "Use", "@language": "en"},
            "alternateName": {"@value": "U", "@language": "en"},
            "description": {"@value": "What is done.", "@language": "en"},
        },
    ]
    found = graph(Client().get("/fr/glossary/?q=waste").text)["DefinedTermSet"]
    assert [word["@id"] for word in found["hasDefinedTerm"]] == [f"{url}#a"]
    nothing = graph(Client().get("/fr/glossary/?q=nowhere").text)["DefinedTermSet"]
    assert "hasDefinedTerm" not in nothing


def test_news_says_when_it_was_published():
    record = make_record(ARTICLE.model, publish_at=datetime(2021, 5, 1, tzinfo=UTC))
    thing = graph(Client().get(record.get_absolute_url()).text)["NewsArticle"]
    assert (thing["headline"], thing["datePublished"]) == ("A-Record", "2021-05-01")
    assert thing["author"]["@id"] == f"{SITE}/#network"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ST_GOVNAT", "GovernmentOrganization"),
        ("ST_CSO", "NGO"),
        ("ST_BUS", "Organization"),
    ],
)
def test_an_organisation_is_of_its_kind(code, kind):
    body = make_organisation(type=make_term("stakeholder_type", code), acronym="ABC")
    thing = graph(Client().get(body.get_absolute_url()).text)[kind]
    assert (thing["name"], thing["alternateName"]) == (body.name, "ABC")


def test_an_activity_is_a_report_of_its_organisation():
    activity = make_activity(
        state=State.APPROVED,
        language="ar",
        title="ماء",
        started_on=date(2020, 3, 1),
    )
    thing = graph(Client().get(activity.get_absolute_url()).text)["Report"]
    assert thing["name"] == {"@value": "ماء", "@language": "ar"}
    assert thing["inLanguage"] == "ar"
    assert thing["reportNumber"] == activity.code
    assert thing["temporalCoverage"] == "2020-03-01/.."
    assert thing["author"]["name"] == activity.organisation.name
    assert thing["datePublished"] == timezone.now().date().isoformat()


def test_nothing_in_the_data_ends_it_early():
    evil = "</script><script>alert(1)</script>\u2028&amp;"
    record = make_record(COALITION.model, title=evil, lead=evil)
    html = Client().get(record.get_absolute_url()).text
    text, data = data_of(html)
    assert not set("<>&\u2028\u2029") & set(text)
    assert data["@graph"][0]["name"] == evil
    block = Template("{% load machines %}{% json_ld data %}").render(
        Context({"data": {"a": evil}})
    )
    assert block.count("</script>") == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_data_name_no_record_that_is_not_public(kind):
    """Scheduled and expired ones hang on everything the page shows."""
    now = timezone.now()
    record = make_record(kind.model)
    hidden = (
        {"is_draft": True},
        {"publish_at": now + timedelta(hours=1)},
        {"expire_at": now - timedelta(hours=1)},
    )
    for other in KINDS:
        for n, given in enumerate(hidden):
            row = make_record(other.model, f"hidden-{n}", title="CANARY", **given)
            for name in ("coalition", "working_group"):
                if hasattr(row, f"{name}_id") and kind.name == name:
                    setattr(row, name, record)
                    row.save()
    assert "CANARY" not in Client().get(record.get_absolute_url()).text


# --- Previews of links


def head(html):
    """name or property → contents of the <meta> elements of a page."""
    root = html5lib.parse(html, treebuilder="etree")
    found = {}
    for meta in root.iter(f"{HTML}meta"):
        name = meta.get("property") or meta.get("name")
        found.setdefault(name, []).append(meta.get("content"))
    return found, root.find(f"{HTML}head/{HTML}title").text


def test_every_public_page_can_be_previewed(scene):
    for name, address in public_addresses(scene):
        said, title = head(Client().get(address).text)
        assert title.startswith(said["og:title"][0]), name
        assert said["og:title"][0], name
        assert said["og:description"] == said["description"], name
        assert said["og:url"] == [SITE + address]
        assert said["og:locale"] == ["en_GB"]
        assert said["og:locale:alternate"] == [
            "ar_AR",
            "zh_CN",
            "fr_FR",
            "ru_RU",
            "es_ES",
        ]
        (picture,) = said["og:image"]
        assert picture.startswith(f"{SITE}/static/img/share/")
        assert said["og:image:alt"][0]


def test_a_page_of_one_programme_shows_its_picture():
    food = make_programme(code="SFS", slug="food")
    record = make_record(COALITION.model)
    record.programmes.add(food)
    both = make_record(COALITION.model, "both")
    both.programmes.add(food, make_programme(code="ST"))
    shown = {
        address: head(Client().get(address).text)[0]["og:image"][0].rpartition("/")[2]
        for address in (
            food.get_absolute_url(),
            record.get_absolute_url(),
            both.get_absolute_url(),
            "/en/",
        )
    }
    assert list(shown.values()) == ["sfs.png", "sfs.png", "network.png", "network.png"]


def test_a_quotation_mark_in_a_title_ends_nothing():
    with override("en"):
        record = make_record(
            COALITION.model, title='A "B" <c>', lead='Said "so" & left'
        )
        said, _title = head(Client().get(record.get_absolute_url()).text)
    assert said["og:title"] == ['A "B" <c>']
    assert said["og:description"] == ['Said "so" & left']


def test_pages_of_people_have_no_preview(client):
    assert "og:title" not in client.get("/en/account/login/").text
