"""An activity travels from a partner's first words to a visitor's screen and back.

Told in both directions of writing, with JavaScript and without, and once by keyboard.
"""

import re

import pytest
from playwright.sync_api import expect

from oneplanet.outbox import OutgoingMail
from reporting.models import Activity, SubmissionReceipt
from tests.factories import (
    PASSWORD,
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)
from tests.journeys.people import (
    ARABIC,
    ENGLISH,
    STARTED,
    Desk,
    Partner,
    Visitor,
    enter,
    tab_to,
    words_to_choose_from,
)

RESULTS = b"city,people\nLima,1200\n"


@pytest.fixture
def network(live_server):
    """A programme with a desk, and an organisation with somebody who writes."""
    words_to_choose_from()
    desk, partner = make_user(name="Dina"), make_user(name="Paul")
    programme = make_programme(desk=desk, code="SPP", slug="procurement")
    make_organisation(code="ours", editor=partner)
    return {"programme": programme, "desk": desk, "partner": partner}


@pytest.fixture
def three(new_context, network, words, scripts):
    """Three people, each at a browser of their own; the first two signed in."""
    people = []
    for who in (Partner, Desk, Visitor):
        context = new_context(java_script_enabled=scripts)
        people.append(who(context.new_page(), words.language))
        people[-1].page.on("pageerror", _broken)
    for user in (network["partner"], network["desk"]):
        user.language = words.language
        user.save()
    people[0].sign_in(network["partner"])
    people[1].sign_in(network["desk"])
    return people


def _broken(error):
    raise AssertionError(f"A script failed: {error}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_an_activity_travels(three, network, words):
    partner, desk, visitor = three
    activity = drafted(partner, network, words)
    unfinished(partner, words)
    finished(partner, activity, words)
    secret_until_approved(visitor, activity)
    returned(desk, partner, activity, words)
    approved(desk, activity)
    found_and_read(visitor, activity, words)
    revised(partner, desk, visitor, activity, words)
    assert told(activity) == [
        ("desk", "submit"),
        ("partner", "return"),
        ("desk", "submit"),
        ("partner", "approve"),
        ("desk", "submit"),
        ("partner", "approve"),
    ]


def drafted(partner, network, words) -> Activity:
    """Begun, and saved with most of it missing."""
    partner.begin(network["programme"], words.title)
    activity = Activity.objects.get()
    assert partner.is_at(f"/my/activities/{activity.code}/edit/")
    assert activity.draft().language == words.language
    partner.page.fill("[name=summary]", words.summary)
    partner.save()
    assert partner.is_at(f"/my/activities/{activity.code}/edit/")
    expect(partner.page.locator(".messages[role=status]")).to_be_visible()
    expect(partner.page.locator("[name=summary]")).to_have_value(words.summary)
    return activity


def unfinished(partner, words):
    """Submitting too early lists what is missing; each line leads to its field."""
    partner.submit()
    lines = partner.page.locator("#errors a")
    fields = [line.get_attribute("href") for line in lines.all()]
    assert [re.sub(r"_\d+$", "", field) for field in fields] == [
        "#id_type",
        "#id_started_on",
        "#id_scope",
        "#id_sectors",
    ]
    for line, field in zip(lines.all(), fields, strict=True):
        line.click()
        control = partner.page.locator(field)
        expect(control).to_be_in_viewport()
        expect(control).to_be_focused()
        group = partner.page.locator(".field.has-errors").filter(has=control)
        expect(group.locator(".errors")).to_be_in_viewport()
        expect(group.locator("> label, > legend").first).to_be_in_viewport()
    partner.save()  # from a field the address still names
    expect(partner.page.locator(".messages[role=status]")).to_be_in_viewport()
    partner.submit()
    partner.page.locator("#errors a").last.click()
    partner.submit()
    expect(partner.page.locator("#errors")).to_be_focused()
    expect(partner.page.locator("#errors")).to_be_in_viewport()
    expect(partner.page.locator("[name=summary]")).to_have_value(words.summary)


def finished(partner, activity, words):
    partner.fill_in(words)
    partner.attach("results.csv", RESULTS)
    partner.submit()
    assert partner.is_at(f"/my/activities/{activity.code}/")
    activity.refresh_from_db()
    assert activity.state == "submitted"
    sealed = activity.latest_sealed()
    assert sealed.started_on == STARTED
    assert [term.code for term in sealed.sectors.all()] == ["SEC_3"]
    assert [(row.value, row.unit) for row in sealed.quantities.all()] == [
        (3255, "people")
    ]


def secret_until_approved(visitor, activity):
    file = activity.latest_sealed().files.get()
    assert visitor.answer(f"/activities/{activity.code}/") == 404
    assert visitor.answer(f"/files/{file.pk}/{file.name}") == 404
    visitor.at("/activities/")
    assert visitor.found() == []


def returned(desk, partner, activity, words):
    """The desk asks for more; the partner reads it, mends the text, sends it again."""
    desk.open_first_waiting()
    assert desk.is_at(f"/review/{activity.code}/")
    desk.reads(words.title)
    desk.decide("return")
    assert Activity.objects.get().state == "submitted"
    desk.reads(words.title)  # what is decided on stands there still
    expect(desk.page.locator("#errors")).to_be_focused()
    desk.page.locator("#errors a").click()
    expect(desk.page.locator("#id_comment")).to_be_focused()
    expect(desk.page.locator("#id_comment_error")).to_be_in_viewport()
    desk.decide("return", words.comment)
    assert Activity.objects.get().state == "returned"

    partner.at("/my/activities/")
    partner.reads(words.comment)
    partner.press("main .record a")
    partner.press("main .button-main")
    assert partner.is_at(f"/my/activities/{activity.code}/edit/")
    partner.reads(words.comment)
    partner.page.fill("[name=summary]", f"{words.summary} Lima.")
    partner.submit()
    assert Activity.objects.get().state == "submitted"


def approved(desk, activity):
    desk.open_first_waiting()
    desk.reads("Lima.")
    desk.decide("approve")
    assert Activity.objects.get().state == "approved"
    desk.at("/review/")
    expect(desk.page.locator("main .record")).to_have_count(0)


def found_and_read(visitor, activity, words):
    visitor.search(words.search)
    assert visitor.found() == [words.title]
    visitor.press(".records .record a")
    assert visitor.is_at(f"/activities/{activity.code}/")
    direction = "rtl" if words is ARABIC else "ltr"
    expect(visitor.page.locator("html")).to_have_attribute("dir", direction)
    visitor.reads(words.title)
    visitor.reads("Lima.")
    visitor.reads(words.number)
    assert visitor.download() == ("results.csv", RESULTS)
    visitor.search("nothing of the kind")
    assert visitor.found() == []


def revised(partner, desk, visitor, activity, words):
    """Until the second approval the public reads the first version."""
    partner.at(f"/my/activities/{activity.code}/")
    partner.press('.decision button[formaction$="/steps/revise/"]')
    assert partner.is_at(f"/my/activities/{activity.code}/edit/")
    partner.page.fill("[name=title]", words.later_title)
    partner.submit()
    visitor.at("/activities/")
    assert visitor.found() == [words.title]
    visitor.at(f"/activities/{activity.code}/")
    visitor.does_not_read(words.later_title)

    desk.open_first_waiting()
    desk.reads(words.later_title)
    desk.decide("approve")
    visitor.at("/activities/")
    assert visitor.found() == [words.later_title]
    visitor.press(".records .record a")
    visitor.reads(words.later_title)
    assert visitor.download() == ("results.csv", RESULTS)


def told(activity):
    """(who, of which step) for each mail of its history, in order."""
    mails = OutgoingMail.objects.filter(key__startswith="step-")
    mails = mails.order_by("pk").values_list("key", "to")
    step = {f"step-{entry.pk}": entry.action for entry in activity.history.all()}
    desk = activity.reviewers().get().email
    return [
        ("desk" if to == desk else "partner", step[key.rpartition("-")[0]])
        for key, to in mails
    ]


# --- By keyboard ---------------------------------------------------------------------


@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_signing_in_saving_and_submitting_need_no_mouse(page, network, words):
    activity = make_draft(
        author=network["partner"],
        organisation=network["partner"].memberships.get().organisation,
        programme=network["programme"],
        title=words.title,
    )
    page.goto("/en/account/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the navigation, by the first link
    expect(page.locator("main")).to_be_focused()
    tab_to(page, "[name=login]")
    page.keyboard.type(network["partner"].email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    enter(page)

    tab_to(page, ".record-title a")
    enter(page)
    tab_to(page, 'a[href$="/edit/"]')
    enter(page)
    edit = page.url
    tab_to(page, "[name=title]")
    page.keyboard.press("End")
    page.keyboard.type(" and towns")
    enter(page)  # saves, and stays where it is
    assert page.url == edit
    expect(page.locator(".messages")).to_be_focused()
    assert activity.draft().title == f"{words.title} and towns"

    tab_to(page, "[name=scope]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "details:has([name=sectors]) > summary")
    page.keyboard.press("Enter")
    tab_to(page, "[name=sectors][value=SEC_5]")
    page.keyboard.press("Space")
    tab_to(page, ".buttons-bar button:not([name])")
    enter(page)
    sectors = activity.draft().sectors.values_list("code", flat=True)
    assert set(sectors) == {"SEC_FOOD", "SEC_5"}
    tab_to(page, ".buttons [name=submit]")
    enter(page)
    # The place is missing now: the summary of problems has the focus.
    expect(page.locator("#errors")).to_be_focused()
    tab_to(page, "#errors a")
    page.keyboard.press("Enter")
    expect(page.locator("[name=countries]").first).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, ".buttons [name=submit]")
    enter(page)
    assert Activity.objects.get().state == "submitted"
    expect(page.locator(".messages")).to_be_focused()
    record = page.url
    tab_to(page, ".messages a")
    enter(page)
    expect(page.locator("main")).to_contain_text(SubmissionReceipt.objects.get().code)
    page.goto(record)
    tab_to(page, ".decision button[formaction*='/recall/']")
    enter(page)
    expect(page.locator(".messages")).to_be_focused()
    assert Activity.objects.get().state == "draft"
