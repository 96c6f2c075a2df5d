"""A partner writes while the line comes and goes; what was typed is kept."""

import random
import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from reporting.drafts import save_draft
from reporting.posted import data_of
from tests.factories import (
    join,
    make_contribution,
    make_initiative_draft,
    make_organisation,
    make_user,
)
from tests.journeys.writer import AUTOSAVE, in_words, lose_the_answer

each_language = pytest.mark.parametrize("language", ["en", "ar"])


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
    head = writer.page.locator("[data-saved] time")
    saved_at = writer.draft.draft().saved_at.isoformat()
    expect(head).to_have_attribute("datetime", saved_at)
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


@each_language
def test_how_an_ambiguous_number_was_read_is_said_beside_it(writer, language):
    writer.open(language=language)
    number = writer.page.locator("[name=quantities-0-value]")
    beside = writer.page.locator("[data-remark=quantities-0-value]")
    number.fill("1,234")
    writer.saves()
    expect(beside).to_contain_text("1234")
    assert beside.get_attribute("id") in number.get_attribute("aria-describedby")
    number.fill("1234")
    writer.saves()
    expect(beside).to_be_empty()


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


def test_organisations_like_a_name_are_offered_while_one_types(
    writer, author, organisation
):
    make_organisation(code="fao", name="Food and Agriculture")
    initiative = make_initiative_draft(author=author, organisation=organisation)
    page = writer.page
    page.goto(f"/en/my/initiatives/{initiative.code}/edit/")
    writer.line = page.locator("[data-line]")
    page.locator("[name=owners]").first.fill("agriculture")
    page.locator("[name=title]").fill("Elsewhere by now")
    writer.saves()
    offered = page.get_by_label("Food and Agriculture")
    expect(offered).to_be_visible()
    offered.check()
    writer.saves()
    assert [body.code for body in initiative.draft().owners.all()] == ["fao"]
    expect(offered).to_be_checked()


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
