"""The glossary's words are folded; whoever is led to one finds it open."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_word

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def words():
    for n in range(30):
        make_word(f"Word {n}", meaning=f"What {n} means.")
    tree = make_word("Tree", code="tree", meaning="Has a trunk.")
    make_word("Wood", code="wood", meaning="Was one.").see_also.add(tree)


def led(page):
    page.goto("/en/glossary/#wood")
    expect(page.get_by_text("Was one.")).to_be_visible()
    expect(page.get_by_text("Has a trunk.")).to_be_hidden()
    page.get_by_role("link", name="Tree", exact=True).click()
    expect(page.get_by_text("Has a trunk.")).to_be_in_viewport()
    expect(page.get_by_text("What 3 means.")).to_be_hidden()


def test_an_address_and_a_see_also_open_their_word(page, words):
    led(page)


def test_they_do_so_without_scripts(browser, browser_context_args, words):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    led(context.new_page())
    context.close()


def test_keys_open_a_word(page, words):
    page.goto("/en/glossary/")
    page.get_by_role("heading", name="Tree").locator("..").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Has a trunk.")).to_be_visible()


def test_what_is_found_in_the_page_is_unfolded(page, words):
    page.goto("/en/glossary/#:~:text=What%2017%20means")
    expect(page.get_by_text("What 17 means.")).to_be_in_viewport()
    expect(page.locator(".word[open]")).to_have_count(1)
