"""A copy of one's texts in the browser while the line is down, for who asks for it."""

import pytest
from playwright.sync_api import expect

from reporting.drafts import save_draft
from reporting.posted import data_of
from tests.factories import (
    join,
    make_user,
)

each_language = pytest.mark.parametrize("language", ["en", "ar"])


def leave_with_a_copy(writer, field="title", text="Typed offline"):
    """Ask for copies, type while the line is down, close the page."""
    writer.page.check("#keep_copy")
    writer.cut()
    writer.page.fill(f"[name={field}]", text)
    writer.pause()
    writer.reads("copied")
    tab = writer.page
    # What a closing page sends goes out even where the driver has cut the line.
    tab.evaluate("void (window.fetch = () => Promise.reject(new TypeError()))")
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
