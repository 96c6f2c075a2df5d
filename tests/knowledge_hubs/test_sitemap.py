"""The sitemap read back: whole, symmetric, only what is public, kept like a page."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings as portal
from django.test import Client
from django.utils import timezone

from knowledge_hubs import sitemaps
from knowledge_hubs.kinds import KINDS
from oneplanet.text.languages import tag
from tests.factories import make_record
from tests.pages import PAGES
from tests.scene import EVER_PUBLIC, PUBLIC

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
SITE = portal.SITE_URL
# For those who build the portal, and answers to questions: not for search engines.
NOT_OFFERED = {f"knowledge_hubs:{name}" for name in ("style_guide", "search", "cite")}


def read(address):
    answer = Client().get(address.removeprefix(SITE))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(answer.content)  # noqa: S314 (ours)


def files():
    root = read("/sitemap.xml")
    assert root.tag == f"{MAP}sitemapindex"
    assert {child.tag for child in root} == {f"{MAP}sitemap"}
    return [child.findtext(f"{MAP}loc") for child in root]


def entries():
    """Address → (hreflang → address, lastmod) of every file of the sitemap."""
    found = {}
    for file in files():
        root = read(file)
        assert root.tag == f"{MAP}urlset"
        for url in root:
            address = url.findtext(f"{MAP}loc")
            assert address not in found
            others = {link.get("hreflang"): link.get("href") for link in url.iter(LINK)}
            found[address] = others, url.findtext(f"{MAP}lastmod")
    return found


def test_every_public_page_stands_in_it_in_six_languages_and_no_other(scene):
    wanted = {
        page.address(scene, state).replace("/en/", f"/{code}/", 1)
        for page in PAGES
        if page.is_public and page.name not in NOT_OFFERED
        for state in (PUBLIC if page.by_state else ["approved"])
        for code, _name in portal.LANGUAGES
    }
    found = {address.removeprefix(SITE) for address in entries()}
    assert wanted <= found
    more = {address for address in found - wanted if address.startswith("/en/")}
    begin = (
        "/en/countries/",
        "/en/hubs/",
        "/en/organisations/",
        "/en/policies/",
        "/en/programmes/tourism/",
        "/en/sdg-12/",
        "/en/value-chains/a-chain/",
    )
    assert all(address.startswith(begin) for address in more), more


def test_each_entry_names_all_its_languages_and_each_of_them_names_it(scene):
    found = entries()
    tags = {tag(code) for code, _name in portal.LANGUAGES} | {"x-default"}
    for address, (others, _changed) in found.items():
        assert set(others) == tags
        assert others["x-default"] == others["en"]
        assert address in others.values()
        for other in others.values():
            assert found[other][0] == others


def test_every_address_in_it_answers(scene):
    for address in entries():
        assert Client().get(address.removeprefix(SITE)).status_code == 200, address


def test_it_says_when_a_page_last_changed():
    kind, day = KINDS[0], datetime(2021, 5, 1, 8, 30, tzinfo=UTC)
    for code, publish_at in (("changed", None), ("appeared", day + timedelta(days=2))):
        record = make_record(kind.model, code, publish_at=publish_at)
        kind.model.objects.filter(pk=record.pk).update(updated_at=day)
    found = entries()
    changed = {
        code: found[f"{SITE}/fr/{kind.path}/{code}/"][1]
        for code in ("changed", "appeared")
    }
    assert changed == {
        "changed": "2021-05-01T08:30:00+00:00",
        "appeared": "2021-05-03T08:30:00+00:00",
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_drafts_scheduled_and_expired_records_are_not_in_it(kind):
    now = timezone.now()
    make_record(kind.model, "public")
    make_record(kind.model, "draft", is_draft=True)
    make_record(kind.model, "scheduled", publish_at=now + timedelta(hours=1))
    make_record(kind.model, "expired", expire_at=now - timedelta(hours=1))
    begin = f"{SITE}/en/{kind.path}/"
    codes = {a.removeprefix(begin) for a in entries() if a.startswith(begin)}
    assert codes == {"", "public/"}


def test_activities_that_are_not_public_are_not_in_it(scene):
    begin = f"{SITE}/en/activities/"
    found = {a.removeprefix(begin) for a in entries() if a.startswith(begin)}
    public = {f"{scene.activities[state].code}/" for state in PUBLIC}
    assert found == {""} | public
    assert EVER_PUBLIC - PUBLIC == {"unpublished"}


def test_a_large_section_goes_on_in_further_files(monkeypatch):
    monkeypatch.setattr(sitemaps, "IN_ONE_FILE", 2)
    kind = KINDS[0]
    for n in range(3):
        make_record(kind.model, f"r{n}")
    named = [file for file in files() if f"-{kind.path}-" in file]
    assert named == [f"{SITE}/sitemap-{kind.path}-{n}.xml" for n in (1, 2)]
    assert [len(read(file)) for file in named] == [12, 6]
    for address in (f"/sitemap-{kind.path}-3.xml", "/sitemap-nothing-1.xml"):
        assert Client().get(address).status_code == 404
    assert Client().get(f"/sitemap-{kind.path}-0.xml").status_code == 404
    assert Client().get("/sitemap-pages-2.xml").status_code == 404


def test_it_is_kept_like_a_page_and_is_the_same_for_every_reader(scene):
    for address in ("/sitemap.xml", "/sitemap-activities-1.xml", "/robots.txt"):
        first = Client().get(address, headers={"Accept-Language": "ar"})
        second = Client().get(address, headers={"Accept-Language": "fr"})
        assert first.content == second.content
        assert not first.cookies
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
        assert first["Vary"] == "Cookie, Accept-Encoding"
        again = Client().get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_search_engines_stay_out_of_what_is_peoples_own(settings, client):
    settings.SAMPLE = False
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.strip().splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    shut = {line.removeprefix("Disallow: ") for line in lines if "Disallow" in line}
    assert shut == {
        "/*/account/",
        "/*/admin/",
        "/*/my/",
        "/*/profile/",
        "/*/review/",
        "/*/invitations/",
        "/*/organisations/*/people/",
        "/*/search/?",  # without end, and counted like readers
        "/healthz",
        "/readyz",
    }


def test_a_portal_with_invented_data_keeps_search_engines_out(client):
    lines = client.get("/robots.txt").text.split("\n")
    assert [line for line in lines if line] == ["User-agent: *", "Disallow: /"]
