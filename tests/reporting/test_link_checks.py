"""When an address is asked, when it is believed dead, and when it is not."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from oneplanet.links import asking
from oneplanet.links.asking import Answer, Found
from reporting import link_checks
from reporting.models import LinkCheck
from tests.factories import make_secretariat
from tests.oneplanet.links.sites import sites

pytestmark = pytest.mark.django_db
State = LinkCheck.State
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_once(monkeypatch, settings):
    monkeypatch.setattr(asking, "HOP_PAUSE", 0)
    settings.CHECK_LINKS = True
    cache.clear()


@pytest.fixture
def world(monkeypatch):
    """Answers by address; who asks for one it does not know finds nobody."""
    answers, asked = {}, []

    def ask(address, network):
        asked.append(address)
        return answers.get(address, Answer(Found.UNREACHABLE, "no such name"))

    monkeypatch.setattr(link_checks, "ask", ask)
    answers["asked"] = asked
    return answers


def make_check(address="http://a.example/x", **given):
    host = address.split("/")[2].split(":")[0]
    return LinkCheck.objects.create(address=address, host=host, **given)


def meet(check, world, found, *, times=1, said=""):
    world[check.address] = Answer(found, said)
    for _time in range(times):
        later(check)
        assert link_checks.check_next() == check
    check.refresh_from_db()
    return check


def later(check):
    """Its time has come, and its site has rested."""
    now = timezone.now()
    LinkCheck.objects.filter(pk=check.pk).update(due_at=now, checked_at=now - HOUR)


def test_an_address_is_asked_over_the_net_and_kept():
    with sites(page=(404, {}, b"")) as web:
        check = make_check(web.url("/page"))
        assert link_checks.check_next(web.network()) == check
    check.refresh_from_db()
    assert (check.state, check.said, check.failures) == (State.GONE, "HTTP 404", 1)


@pytest.mark.parametrize(("found", "times"), [(Found.GONE, 2), (Found.UNREACHABLE, 3)])
def test_a_failure_is_believed_once_it_is_met_again(world, found, times):
    check = make_check()
    first = meet(check, world, found).failing_since
    meet(check, world, found, times=times - 2)
    assert (check.is_dead, list(LinkCheck.objects.dead())) == (False, [])
    meet(check, world, found)
    assert (check.is_dead, list(LinkCheck.objects.dead())) == (True, [check])
    assert (check.failing_since, check.failures) == (first, times)


@pytest.mark.parametrize("found", [Found.REFUSED, Found.NOT_ALLOWED])
def test_a_site_that_turns_programs_away_is_never_dead(world, found):
    check = meet(make_check(), world, found, times=9, said="HTTP 403")
    assert (check.state, check.is_dead, check.failures) == (found.value, False, 0)


def test_one_answer_makes_a_dead_link_live(world):
    check = meet(make_check(), world, Found.GONE, times=2)
    meet(check, world, Found.FINE)
    assert (check.state, check.failures, check.failing_since) == (State.FINE, 0, None)
    assert check.seen_at == check.since == check.checked_at
    assert not LinkCheck.objects.dead().exists()


def test_when_it_is_asked_again(world):
    check = make_check()
    after = []
    for found in (Found.FINE, Found.GONE, Found.GONE, Found.NOT_ALLOWED):
        meet(check, world, found)
        after.append(round((check.due_at - check.checked_at) / DAY))
    assert after == [14, 1, 7, 30]


def test_where_it_moved_is_kept_until_it_is_elsewhere(world):
    check = make_check()
    world[check.address] = Answer(Found.MOVED, "HTTP 200", "https://a.example/new")
    link_checks.check_next()
    check.refresh_from_db()
    assert (check.state, check.moved_to) == (State.MOVED, "https://a.example/new")
    assert meet(check, world, Found.FINE).moved_to == ""


def test_a_site_rests_between_two_questions(world):
    first, second, other = (
        make_check("http://a.example/1"),
        make_check("http://a.example/2"),
        make_check("http://b.example/1"),
    )
    got = [link_checks.check_next() for _time in range(3)]
    assert got == [first, other, None]
    LinkCheck.objects.update(checked_at=timezone.now() - link_checks.HOST_RESTS)
    assert link_checks.check_next() == second


def test_no_link_dies_of_our_own_line(world):
    """Nobody answers, whoever is asked: the portal is cut off."""
    checks = [make_check(f"http://{name}.example/") for name in "abc"]
    for _day in range(4):
        for check in checks:
            later(check)
        while link_checks.check_next():
            pass
    kept = LinkCheck.objects.order_by("pk").values_list("failures", "state")
    assert list(kept) == [(0, "waiting")] * 3
    assert list(LinkCheck.objects.dead()) == []
    meet(checks[0], world, Found.FINE)
    meet(checks[1], world, Found.UNREACHABLE, times=3)
    assert checks[1].is_dead


def test_staff_have_one_asked_at_once(world):
    _early, late = make_check("http://a.example/"), make_check("http://b.example/")
    LinkCheck.objects.update(due_at=timezone.now() + DAY)
    assert link_checks.check_next() is None
    by = make_secretariat()
    late.check_anew(by=by)
    assert (late.asked_by, late.asked_at) == (by, late.due_at)
    assert [link_checks.check_next(), link_checks.check_next()] == [late, None]
    assert world["asked"] == [late.address]


def test_an_address_a_worker_died_at_is_asked_again(world, monkeypatch):
    check = make_check()
    assert link_checks._claim() == check
    assert link_checks.check_next() is None
    LinkCheck.objects.update(
        due_at=timezone.now(), checked_at=timezone.now() - link_checks.LEASE
    )
    assert link_checks.check_next() == check


def test_what_was_forgotten_meanwhile_stays_forgotten(world):
    check = make_check()
    link_checks._claim()
    LinkCheck.objects.all().delete()
    link_checks._keep(check, Answer(Found.FINE))
    assert not LinkCheck.objects.exists()


def test_nobody_is_asked_where_that_is_off(world, settings):
    settings.CHECK_LINKS = False
    make_check()
    assert link_checks.check_some(limit=9, seconds=9) == 0
    assert world["asked"] == []
    with pytest.raises(CommandError, match="CHECK_LINKS is off"):
        call_command("check_links")


def test_a_run_asks_no_more_than_it_may(world):
    for name in "abcd":
        make_check(f"http://{name}.example/")
    assert link_checks.check_some(limit=3, seconds=9) == 3
    assert link_checks.check_some(limit=3, seconds=0) == 0
    assert link_checks.check_some(limit=3, seconds=9) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_ask_one_site_at_a_time(world):
    for number in range(6):
        make_check(f"http://a.example/{number}")

    def work():
        link_checks.check_next()
        connection.close()

    workers = [Thread(target=work) for _n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(world["asked"]) == 1
