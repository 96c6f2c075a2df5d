"""One mail a day or a week of what was held back: when, of what time, and once."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from oneplanet import outbox
from oneplanet.bounces import StoppedAddress
from oneplanet.digests import over_before, send_digests
from oneplanet.inbox import InboxMessage, choose_ways
from oneplanet.message_kinds import Way
from oneplanet.models import OutgoingMail
from oneplanet.text import zones
from oneplanet.text.weekdays import weekday_range
from tests.factories import make_user
from tests.reporting.at_once import all_at_once

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)  # of Tuesday
NEXT_MONDAY = datetime(2026, 11, 30, 7, 0, tzinfo=UTC)


def make_reader(way=Way.DAILY, **given):
    user = make_user(name="Anna", **given)
    choose_ways(by=user, ways={"decisions": way, "reviews": way})
    return user


def hold(user, subject, at=MONDAY, kind="decisions"):
    given = {"language": user.language, "body": "…", "kind": kind}
    outbox.queue(key=subject, to=user.email, subject=subject, **given)
    InboxMessage.objects.filter(key=subject).update(sent_at=at)


def subjects():
    return list(OutgoingMail.objects.order_by("pk").values_list("subject", flat=True))


# --- When -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "zone", "now", "end"),
    [
        ("daily", "UTC", MORNING, "2026-11-24T00:00:00+00:00"),
        ("daily", "UTC", MORNING.replace(hour=6), "2026-11-23T00:00:00+00:00"),
        ("daily", "Africa/Nairobi", MORNING.replace(hour=4), "2026-11-24T00:00+03:00"),
        ("daily", "America/Lima", MORNING, "2026-11-23T00:00-05:00"),
        ("daily", "Asia/Kathmandu", MORNING.replace(hour=2), "2026-11-24T00:00+05:45"),
        ("weekly", "UTC", NEXT_MONDAY, "2026-11-30T00:00+00:00"),
        ("weekly", "UTC", NEXT_MONDAY.replace(hour=6), "2026-11-23T00:00+00:00"),
    ],
)
def test_a_time_is_over_with_the_readers_own_midnight(way, zone, now, end):
    assert over_before(way, zones.find(zone), now) == datetime.fromisoformat(end)


def test_nothing_leaves_before_the_day_is_over_and_the_morning_has_come():
    user = make_reader()
    hold(user, "Approved")
    assert send_digests(now=MORNING.replace(hour=6)) == []
    assert len(send_digests(now=MORNING)) == 1


# --- What -----------------------------------------------------------------------------


def test_the_mail_names_its_week_and_groups_by_kind():
    user = make_reader(Way.WEEKLY)
    hold(user, "To review: B", kind="reviews")
    hold(user, "Approved: A", MONDAY + timedelta(days=2))
    hold(user, "Approved: later", NEXT_MONDAY)
    send_digests(now=NEXT_MONDAY)
    mail = OutgoingMail.objects.get()
    week = "Monday 23 to Sunday 29 November 2026"
    first, second, _later = user.inbox.order_by("sent_at")
    assert (mail.to, mail.kind, mail.reader) == (user.email, "weekly", user)
    assert mail.subject == f"News of your work here: {week}"
    home = "http://localhost:8000"
    assert mail.body.splitlines() == [
        "Dear Anna,",
        "",
        f"This is what you were told and have not read yet: {week}.",
        "",
        "Decisions on our activities",
        "- Approved: A (25 November 2026, 12:00 UTC)",
        f"  {home}/en/inbox/{second.pk}/",
        "",
        "Submissions to review",
        "- To review: B (23 November 2026, 12:00 UTC)",
        f"  {home}/en/inbox/{first.pk}/",
        "",
        "Your inbox:",
        f"{home}/en/inbox/",
        "",
        "-- ",
        "One Planet network portal",
        home,
    ]
    assert [row.held_for for row in user.inbox.order_by("sent_at")] == [
        "",
        "",
        "weekly",
    ]


def test_what_was_read_meanwhile_is_left_out_and_no_mail_is_empty():
    user = make_reader()
    hold(user, "Read")
    user.inbox.update(read_at=MONDAY)
    assert send_digests(now=MORNING) == []
    hold(user, "Unread", MORNING)
    send_digests(now=MORNING + timedelta(days=1))
    body = OutgoingMail.objects.get().body
    assert "- Unread" in body and "- Read" not in body


def test_a_long_list_is_cut_and_says_so():
    user = make_reader()
    for number in range(23):
        hold(user, f"News {number}")
    send_digests(now=MORNING)
    body = OutgoingMail.objects.get().body
    assert body.count("- News") == 20
    assert "- and 3 more in your inbox" in body


def test_nothing_goes_to_who_has_left_or_where_mails_come_back():
    gone, stopped = make_reader(), make_reader()
    for user in (gone, stopped):
        hold(user, f"For {user.pk}")
    gone.is_active = False
    gone.save()
    address = StoppedAddress.objects.create(address=stopped.email)
    assert send_digests(now=MORNING) == []
    address.delete()
    (digest,) = send_digests(now=MORNING + timedelta(days=2))
    assert (digest.reader, digest.first, digest.last) == (
        stopped,
        date(2026, 11, 23),
        date(2026, 11, 25),
    )


# --- Once -----------------------------------------------------------------------------


def test_after_an_outage_one_mail_names_the_whole_time():
    user = make_reader()
    hold(user, "One")
    hold(user, "Two", MONDAY + timedelta(days=3))
    for _run in range(3):
        send_digests(now=MORNING + timedelta(days=5))
    days = "Monday 23 to Saturday 28 November 2026"
    assert subjects() == [f"News of your work here: {days}"]


def test_what_comes_late_waits_for_the_next_mail():
    """Its change began before midnight and was carried out after the mail had left."""
    user = make_reader()
    hold(user, "In time")
    send_digests(now=MORNING)
    hold(user, "Late")
    assert send_digests(now=MORNING) == []
    send_digests(now=MORNING + timedelta(days=1))
    assert [body.count("- Late") for body in bodies()] == [0, 1]
    assert subjects()[1].endswith("Monday 23 to Tuesday 24 November 2026")


def bodies():
    return list(OutgoingMail.objects.order_by("pk").values_list("body", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_one_mail():
    user = make_reader()
    for number in range(5):
        hold(user, f"News {number}")
    sent = all_at_once(*[lambda: len(send_digests(now=MORNING))] * 2)
    assert sorted(sent) == [0, 1]
    assert OutgoingMail.objects.count() == 1
    assert not InboxMessage.objects.held().exists()


def test_a_dry_run_says_who_would_get_one_and_writes_nothing():
    user = make_reader(email="anna@example.org")
    hold(user, "News")
    out = StringIO()
    call_command("run_due", "--dry-run", stdout=out)
    days = "2026-11-23 to"
    (line,) = (row for row in out.getvalue().splitlines() if "anna" in row)
    assert line.startswith(f"anna@example.org (en): daily, {days}")
    assert "Would be gathered: 1" in out.getvalue()
    assert not OutgoingMail.objects.exists()
    assert InboxMessage.objects.held().count() == 1


# --- In words -------------------------------------------------------------------------

WORDS = {
    "en": (
        "Sunday 1 November 2026",
        "Monday 28 December 2026 to Sunday 3 January 2027",
    ),
    "fr": (
        "dimanche 1er novembre 2026",
        "du lundi 28 décembre 2026 au dimanche 3 janvier 2027",
    ),
    "es": (
        "domingo 1 de noviembre de 2026",
        "del lunes 28 de diciembre de 2026 al domingo 3 de enero de 2027",
    ),
    "ru": (
        "воскресенье, 1 ноября 2026 года",
        "с понедельника 28 декабря 2026 года по воскресенье 3 января 2027 года",
    ),
    "zh-hans": ("2026年11月1日星期日", "2026年12月28日星期一至2027年1月3日星期日"),
    "ar": (
        "الأحد ١ تشرين الثاني/نوفمبر ٢٠٢٦",
        "من الاثنين ٢٨ كانون الأول/ديسمبر ٢٠٢٦ إلى الأحد ٣ كانون الثاني/يناير ٢٠٢٧",
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_days_are_named_in_each_language(language):
    day, first, last = date(2026, 11, 1), date(2026, 12, 28), date(2027, 1, 3)
    words = weekday_range(day, day, language), weekday_range(first, last, language)
    assert words == WORDS[language]


def test_a_stretch_says_nothing_twice():
    first, last = date(2026, 11, 16), date(2026, 11, 22)
    assert weekday_range(first, last, "en") == "Monday 16 to Sunday 22 November 2026"
    first = date(2026, 10, 28)  # a Wednesday
    assert weekday_range(first, last, "ru") == (
        "со среды 28 октября по воскресенье 22 ноября 2026 года"
    )
