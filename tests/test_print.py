"""Paper: what a printed page leaves out, and what it adds."""

from datetime import date

import pytest

from knowledge_hubs.kinds import RESOURCE
from tests.factories import make_organisation, make_record

LEFT_OUT = (".languages", ".masthead nav", ".trail", ".footer ul", ".onward", ".skip")


@pytest.fixture
def resource(transactional_db):
    record = make_record(RESOURCE.model, body="See the atlas.")
    record.parties.create(
        organisation=make_organisation(), role="author", listed_on=date(2021, 4, 23)
    )
    record.editions.create(language="en", url="https://example.org/atlas")
    return record


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_printed_page_has_no_ways_on_and_spells_out_addresses(
    page, resource, language
):
    page.goto(f"/{language}/resources/{resource.code}/")
    where = page.locator(".on-paper")
    edition = page.locator("#editions + ul a")
    assert not where.is_visible()
    assert content_after(edition) == "none"
    page.emulate_media(media="print")
    assert where.is_visible()
    assert where.inner_text().endswith(f"/{language}/resources/{resource.code}/")
    assert "https://example.org/atlas" in content_after(edition)
    for part in LEFT_OUT:
        shown = [row for row in page.locator(part).all() if row.is_visible()]
        assert shown == [], part
    width = "document.documentElement.scrollWidth - innerWidth"
    assert page.evaluate(width) <= 0


def content_after(link):
    return link.evaluate("e => getComputedStyle(e, '::after').content")
