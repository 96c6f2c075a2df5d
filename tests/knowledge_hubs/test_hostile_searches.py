"""Queries meant to hurt, by every address that takes one: each is answered, by few
statements, and none by an error of ours.
"""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge_hubs.models import Resource
from knowledge_hubs.search import counting
from oneplanet import searching
from tests.factories import make_country, make_record, make_word
from tests.oneplanet.search.test_hostile import queries

pytestmark = pytest.mark.django_db
QUERIES = 25  # the first of them 200 kB long
STATEMENTS = 40  # of a page of results; suggestions try many letters
ANSWERS = (200, 302, 400, 422)  # a search for nothing leads to the search
TAKE = (
    "/{language}/search/?q={query}",
    "/{language}/search/?q=food&in=kind&find={query}&country={query}&sort={query}",
    "/{language}/search/?view=map&q={query}",
    "/{language}/search/?like={query}",
    "/{language}/search/feed/?q={query}",
    "/{language}/search/results.json?q={query}",
    "/{language}/search/results.csv?q={query}",
    "/{language}/search/suggestions/?q={query}",
    "/api/v1/search/?q={query}&lang={language}",
    "/api/v1/search/suggestions/?q={query}",
    "/{language}/alerts/new/search/?q={query}",
)


@pytest.fixture(autouse=True)
def _something_to_find():
    make_word("Food", word_zh_hans="可持续消费")
    book = make_record(Resource, title="Food and water", title_ar="والكتاب")
    book.countries.add(make_country("KEN"))
    searching.rebuild()
    yield
    counting.COUNTS.take()


@pytest.mark.parametrize("address", TAKE)
def test_whatever_is_asked_is_answered(client, address):
    for query, language in queries(QUERIES):
        typed = quote(query, safe="", errors="surrogatepass")
        path = address.format(language=language, query=typed)
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(path)
        assert answer.status_code in ANSWERS, (query[:200], language)
        assert len(asked) <= STATEMENTS, (query[:200], language)


def test_what_is_said_to_be_opened_is_taken_as_well(client):
    for query, language in queries(QUERIES):
        typed = query.encode(errors="replace")
        said = {"q": typed, "kind": typed[:9], "place": typed[:9]}
        path = f"/{language}/search/opened/"
        answer = client.post(path, said, HTTP_ORIGIN="http://testserver")
        assert answer.status_code in (204, 413), (query[:200], language)
