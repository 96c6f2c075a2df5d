"""The session ends while somebody writes: every field comes back to them alone.

With and without JavaScript, in English and Arabic.
"""

import re

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from oneplanet.pending import waiting_for
from programmes.models import Term
from tests.factories import PASSWORD, join, make_user
from tests.reporting.writing import make_writer
from tests.served import session_of

each_way = pytest.mark.parametrize("has_scripts", [True, False])
each_language = pytest.mark.parametrize("language", ["en", "ar"])
TYPED = {
    "title": "Soup كتاب",
    "summary": "We cooked.\nThen we ate.",
    "results": "Less <waste>",
    "started_on": "31/02/2020",  # no such day: it comes back as typed
    "ended_on": "02/04/2020",
    "partners-0-name": "A school",
    "quantities-0-what": "Meals",
    "quantities-0-value": "1200",
    "quantities-0-unit": "meals",
    "links-0-url": "https://example.org/",
    "links-0-label": "How it went",
}
CHOSEN = {"type": "TRAINING", "scope": "NATIONAL"}
TICKED = {"countries": "KEN", "sectors": "SEC_WATER", "tags": "TAG_A"}


@pytest.fixture
def writer(transactional_db):
    """Who has said before how far it reached, so that places are asked for."""
    user, activity = make_writer(name="Author")
    activity.versions.update(scope=Term.objects.get(code="NATIONAL"))
    return user, activity


@pytest.fixture
def page(browser, live_server, has_scripts):
    with browser.new_context(
        java_script_enabled=has_scripts, base_url=live_server.url
    ) as context:
        yield context.new_page()


def sign_in(page, live_server, user):
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    page.context.add_cookies([cookie | {"url": live_server.url}])


def edit(language, activity):
    return f"/{language}/my/activities/{activity.code}/edit/"


def fill(page):
    for name, text in TYPED.items():
        page.fill(f"[name={name}]", text)
    for name, code in CHOSEN.items():
        page.check(f"[name={name}][value={code}]", force=True)
    for box in ticked(page):
        open_and_check(box)


def ticked(page):
    return [page.locator(f"[name={n}][value={code}]") for n, code in TICKED.items()]


def open_and_check(box):
    """Long lists are closed until somebody opens them."""
    details = box.locator("xpath=ancestor::details[not(@open)]")
    if details.count():
        details.locator("summary").first.click()
    box.check()


def reads_all_of_it(page):
    for name, text in TYPED.items():
        expect(page.locator(f"[name={name}]")).to_have_value(text)
    for name, code in CHOSEN.items():
        expect(page.locator(f"[name={name}][value={code}]")).to_be_checked()
    for box in ticked(page):
        expect(box).to_be_checked()


def save(page):
    with page.expect_navigation():
        page.locator(".buttons-bar button").first.click()


@each_language
@each_way
def test_every_field_comes_back_after_signing_in_and_never_to_another(
    page, live_server, writer, language, has_scripts
):
    user, activity = writer
    other = make_user(name="Colleague")
    join(other, activity.organisation)
    sign_in(page, live_server, user)
    page.goto(edit(language, activity))
    fill(page)
    Session.objects.all().delete()
    user.usersession_set.all().delete()
    save(page)
    assert len(waiting_for(user)) == 1
    way = page.locator("main a.button-main")
    address = way.get_attribute("href")

    sign_in(page, live_server, other)
    page.goto(address)  # leads on, for they are signed in
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("body")).not_to_contain_text("We cooked.")
    page.goto(f"/{language}/my/due/")
    expect(page.locator("body")).not_to_contain_text(TYPED["title"])
    page.context.clear_cookies()

    page.goto(address)
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form .button-main").first.click()
    expect(page).to_have_url(re.compile(f"{edit(language, activity)}.waiting="))
    reads_all_of_it(page)
    save(page)
    reads_all_of_it(page)
    assert waiting_for(user) == []
    draft = activity.draft()
    assert (draft.title, [c.code for c in draft.countries.all()]) == (
        TYPED["title"],
        ["KEN"],
    )
