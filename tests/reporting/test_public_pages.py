"""The list of public activities and one of them, as visitors read them."""

import re
from datetime import date

import pytest

from reporting.workflow import Action
from tests.factories import (
    join,
    make_activity,
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_target,
    make_term,
    make_type,
    make_user,
    revise,
)
from tests.knowledge_hubs.reading import items, main, section, words

pytestmark = pytest.mark.django_db


def approved(*, programme=None, **given):
    """An approved activity; ``programme`` is what its programme is made with."""
    desk = make_user()
    made = make_programme(desk=desk, **(programme or {}))
    return make_activity(state="approved", reviewer=desk, programme=made, **given)


def listed(client, query="", language="en"):
    return client.get(f"/{language}/activities/{query}")


def heading(response):
    return words(re.search(r'<h2 id="found".*?</h2>', response.text, re.DOTALL)[0])


def tokens(response):
    """(words, address) of what the list is narrowed to."""
    found = re.findall(r'<a class="remove" href="([^"]*)">(.*?)</a>', response.text)
    return [(words(text), address.replace("&amp;", "&")) for address, text in found]


# --- The list ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "token"),
    [
        ("programme=NOPE", "Remove: Programme NOPE"),
        ("country=ZZ", "Remove: Country ZZ"),
        ("year=abc", "Remove: Year abc"),
        ("language=xx", "Remove: Language xx"),
    ],
)
def test_what_nobody_offers_finds_nothing_and_can_be_taken_away(client, query, token):
    approved()
    response = listed(client, f"?{query}")
    assert tokens(response) == [(token, "?")]
    assert "Nothing matches yet" in response.text
    assert "1 activity" not in main(response)
    assert 'class="pages"' not in response.text
    assert "record-title" not in response.text


def test_one_unknown_value_goes_and_the_others_stay(client):
    approved(programme={"code": "SFS", "name": "Food"})
    response = listed(client, "?programme=SFS&programme=NOPE&year=2020")
    assert heading(response) == "1 activity"
    assert tokens(response) == [
        ("Remove: Programme Food", "?programme=NOPE&year=2020"),
        ("Remove: Programme NOPE", "?programme=SFS&year=2020"),
        ("Remove: Year 2020", "?programme=SFS&programme=NOPE"),
    ]


@pytest.mark.parametrize("query", ["", "?programme=", "?year=&q=&page=1", "?unknown=1"])
def test_what_is_left_empty_narrows_nothing(client, query):
    approved()
    response = listed(client, query)
    assert (heading(response), tokens(response)) == ("1 activity", [])


def test_markup_in_the_address_is_shown_as_text(client):
    response = listed(client, "?programme=<b>x</b>")
    assert "<b>x</b>" not in response.text
    assert tokens(response)[0][0] == "Remove: Programme <b>x</b>"


def test_an_empty_portal_says_so_once(client):
    make_draft()
    page = words(main(listed(client)))
    assert page.count("No activity has been approved yet") == 1
    assert "fewer words" not in page


def test_years_are_written_in_the_language(client):
    approved(ended_on=date(2021, 5, 1))
    response = listed(client, language="ar")
    assert "<bdi>٢٠٢١</bdi>" in response.text
    assert 'name="year" value="2021"' in response.text


def test_parts_of_a_type_stand_under_it(client):
    broad = make_type("OUTREACH", label="Outreach", order=1)
    make_type("OTHER", label="Other", order=2)
    make_type("OUTREACH.EVENT", label="Events", parent=broad, order=3)
    approved(type=broad)
    rail = listed(client).text.partition('class="rail"')[2]
    choices = re.findall(
        r'<label class="choice( is-part)?">\s*<input[^>]*name="type" value="([^"]*)"',
        rail,
    )
    assert choices == [
        ("", "TRAINING"),  # of every draft the factory makes
        ("", "OUTREACH"),
        (" is-part", "OUTREACH.EVENT"),
        ("", "OTHER"),
    ]


@pytest.mark.parametrize(
    ("names", "where"),
    [
        ([], ""),
        (["Kenya"], "Kenya"),
        (["Peru", "Kenya"], "Kenya, Peru"),
        (["Peru", "Åland", "Kenya", "Chile"], "Åland, Chile + 2"),
    ],
)
def test_a_card_names_two_countries_and_how_many_more(client, names, where):
    countries = [
        make_country(f"X{number}{number}", iso2=f"X{number}", name=name)
        for number, name in enumerate(names)
    ]
    approved(countries=countries, programme={"name": "Food"})
    card = re.search(r"<article.*?</article>", listed(client).text, re.DOTALL)[0]
    meta = card.partition('<p class="record-meta">')[2]
    shown = [words(part) for part in re.findall(r"<span[^>]*>.*?</span>", meta)]
    assert shown[1:] == [*filter(None, [where]), "since 1 March 2020"]
    assert words(card).startswith("Food ")


def test_without_countries_a_card_names_the_regions(client):
    region = make_term("reporting_region", "AFR", label="Africa")
    approved(regions=[region])
    assert "<span>Africa</span>" in listed(client).text


def test_a_card_says_the_language_and_direction_of_what_it_quotes(client):
    organisation = make_organisation(name="جمعية", name_language="ar")
    approved(
        organisation=organisation,
        author=member(organisation),
        language="ar",
        title="عنوان",
        summary="ملخص",
    )
    card = re.search(r"<article.*?</article>", listed(client).text, re.DOTALL)[0]
    assert '<h3 class="record-title" lang="ar" dir="rtl">' in card
    assert '<p class="record-summary" lang="ar" dir="rtl">ملخص</p>' in card
    assert '<span lang="ar" dir="rtl">جمعية</span>' in card
    assert "Language: Arabic" in words(card)
    in_arabic = listed(client, language="ar").text
    assert 'lang="ar" dir="rtl">جمعية' not in in_arabic


def member(organisation):
    person = make_user()
    join(person, organisation)
    return person


# --- One activity --------------------------------------------------------------------


def editions(response):
    return items(section(response, "editions"))


def test_public_editions_are_counted_not_what_was_returned_between(client):
    author, desk = make_user(), make_user()
    activity = make_activity(state="returned", author=author, reviewer=desk)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    assert activity.publications.get().version.number == 2
    response = client.get(activity.get_absolute_url())
    assert [line[:9] for line in editions(response)] == ["Version 1"]
    revise(activity, author=author, title="Better")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    response = client.get(activity.get_absolute_url())
    assert [line[:9] for line in editions(response)] == ["Version 2", "Version 1"]
    assert "Version 3" not in response.text


def test_a_public_activity_leads_on(client):
    kenya = make_country("KEN", name="Kenya")
    activity = approved(
        programme={"code": "SFS", "name": "Food"},
        countries=[kenya],
        targets=[make_target("12.x", short_label="Waste less")],
        tags=[make_term("tag", "WASTE", label="Waste")],
        sectors=[make_term("sector", "SEC_A", label="Farms")],
    )
    page = client.get(activity.get_absolute_url()).text
    assert f'<a href="{activity.programme.get_absolute_url()}">Food</a>' in page
    for query, label in (
        ("sector=SEC_A", "Farms"),
        ("tag=WASTE", "Waste"),
        ("type=TRAINING", "Training"),
    ):
        assert f'<a href="/en/activities/?{query}">{label}</a>' in page
        assert heading(client.get(f"/en/activities/?{query}")) == "1 activity"
    for address, label in (
        ("/en/countries/KEN/", "Kenya"),
        ("/en/sdg-12/targets/12.x/", "12.x Waste less"),
    ):
        [link] = re.findall(f'<a href="{address}">(.*?)</a>', page)
        assert words(link) == label
        assert client.get(address).status_code == 200
    organisation = activity.organisation.get_absolute_url()
    assert f'href="{organisation}#activities"' in page
    assert 'href="/en/activities/?programme=SFS">More from this programme' in page


def test_reported_words_carry_their_language_and_direction(client):
    organisation = make_organisation(name="Réseau", name_language="fr")
    author, desk = member(organisation), make_user()
    activity = make_draft(
        author=author,
        organisation=organisation,
        programme=make_programme(desk=desk),
        language="ar",
        title="عنوان",
    )
    draft = activity.draft()
    draft.quantities.create(what="مدارس", status="value", value=5400, unit="مدرسة")
    draft.quantities.create(what="وجبات", status="no_data", reason="لم تُحسب")
    draft.partners.create(name="جامعة", role="host")
    draft.links.create(url="https://example.org/", label="كيف سار")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    page = main(client.get(activity.get_absolute_url()))
    for text in ("مدارس", "وجبات", "لم تُحسب", "جامعة", "كيف سار"):
        assert f'<span lang="ar" dir="rtl">{text}</span>' in page
    value = '<dd lang="ar" dir="rtl"><strong><bdi>5,400</bdi></strong> مدرسة</dd>'
    assert value in page
    assert '<span lang="fr" dir="ltr">Réseau</span>' in page


# --- No such page --------------------------------------------------------------------


def test_a_missing_page_offers_a_visitor_to_sign_in_and_come_back(client):
    response = client.get("/en/activities/OP-NOWHERE/")
    assert response.status_code == 404
    next_page = "/en/account/login/?next=/en/activities/OP-NOWHERE/"
    assert f'<a href="{next_page}">sign in first</a>' in response.text
    client.force_login(make_user())
    response = client.get("/en/activities/OP-NOWHERE/")
    assert "sign in first" not in response.text
