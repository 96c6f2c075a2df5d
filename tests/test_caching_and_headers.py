"""What stands around each page: who may keep it, what browsers may do with it, and in
which languages it exists. Walks tests/pages.py.
"""

import re
from base64 import b64encode
from unittest.mock import patch

import pytest
from django.conf import settings as portal
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse

from oneplanet.text.languages import direction, tag
from programmes.models import User
from reporting.models import Activity
from tests.pages import PAGES
from tests.scene import PUBLIC, STATES

pytestmark = pytest.mark.django_db
LANGUAGES = dict(portal.LANGUAGES)
# Of templates and middlewares alone, which are the same over either database.
once = pytest.mark.sqlite_only
OPEN_TO_CACHES = "public, max-age=0, s-maxage=60"
FOR_NOBODY_ELSE = {"private", "no-store"}


def public_addresses(scene):
    """In English, each page visitors read."""
    for page in PAGES:
        if page.is_public:
            for state in sorted(PUBLIC) if page.by_state else ("approved",):
                yield page.address(scene, state)


def in_language(address, code):
    return address.replace("/en/", f"/{code}/", 1)


def words_of(header):
    return {word.strip() for word in header.split(",")}


# --- Bodies -------------------------------------------------------------------------


@once
@pytest.mark.parametrize("path", ["/robots.txt", "/en/data/resources/codebook.csv"])
def test_what_is_asked_by_head_leaves_without_its_body(rf, path):
    told = {}

    def answered(request):
        parts = WSGIHandler()(request.environ, lambda *start: told.update(start[1]))
        return b"".join(parts), dict(told)

    whole, headers = answered(rf.get(path))
    assert whole
    assert answered(rf.head(path)) == (b"", headers)


# --- Caches -------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_visitors_get_the_same_bytes_and_the_second_time_none(scene, language):
    for address in public_addresses(scene):
        address = in_language(address, language)
        first, second = Client().get(address), Client().get(address)
        assert (first.status_code, second.status_code) == (200, 200)
        assert first.content == second.content, address
        assert first["ETag"] == second["ETag"]
        assert not first.cookies
        assert not re.search(r'name="csrfmiddlewaretoken" value="\w', first.text)
        assert first["Cache-Control"] == OPEN_TO_CACHES
        assert words_of(first["Vary"]) == {"Cookie", "Accept-Encoding"}
        assert first["Content-Language"] == language

        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again[name] == first[name]
        assert not again.cookies


@once
def test_compressed_pages_are_not_sent_again_either(scene):
    packed = {"Accept-Encoding": "gzip"}
    for address in public_addresses(scene):
        first = Client().get(address, headers=packed)
        assert first["Content-Encoding"] == "gzip"
        assert first["ETag"].startswith('W/"')
        known = packed | {"If-None-Match": first["ETag"]}
        assert Client().get(address, headers=known).status_code == 304


def test_an_unchanged_address_gives_a_new_tag_once_the_page_changes(scene):
    activity = Activity.objects.get(pk=scene.activities["approved"].pk)
    before = Client().get(activity.get_absolute_url())["ETag"]
    activity.organisation.name = "Renamed"
    activity.organisation.save()
    assert Client().get(activity.get_absolute_url())["ETag"] != before


@once
@pytest.mark.parametrize("role", ["editor", "desk", "administrator"])
def test_nobody_keeps_what_a_signed_in_person_reads(client, scene, role):
    scene.sign_in(client, role)
    for page in PAGES:
        for state in STATES if page.by_state else ("approved",):
            response = client.get(page.address(scene, state))
            kept = words_of(response["Cache-Control"])
            assert FOR_NOBODY_ELSE <= kept, (page.name, state)
            assert not kept & {"public", "s-maxage=60"}


def test_a_password_opens_no_address_and_its_answer_is_kept_by_nobody(client, scene):
    """It would pass by the second factor and by the limits of signing in."""
    desk = User.objects.get(pk=scene.people["desk"].pk)
    desk.set_password("a long password of the desk")
    desk.save()
    proof = b64encode(f"{desk.email}:a long password of the desk".encode()).decode()
    for name in ("api:activity", "reporting:activity_review"):
        address = reverse(name, args=[scene.activities["submitted"].code])
        answer = client.get(address, headers={"Authorization": f"Basic {proof}"})
        assert answer.status_code == {"api:activity": 404}.get(name, 302)
        assert words_of(answer["Cache-Control"]) >= FOR_NOBODY_ELSE


def test_nobody_keeps_a_page_with_a_form_of_a_visitor(client):
    for address in ("/en/account/login/", "/en/account/password/reset/"):
        response = client.get(address)
        assert "csrf" in response.cookies
        assert FOR_NOBODY_ELSE <= words_of(response["Cache-Control"])


def test_nobody_keeps_the_answer_to_a_post(client):
    response = client.post("/en/account/login/", {"login": "a@example.org"})
    assert FOR_NOBODY_ELSE <= words_of(response["Cache-Control"])


def test_the_bare_address_depends_on_the_reader(client):
    response = client.get("/", headers={"Accept-Language": "fr"})
    assert (response.status_code, response["Location"]) == (302, "/fr/")
    assert "Accept-Language" in words_of(response["Vary"])


# --- What browsers may do ------------------------------------------------------------


def answers(scene):
    """(what it is, the answer) of every kind of answer the portal gives."""
    visitor, editor = Client(raise_request_exception=False), Client()
    editor.force_login(scene.people["editor"])
    for who, client in (("visitor", visitor), ("editor", editor)):
        for page in PAGES:
            for state in STATES if page.by_state else ("approved",):
                address = page.address(scene, state)
                yield f"{page.name} {state} {who}", client.get(address)
    yield "no such page", visitor.get("/en/nowhere/")
    yield "no such language", visitor.get("/xx/")
    yield "a slash was missing", visitor.get("/en/activities")
    yield "another host", visitor.get("/en/", headers={"Host": "elsewhere.example"})
    yield "static", visitor.get("/static/css/site.css")
    yield "no such static file", visitor.get("/static/nothing.css")
    known = {"If-None-Match": visitor.get("/en/")["ETag"]}
    yield "not modified", visitor.get("/en/", headers=known)
    yield "the wrong method", visitor.delete("/en/")
    yield "a form too large", visitor.post("/en/", {f"n{n}": "" for n in range(4001)})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.people["editor"])
    for address in ("/en/my/activities/new/", "/en/profile/", "/en/account/email/"):
        yield f"forged {address}", strict.post(address, {"title": "x"})
    yield "sign in", visitor.get("/en/account/login/")
    yield "admin, not signed in", visitor.get("/en/admin/")
    admin = Client()
    admin.force_login(scene.people["administrator"])
    for address in ("", "programmes/organisation/", "programmes/organisation/add/"):
        yield f"admin {address}", admin.get(f"/en/admin/{address}")
    with patch("knowledge_hubs.views.home.render", side_effect=RuntimeError):
        yield "broken", visitor.get("/en/")


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), "
    "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
}


@once
def test_every_answer_carries_the_headers_that_keep_readers_safe(scene):
    wrong, seen = [], set()
    for what, response in answers(scene):
        seen.add(response.status_code)
        for name, value in HEADERS.items():
            if response.get(name) != value:
                wrong.append((what, name, response.get(name)))
        wrong += [(what, *line) for line in policy_faults(what, response)]
        if "Strict-Transport-Security" in response:
            wrong.append((what, "promises https that this portal does not have"))
    assert wrong == []
    assert seen >= {200, 301, 302, 304, 400, 403, 404, 405, 410, 413, 500}


def policy_faults(what, response):
    """What is amiss in the Content-Security-Policy of an answer."""
    policy = dict(
        (words[0], words[1:])
        for part in response.get("Content-Security-Policy", "").split(";")
        if (words := part.split())
    )
    if policy.get("default-src") != ["'none'"]:
        yield "default-src", policy.get("default-src")
    if policy.get("frame-ancestors") != ["'none'"]:
        yield "frame-ancestors", policy.get("frame-ancestors")
    for name, sources in policy.items():
        nonce = [source for source in sources if source.startswith("'nonce-")]
        others = set(sources) - set(nonce) - {"'self'", "'none'", "data:"}
        if others or (nonce and not what.startswith("admin")):
            yield name, sources
        if "data:" in sources and name != "img-src":
            yield name, sources


def test_with_https_every_answer_says_to_stay_with_it(settings, scene):
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    client = Client(raise_request_exception=False)
    promised = "max-age=63072000; includeSubDomains; preload"
    for address in ("/en/", "/en/nowhere/", "/static/css/site.css", "/", "/healthz"):
        response = client.get(address, secure=True)
        assert response["Strict-Transport-Security"] == promised, address
    with patch("knowledge_hubs.views.home.render", side_effect=RuntimeError):
        response = client.get("/en/", secure=True)
    assert (response.status_code, response["Strict-Transport-Security"]) == (
        500,
        promised,
    )


# --- Languages ------------------------------------------------------------------------


def links(html, rel):
    """hreflang → address of the links of a kind in the head; None without hreflang.

    Feeds are another document, not this page in another language.
    """
    found = {}
    for link in re.findall(rf'<link rel="{rel}"[^>]*>', html):
        if "application/atom+xml" in link:
            continue
        language = re.search(r'hreflang="([^"]*)"', link)
        found[language and language[1]] = re.search(r'href="([^"]*)"', link)[1]
    return found


@once
def test_public_pages_name_themselves_in_the_six_languages(client, scene):
    for english in public_addresses(scene):
        alternates = {
            tag(code): portal.SITE_URL + in_language(english, code)
            for code in LANGUAGES
        } | {"x-default": portal.SITE_URL + english}
        for code in LANGUAGES:
            address = in_language(english, code)
            html = client.get(f"{address}?page=1").text
            assert links(html, "alternate") == alternates, address
            assert links(html, "canonical") == {None: portal.SITE_URL + address}


@once
def test_other_pages_are_not_offered_to_search_engines(client, scene):
    addresses = ["/en/nowhere/", "/en/account/login/"]
    scene.sign_in(client, "editor")
    addresses += [p.address(scene, "draft") for p in PAGES if "editor" in p.looks]
    for address in addresses:
        html = client.get(address).text
        assert links(html, "alternate") == links(html, "canonical") == {}, address


def switch(html):
    """(address, lang) of each link of the language switch, and the current one."""
    nav = re.search(r'<nav class="languages".*?</nav>', html, re.DOTALL)[0]
    others = re.findall(r'<a href="([^"]*)"\s+hreflang="([^"]*)"', nav)
    return others, re.findall(r'<span aria-current="true" lang="([^"]*)"', nav)


@once
@pytest.mark.parametrize("current", LANGUAGES)
def test_every_page_says_its_language_and_leads_to_itself_in_the_others(
    client, scene, current
):
    scene.sign_in(client, "admin")
    query = "?q=a%20b&amp;page=1"
    addresses = [*public_addresses(scene), "/en/nowhere/", "/en/my/activities/"]
    addresses += ["/en/organisations/ours/people/", "/en/profile/"]
    for english in addresses:
        address = in_language(english, current)
        html = client.get(address + query.replace("&amp;", "&")).text
        begin = f'<html lang="{tag(current)}" dir="{direction(current)}">'
        assert begin in html, address
        others, here = switch(html)
        assert here == [tag(current)]
        assert others == [
            (in_language(english, code) + query, tag(code))
            for code in LANGUAGES
            if code != current
        ]


@pytest.mark.parametrize("current", LANGUAGES)
def test_a_broken_page_still_speaks_the_language(current):
    client = Client(raise_request_exception=False)
    with patch("knowledge_hubs.views.home.render", side_effect=RuntimeError):
        html = client.get(f"/{current}/").text
    assert f'<html lang="{tag(current)}" dir="{direction(current)}">' in html
