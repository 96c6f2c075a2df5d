"""The desk shares out its reviews, nobody answers for a fortnight, and several are
approved at once, one of them refused. In English and Arabic; the second person works
without JavaScript. Everything is known by addresses and names, never by words.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from oneplanet.models import OutgoingMail
from reporting.models import ReviewAssignment, ReviewEscalation
from reporting.workflow import Action, State
from tests.journeys.people import enter, tab_to
from tests.reporting.desks import key_of, make_bench
from tests.served import session_of


@pytest.fixture
def bench(transactional_db):
    return make_bench()


def opened(browser, live_server, user, language, path, **kwargs):
    context = browser.new_context(base_url=live_server.url, **kwargs)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
    context.add_cookies([cookie | {"url": live_server.url}])
    page = context.new_page()
    page.goto(f"/{language}{path}")
    return page


def press(page, selector):
    with page.expect_navigation():
        page.locator(selector).click()


def tick(page, *reported):
    for row in reported:
        page.locator(f'[name=of][value="{key_of(row)}"]').check()


def codes(page):
    """Of the records a list shows, in its order."""
    links = page.locator(".records .record-title a").all()
    return [link.get_attribute("href").strip("/").rsplit("/", 1)[1] for link in links]


ASSIGN, APPROVE = 'button[formaction$="/review/assign/"]', ".buttons-bar .button-main"
PLAIN = {"java_script_enabled": False, "viewport": {"width": 360, "height": 800}}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_several_are_approved_and_one_is_refused(browser, live_server, bench, language):
    rows = [bench.waits(f"Report {n}", days_ago=9 - n) for n in range(3)]
    rows.append(bench.initiative_waits("An initiative", days_ago=1))
    left = bench.waits("Left alone")
    page = opened(browser, live_server, bench.ada, language, "/review/", **PLAIN)
    assert codes(page) == [row.code for row in (*rows, left)]

    tick(page, *rows)
    press(page, APPROVE)
    assert codes(page) == [row.code for row in rows], "asked first"
    expect(page.locator("[name=of]")).to_have_count(4)
    rows[1].take(Action.RETURN, by=bench.bo, comment="Say more.")  # meanwhile
    press(page, "main form .button-main")

    assert "/review/approvals/" in page.url
    outcomes = page.locator("tbody td")
    expect(outcomes).to_have_count(4)
    reasons = [len(text.splitlines()) for text in outcomes.all_inner_texts()]
    assert reasons == [1, 2, 1, 1], "one says why"
    found = [type(row).objects.get(pk=row.pk).state for row in (*rows, left)]
    good = State.APPROVED
    assert found == [good, State.RETURNED, good, good, State.SUBMITTED]
    page.reload()  # a look does nothing
    assert [row.history.count() for row in rows] == [2] * 4
    press(page, 'main .buttons a[href$="/review/"]')
    assert codes(page) == [left.code]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_assigned_and_escalated_across_a_fortnight(
    browser, live_server, bench, language
):
    first, second = bench.waits("First"), bench.waits("Second")
    page = opened(browser, live_server, bench.ada, language, "/review/")

    # By keyboard: tick the one, hand it to a colleague.
    tab_to(page, f'[name=of][value="{key_of(first)}"]')
    page.keyboard.press("Space")
    tab_to(page, f"{ASSIGN}:not([name])")
    enter(page)
    page.locator(f'[name=to][value="{bench.bo.pk}"]').check()
    press(page, "main form .button-main")
    held = ReviewAssignment.objects.open().get()
    assert (held.activity, held.reviewer, held.by) == (first, bench.bo, bench.ada)
    page.goto(f"/{language}/review/?reviewer=nobody")
    assert codes(page) == [second.code]

    # The other finds it in hand, takes one more, and gives it back.
    theirs = opened(
        browser, live_server, bench.bo, language, "/review/?reviewer=me", **PLAIN
    )
    assert codes(theirs) == [first.code]
    theirs.goto(f"/{language}/review/")
    tick(theirs, second)
    press(theirs, f"{ASSIGN}[name=to][value=me]")
    expect(theirs.locator("table tbody .num")).to_have_text(
        "٢" if language == "ar" else "2"
    )
    theirs.goto(f"/{language}/review/{second.code}/")
    press(theirs, "button[name=to][value=nobody]")
    assert theirs.url.endswith(f"/{language}/review/{second.code}/")
    assert ReviewAssignment.objects.open().get() == held

    # Nobody answers.
    with after(days=8):
        assert told() == {bench.lea.email}
        theirs = opened(
            browser, live_server, bench.bo, language, "/review/?age=fortnight"
        )
        assert codes(theirs) == [first.code, second.code]
        expect(theirs.locator(".age strong")).to_have_count(2)
        hand_over(browser, live_server, bench, language, second)
    with after(days=15):
        assert told() == {bench.lea.email, bench.sam.email}
        assert ReviewEscalation.objects.count() == 4
        follow(browser, live_server, bench, language, first, second)


def hand_over(browser, live_server, bench, language, second):
    """The lead was told: goes from what is due to the queue and names a reviewer."""
    lead = opened(browser, live_server, bench.lea, language, "/my/due/", **PLAIN)
    press(lead, '.record-title a[href$="/review/#brought"]')
    tick(lead, second)
    press(lead, "#brought ~ form button")
    expect(lead.locator("[name=to]")).to_have_count(2)
    lead.locator(f'[name=to][value="{bench.ada.pk}"]').check()
    press(lead, "main form .button-main")
    held = second.assignments.open().get()
    assert (held.reviewer, held.by) == (bench.ada, bench.lea)


def follow(browser, live_server, bench, language, first, second):
    """The secretariat follows it to the page, where it hands over, and decides not."""
    path = "/review/?show=all&age=older"
    above = opened(browser, live_server, bench.sam, language, path)
    assert codes(above) == [first.code, second.code]
    above.goto(f"/{language}/review/{first.code}/")
    expect(above.locator("main")).to_contain_text("Bo")
    expect(above.locator("button[name=to]")).to_have_count(0)
    expect(above.locator('form[action$="/review/assign/"] button')).to_have_count(1)
    expect(above.locator(".decision")).to_have_count(0)


@contextmanager
def after(*, days):
    """So many days from now; what falls due by then is done, twice."""
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        call_command("run_due", verbosity=0)
        call_command("run_due", verbosity=0)
        yield


def told():
    return set(
        OutgoingMail.objects.filter(key__startswith="unanswered-").values_list(
            "to", flat=True
        )
    )


def test_arrow_keys_lead_from_one_to_the_next(browser, live_server, bench):
    first, _second, third = (bench.waits(f"N {n}", days_ago=9 - n) for n in range(3))
    page = opened(browser, live_server, bench.ada, "en", "/review/")
    expect(page.locator(".by-script")).to_be_visible()

    titles, boxes = page.locator(".record-title a"), page.locator("[name=of]")
    page.keyboard.press("ArrowUp")
    expect(page.locator(":focus")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(titles.first).to_be_focused()
    page.locator("select").first.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("select").first).to_be_focused()
    titles.first.focus()
    for key, at in (("ArrowDown", 1), ("End", 2), ("ArrowDown", 2), ("ArrowUp", 1)):
        page.keyboard.press(key)
        expect(titles.nth(at)).to_be_focused()
    boxes.first.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space"):
        page.keyboard.press(key)
    ticked = page.locator("[name=of]:checked").all()
    assert [box.get_attribute("value") for box in ticked] == [
        key_of(first),
        key_of(third),
    ]

    plain = opened(browser, live_server, bench.bo, "en", "/review/", **PLAIN)
    expect(plain.locator(".by-script")).to_be_hidden()
