"""The desk finds that two records tell of one activity, makes them one, and two again.

Told in both directions of writing, with JavaScript and without.
"""

from datetime import date

import pytest

from reporting.models import ActivityMerge
from reporting.workflow import Action
from tests.factories import (
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)
from tests.journeys.people import (
    ARABIC,
    ENGLISH,
    Desk,
    Partner,
    Person,
    words_to_choose_from,
)

PERIOD = {"started_on": date(2021, 3, 14), "ended_on": date(2021, 3, 16)}


@pytest.fixture
def records(live_server, words):
    """Two partners told of one training: one record is public, one waits."""
    words_to_choose_from()
    desk = make_user(name="Dina", language=words.language)
    programme = make_programme(desk=desk, code="SPP", slug="procurement")
    made = []
    for name in ("One", "Two"):
        partner = make_user(name=name, language=words.language)
        activity = make_draft(
            author=partner,
            organisation=make_organisation(editor=partner, name=f"Office {name}"),
            programme=programme,
            title=words.title,
            summary=words.summary,
            language=words.language,
            countries=[make_country("KEN")],
            **PERIOD,
        )
        activity.take(Action.SUBMIT, by=partner)
        activity.take(Action.APPROVE, by=desk)
        made.append(activity)
    return made


@pytest.fixture
def people(new_context, records, words, scripts):
    """The desk and the partner whose record goes, each signed in; a visitor."""
    found = []
    for who, user in (
        (Desk, records[0].reviewers().get()),
        (Partner, records[1].authors().get()),
        (Person, None),
    ):
        context = new_context(java_script_enabled=scripts)
        person = who(context.new_page(), words.language)
        if user:
            person.sign_in(user)
        found.append(person)
    return found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("words", [ENGLISH, ARABIC], ids=["en", "ar"])
def test_two_records_are_made_one_and_two_again(people, records, words):
    desk, partner, visitor = people
    kept, gone = records
    leads_from_the_twins_to_both(desk, gone, kept)
    asked_why(desk)
    merged(desk, gone, kept, words)
    told_of_it(partner, gone, kept, words)
    the_old_address_leads_on(visitor, gone, kept)
    undone(desk, gone, kept, words)
    public_again(visitor, partner, gone)


def leads_from_the_twins_to_both(desk, gone, kept):
    """The older stays, unless the desk says otherwise; and may change its mind."""
    desk.at(f"/review/{gone.code}/")
    desk.press(f'[aria-labelledby=twins] a[href$="/merge/?with={kept.code}"]')
    rows = desk.page.locator("table tbody tr").first
    assert rows.locator("td").nth(0).inner_text().startswith(kept.code)
    assert rows.locator("td").nth(1).inner_text().startswith(gone.code)
    desk.press(f'a[href$="stays={gone.code}"]')
    assert rows.locator("td").nth(0).inner_text().startswith(gone.code)
    desk.press(f'a[href$="stays={kept.code}"]')
    assert rows.locator("td").nth(0).inner_text().startswith(kept.code)


def asked_why(desk):
    desk.press("main form.form .button-main")
    assert desk.page.locator("#errors").is_visible()
    assert not ActivityMerge.objects.exists()


def merged(desk, gone, kept, words):
    desk.page.check("[name=role][value=technical]")
    desk.page.fill("[name=reason]", words.comment)
    desk.press("main form.form .button-main")
    assert desk.is_at(f"/review/{kept.code}/")
    there = desk.page.locator("[aria-labelledby=merged-here]")
    assert gone.code in there.inner_text()
    assert words.comment in there.inner_text()


def told_of_it(partner, gone, kept, words):
    partner.at("/inbox/")
    partner.reads(words.title)
    partner.at("/my/activities/")
    partner.reads(kept.code)
    partner.at(f"/my/activities/{gone.code}/")
    partner.reads(kept.code)
    partner.reads(words.comment)
    assert partner.page.locator("[aria-labelledby=object] a").is_visible()


def the_old_address_leads_on(visitor, gone, kept):
    visitor.at(f"/activities/{gone.code}/")
    assert visitor.is_at(f"/activities/{kept.code}/")
    there = visitor.page.locator("[aria-labelledby=united]")
    assert gone.code in there.inner_text()
    assert "Office Two" in there.inner_text()
    visitor.at("/activities/")
    visitor.does_not_read("Office Two")


def undone(desk, gone, kept, words):
    desk.at(f"/review/{gone.code}/")
    desk.press('main a[href$="/merge/undo/"]')
    desk.page.fill("[name=reason]", words.later_title)
    desk.press("main form.form .button-main")
    assert desk.is_at(f"/review/{gone.code}/")
    desk.reads(words.later_title)
    assert desk.page.locator('main a[href$="/merge/undo/"]').count() == 0
    desk.at(f"/review/{kept.code}/")
    assert desk.page.locator("[aria-labelledby=merged-here]").count() == 0


def public_again(visitor, partner, gone):
    visitor.at(f"/activities/{gone.code}/")
    assert visitor.is_at(f"/activities/{gone.code}/")
    assert visitor.page.locator("[aria-labelledby=united]").count() == 0
    visitor.at("/activities/")
    visitor.reads("Office Two")
    partner.at(f"/my/activities/{gone.code}/")
    assert partner.page.locator("[aria-labelledby=object]").count() == 0
