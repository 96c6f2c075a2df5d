"""Who leaves the form, by whatever way, reads next what they typed last."""

import re
import time

import pytest
from playwright.sync_api import expect

from reporting.drafts import save_draft
from reporting.models import Activity
from reporting.posted import data_of
from reporting.views import autosave
from tests.factories import make_draft, make_user
from tests.served import session_of

SLOW = 0.8  # seconds a save takes where it matters


@pytest.fixture
def draft(transactional_db):
    return make_draft(author=make_user(), title="Begun")


def sign_in(page, live_server, settings, user):
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    page.context.add_cookies([cookie | {"url": live_server.url}])


def edit(draft, query="", language="en"):
    return f"/{language}/my/activities/{draft.code}/edit/{query}"


@pytest.fixture
def form(page, live_server, settings, draft):
    """The form of a draft, open in its author's browser; questions asked on leaving
    are answered and noted."""
    page.asked = []
    page.on("dialog", lambda box: (page.asked.append(box.type), box.accept()))
    sign_in(page, live_server, settings, draft.created_by)
    page.goto(edit(draft))
    return page


@pytest.fixture
def slow(monkeypatch):
    """Each save takes its time, as on a bad line."""
    is_theirs = autosave.is_theirs

    def later(request):
        time.sleep(SLOW)
        return is_theirs(request)

    monkeypatch.setattr(autosave, "is_theirs", later)


def title(page):
    return page.locator("[name=title]")


def append(page, text):
    title(page).focus()
    page.keyboard.press("End")
    page.keyboard.type(text)


def in_arabic(page):
    return page.locator('.masthead button[lang="ar"]')


def saved(draft):
    return Activity.objects.get(pk=draft.pk).draft().title


def test_another_language_opens_with_what_was_typed_and_asks_nothing(form, draft):
    append(form, " and towns")
    in_arabic(form).click()
    expect(form).to_have_url(re.compile(edit(draft, language="ar")))
    expect(title(form)).to_have_value("Begun and towns")
    assert form.asked == []


def test_without_scripts_too(browser, live_server, settings, draft):
    with browser.new_context(
        java_script_enabled=False, base_url=live_server.url
    ) as context:
        page = context.new_page()
        sign_in(page, live_server, settings, draft.created_by)
        page.goto(edit(draft, "?step=what"))
        append(page, " by hand")
        in_arabic(page).click()
        expect(page).to_have_url(re.compile(r"/ar/.*\?step=what$"))
        expect(title(page)).to_have_value("Begun by hand")
        append(page, "!")
        page.keyboard.press("Enter")  # saves, and goes nowhere else
        expect(page.locator(".notice-done")).to_be_visible()
        expect(title(page)).to_have_value("Begun by hand!")


def test_a_link_waits_for_the_save_and_asks_nothing(form, slow):
    append(form, " once")
    form.wait_for_timeout(50)
    form.evaluate("dispatchEvent(new Event('online'))")  # a save is under way
    append(form, " and twice")
    form.locator(".trail a").last.click()
    expect(form).to_have_url(re.compile("/my/activities/$"))
    expect(form.locator("main")).to_contain_text("Begun once and twice")
    assert form.asked == []


def test_the_button_to_sign_out_waits_too(form, draft, slow):
    append(form, " till the end")
    form.locator("form[action$='/account/logout/'] button").dispatch_event("click")
    expect(form).not_to_have_url(re.compile("/edit/"))
    assert (saved(draft), form.asked) == ("Begun till the end", [])


def test_going_back_shows_the_last_words_though_they_arrive_late(form, draft, slow):
    form.goto(edit(draft, "?step=what"))
    append(form, " once")
    form.evaluate("dispatchEvent(new Event('online'))")
    append(form, " and twice")
    form.go_back()
    expect(form).to_have_url(re.compile("/edit/$"))
    expect(title(form)).to_have_value("Begun once and twice")
    assert saved(draft) == "Begun once and twice"


def test_what_arrives_late_does_not_undo_a_press(form, draft):
    leave = f'sessionStorage["left {draft.code}"] = \'{{"page": "x", "turn": 1}}\''
    form.evaluate(leave)
    asked = []
    form.route(
        "**/presence/", lambda route: asked.append(route)
    )  # answered once the press is on its way

    def pressed(route):  # and only now the other is answered
        if route.request.method == "POST":
            asked.pop().fulfill(json={"page": "x", "turn": 1, "counter": 7})
            form.wait_for_timeout(300)
        route.continue_()

    form.route(f"**{edit(draft)}", pressed)
    form.goto(edit(draft))
    form.locator("#draft .buttons-bar button").first.click(no_wait_after=True)
    expect(form.locator(".notice-done")).to_be_visible()


def test_words_that_never_arrived_are_asked_about(form, draft):
    form.evaluate(
        f'sessionStorage[\'left {draft.code}\'] = \'{{"page": "x", "turn": 1}}\''
    )
    form.clock.install()
    form.goto(edit(draft))
    line = form.locator("[data-line]")
    for _n in range(40):
        form.clock.run_for(250)
        form.wait_for_timeout(20)
    expect(line).to_have_text(line.get_attribute("data-lost"))


def test_a_page_the_browser_put_aside_shows_what_was_saved_meanwhile(form, draft):
    version = draft.draft()
    data = data_of(version)
    data["title"] = "Saved elsewhere"
    save_draft(draft, by=draft.created_by, data=data, counter=version.edit_count)
    form.evaluate(
        "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    )
    expect(title(form)).to_have_value("Saved elsewhere")


def test_nothing_is_asked_of_who_typed_nothing_or_saves(form, draft):
    in_arabic(form).click()
    expect(form.locator("html")).to_have_attribute("lang", "ar")
    assert draft.draft().edit_count == 0
    append(form, "!")
    with form.expect_navigation():
        form.locator("#draft .buttons-bar button").first.click()
    form.goto("/en/")
    assert form.asked == []
