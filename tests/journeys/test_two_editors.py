"""Two editors at one draft, each in a browser: they see each other, and neither loses a
word. In English and Arabic; the second works without JavaScript.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from reporting.models import Activity
from tests.factories import join, make_user
from tests.reporting.writing import make_writer
from tests.served import session_of


@pytest.fixture
def writers(transactional_db):
    user, activity = make_writer(name="Paul")
    other = make_user(name="Hera")
    join(other, activity.organisation)
    return activity, user, other


def stored(activity):
    version = Activity.objects.get(pk=activity.pk).draft()
    return version.title, version.summary, version.results


def opened(browser, live_server, activity, user, language, **kwargs):
    context = browser.new_context(base_url=live_server.url, **kwargs)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    context.add_cookies([cookie | {"url": live_server.url}])
    page = context.new_page()
    page.goto(f"/{language}/my/activities/{activity.code}/edit/")
    return page


@pytest.mark.parametrize("language", ["en", "ar"])
def test_two_editors_in_conflict(browser, live_server, writers, language):
    activity, user, other = writers
    paul = opened(browser, live_server, activity, user, language)
    plain = {"java_script_enabled": False, "viewport": {"width": 360, "height": 800}}
    hera = opened(browser, live_server, activity, other, language, **plain)
    expect(hera.locator("[data-others]")).to_contain_text("Paul")

    paul.fill("[name=title]", "Paul's title")
    paul.fill("[name=results]", "Paul's results")
    expect(paul.locator("[data-line]")).not_to_be_empty(timeout=20_000)
    expect(paul.locator("[data-others]")).to_contain_text("Hera")
    assert stored(activity) == ("Paul's title", "", "Paul's results")

    hera.fill("[name=title]", "Hera's title")
    hera.fill("[name=summary]", "Hera's summary")
    hera.locator(".buttons-bar button").first.click()
    expect(hera.locator("#conflict")).to_contain_text("Paul")
    expect(hera.locator("section dd").last).to_have_text("Paul's results")
    assert stored(activity) == ("Paul's title", "", "Paul's results")

    compared = hera.locator(".compared").first  # English, whoever reads it
    assert compared.evaluate("dd => getComputedStyle(dd).direction") == "ltr"
    with hera.expect_response("**/merge/"):  # nothing chosen: asked again, all there
        hera.locator("main form .button-main").click()
    expect(hera.locator(".errors li")).to_have_count(1)
    expect(hera.locator("#errors")).to_be_focused()
    radios = hera.locator("[name=take-title]")
    hera.keyboard.press("Tab")
    hera.keyboard.press("Enter")  # from the summary to what was not chosen
    expect(radios.first).to_be_focused()
    hera.keyboard.press("ArrowDown")
    hera.keyboard.press("ArrowDown")
    hera.fill("[name=own-title]", "A title of both")
    hera.locator("main form .button-main").click()
    expect(hera.locator("[name=title]")).to_have_value("A title of both")
    assert stored(activity) == ("A title of both", "Hera's summary", "Paul's results")

    paul.fill("[name=title]", "Paul goes on")
    expect(paul.locator("[data-open]")).to_be_visible(timeout=20_000)
    paul.locator("[data-open]").click()
    paul.check("[name=take-title][value=mine]")
    paul.locator("main form .button-main").click()
    expect(paul.locator("[name=summary]")).to_have_value("Hera's summary")
    assert stored(activity) == ("Paul goes on", "Hera's summary", "Paul's results")
    for page in (paul, hera):
        page.context.close()
