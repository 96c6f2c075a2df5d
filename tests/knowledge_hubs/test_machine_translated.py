"""Readers are told what a machine translated, until a person has checked it."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Article, CaseStudy, Hub
from knowledge_hubs.record_cards import short_cards
from knowledge_hubs.translating import machines
from knowledge_hubs.translating.board import translation_counts
from knowledge_hubs.translating.machines import is_by_machine
from oneplanet import searching
from oneplanet.desk import OTHERS
from oneplanet.translations import State, TranslationMark, mark_made
from tests.factories import (
    make_block,
    make_chain,
    make_organisation,
    make_page,
    make_policy,
    make_programme,
    make_record,
    make_secretariat,
    make_target,
    make_word,
)

pytestmark = pytest.mark.django_db
MACHINE = TranslationMark.Origin.MACHINE


def by_machine(row, name="title", code="fr"):
    """Its text in a language, as a machine made it."""
    setattr(row, f"{name}_{code.replace('-', '_')}", "Fait par une machine")
    row._translated_by = MACHINE
    row.save()
    return row


def page(client, row, code="fr"):
    with translation.override(code):
        return client.get(row.get_absolute_url().partition("#")[0])


def words(code="fr"):
    with translation.override(code):
        return translation.gettext("Translated by a machine")


def links(answer, code="fr"):
    """The original and the form for a correction, where the label stands."""
    text = answer.content.decode()
    assert answer.status_code == 200
    if words(code) not in text:
        return None
    found = re.search(
        r"<ul[^>]*><li><a href=\"([^\"]+)\" hreflang=\"en\">.*?"
        r"<a href=\"([^\"]+)\"",
        text,
    )
    return found[1], found[2].replace("&amp;", "&")


def about(path, code="fr"):
    quoted = path.replace("/", "%2F")
    return f"/{code}/feedback/?page=%2F{code}{quoted}&kind=translation"


@pytest.mark.parametrize("code", OTHERS)
def test_a_record_says_so_and_leads_to_its_original_and_to_a_correction(client, code):
    article = by_machine(make_record(Article, "a"), code=code)
    for other in ("en", *OTHERS):
        told = ("/en/news/a/", about("/news/a/", code)) if other == code else None
        assert links(page(client, article, other), other) == told


def test_what_a_person_wrote_or_the_files_brought_is_not_labelled(client):
    article = make_record(Article, "a", title_fr="Titre")
    article.lead_fr = "Écrit"
    article.save()
    assert links(page(client, article)) is None


@pytest.mark.parametrize(
    "made",
    [
        lambda: make_record(Hub, "food", kind="theme"),
        lambda: make_record(CaseStudy, "c"),
        lambda: make_page("terms"),
        make_policy,
        make_programme,
        make_chain,
        make_target,
        make_organisation,
    ],
)
def test_every_kind_of_page_says_so(client, made):
    row = made()
    name = {"policyinstrument": "summary", "programme": "tagline"}
    name |= {"sdgtarget": "text", "organisation": "note"}
    by_machine(row, name.get(row._meta.model_name, "title"))
    with translation.override("en"):
        original = row.get_absolute_url()
    path = original.removeprefix("/en")
    assert links(page(client, row)) == (original, about(path))
    assert links(page(client, row, "es"), "es") is None


def test_a_part_of_a_hub_labels_the_hub(client):
    hub, other = (make_record(Hub, code, kind="theme") for code in ("food", "other"))
    by_machine(make_block(hub, kind="text", text_en="T", text_fr="T"))
    assert links(page(client, hub)) == ("/en/hubs/food/", about("/hubs/food/"))
    assert links(page(client, other)) is None


def test_a_word_of_the_glossary_says_so_on_its_line(client):
    word = by_machine(make_word(code="waste", word_en="Waste"), "meaning")
    make_word(code="other", word_en="Other", word_fr="Autre")
    answer = page(client, word)
    assert answer.content.decode().count(words()) == 1
    assert links(answer) == ("/en/glossary/#waste", about("/glossary/"))


def test_a_correction_is_suggested_with_page_and_kind_filled_in(client):
    article = by_machine(make_record(Article, "a"))
    _original, feedback = links(page(client, article))
    form = client.get(feedback).context["form"]
    assert (form["page"].value(), form["kind"].value()) == (
        "/fr/news/a/",
        "translation",
    )
    other = client.get("/fr/feedback/?kind=nonsense").context["form"]
    assert other["kind"].value() is None


# --- Cards and results ----------------------------------------------------------------


def on_a_list(client, path, code="fr"):
    """How often a page of cards says it in its language."""
    answer = client.get(f"/{code}{path}")
    assert answer.status_code == 200
    return answer.text.count(words(code))


def test_cards_and_results_say_it_in_the_readers_language(client):
    hub = by_machine(make_record(Hub, "food", kind="theme"), "lead")
    make_record(Hub, "other", kind="theme")
    article = by_machine(make_record(Article, "by-machine", title="Bamboo"))
    by_machine(article, code="ru")
    make_record(Article, "by-hand", title="Bamboo")
    by_machine(make_policy(name="Bamboo"), "summary")
    programme = by_machine(make_programme(name="Bamboo"), "tagline")
    for record in (hub, article):
        record.programmes.add(programme)
    searching.rebuild()
    told = {
        "/hubs/": 1,
        "/news/": 1,
        "/policies/": 1,
        "/programmes/": 1,
        programme.get_absolute_url().removeprefix("/en"): 3,  # the page, its two cards
        "/search/?q=bamboo": 4,  # the hub by its programme
    }
    assert {path: on_a_list(client, path) for path in told} == told
    russian = {path: on_a_list(client, path, "ru") for path in told}
    assert russian == dict.fromkeys(told, 0) | {
        "/news/": 1,
        programme.get_absolute_url().removeprefix("/en"): 1,
        "/search/?q=bamboo": 1,
    }
    assert {on_a_list(client, path, "en") for path in told} == {0}


# --- A person's check -----------------------------------------------------------------


def record_url(row, code="fr"):
    given = {"kind": row._meta.label_lower, "pk": row.pk, "language": code}
    return reverse("admin:translation_record", kwargs=given)


def typed(client, url, **values):
    form = client.get(url).context["form"]
    names = [name for name in form.fields if not name.startswith("right_")]
    return {name: form[name].value() or "" for name in names} | values


@pytest.fixture
def editor(client):
    person = make_secretariat()
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    "given", [{"right_title": "on"}, {"all_right": "1"}, {"title_fr": "Mieux"}]
)
def test_a_persons_check_takes_the_label_away(client, editor, given):
    article = by_machine(make_record(Article, "a", title_en="T"))
    assert links(page(client, article)) is not None
    url = record_url(article)
    assert client.post(url, typed(client, url, **given)).status_code == 302
    assert links(page(client, article)) is None
    mark = TranslationMark.objects.get(language="fr", field="title")
    assert (mark.origin, mark.made_by) == ("person", editor)


def test_a_save_without_a_check_leaves_the_label(client, editor):
    article = by_machine(make_record(Article, "a", title_en="T"))
    url = record_url(article)
    client.post(url, typed(client, url))
    assert links(page(client, article)) is not None


def test_the_label_stays_when_the_english_changes_and_goes_with_the_text(client):
    article = by_machine(make_record(Article, "a", title_en="T"))
    article.title_en = "New"
    article.save()
    assert links(page(client, article)) is not None
    article.title_fr = ""
    article.save()
    assert links(page(client, article)) is None


# --- The board ------------------------------------------------------------------------


def a_word(code):
    return make_word(code=code, word_en=code, word_fr=code, meaning_fr="Sens")


def test_the_board_counts_and_narrows_to_what_a_machine_made(client, editor):
    machine = by_machine(a_word("waste"), "word")
    a_word("other")
    assert translation_counts("fr").machine == 1
    assert translation_counts("es").machine == 0
    given = {"state": "machine", "language": "fr"}
    rows = client.get(reverse("admin:translation_board"), given).context["rows"]
    told = [(row.pk, row.states["fr"]) for row, _cells in rows]
    assert told == [(machine.pk, {State.DONE, State.MACHINE})]
    url = record_url(machine) + "?state=machine&language=fr"
    second = by_machine(a_word("third"), "word")
    answer = client.post(url, typed(client, url, all_right="1", next="1"))
    assert answer["Location"].startswith(record_url(second))


# --- What it costs --------------------------------------------------------------------


@pytest.fixture
def remembering(settings):
    settings.REMEMBER_SECONDS = 60
    yield
    machines._records.kept.clear()


@pytest.mark.usefixtures("remembering")
def test_a_list_of_cards_asks_once_however_many_there_are(django_assert_num_queries):
    for n in range(3):
        by_machine(make_record(Article, f"a-{n}"))
    with translation.override("fr"):
        with django_assert_num_queries(2):
            assert len(short_cards(Article.objects.all())) == 3
        with django_assert_num_queries(1):
            found = short_cards(Article.objects.all())
    assert [card["is_by_machine"] for card in found] == [True] * 3


@pytest.mark.usefixtures("remembering")
def test_visitors_of_any_language_cost_no_question_while_it_is_remembered(
    django_assert_num_queries,
):
    article = by_machine(make_record(Article, "a"))
    with translation.override("en"), django_assert_num_queries(0):
        assert not is_by_machine(article)
    with translation.override("fr"):
        assert is_by_machine(article)
        with django_assert_num_queries(0):
            assert is_by_machine(article)
        mark_made(article, "title", "fr")
        assert not is_by_machine(article, now=True)
