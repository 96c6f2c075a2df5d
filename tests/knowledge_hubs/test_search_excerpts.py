"""What a result shows of itself: its whole title, the words it was found by, and the
name in another language where they stand in that alone.
"""

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Resource
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.marking import SIZES
from knowledge_hubs.search.results import results
from oneplanet import searching
from programmes.models import OrganisationName
from tests.factories import (
    make_figure,
    make_organisation,
    make_programme,
    make_record,
    make_word,
)
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db


def card(query, language="en") -> dict:
    """The first card of what is found."""
    searching.rebuild()
    with translation.override(language):
        query = QueryDict(f"q={query}")
        return results(Asked.of(query, language), query).cards[0]


def test_a_title_is_shown_whole_however_late_its_word_stands():
    title = "Can I Recycle This? A Mapping of Labels and Claims on Bamboo Packaging"
    make_record(Resource, title=title)
    assert words(card("bamboo")["title"]) == title


def test_a_short_text_is_shown_whole():
    text = "It was tried out. Then nothing came. At last bamboo grew."
    make_word("Reed", meaning=text)
    assert words(card("bamboo")["says"]["text"]) == text


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_name_in_another_language_that_was_found_stands_with_the_result(
    client, language
):
    body = make_organisation(name="Reed club")
    given = {"language": "es", "name": "Club del bambú"}
    OrganisationName.objects.create(organisation=body, **given)
    found = card("bambú", language)
    assert found["also"] == {
        "text": "Club del <mark>bambú</mark>",
        "lang": "es",
        "dir": "ltr",
    }
    with translation.override(language):
        page = client.get(reverse("knowledge_hubs:search") + "?q=bambú")
    line = '<p class="record-summary" lang="es" dir="ltr">Club del <mark>'
    assert line in main(page)


def test_the_text_of_a_result_stays_beside_the_other_name():
    make_word("Reed", word_es="Bambú", meaning="It grows.", meaning_es="Crece.")
    found = card("bambú")
    assert words(found["also"]["text"]) == "Bambú"
    assert found["says"] == {"text": "It grows.", "lang": "", "dir": ""}


@pytest.mark.parametrize("query", ["reed", "grows"])
def test_no_other_name_where_what_is_shown_has_the_words(query):
    make_word("Reed", word_es="Reed", meaning="It grows.")
    assert card(query)["also"] == {}


@pytest.mark.parametrize(
    ("language", "lead", "text", "shown"),
    [
        ("en", "Bamboo as a whole", "It grows.", "Bamboo as a whole · It grows."),
        ("en", "Bamboo.", "It grows.", "Bamboo. It grows."),
        ("zh_hans", "竹子很高。", "长得快。", "竹子很高。长得快。"),
        ("zh_hans", "竹子很高", "长得快。", "竹子很高 · 长得快。"),
    ],
)
def test_a_lead_does_not_run_into_the_text(language, lead, text, shown):
    code = language.replace("_", "-")
    make_programme(**{f"tagline_{language}": lead, f"description_{language}": text})
    word = "bamboo" if language == "en" else "竹子"
    assert words(card(word, code)["says"]["text"]) == shown


@pytest.mark.parametrize(
    ("language", "word", "title"),
    [("en", "bamboo", "7 poles of bamboo"), ("zh-hans", "竹子", "7根竹子")],
)
def test_a_figure_is_one_sentence_with_its_number(language, word, title):
    text = make_figure(number=7)
    text.label, text.label_zh_hans = "poles of bamboo", "根竹子"
    text.save()
    assert words(card(word, language)["title"]) == title


def test_an_excerpt_in_chinese_is_as_long_as_it_looks():
    make_word("Reed", word_zh_hans="芦苇", meaning_zh_hans="竹子长得很快" * 60)
    said = words(card("竹子", "zh-hans")["says"]["text"])
    assert len(said) <= SIZES["zh-hans"] + len(" …")


def test_where_nothing_is_found_filters_are_named_only_where_there_are_any(client):
    searching.rebuild()
    address = reverse("knowledge_hubs:search")
    plain = words(main(client.get(f"{address}?q=zzzzzz")))
    narrowed = words(main(client.get(f"{address}?q=zzzzzz&kind=hub")))
    assert "narrowed" not in plain and "Look for fewer words." in plain
    assert "narrowed in this way" in narrowed and "one of the filters" in narrowed
