"""How often one may ask: counted together by all processes, by address or by token."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import RequestFactory

from oneplanet import limits, tokens
from oneplanet.models import ApiToken
from tests.factories import make_administrator, make_secretariat

pytestmark = pytest.mark.django_db
LIST = "/api/v1/terms/"
FILE = "/en/data/glossary.csv"


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMITS = {"api": (2, 4), "downloads": (1, 2)}


def a_token(**given):
    token = ApiToken(name="A harvester", created_by=make_secretariat(), **given)
    text = token.draw()
    token.save()
    return token, text


def told(response):
    names = ("Limit", "Policy", "Remaining", "Reset")
    return {name for name in names if f"RateLimit-{name}" in response.headers}


def test_past_the_limit_the_answer_says_when_to_come_back(client):
    assert [client.get(LIST).status_code for _time in range(2)] == [200, 200]
    response = client.get(LIST)
    assert response.status_code == 429
    assert response["RateLimit-Remaining"] == "0"
    assert 0 < int(response["Retry-After"]) <= limits.WINDOW
    assert response["Retry-After"] == response["RateLimit-Reset"]
    assert set(response.json()) == {"detail"}
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "public" not in response.headers.get("Cache-Control", "")


def test_what_everybody_may_keep_tells_the_limit_and_not_what_one_has_left(client):
    first, second = client.get(LIST), client.get(LIST)
    assert told(first) == {"Limit", "Policy"}
    assert first["RateLimit-Limit"] == "2"
    assert first["RateLimit-Policy"] == "2;w=600"
    assert dict(first.headers) == dict(second.headers)


def test_another_address_has_a_count_of_its_own(client):
    for address in ("192.0.2.1", "192.0.2.2"):
        for _time in range(2):
            assert client.get(LIST, REMOTE_ADDR=address).status_code == 200
        assert client.get(LIST, REMOTE_ADDR=address).status_code == 429


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2::1", "2001:0db8:0001:0002"),
        ("2001:db8:1:2:ffff::9", "2001:0db8:0001:0002"),
    ],
)
def test_of_the_newer_addresses_one_person_has_a_whole_network(address, counted):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    assert limits.address_of(request) == counted


def test_nobody_counts_as_another_by_a_header_of_their_own(client):
    for n in range(3):
        forged = {"X-Forwarded-For": f"192.0.2.{n}"}
        status = client.get(LIST, headers=forged).status_code
    assert status == 429


def test_a_token_has_a_higher_limit_wherever_it_asks_from(client):
    _token, text = a_token()
    shown = {"Authorization": f"Bearer {text}"}
    answers = [
        client.get(LIST, headers=shown, REMOTE_ADDR=f"192.0.2.{n}") for n in range(5)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    left = [answer["RateLimit-Remaining"] for answer in answers]
    assert left == ["3", "2", "1", "0", "0"]
    assert told(answers[0]) == {"Limit", "Policy", "Remaining", "Reset"}
    assert "no-store" in answers[0]["Cache-Control"]
    assert client.get(LIST).status_code == 200  # the address has used nothing


@pytest.mark.parametrize("text", ["opn_nobody", "", "é"])
def test_an_unknown_token_is_refused_in_words(client, text):
    response = client.get(LIST, headers={"Authorization": f"Bearer {text}"})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert set(response.json()) == {"detail"}


def test_who_guesses_tokens_is_counted_by_address(client):
    guess = {"Authorization": "Bearer opn_guess"}
    statuses = [client.get(LIST, headers=guess).status_code for _time in range(3)]
    assert statuses == [401, 401, 429]
    assert client.get(LIST).status_code == 429


def test_an_ended_token_is_refused(client):
    token, text = a_token()
    token.end(by=token.created_by)
    shown = {"Authorization": f"Bearer {text}"}
    assert client.get(LIST, headers=shown).status_code == 401
    token.refresh_from_db()
    ended = token.until
    token.end(by=make_secretariat())
    token.refresh_from_db()
    assert (token.until, token.until_by) == (ended, token.created_by)


def test_a_token_is_kept_as_a_digest_alone():
    token, text = a_token()
    kept = {str(value) for value in ApiToken.objects.values_list().get()}
    assert text not in kept and text.startswith(token.beginning)
    assert ApiToken.objects.of(text) == token


def test_a_token_makes_nobody_of_a_visitor(client):
    """It reads what everybody reads: the maker is of the secretariat."""
    _token, text = a_token()
    shown = {"Authorization": f"bearer {text}"}
    assert client.get(LIST, headers=shown).content == client.get(LIST).content
    for address in ("/en/admin/", "/en/my/activities/"):
        response = client.get(address, headers={"Authorization": f"Bearer {text}"})
        assert response.status_code == 302


def test_downloads_are_counted_apart_and_refused_by_a_page(client):
    assert client.get(FILE).status_code == 200
    response = client.get(FILE)
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= limits.WINDOW
    assert response["Content-Type"].startswith("text/html")
    assert client.get(LIST).status_code == 200
    _token, text = a_token()
    shown = {"Authorization": f"Bearer {text}"}
    statuses = [client.get(FILE, headers=shown).status_code for _time in range(3)]
    assert statuses == [200, 200, 429]


def test_asking_what_may_be_asked_costs_nothing(client):
    statuses = [client.options(LIST).status_code for _time in range(4)]
    assert statuses == [204] * 4
    assert client.get(LIST).status_code == 200


def test_where_nothing_can_be_counted_everybody_is_let_in(client, monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(limits.cache, "incr", broken)
    assert [client.get(LIST).status_code for _time in range(3)] == [200] * 3


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one():
    """As the processes of a web server: connections of their own, one shared cache."""
    cache.set("counted", 0)

    def add(_n):
        try:
            return cache.incr("counted")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(add, range(40))) == list(range(1, 41))
    assert cache.get("counted") == 40


def test_counting_what_is_not_there_says_so():
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


# --- Staff ----------------------------------------------------------------------------

ADD = "/en/admin/oneplanet/apitoken/add/"
TOKENS = "/en/admin/oneplanet/apitoken/"


@pytest.mark.parametrize("make", [make_secretariat, make_administrator])
def test_staff_make_a_token_that_is_shown_once(client, make):
    user = make()
    client.force_login(user)
    page = client.post(ADD, {"name": "University of Examples"}, follow=True)
    token = ApiToken.objects.get()
    text = next(word for word in page.text.split() if word.startswith("opn_"))
    text = text.partition("<")[0]
    assert tokens.ApiToken.objects.of(text) == token
    assert (token.name, token.created_by) == ("University of Examples", user)
    assert text not in client.get(TOKENS).text
    address = f"{TOKENS}{token.pk}/change/"
    assert text not in client.get(address).text


def test_staff_end_a_token_and_delete_none(client):
    token, _text = a_token()
    client.force_login(token.created_by)
    chosen = {"action": "end", "_selected_action": [token.pk]}
    client.post(TOKENS, chosen)
    token.refresh_from_db()
    assert token.until_by == token.created_by
    assert client.get(f"{TOKENS}{token.pk}/delete/").status_code == 403
    client.post(TOKENS, chosen | {"action": "delete_selected"})
    assert ApiToken.objects.count() == 1
