"""A partner writes what another has told already, and says what it is to theirs."""

from datetime import date

import pytest
from playwright.sync_api import expect

from reporting.models import Activity, TwinAnswer
from reporting.workflow import Action, State
from tests.factories import (
    make_country,
    make_draft,
    make_programme,
    make_user,
)
from tests.journeys.people import Person
from tests.journeys.writer import Writer

each_language = pytest.mark.parametrize("language", ["en", "ar"])
TITLE = "Cooks of school canteens learn to weigh food waste"
THEIRS = "Les cuisiniers des cantines scolaires apprennent à peser le gaspillage"
PERIOD = {"started_on": date(2021, 3, 14), "ended_on": date(2021, 3, 16)}


@pytest.fixture
def desk(transactional_db):
    return make_user(name="Desk")


@pytest.fixture
def theirs(desk):
    """What another partner has told in French, and the public reads."""
    author, programme = make_user(), make_programme(desk=desk, code="SFS", slug="food")
    activity = make_draft(
        author=author,
        programme=programme,
        language="fr",
        title=THEIRS,
        summary=THEIRS,
        countries=[make_country("KEN")],
        **PERIOD,
    )
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    return activity


@pytest.fixture
def mine(theirs, author, organisation):
    return make_draft(
        author=author,
        organisation=organisation,
        programme=theirs.programme,
        title="Begun",
        summary="S",
        countries=[make_country("KEN")],
        **PERIOD,
    )


def state_of(activity):
    return Activity.objects.get(pk=activity.pk).state


@each_language
def test_who_types_is_told_and_the_desk_reads_what_they_said(
    page, new_context, live_server, theirs, mine, author, desk, language
):
    page.clock.install()
    writer = Writer(page, live_server, mine, author).open(language=language)
    found = page.locator("[data-twins] li")
    expect(found).to_have_count(0)
    writer.title.fill(TITLE)
    writer.saves()
    expect(found).to_have_count(1)
    expect(found).to_contain_text(THEIRS)
    with page.expect_navigation():
        page.locator(".buttons-bar .button-main").click()
    expect(page.locator("[value=apart]")).to_have_count(1)
    page.check("[value=apart]")
    page.locator("main form .button-main").click()
    expect(page.locator("#errors")).to_be_visible()
    page.locator("[name$=-reason]").fill("Another town, another year")
    page.locator("main form .button-main").click()
    page.wait_for_url(f"**/my/activities/{mine.code}/")
    assert state_of(mine) == State.SUBMITTED

    reviewer = Person(new_context().new_page(), language)
    Writer(reviewer.page, live_server, mine, desk)  # signed in
    reviewer.at(f"/review/{mine.code}/")
    for text in (THEIRS, "Another town, another year", "Author"):
        reviewer.reads(text)


def test_without_scripts_a_button_leads_there(
    new_context, live_server, theirs, mine, author
):
    context = new_context(java_script_enabled=False)
    writer = Writer(context.new_page(), live_server, mine, author).open()
    writer.title.fill(TITLE)
    with writer.page.expect_navigation():
        writer.page.locator("button[name=twins]").click()
    writer.page.check("[value=desk]")
    writer.page.locator("[name$=-question]").fill("Is it the same town?")
    with writer.page.expect_navigation():
        writer.page.locator("main form .button-main").click()
    answer = TwinAnswer.objects.get()
    assert (answer.activity, answer.other, answer.choice) == (mine, theirs, "desk")
    assert state_of(mine) == State.DRAFT
