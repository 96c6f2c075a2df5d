"""The form on a phone and by keyboard: step by step, questions as they are needed,
files while one writes.
"""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from programmes.models import Term
from reporting.models import Activity
from tests.factories import make_draft, make_organisation, make_user
from tests.journeys.people import ARABIC, ENGLISH, words_to_choose_from
from tests.served import session_of

WIDTH = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def author(transactional_db):
    words_to_choose_from()
    return make_user()


@pytest.fixture
def draft(author):
    organisation = make_organisation(editor=author)
    given = {"title": "", "summary": "", "type": None, "started_on": None}
    return make_draft(
        author=author, organisation=organisation, scope=None, sectors=[], **given
    )


@pytest.fixture
def phone(page, live_server, author):
    page.set_viewport_size({"width": 320, "height": 640})
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(author)}
    page.context.add_cookies([cookie | {"url": live_server.url}])
    return page


class Keyboard:
    """Somebody who touches nothing but keys."""

    def __init__(self, page):
        self.page = page

    def to(self, selector):
        self.page.locator(selector).focus()

    def writes(self, name, text):
        self.to(f"[name={name}]")
        self.page.keyboard.type(text)

    def presses(self, selector, key="Enter"):
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)
        assert self.page.evaluate(WIDTH) <= 0

    def goes_on(self, step):
        self.presses(".buttons-bar [name=go].button-main")
        assert self.page.url.endswith(f"?step={step}")
        shown = self.page.locator("[aria-current=step]")
        expect(shown).to_have_attribute("href", f"?step={step}")


@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_a_report_is_written_on_a_phone_without_touching_it(phone, draft, words):
    keys = Keyboard(phone)
    phone.goto(f"/{words.language}/my/activities/{draft.code}/edit/?step=what")
    keys.writes("title", words.title)
    keys.writes("summary", words.summary.replace("\n\n", " "))
    keys.to("[name=type]")
    phone.keyboard.press("Space")
    keys.goes_on("where")

    keys.writes("started_on", words.day if words.language == "ar" else "01/03/2020")
    countries, regions = phone.locator("[name=countries]"), phone.locator("#id_regions")
    expect(countries).to_be_hidden()
    keys.to("[name=scope][value=NATIONAL]")
    phone.keyboard.press("Space")
    expect(countries).to_be_visible()
    expect(regions).to_be_hidden()
    countries.focus()
    phone.keyboard.press("Space")
    keys.goes_on("partners")
    keys.goes_on("classification")

    keys.to("details:has([name=sectors]) summary")
    phone.keyboard.press("Enter")
    keys.to("[name=sectors] >> nth=0")
    phone.keyboard.press("Space")
    keys.goes_on("results")

    keys.writes("quantities-0-what", "A")
    reason = phone.locator("[name=quantities-0-reason]")
    expect(reason).to_be_hidden()
    phone.locator("[name=quantities-0-status]").select_option("no_data")
    expect(reason).to_be_visible()
    expect(phone.locator("[name=quantities-0-unit]")).to_be_hidden()
    keys.writes("quantities-0-reason", words.comment)
    keys.goes_on("attachments")

    phone.locator("#id_files").set_input_files(
        [
            {"name": "bad.exe", "mimeType": "text/plain", "buffer": b"MZ"},
            {"name": "good.csv", "mimeType": "text/csv", "buffer": b"a,b\n"},
        ]
    )
    expect(phone.locator("[data-list] li")).to_have_count(2)
    expect(phone.locator("[data-list] a")).to_have_text(["good.csv"])
    expect(phone.locator("[data-list] progress")).to_have_count(0)
    keys.presses("[name=submit]")

    activity = Activity.objects.get()
    assert activity.state == "submitted"
    version = activity.latest_sealed()
    said = [row.reason for row in version.quantities.all()]
    assert (version.title, said) == (words.title, [words.comment])
    assert version.scope == Term.objects.get(code="NATIONAL")
    assert [row.code for row in version.countries.all()] == ["KEN"]
    assert [row.name for row in version.files.all()] == ["good.csv"]


def test_a_file_that_did_not_arrive_is_tried_again_and_the_text_is_there(phone, draft):
    phone.goto(f"/en/my/activities/{draft.code}/edit/?step=attachments")
    phone.route("**/files/", lambda route: route.abort())
    phone.locator("[name=links-0-label]").fill("Typed meanwhile")
    file = {"name": "good.csv", "mimeType": "text/csv", "buffer": b"a,b\n"}
    phone.locator("#id_files").set_input_files([file])
    again = phone.locator("[data-list] [data-again]")
    expect(again).to_be_visible()
    status = phone.locator("[data-status]")
    expect(status).to_contain_text("good.csv did not arrive")
    phone.unroute("**/files/")
    again.click()
    expect(phone.locator("[data-list] a")).to_have_text("good.csv")
    expect(status).to_have_text("good.csv is kept with the draft.")
    expect(phone.locator("[name=links-0-label]")).to_have_value("Typed meanwhile")


def test_a_copy_kept_on_one_step_comes_back_on_another(phone, draft):
    """What the browser kept while the line was down is sent whole."""
    phone.goto(f"/en/my/activities/{draft.code}/edit/?step=results")
    person = phone.locator("form[data-person]").get_attribute("data-person")
    copy = {"at": 0, "counter": "0", "texts": {"title": "Kept while down"}}
    phone.evaluate(
        "([key, copy]) => localStorage.setItem(key, JSON.stringify(copy))",
        [f"copy {person} {draft.code}", copy],
    )
    phone.reload()
    with phone.expect_response("**/autosave/"):
        phone.locator("[data-bring]").click()
    expect(phone.locator("[data-line]")).to_contain_text("UTC")
    assert draft.draft().title == "Kept while down"


@pytest.mark.parametrize(("width", "is_open"), [(320, False), (1280, True)])
def test_the_steps_stand_open_where_there_is_room(phone, draft, width, is_open):
    phone.set_viewport_size({"width": width, "height": 800})
    phone.goto(f"/en/my/activities/{draft.code}/edit/?step=where")
    steps = phone.locator(".contents [aria-current=step]")
    assert phone.locator("summary:has(.progress)").is_visible() != is_open
    assert (
        steps.evaluate("link => link.checkVisibility({ contentVisibilityAuto: true })")
        == is_open
    )
    assert phone.evaluate(WIDTH) == 0
