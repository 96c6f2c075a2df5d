"""A visitor searches: words, a filter found among many, the map, a country, what is
like a result, and takes it along. In three languages, with scripts and without, on a
phone and at a desk.
"""

from urllib.parse import parse_qsl, urlsplit

import pytest
from django.utils.translation import override
from playwright.sync_api import expect

from knowledge_hubs.search import counting
from oneplanet import searching
from oneplanet.text import dates
from tests.journeys.people import Person

PHONE = {"viewport": {"width": 320, "height": 740}}
BARE = {"java_script_enabled": False}


@pytest.fixture(scope="module")
def indexed(served, django_db_blocker):
    with django_db_blocker.unblock():
        searching.rebuild()


@pytest.fixture(
    params=[
        ("en", "plastic", {}),
        ("en", "plastic", PHONE | BARE),
        ("ar", "البلاستيك", PHONE),
        ("ar", "البلاستيك", BARE),
        ("zh-hans", "塑料", PHONE),
        ("zh-hans", "塑料", BARE),
    ],
    ids=["en", "en-phone-bare", "ar-phone", "ar-bare", "zh-phone", "zh-bare"],
)
def visitor(request, browsers, indexed):
    language, words, context = request.param
    with override(language):
        person = Person(browsers("visitor", language, **context), language)
        person.words = words
        yield person


def total(page) -> str:
    return page.locator("#found").inner_text()


def test_a_visitor_finds_narrows_maps_and_takes_along(visitor):
    page = visitor.page
    page.set_default_timeout(20_000)
    visitor.at("/search/")
    page.fill("#q", visitor.words)
    page.press("#q", "Enter")
    expect(page.locator(".records mark").first).to_be_visible()
    everything = total(page)

    page.goto(f"{page.url}&in=kind")  # to all kinds; the rail stands open
    kinds = page.locator('.rail input[name="kind"]')
    assert kinds.count() > 4
    page.fill("#find", "zzz")
    page.press("#find", "Enter")
    expect(kinds).to_have_count(0)
    assert urlsplit(page.url).fragment == "narrow"  # where one was looking
    page.fill("#find", "")
    page.press("#find", "Enter")
    page.check('.rail input[name="kind"][value="policy"]')
    page.click(".rail .buttons button")
    expect(page.locator(".chosen .remove")).to_have_count(1)
    assert total(page) != everything
    assert urlsplit(page.url).fragment == "found"
    page.keyboard.press("Tab")  # goes on there, not at the top of the page
    assert page.locator("section:has(> #found) :focus").count() == 1

    page.click('a[href*="view=map"]')
    assert page.locator(".tiles").count() == 5
    tile = page.locator(".tiles a").first
    code = tile.locator("text").first.text_content()
    tile.click()
    expect(page.locator(".chosen .remove")).to_have_count(2)
    assert f"country={code}" in page.url

    page.locator('.records a[href^="?like="]').first.click()
    expect(page.locator('main a[href$="/search/"]').first).to_be_visible()
    assert "like=policy" in page.url
    expect(page.locator(".records .record").first).to_be_visible()
    feed = page.locator('.follow a[type="application/atom+xml"]')
    assert "like=policy" in feed.get_attribute("href")
    with page.expect_download() as waiting:
        page.click('a[href*="results.csv"]')
    lines = waiting.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("kind,title,language")
    assert len(lines) > 1
    assert (
        page.evaluate("document.documentElement.scrollWidth")
        <= page.viewport_size["width"]
    )


def test_what_is_opened_is_counted_by_words_and_place_where_scripts_run(
    browsers, indexed
):
    """By a beacon as one leaves; of the person nothing goes along."""
    page = browsers("visitor", "en")
    sent = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    page.goto("/en/search/?q=plastic")
    link = page.locator(".record-title a").nth(1)
    with page.expect_navigation():
        link.click()
    page.wait_for_load_state()
    (beacon,) = sent
    assert beacon.url.endswith("/en/search/opened/")
    asked = dict(parse_qsl(beacon.post_data))
    assert asked == {"q": "plastic", "kind": asked["kind"], "place": "2"}
    assert not page.context.cookies()
    for _time in range(50):
        _searches, openings = counting.COUNTS.take()
        if openings:
            break
        page.wait_for_timeout(100)
    asking = counting.Asking("en", "plastic", dates.today())
    assert openings == {counting.Opening(asking, asked["kind"], 2): 1}
