"""A partner writes while the line comes and goes; what was typed is kept.

The browser's clock is the test's own: nobody waits for the pauses.
"""

import random
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import expect

from reporting.drafts import save_draft
from reporting.models import Activity
from reporting.posted import data_of
from tests.factories import (
    join,
    make_contribution,
    make_draft,
    make_initiative_draft,
    make_organisation,
    make_user,
)
from tests.looks import session_of

PAUSE = 2000
AUTOSAVE = re.compile("/autosave/$")
each_language = pytest.mark.parametrize("language", ["en", "ar"])


class Writer:
    """Somebody at the form of a draft, in a browser that others may use after them."""

    def __init__(self, page, live_server, draft, person):
        self.page, self.url, self.draft = page, live_server.url, draft
        self.sign_in(person)

    def sign_in(self, person):
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person)}
        self.page.context.add_cookies([cookie | {"url": self.url}])

    def open(self, draft=None, language="en"):
        code = (draft or self.draft).code
        self.page.goto(f"/{language}/my/activities/{code}/edit/")
        self.title = self.page.locator("[name=title]")
        self.summary = self.page.locator("[name=summary]")
        self.line = self.page.locator("[data-line]")
        self.offer = self.page.locator("[data-offer]")
        return self

    def pause(self, milliseconds=PAUSE):
        """As long as the browser knows."""
        self.page.clock.run_for(milliseconds)

    def cut(self, is_cut=True):
        self.page.context.set_offline(is_cut)

    def reads(self, word):
        """The line under the form says what the page has for this state."""
        expect(self.line).to_have_text(self.line.get_attribute(f"data-{word}"))

    def reads_saved(self):
        expect(self.line).to_have_text(re.compile("UTC"))

    def answered(self):
        """Pause, and wait for the portal's answer."""
        with self.page.expect_response(AUTOSAVE) as waiting:
            self.pause()
        answer = waiting.value
        answer.finished()
        return answer.status

    def saves(self):
        assert self.answered() == 200
        self.reads_saved()

    def save_by_hand(self):
        with self.page.expect_navigation():
            self.page.locator(".buttons-bar button").first.click()
        expect(self.page.locator(".notice-done")).to_be_visible()

    def copies(self):
        script = "Object.keys(localStorage).filter(key => key.startsWith('copy '))"
        return self.page.evaluate(script)

    def arrives(self, *texts):
        """These are stored, sooner or later."""
        for _n in range(100):
            if self.stored() == texts:
                return
            self.pause(500)
            self.page.wait_for_timeout(20)
        assert self.stored() == texts

    def stored(self):
        """Title and summary as the portal has them."""
        version = Activity.objects.get(pk=self.draft.pk).draft()
        return version.title, version.summary


@pytest.fixture
def author(transactional_db):
    return make_user(name="Author")


@pytest.fixture
def organisation(author):
    return make_organisation(editor=author)


@pytest.fixture
def writer(page, live_server, author, organisation):
    draft = make_draft(
        author=author, organisation=organisation, title="Begun", summary="S"
    )
    page.clock.install()
    return Writer(page, live_server, draft, author).open()


def in_words(language, text):
    with translation.override(language):
        return translation.gettext(text)


@each_language
def test_each_pause_saves_and_says_so_in_words(writer, language):
    writer.open(language=language)
    expect(writer.line).to_be_empty()
    asked = []
    writer.page.on("dialog", lambda dialog: (asked.append(dialog), dialog.accept()))
    writer.title.fill("After a pause")
    writer.saves()
    clock = "[٠-٩]{2}:[٠-٩]{2}" if language == "ar" else "[0-9]{2}:[0-9]{2}"
    words = in_words(language, "Saved at %(time)s %(zone)s")
    expect(writer.line).to_have_text(re.compile(words % {"time": clock, "zone": "UTC"}))
    assert writer.stored() == ("After a pause", "S")
    writer.title.fill("And once more")
    writer.cut()
    writer.pause()
    writer.reads("down")
    expect(writer.line).to_have_text(
        in_words(
            language,
            "Not saved: the line is down. What you type is kept in this page.",
        )
    )
    writer.cut(False)
    writer.reads_saved()
    writer.arrives("And once more", "S")
    writer.page.goto("/en/")
    assert asked == []


def test_who_types_without_a_pause_is_saved_every_ten_seconds(writer):
    for n in range(8):
        writer.title.fill(f"Typed {n}")
        writer.pause(1000)
    assert writer.stored()[0] == "Begun"
    with writer.page.expect_response(AUTOSAVE):
        for n in range(8, 13):
            writer.title.fill(f"Typed {n}")
            writer.pause(1000)
    assert writer.stored()[0] in ("Typed 8", "Typed 9", "Typed 10")


@each_language
def test_a_tab_closed_in_mid_typing_loses_ten_seconds_of_it_at_most(writer, language):
    """A word each second and never a pause, then the line is down and the tab closed;
    opened again, the form holds all but the last words."""
    writer.open(language=language)
    asked, answered, typed = [], [], []
    word = in_words(language, "Saved").replace(" ", "-")
    writer.page.on("request", lambda post: asked.extend(AUTOSAVE.findall(post.url)))
    writer.page.on("response", lambda to: answered.extend(AUTOSAVE.findall(to.url)))
    for second in range(39):
        typed.append(f"{word}{second}")
        writer.summary.fill(" ".join(typed))
        writer.pause(1000)
        while len(answered) < len(asked):
            writer.page.wait_for_timeout(20)
    writer.cut()
    tab = writer.page
    writer.page = tab.context.new_page()
    tab.close(run_before_unload=False)
    writer.cut(False)
    kept = writer.open(language=language).summary.input_value().split()
    assert kept == typed[: len(kept)]
    assert len(typed) - len(kept) <= 10


def test_a_page_left_saves_the_last_words(writer):
    writer.page.on("dialog", lambda dialog: dialog.accept())
    writer.title.fill("Last words")
    writer.page.goto("/en/")
    writer.arrives("Last words", "S")


@each_language
def test_twenty_cuts_lose_nothing_and_make_no_conflict(writer, language):
    """Some before a post leaves, some after it has arrived and before its answer."""
    writer.open(language=language)
    chance, text = random.Random(9), ""
    for n in range(20):
        text += f"{n}. "
        writer.summary.fill(text)
        if chance.random() < 0.5:
            writer.cut()
            writer.pause()
            writer.reads("down")
            writer.cut(False)
        else:
            lose_the_answer(writer)
        text += "And more. "
        writer.summary.fill(text)
        writer.arrives("Begun", text.strip())
    writer.reads_saved()
    assert writer.draft.versions.count() == 1


def lose_the_answer(writer):
    """The portal saves, and the browser never hears of it."""

    def deliver(route):
        route.fetch()
        route.abort("connectionreset")

    writer.page.route(AUTOSAVE, deliver, times=1)
    writer.pause()
    writer.reads("down")


def test_a_save_by_hand_after_a_lost_answer_is_no_conflict_with_oneself(writer):
    writer.title.fill("Arrived")
    lose_the_answer(writer)
    writer.title.fill("Arrived, and more")
    writer.save_by_hand()
    assert writer.stored()[0] == "Arrived, and more"


def test_a_conflict_is_said_and_leads_to_both_texts(writer, organisation):
    other = make_user(name="Somebody Else")
    join(other, organisation)
    version = writer.draft.draft()
    theirs = data_of(version)
    theirs["title"] = "Theirs"
    save_draft(writer.draft, by=other, data=theirs, counter=version.edit_count)
    writer.title.fill("Mine")
    assert writer.answered() == 409
    writer.reads("conflict")
    with writer.page.expect_navigation():
        writer.page.locator("[data-open]").click()
    expect(writer.page.locator("main")).to_contain_text("Somebody Else")
    expect(writer.page.locator("[name=own-title]")).to_have_value("Mine")
    assert writer.stored()[0] == "Theirs"


def test_what_could_not_be_read_is_named_and_leads_to_its_field(writer):
    """Beside the field too, once nobody types there; all of it goes once mended."""
    day, unread = writer.page.locator("[name=started_on]"), writer.line.locator("a")
    panel, beside = writer.page.locator("#checks"), writer.page.locator(".errors li")
    words = "Write day, month and year, for example 23/04/2021 or 2021-04-23."
    day.fill("soon")
    writer.saves()
    expect(unread).to_have_text("When did it start?")
    expect(panel).to_contain_text(words)
    expect(beside).to_have_count(0)
    writer.title.fill("Somewhere else")
    writer.saves()
    expect(beside).to_have_text(words)
    expect(day).to_have_attribute("aria-invalid", "true")
    assert "id_started_on_error" in day.get_attribute("aria-describedby").split()
    unread.click()
    expect(day).to_be_focused()
    day.fill("1/3/2020")
    writer.saves()
    expect(unread).to_have_count(0)
    expect(panel).not_to_contain_text(words)
    expect(beside).to_have_count(0)
    assert day.get_attribute("aria-invalid") is None


def test_what_stood_at_the_top_goes_with_what_was_mended(writer):
    writer.draft.draft().refused_fields.create(field="started_on", text='["soon"]')
    writer.open()
    top = writer.page.locator("#errors")
    expect(top).to_contain_text("Please look at 1 answer")
    writer.page.locator("[name=started_on]").fill("1/3/2020")
    writer.saves()
    expect(top).to_have_count(0)
    expect(writer.page.locator(".errors")).to_have_count(0)


def test_initiatives_and_answers_by_a_link_save_themselves_too(
    writer, author, organisation
):
    initiative = make_initiative_draft(author=author, organisation=organisation)
    row = make_contribution(writer.draft, by=author)
    page = writer.page
    for address, name in (
        (f"/en/my/initiatives/{initiative.code}/edit/", "objectives"),
        (row.get_absolute_url(), "summary"),
    ):
        page.goto(address)
        page.locator(f"[name={name}]").fill("A long answer")
        writer.line = page.locator("[data-line]")
        writer.saves()
    assert initiative.draft().objectives == "A long answer"
    row.refresh_from_db()
    assert row.answers["summary"] == ["A long answer"]


def test_after_signing_in_again_in_another_tab_the_typing_goes_on(writer, author):
    writer.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    writer.title.fill("Typed signed out")
    assert writer.answered() == 401
    writer.reads("signed-out-kept")
    expect(writer.page.locator("[data-sign-in]")).to_be_visible()
    writer.page.context.clear_cookies()
    writer.sign_in(author)
    with writer.page.context.new_page() as tab:
        tab.goto(reverse("programmes:profile"))  # with a token of its own
    writer.title.fill("Typed signed in")
    assert writer.answered() == 403
    writer.pause()
    writer.reads_saved()
    assert writer.stored()[0] == "Typed signed in"


# --- The copy in this browser ---------------------------------------------------------


def leave_with_a_copy(writer, field="title", text="Typed offline"):
    """Ask for copies, type while the line is down, close the page."""
    writer.page.check("#keep_copy")
    writer.cut()
    writer.page.fill(f"[name={field}]", text)
    writer.pause()
    writer.reads("copied")
    tab = writer.page
    writer.page = tab.context.new_page()
    writer.page.clock.install()
    tab.close(run_before_unload=False)
    writer.cut(False)


@each_language
def test_a_copy_comes_back_to_the_same_person(writer, language):
    leave_with_a_copy(writer)
    writer.open(language=language)
    expect(writer.offer).to_be_visible()
    expect(writer.offer).to_contain_text("UTC")
    expect(writer.title).to_have_value("Begun")
    assert len(writer.copies()) == 1
    writer.page.click("[data-bring]")
    expect(writer.title).to_have_value("Typed offline")
    writer.saves()
    assert (writer.stored()[0], writer.copies()) == ("Typed offline", [])
    writer.open()
    expect(writer.offer).to_be_hidden()
    expect(writer.page.locator("#keep_copy")).to_be_checked()


def test_a_row_the_form_has_no_place_for_comes_back_too(writer):
    """As when rows were added before the line went down."""
    writer.page.goto(f"{writer.page.url}?more=links")
    leave_with_a_copy(writer, "links-2-url", "https://example.org/third")
    writer.open()
    expect(writer.page.locator("[name=links-2-url]")).to_have_count(0)
    with writer.page.expect_navigation():
        writer.page.click("[data-bring]")
    link = writer.page.locator("[name=links-0-url]")
    expect(link).to_have_value("https://example.org/third")
    assert writer.copies() == []


def test_a_save_by_hand_after_the_line_is_back_leaves_no_copy(writer):
    writer.page.check("#keep_copy")
    writer.cut()
    writer.title.fill("Copied")
    writer.pause()
    writer.reads("copied")
    writer.title.fill("Newer than the copy")
    writer.cut(False)
    writer.save_by_hand()
    assert writer.stored()[0] == "Newer than the copy"
    assert writer.copies() == []
    expect(writer.page.locator("[data-offer]")).to_be_hidden()


def test_a_copy_may_be_thrown_away(writer):
    leave_with_a_copy(writer)
    writer.open().page.click("[data-throw]")
    expect(writer.offer).to_be_hidden()
    assert (writer.stored()[0], writer.copies()) == ("Begun", [])


def test_a_copy_never_writes_over_what_another_saved_since(writer, organisation):
    leave_with_a_copy(writer)
    other = make_user()
    join(other, organisation)
    version = writer.draft.draft()
    theirs = data_of(version)
    theirs["title"] = "Theirs"
    save_draft(writer.draft, by=other, data=theirs, counter=version.edit_count)
    writer.open().page.click("[data-bring]")
    assert writer.answered() == 409
    writer.reads("conflict")
    assert writer.stored()[0] == "Theirs"


def test_a_copy_is_never_shown_to_another_and_gone_with_their_first_page(
    writer, organisation
):
    leave_with_a_copy(writer)
    other = make_user()
    join(other, organisation)
    writer.page.goto("/en/account/login/")
    assert len(writer.copies()) == 1  # it waits for its owner to sign in again
    writer.sign_in(other)
    writer.open()
    expect(writer.offer).to_be_hidden()
    assert writer.copies() == []
    expect(writer.page.locator("#keep_copy")).not_to_be_checked()


def test_signing_out_removes_every_copy(writer, author):
    leave_with_a_copy(writer)
    writer.page.goto("/en/")
    assert len(writer.copies()) == 1
    with writer.page.expect_navigation():
        # The menu is a closed <details>, shown open: the driver takes it for hidden.
        sign_out = "form[action$='/account/logout/'] button"
        writer.page.locator(sign_out).dispatch_event("click")
    assert writer.copies() == []
    writer.sign_in(author)
    writer.open()
    expect(writer.offer).to_be_hidden()
    expect(writer.page.locator("#keep_copy")).to_be_checked()


def test_nothing_is_kept_of_who_did_not_ask_for_it(writer):
    writer.cut()
    writer.title.fill("Typed offline")
    writer.pause()
    writer.reads("down")
    assert writer.page.evaluate("localStorage.length") == 0


def test_a_copy_holds_texts_alone(writer):
    writer.page.check("#keep_copy")
    writer.page.fill("[name=links-0-url]", "https://example.org/")
    writer.cut()
    writer.pause()
    writer.reads("copied")
    (key,) = writer.copies()
    script = f"Object.keys(JSON.parse(localStorage['{key}']).texts)"
    names = writer.page.evaluate(script)
    assert set(names) == {"title", "summary", "results", "started_on", "ended_on"} | {
        f"{kind}-0-{cell}"
        for kind, cells in {
            "partners": ["name"],
            "quantities": ["what", "value", "unit", "reason"],
            "links": ["url", "label"],
        }.items()
        for cell in cells
    }
    writer.cut(False)
    writer.reads_saved()
    assert writer.copies() == []


def test_without_a_script_the_page_says_nothing_of_it(browser, live_server, writer):
    with browser.new_context(java_script_enabled=False) as context:
        context.add_cookies(writer.page.context.cookies())
        page = context.new_page()
        page.goto(f"{live_server.url}/en/my/activities/{writer.draft.code}/edit/")
        for part in ("line", "open", "sign-in", "choice", "offer"):
            expect(page.locator(f"[data-{part}]")).to_have_count(1)
            expect(page.locator(f"[data-{part}]")).to_be_hidden()
