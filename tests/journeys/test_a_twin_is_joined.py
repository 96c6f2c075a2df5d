"""A partner finds their workshop told already, asks to stand there, and does."""

from datetime import date

import pytest

from reporting.models import Activity, Participation
from reporting.workflow import Action, State
from tests.factories import make_country, make_draft, make_programme, make_user
from tests.journeys.people import Person
from tests.journeys.writer import Writer

each_language = pytest.mark.parametrize("language", ["en", "ar"])
TITLE = "Cooks of school canteens learn to weigh food waste"
GIVEN = {"started_on": date(2021, 3, 14), "ended_on": date(2021, 3, 16)}


@pytest.fixture
def owner(transactional_db):
    return make_user(name="Owner")


@pytest.fixture
def theirs(owner):
    """What the owner has told, and the public reads."""
    desk = make_user(name="Desk")
    programme = make_programme(desk=desk, code="SFS", slug="food")
    activity = make_draft(
        author=owner,
        programme=programme,
        title=TITLE,
        summary=TITLE,
        countries=[make_country("KEN")],
        **GIVEN,
    )
    activity.take(Action.SUBMIT, by=owner)
    activity.take(Action.APPROVE, by=desk)
    return activity


@pytest.fixture
def mine(theirs, author, organisation):
    return make_draft(
        author=author,
        organisation=organisation,
        programme=theirs.programme,
        title=TITLE,
        summary="What we saw of it",
        countries=[make_country("KEN")],
        **GIVEN,
    )


def signed_in(context, live_server, activity, user, language):
    page = context.new_page()
    Writer(page, live_server, activity, user)
    return Person(page, language)


def ask_to_join(partner, mine):
    """Pressing "submit" leads to the question; the answer is to join."""
    partner.at(f"/my/activities/{mine.code}/")
    partner.press('button[formaction$="/steps/submit/"]')
    page = partner.page
    page.check("[value=join]")
    partner.press("main form .button-main")
    assert page.locator("#errors").is_visible()  # a role, and what becomes of the draft
    page.locator("select[name$=-role]").select_option("host")
    page.check("[name$=-draft][value=withdraw]")
    page.locator("[name$=-message]").fill("We lent the kitchens.")
    partner.press("main form .button-main")
    assert partner.is_at(f"/my/activities/{mine.code}/")


def answer(owner, theirs):
    """From their record to the question, and yes."""
    owner.at(f"/my/activities/{theirs.code}/")
    owner.press('main a[href*="/my/joint/"]')
    owner.reads("We lent the kitchens.")
    owner.press("[name=act][value=accept]")


@each_language
def test_a_twin_is_joined(
    new_context, live_server, theirs, mine, author, owner, language
):
    partner = signed_in(new_context(), live_server, mine, author, language)
    ask_to_join(partner, mine)
    assert Activity.objects.get(pk=mine.pk).state == State.DRAFT

    reader = signed_in(new_context(), live_server, theirs, owner, language)
    answer(reader, theirs)
    reader.at(f"/activities/{theirs.code}/")
    reader.reads(mine.organisation.name)

    assert Activity.objects.get(pk=mine.pk).state == State.WITHDRAWN
    partner.at(f"/my/activities/{mine.code}/")
    partner.reads("What we saw of it")
    partner.at("/my/activities/")
    partner.reads(theirs.code)
    partner.press('main a[href*="/my/joint/"]')
    partner.press("[name=act][value=end]")
    partner.at(f"/activities/{theirs.code}/")
    partner.does_not_read(mine.organisation.name)


def test_without_scripts_it_goes_the_same_way(
    new_context, live_server, theirs, mine, author, owner
):
    plain = {"java_script_enabled": False}
    partner = signed_in(new_context(**plain), live_server, mine, author, "en")
    ask_to_join(partner, mine)
    reader = signed_in(new_context(**plain), live_server, theirs, owner, "en")
    answer(reader, theirs)
    assert Participation.objects.get().is_joined
    assert Activity.objects.get(pk=mine.pk).state == State.WITHDRAWN
