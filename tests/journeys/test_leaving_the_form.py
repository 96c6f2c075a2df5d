"""Words not yet saved are not lost by a slip of the hand."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_draft, make_user
from tests.looks import session_of


@pytest.fixture
def form(page, live_server, settings):
    """The form of a draft, open in its author's browser."""
    author = make_user()
    draft = make_draft(author=author)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(author)}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    page.goto(f"/en/my/activities/{draft.code}/edit/")
    return page


def answering(page, answer):
    """The questions asked on leaving, each answered so."""
    asked = []

    def reply(dialog):
        asked.append(dialog.type)
        dialog.accept() if answer == "leave" else dialog.dismiss()

    page.on("dialog", reply)
    return asked


def in_arabic(page):
    return page.locator('.masthead a[lang="ar"]')


@pytest.mark.parametrize("answer", ["leave", "stay"])
def test_another_language_drops_typed_words_only_if_that_is_wanted(form, answer):
    asked = answering(form, answer)
    form.locator("[name=title]").press_sequentially(" and towns")
    in_arabic(form).click()
    language = "ar" if answer == "leave" else "en"
    expect(form.locator("html")).to_have_attribute("lang", language)
    assert asked == ["beforeunload"]


def test_nothing_is_asked_of_who_typed_nothing_or_saves(form):
    asked = answering(form, "leave")
    in_arabic(form).click()
    expect(form.locator("html")).to_have_attribute("lang", "ar")
    form.locator("[name=title]").press_sequentially("!")
    with form.expect_navigation():
        form.locator(".buttons-bar button").first.click()
    form.goto("/en/")
    assert asked == []
