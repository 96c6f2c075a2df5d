"""A review in two rounds: notes on fields and rows, a return, mended, only what changed
asked again, approved.

Told in both directions of writing, with JavaScript and without.
"""

import re

import pytest
from playwright.sync_api import expect

from reporting.models import ActivityNote, ReturnReason
from reporting.workflow import Action
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)
from tests.journeys.people import ARABIC, ENGLISH, Desk, Partner, words_to_choose_from

GUIDANCE = {"en": "Name the cities.", "ar": "اذكروا المدن."}


@pytest.fixture
def activity(live_server, words):
    """Submitted, with two rows of numbers."""
    words_to_choose_from()
    desk = make_user(name="Dina", language=words.language)
    partner = make_user(name="Paul", language=words.language)
    ReturnReason.objects.create(
        code="PLACE",
        label_en="Place unclear",
        label_ar="المكان غير واضح",
        guidance_en=GUIDANCE["en"],
        guidance_ar=GUIDANCE["ar"],
    )
    activity = make_draft(
        author=partner,
        organisation=make_organisation(editor=partner),
        programme=make_programme(desk=desk, code="SPP", slug="procurement"),
        title=words.title,
        language=words.language,
    )
    for order, what in enumerate((words.title, words.search)):
        activity.draft().quantities.create(
            order=order, what=what, status="value", value=3, unit="…"
        )
    activity.take(Action.SUBMIT, by=partner)
    return activity


@pytest.fixture
def two(new_context, activity, words, scripts):
    """The desk and the partner, each signed in at a browser of their own."""
    people = []
    users = (activity.reviewers().get(), activity.authors().get())
    for who, user in zip((Desk, Partner), users, strict=True):
        context = new_context(java_script_enabled=scripts)
        person = who(context.new_page(), words.language)
        person.page.on("pageerror", _broken)
        person.sign_in(user)
        people.append(person)
    return people


def _broken(error):
    raise AssertionError(f"A script failed: {error}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_a_review_in_two_rounds(two, activity, words):
    desk, partner = two
    everything_is_asked(desk)
    noted(desk, activity, "title", comment=words.comment, reason="PLACE")
    noted(desk, activity, "quantities-1", comment=words.day)
    returned_by_notes_alone(desk, activity)
    read_beside_the_fields(partner, activity, words)
    mended(partner, activity, words)
    only_what_changed_is_asked(desk, activity, words)
    settled(desk, activity)
    approved_over_what_is_open(desk, partner, activity)


def everything_is_asked(desk):
    desk.open_first_waiting()
    fields = desk.page.locator("section[aria-labelledby=fields]")
    expect(fields.locator(".compared")).to_have_count(0)
    expect(desk.page.locator("main .document")).to_be_visible()
    fields.locator("summary").click()
    title = desk.page.locator("h1").inner_text()
    expect(desk.page.locator("#notes-title")).to_contain_text(title)


def noted(desk, activity, field, *, comment, reason=""):
    """Written on a page of its own; back beside the field, which is laid open now."""
    desk.at(f"/review/{activity.code}/")
    desk.page.locator("section[aria-labelledby=fields] details > summary").click()
    desk.press(f'#notes-{field} a[href$="?field={field}"]')
    expect(desk.page.locator("#id_field")).to_have_value(field)
    if reason:
        key = str(ReturnReason.objects.get(code=reason).pk)
        desk.page.select_option("#id_reason", key)
    desk.page.fill("#id_comment", comment)
    desk.press("main form .button-main")
    assert desk.page.url.endswith(f"#notes-{field}")
    expect(desk.page.locator(f"#notes-{field}")).to_be_in_viewport()
    expect(desk.page.locator(f"#notes-{field}")).to_contain_text(comment)


def returned_by_notes_alone(desk, activity):
    desk.decide("return")
    activity.refresh_from_db()
    assert activity.state == "returned"
    assert ActivityNote.objects.sent().count() == 2


def read_beside_the_fields(partner, activity, words):
    partner.at(f"/my/activities/{activity.code}/edit/")
    title = partner.page.locator("[name=title]")
    expect(partner.page.locator("#id_title_notes")).to_contain_text(words.comment)
    expect(partner.page.locator("#id_title_notes")).to_contain_text(
        GUIDANCE[words.language]
    )
    expect(title).to_have_attribute("aria-describedby", re.compile(r"id_title_notes"))
    row = partner.page.locator('[aria-describedby="quantities-1_notes"]')
    expect(row.locator("[name=quantities-1-what]")).to_have_value(words.search)
    expect(partner.page.locator("#quantities-1_notes")).to_contain_text(words.day)
    partner.page.locator('[aria-labelledby=noted] a[href="#id_title"]').click()
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport()


def mended(partner, activity, words):
    """One of two notes is seen to: asked whether that is meant, they submit again."""
    partner.page.fill("[name=title]", words.later_title)
    partner.submit()
    asked = partner.page.locator(".notice:has([name=untouched]) li")
    expect(asked).to_have_count(1)
    activity.refresh_from_db()
    assert activity.state == "returned"
    partner.submit()
    activity.refresh_from_db()
    assert activity.state == "submitted"


def only_what_changed_is_asked(desk, activity, words):
    desk.open_first_waiting()
    fields = desk.page.locator("section[aria-labelledby=fields]")
    asked = fields.locator("> dl > div")
    expect(asked).to_have_count(2)
    expect(asked.nth(0).locator(".compared ins")).not_to_have_count(0)
    expect(asked.nth(1)).to_contain_text(words.day)
    expect(desk.page.locator("#notes-summary")).to_be_hidden()
    expect(desk.page.locator("main .document")).to_be_hidden()
    desk.page.locator("details:has(.document) > summary").click()
    expect(desk.page.locator("main .document")).to_be_visible()
    expect(desk.page.locator("#history + .history > li")).to_have_count(3)


def settled(desk, activity):
    desk.press("#notes-title button[name=settle]")
    expect(desk.page.locator("#notes-title")).to_be_in_viewport()
    expect(desk.page.locator("#notes-title button[name=reopen]")).to_be_visible()
    resolved = ActivityNote.objects.exclude(resolved_at=None)
    assert [note.field for note in resolved] == ["title"]


def approved_over_what_is_open(desk, partner, activity):
    desk.decide("approve")
    activity.refresh_from_db()
    assert activity.state == "approved"
    partner.at(f"/my/activities/{activity.code}/")
    notes = partner.page.locator("section[aria-labelledby=notes] dl > div")
    expect(notes).to_have_count(2)
    flags = partner.page.locator(".history .state")
    expect(flags).to_have_count(2)
    expect(flags.nth(0)).to_have_class("state state-approved")
    expect(flags.nth(1)).to_have_class("state state-returned")
