"""A partner asks the desk about a likely twin; nothing is approved before it answers,
and they read the answer. With and without scripts."""

import pytest

from reporting.models import Activity
from reporting.workflow import State
from tests.factories import make_country, make_draft
from tests.journeys.test_a_twin_is_joined import signed_in
from tests.journeys.test_likely_twins import PERIOD, desk, theirs

__all__ = ["desk", "theirs"]
TITLE = "Cooks of school canteens learn to weigh food waste"


@pytest.fixture
def mine(theirs, author, organisation):
    return make_draft(
        author=author,
        organisation=organisation,
        programme=theirs.programme,
        title=TITLE,
        summary="What we saw of it",
        countries=[make_country("KEN")],
        **PERIOD,
    )


def state_of(activity):
    return Activity.objects.get(pk=activity.pk).state


def asks(partner, mine):
    partner.at(f"/my/activities/{mine.code}/")
    partner.press('button[formaction$="/steps/submit/"]')
    partner.page.check("[value=desk]")
    partner.press("main form .button-main")
    assert partner.page.locator("#errors").is_visible()  # it has no words yet
    partner.page.locator("[name$=-question]").fill("Is it the same school?")
    partner.press("main form .button-main")
    assert partner.is_at(f"/my/activities/{mine.code}/")
    partner.reads("Is it the same school?")


def cannot_approve(reviewer, mine):
    """Neither with others nor alone."""
    reviewer.at("/review/")
    reviewer.page.check(f"#tick-{mine.code}")
    reviewer.press(".buttons-bar .button-main")
    reviewer.press("main form .button-main")
    reviewer.at(f"/review/{mine.code}/")
    reviewer.press('button[formaction$="/steps/approve/"]')
    assert state_of(mine) == State.SUBMITTED


def answers(reviewer, mine):
    reviewer.at(f"/review/{mine.code}/")
    reviewer.reads("Is it the same school?")
    reviewer.press('a.button-main[href*="/twins/"]')
    reviewer.page.check("[value=apart]")
    reviewer.page.locator("[name=reason]").fill("Two schools of one street.")
    reviewer.press("main form .button-main")
    reviewer.reads("Two schools of one street.")
    reviewer.press('button[formaction$="/steps/approve/"]')
    assert state_of(mine) == State.APPROVED


@pytest.mark.parametrize(
    ("language", "scripts"), [("en", True), ("ar", True), ("en", False)]
)
def test_the_desk_is_asked_and_answers(
    new_context, live_server, mine, author, desk, language, scripts
):
    given = {} if scripts else {"java_script_enabled": False}
    partner = signed_in(new_context(**given), live_server, mine, author, language)
    asks(partner, mine)
    reviewer = signed_in(new_context(**given), live_server, mine, desk, language)
    cannot_approve(reviewer, mine)
    answers(reviewer, mine)
    partner.at(f"/my/activities/{mine.code}/")
    partner.reads("Two schools of one street.")
