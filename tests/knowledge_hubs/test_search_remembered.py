"""What is remembered for a page of results is the same for all who read it: nobody is
shown what was made for somebody else, in another language or signed in.
"""

import pytest
from django.conf import settings as given
from django.test import Client
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Hub, Resource
from knowledge_hubs.search import facets, one_kind, results, vocabulary
from oneplanet import record_card, searching
from oneplanet.templatetags import drawn
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_record,
    make_secretariat,
    make_term,
    make_user,
    make_word,
)

pytestmark = pytest.mark.django_db
REMEMBERED = (
    drawn._alike,
    facets.titles,
    one_kind._remembered,
    record_card._marked,
    vocabulary._meanings,
    vocabulary._rows,
    vocabulary.labels,
)
LANGUAGES = [code for code, _name in given.LANGUAGES]


@pytest.fixture(autouse=True)
def forgotten():
    yield
    for made in REMEMBERED:
        made.kept.clear()
    results.KEEPER.memory.kept.clear()


@pytest.fixture
def bamboo():
    """Records in several languages, more than a page of them, filed in several ways."""
    themes = [
        make_term("tag", f"TAG_{n}", label=f"Theme {n}", label_ar=f"موضوع {n}")
        for n in range(3)
    ]
    for n in range(24):
        row = make_record(Resource, f"r{n}", title=f"Bamboo {n}", year=2000 + n)
        row.tags.add(*themes[: 1 + n % 3])
        row.countries.add(make_country("KEN"))
    make_record(Hub, "reed", title="Bamboo hub", title_ar="محور bamboo", kind="theme")
    make_activity(state=State.APPROVED, title="Le bamboo de tous", language="fr")
    make_word("Bamboo", word_ru="Bamboo и тростник", meaning="A grass.")
    searching.rebuild()


def addresses() -> list[str]:
    queries = ("?q=bamboo", "?q=bamboo&page=2", "?q=bamboo&sort=newest&tag=TAG_1")
    return [f"/{code}/search/{query}" for code in LANGUAGES for query in queries]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(client) -> dict[str, str]:
    """The page at each address, without what is made anew for each answer."""
    return {path: client.get(path).content.decode() for path in addresses()}


def test_visitors_read_the_same_bytes_whoever_read_before(bamboo, settings):
    visitor = Client()
    alone = read(visitor)
    settings.REMEMBER_SECONDS = 60
    people = [make_user(), make_secretariat()]
    for person in people:
        read(signed_in(person))
    for _time in range(2):
        assert read(visitor) == alone
    for person in people:  # the same with nothing read by a visitor in between
        read(signed_in(person))
    assert read(visitor) == alone


def ways(path) -> tuple[str, str]:
    """The addresses to sign in and out in the language of a page."""
    with translation.override(path.split("/")[1]):
        return reverse("account_login"), reverse("account_logout")


def test_who_is_signed_in_is_told_so_after_visitors_and_after_others(bamboo, settings):
    settings.REMEMBER_SECONDS = 60
    visitor = Client()
    read(visitor)
    own_pages = {make_user(): False, make_secretariat(): True}
    for person, is_editor in own_pages.items():
        for path, page in read(signed_in(person)).items():
            way_in, way_out = ways(path)
            assert (f'"{way_in}"' in page, f'"{way_out}"' in page) == (False, True)
            assert ("/admin/" in page) == is_editor, path
    for path, page in read(visitor).items():
        way_in, way_out = ways(path)
        assert (f'"{way_in}"' in page, f'"{way_out}"' in page) == (True, False)
        assert "/admin/" not in page, path


def test_a_page_says_all_in_its_own_language_after_the_others(bamboo, settings):
    settings.REMEMBER_SECONDS = 60
    read(Client())
    pages = read(Client())
    said = {code: pages[f"/{code}/search/?q=bamboo"] for code in LANGUAGES}
    assert "موضوع 0" in said["ar"]
    assert "٢٤" in said["ar"]  # how many themes 0 has
    for code in ("en", "fr", "es", "ru", "zh-hans"):
        assert "موضوع" not in said[code], code
        assert "٢٤" not in said[code], code
        assert "Theme 0" in said[code], code
    for code, page in said.items():
        assert f'property="og:locale" content="{code[:2]}' in page, code


def test_what_is_withdrawn_is_not_remembered_as_shown(bamboo, settings):
    settings.REMEMBER_SECONDS = 60
    visitor = Client()
    read(visitor)
    row = Resource.objects.get(code="r23")
    row.is_draft = True
    row.save()
    searching.changed(row)
    for path, page in read(visitor).items():
        assert "/resources/r23/" not in page, path
    assert not any(
        shown and shown.card["url"].endswith("/r23/")
        for _until, (_key, shown) in results.KEEPER.memory.kept["shown"].values()
    )
