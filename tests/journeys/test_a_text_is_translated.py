"""A translator works through the board in Arabic: what changed in English is shown, one
text is written anew, another found right; then nothing waits. By keyboard, with
JavaScript and without.
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from knowledge_hubs.translating.board import Counts, translation_counts
from tests.factories import make_secretariat
from tests.knowledge_hubs.test_translation_board import a_word, outdate
from tests.served import session_of


@pytest.fixture
def words(live_server):
    first, second = a_word("first", word_en="First"), a_word("second", word_en="Other")
    return outdate(first, text="First word"), outdate(second, text="Other word")


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(request, new_context, live_server, words):
    context = new_context(java_script_enabled=request.param)
    session = session_of(make_secretariat())
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    return context.new_page()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def test_what_is_outdated_is_translated_until_nothing_waits(page, words):
    page.goto("/en/admin/")
    page.get_by_role("link", name="Translation board").click()
    page.get_by_role("combobox", name="Language").select_option("ar")
    page.get_by_role("combobox", name="State").select_option("outdated")
    press(page, "Show")
    assert page.locator("h2#rows").inner_text() == "2 rows"
    page.get_by_role("link", name=re.compile("^Outdated.*First word$")).click()
    assert page.locator("ins").all_inner_texts() == [" word"]
    field = page.locator("[name=word_ar]")
    assert (field.get_attribute("dir"), field.get_attribute("lang")) == ("rtl", "ar")
    field.fill("كلمة أولى")
    press(page, "Save and go to the next")
    expect(page.locator("h1")).to_contain_text("Other word")
    press(page, "Save; the rest is still right")
    expect(page.locator(".messagelist")).to_contain_text("still right")
    press_back(page)
    expect(page.locator("main")).to_contain_text("No row is in that state.")
    for word in words:
        word.refresh_from_db()
    assert [word.word_ar for word in words] == ["كلمة أولى", "Waste ar"]
    assert translation_counts("ar") == Counts(missing=0, outdated=0, done=2)
    assert translation_counts("fr") == Counts(missing=0, outdated=2, done=0)


def press_back(page):
    page.get_by_role("link", name="Back to the board").focus()
    page.keyboard.press("Enter")
