"""What the field of the search offers while somebody types."""

import pytest
from playwright.sync_api import expect

from oneplanet import searching
from tests.factories import make_word

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def field(page):
    make_word("Bamboo")
    make_word("Food systems", word_zh_hans="粮食体系")
    searching.rebuild()
    page.goto("/zh-hans/search/")
    return page.locator("#q")


def offered(page, *words):
    options = page.locator("#q_words option")
    expect(options).to_have_count(len(words))
    assert [option.get_attribute("value") for option in options.all()] == list(words)


def test_one_chinese_character_is_enough_of_others_two(page, field):
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("?q=")[2]))
    field.press_sequentially("粮")
    offered(page, "粮食体系")
    field.fill("b")
    offered(page)
    page.wait_for_timeout(300)  # it asks after half of that
    field.press_sequentially("a")
    offered(page, "bamboo")
    assert asked == ["%E7%B2%AE", "ba"]
