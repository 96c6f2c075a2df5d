"""What the portal says of itself: its pages, contact, glossary, figures and home."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.models import Article, Event, Hub, SitePage
from knowledge_hubs.word_list import OTHER, word_list
from programmes.models import ContactAddress
from tests.factories import (
    make_contact,
    make_page,
    make_programme,
    make_record,
    make_secretariat,
    make_user,
    make_word,
)
from tests.knowledge_hubs.reading import items, main, section, words

pytestmark = pytest.mark.django_db
each_page = pytest.mark.parametrize("code", SitePage.Code.values)


def page(client, name, language="en", query=""):
    with translation.override(language):
        return client.get(reverse(f"knowledge_hubs:{name}") + query)


# --- Pages about the portal


@each_page
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"is_draft": True}, 404),
        ({"publish_at": timedelta(hours=1)}, 404),
        ({"publish_at": timedelta(hours=-1)}, 200),
        ({"expire_at": timedelta(hours=-1)}, 410),
    ],
)
def test_only_editors_see_a_page_that_is_not_public(client, code, given, status):
    given = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }
    make_page(code, **given)
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        assert page(client, code).status_code == status
    client.force_login(make_secretariat())
    preview = page(client, code)
    assert preview.status_code == 200
    assert ("only editors" in preview.text) is (status != 200)


@each_page
def test_a_page_never_written_is_not_found(client, code):
    assert page(client, code).status_code == 404


def test_a_page_shows_its_text_and_the_language_it_is_in(client):
    make_page("terms", title="Terms", body="## Yours\n\nTake <it>.")
    there = main(page(client, "terms", "ru"))
    assert '<div class="prose" lang="en" dir="ltr"><h2>Yours</h2>' in there
    assert "<p>Take &lt;it&gt;.</p>" in there
    assert 'aria-current="page"' not in there
    assert 'href="/ru/terms/" aria-current="page"' in page(client, "terms", "ru").text


def test_editors_write_a_page_and_add_none(client):
    client.force_login(make_secretariat())
    row = make_page("about")
    add = client.get(reverse("admin:knowledge_hubs_sitepage_add"))
    change = client.get(reverse("admin:knowledge_hubs_sitepage_change", args=[row.pk]))
    assert (add.status_code, change.status_code) == (403, 200)


# --- Contact


def test_each_programme_is_reached_by_its_own_addresses(client):
    food = make_programme(name="Food systems")
    make_programme(name="Tourism")
    make_contact(role="Secretariat", email="secretariat@example.org")
    make_contact(programme=food, role="Lead", email="lead@example.org", order=2)
    make_contact(programme=food, role="Desk", email="desk@example.org", order=1)
    make_contact(programme=food, email="old@example.org", until=date(2024, 1, 1))
    response = page(client, "contact")
    assert items(section(response, "secretariat")) == [
        "Secretariat: secretariat@example.org"
    ]
    assert words(section(response, "programmes")) == (
        "Programmes Food systems Desk: desk@example.org Lead: lead@example.org No "
        "address of their own yet; the secretariat passes on what is meant for them: "
        "Tourism"
    )


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "Secretariat No address has been entered yet."),
        ("all@example.org", "Secretariat all@example.org"),
    ],
)
def test_without_an_address_the_page_says_what_to_do(client, settings, address, says):
    settings.CONTACT_EMAIL = address
    assert words(section(page(client, "contact"), "secretariat")).startswith(says)


@pytest.mark.parametrize("has_programme", [True, False])
def test_an_address_is_listed_once_and_again_when_it_has_ended(has_programme):
    programme = make_programme() if has_programme else None
    given = {"programme": programme, "role": "Desk", "email": "desk@example.org"}
    first = make_contact(**given)
    with pytest.raises(ValidationError, match="has this address already"):
        ContactAddress(**given).full_clean()
    first.until = date(2024, 1, 1)
    first.save()
    ContactAddress(**given).full_clean()


def test_the_address_of_a_person_is_refused(client):
    client.force_login(make_secretariat())
    make_user(email="mei@example.org")
    address = reverse("admin:programmes_contactaddress_add")
    typed = {"role_en": "Desk", "email": "Mei@example.org"}
    refused = client.post(address, typed)
    assert "a person&#x27;s own" in refused.text
    assert not ContactAddress.objects.exists()
    client.post(address, typed | {"email": "desk@example.org"})
    assert [str(row) for row in ContactAddress.objects.all()] == [
        "Desk: desk@example.org"
    ]


# --- Glossary


def shown(groups):
    return [(group.letter, [entry.word for entry in group.entries]) for group in groups]


def test_words_stand_in_the_order_of_the_readers_language():
    make_word("Zero waste", word_fr="Éco-zéro", word_ar="الصفر", word_ru="Ёлка")
    make_word("ecolabel", word_fr="Écolabel", word_ar="علامة", word_ru="Единица")
    make_word("10YFP", word_fr="Cadre", word_ar="«إطار»", word_ru="«Яблоко»")
    orders = {
        "en": [(OTHER, ["10YFP"]), ("E", ["ecolabel"]), ("Z", ["Zero waste"])],
        "fr": [("C", ["Cadre"]), ("E", ["Éco-zéro", "Écolabel"])],
        "ar": [("ا", ["«إطار»"]), ("ص", ["الصفر"]), ("ع", ["علامة"])],
        "ru": [("Е", ["Единица", "Ёлка"]), ("Я", ["«Яблоко»"])],
        "zh-hans": [("", ["10YFP", "ecolabel", "Zero waste"])],
    }
    for language, order in orders.items():
        with translation.override(language):
            assert shown(word_list()) == order


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("DÉCHET", ["Waste"]),
        ("отходы мусор", ["Waste"]),
        ("отходы вода", []),
        ("thrown", ["Waste"]),
        ("", ["Waste", "Water"]),
    ],
)
def test_a_word_is_found_by_any_of_its_languages(query, found):
    make_word("Waste", word_fr="Déchets", word_ru="Отходы, мусор", meaning="Thrown.")
    make_word("Water", meaning="Runs.", word_ru="Вода")
    assert [e.word for group in word_list(query) for e in group.entries] == found


def test_a_word_has_an_address_and_stands_beside_itself_in_other_languages(client):
    tree = make_word("Tree", code="tree", word_fr="Arbre", abbreviation_fr="A")
    make_word("Wood", code="wood").see_also.add(tree)
    there = main(page(client, "glossary"))
    assert '<details class="word">' in there
    assert '<div id="tree">' in there
    assert '<dd lang="fr" dir="ltr">Arbre (A)</dd>' in there
    assert '<a href="/en/glossary/#tree">Tree</a>' in there


@pytest.mark.parametrize(
    ("words", "query", "is_open"),
    [(1, "", False), (12, "?q=word", True), (13, "?q=word", False)],
)
def test_few_words_that_were_asked_for_stand_open(client, words, query, is_open):
    for n in range(words):
        make_word(f"Word {n}")
    there = main(page(client, "glossary", query=query))
    folds = re.findall('<details class="word"( open)?>', there)
    assert folds == [" open" if is_open else ""] * words


def test_a_word_nobody_knows_leads_to_the_search(client):
    make_word("Tree")
    there = main(page(client, "glossary", query="?q=xyz"))
    assert "No word matches" in there
    assert 'href="/en/search/?q=xyz"' in there


# --- Home


def test_home_leads_to_the_search_of_everything(client):
    there = main(page(client, "home"))
    assert '<form class="search" method="get" action="/en/search/"' in there


def test_home_shows_what_is_to_come_and_what_is_new(client):
    today = timezone.localdate()
    day = timedelta(days=1)
    make_record(Event, "over", title="Over", starts_on=today - day)
    make_record(Event, "later", title="Later", starts_on=today + 2 * day)
    make_record(Event, "soon", title="Soon", starts_on=today + day)
    make_record(Event, "secret", is_draft=True, starts_on=today + day)
    make_record(Article, "news", title="News of the day")
    make_record(Article, "unwritten", title="Not yet", is_draft=True)
    response = page(client, "home")
    coming, news = section(response, "coming"), section(response, "news")
    assert [coming.find(t) > 0 for t in ("Soon", "Later", "Over", "Secret")] == [
        True,
        True,
        False,
        False,
    ]
    assert coming.index("Soon") < coming.index("Later")
    assert "News of the day" in news and "Not yet" not in news


def test_home_says_nothing_of_events_and_news_where_there_are_none(client):
    response = page(client, "home")
    assert (section(response, "coming"), section(response, "news")) == ("", "")


def test_home_shows_hubs_that_are_public_and_about_a_theme(client):
    make_record(Hub, "plastics", kind="theme", title="Plastics")
    make_record(Hub, "hidden", kind="theme", title="Hidden", is_draft=True)
    make_record(Hub, "health", kind="working_group", title="Health")
    shown = client.get("/en/").text
    part = shown[shown.index('id="hubs"') : shown.index('id="programmes"')]
    assert re.findall(r'<h3 class="door-name"><a href="([^"]*)">', part) == [
        "/en/hubs/plastics/"
    ]
    assert 'href="/en/hubs/"' in part


# --- What was not found


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_an_address_without_a_page_offers_the_search(client, language):
    response = client.get(f"/{language}/nowhere/")
    assert response.status_code == 404
    assert f'action="/{language}/search/"' in main(response)
