"""A person's time zone: chosen in the profile, named by every time they read, and of no
weight in what counts.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs.models import Article
from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from oneplanet.remember import for_a_minute
from oneplanet.text import dates, zones
from programmes import invitations
from programmes.leaving import make_anonymous
from programmes.models import Appointment, Invitation, User
from reporting.models import Activity, ActivityVersion, Publication
from reporting.readiness import problems_of
from reporting.workflow import State
from tests.admin_forms import filled
from tests.factories import (
    PASSWORD,
    make_activity,
    make_administrator,
    make_draft,
    make_organisation,
    make_record,
    make_secretariat,
    make_user,
)
from tests.our_code import MODULES
from tests.programmes.test_accounts import address

PROFILE = "programmes:profile"
AT_14_32_IN_NAIROBI = datetime(2021, 4, 23, 11, 32, tzinfo=UTC)
LATE_IN_THE_DAY = datetime(2021, 4, 23, 22, 0, tzinfo=UTC)  # the 24th in Nairobi


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_zone(time_zone, **given) -> User:
    return make_user(time_zone=time_zone, **given)


# --- Names, without a database ------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UTC", "23 April 2021, 11:32 UTC"),
        ("Africa/Nairobi", "23 April 2021, 14:32 EAT"),
        ("Asia/Kathmandu", "23 April 2021, 17:17 UTC+5:45"),
        ("America/Sao_Paulo", "23 April 2021, 08:32 UTC−3"),
        ("Africa/Abidjan", "23 April 2021, 11:32 GMT"),
        ("Mars/Olympus", "23 April 2021, 11:32 UTC"),
    ],
)
def test_a_time_names_its_zone_by_a_word_or_by_its_distance(name, expected):
    with timezone.override(zones.find(name)):
        assert dates.moment_words(AT_14_32_IN_NAIROBI) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2021, 3, 28, 0, 59, tzinfo=UTC), "28 March 2021, 01:59 CET"),
        (datetime(2021, 3, 28, 1, 0, tzinfo=UTC), "28 March 2021, 03:00 CEST"),
        (datetime(2021, 10, 31, 0, 30, tzinfo=UTC), "31 October 2021, 02:30 CEST"),
        (datetime(2021, 10, 31, 1, 30, tzinfo=UTC), "31 October 2021, 02:30 CET"),
    ],
)
def test_an_hour_that_comes_twice_is_told_apart_by_its_name(moment, expected):
    with timezone.override(ZoneInfo("Europe/Paris")):
        assert dates.moment_words(moment) == expected


def labels(on) -> dict:
    """Name of a zone: its words, without the signs of direction."""
    areas = [rows for _area, rows in zones.offered(on=on) if isinstance(rows, list)]
    return {name: label[1:-1] for rows in areas for name, label in rows}


def test_zones_are_offered_by_area_with_how_far_they_are_from_utc_that_day():
    summer, winter = labels(date(2021, 7, 1)), labels(date(2021, 1, 1))
    names = ("Africa/Nairobi", "America/New_York", "Asia/Kathmandu", "Europe/London")
    assert [summer[name] for name in names] == [
        "Nairobi (UTC+3)",
        "New York (UTC−4)",
        "Kathmandu (UTC+5:45)",
        "London (UTC+1)",
    ]
    assert (winter["Europe/London"], winter["America/New_York"]) == (
        "London (UTC)",
        "New York (UTC−5)",
    )
    choices = zones.offered(on=date(2021, 1, 1))
    assert choices[0] == ("UTC", "UTC")
    assert [str(area) for area, _rows in choices[1:]] == list(map(str, AREAS))


AREAS = zones.AREAS.values()


def test_no_place_is_offered_by_an_older_spelling_but_all_are_known():
    older = {"Asia/Calcutta", "Africa/Asmera", "US/Pacific", "America/Buenos_Aires"}
    assert older <= zones.known()
    assert older.isdisjoint(labels(date(2021, 1, 1)))
    assert zones.known().isdisjoint({"localtime", "Factory", "", "Africa"})


def test_what_all_visitors_read_is_remembered_in_utc_whoever_asks_first():
    @for_a_minute
    def text():
        return dates.moment_words(AT_14_32_IN_NAIROBI)

    with override_settings(REMEMBER_SECONDS=60):
        with timezone.override(ZoneInfo("Africa/Nairobi")):
            first = text()
        assert (first, text()) == ("23 April 2021, 11:32 UTC",) * 2


# --- The profile --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_person_chooses_a_zone_in_the_profile():
    user = make_user(name="Nadia")
    client, url = signed_in(user), address(PROFILE)
    assert '<option value="UTC" selected>UTC</option>' in client.get(url).text
    given = {"name": "Nadia", "language": "en", "time_zone": "Africa/Nairobi"}
    assert client.post(url, given).status_code == 302
    user.refresh_from_db()
    assert user.time_zone == "Africa/Nairobi"
    page = client.get(url).text
    assert re.findall(r"<option value=\"([^\"]*)\" selected>", page) == [
        "en",
        "Africa/Nairobi",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["Mars/Olympus", "../etc/passwd", "localtime", "\x00"])
def test_a_zone_there_is_not_is_refused_and_all_that_was_sent_kept(sent):
    user = in_zone("Africa/Nairobi", name="Nadia")
    given = {"name": "Nadia Njoroge", "language": "fr", "time_zone": sent}
    answer = signed_in(user).post(address(PROFILE), given)
    shown = sent.replace("\x00", "\ufffd")
    assert answer.context["form"].errors == {
        "time_zone": ["Choose a time zone of the list."]
    }
    assert f'<option value="{shown}" selected>{shown}</option>' in answer.text
    assert 'value="Nadia Njoroge"' in answer.text
    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Nadia", "Africa/Nairobi")


@pytest.mark.django_db
def test_a_zone_under_an_older_name_is_kept():
    user = in_zone("Asia/Calcutta", name="Asha")
    client = signed_in(user)
    page = client.get(address(PROFILE)).text
    assert '<option value="Asia/Calcutta" selected>Asia/Calcutta</option>' in page
    given = {"name": "Asha", "language": "en", "time_zone": "Asia/Calcutta"}
    assert client.post(address(PROFILE), given).status_code == 302
    user.full_clean(exclude=["password"])


@pytest.mark.django_db
def test_of_a_closed_account_no_zone_is_kept():
    user = in_zone("Africa/Nairobi")
    make_anonymous(by=make_administrator(), user=user)
    user.refresh_from_db()
    assert user.time_zone == "UTC"


# --- Pages --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("UTC", "23 April 2021, 11:32 UTC"),
        ("Africa/Nairobi", "23 April 2021, 14:32 EAT"),
        ("No/Such", "23 April 2021, 11:32 UTC"),
    ],
)
def test_pages_show_times_in_the_zone_of_who_reads(name, expected):
    user = make_user(time_zone=name)
    activity = make_draft(author=user)
    ActivityVersion.objects.update(saved_at=AT_14_32_IN_NAIROBI)
    page = signed_in(user).get(address("reporting:activity_edit", activity.code)).text
    saved = '<time datetime="2021-04-23T11:32:00+00:00">'
    assert re.search(f"Saved <bdi>{re.escape(saved)}([^<]*)", page)[1] == expected


@pytest.mark.django_db
def test_the_zone_of_one_request_is_not_that_of_the_next():
    signed_in(in_zone("Africa/Nairobi")).get(address(PROFILE))
    assert timezone.get_current_timezone_name() == "UTC"


@pytest.mark.django_db
def test_days_that_are_quoted_are_the_same_for_every_reader():
    activity = make_activity(state=State.APPROVED)
    Publication.objects.update(from_at=LATE_IN_THE_DAY)
    url = Activity.objects.get(pk=activity.pk).get_absolute_url()
    for client in (Client(), signed_in(in_zone("Africa/Nairobi"))):
        since = re.search("Public since <bdi><time [^>]*>([^<]*)", client.get(url).text)
        assert since[1] == "23 April 2021"


@pytest.mark.django_db
def test_visitors_and_programs_read_the_same_before_and_after_a_person_did():
    make_record(Article, title="News", publish_at=LATE_IN_THE_DAY)
    urls = [address("knowledge_hubs:home"), address("knowledge_hubs:article_list")]
    urls.append("/api/v1/articles/")
    before = [Client().get(url) for url in urls]
    person = signed_in(in_zone("Africa/Nairobi"))
    of_the_person = [person.get(url) for url in urls]
    after = [Client().get(url) for url in urls]
    kept = [(answer.content, answer["Vary"], dict(answer.cookies)) for answer in before]
    assert kept == [(a.content, a["Vary"], dict(a.cookies)) for a in after]
    assert {answer.status_code for answer in before} == {200}
    assert of_the_person[-1].json() == before[-1].json()


@pytest.mark.django_db
def test_who_comes_with_a_session_that_is_over_reads_utc():
    client = signed_in(in_zone("Africa/Nairobi"))
    Session.objects.all().delete()
    invitation = invitations.invite(
        by=make_secretariat(),
        email="new@example.org",
        role="editor",
        language="en",
        organisation=make_organisation(),
    )
    Invitation.objects.update(expires_at=LATE_IN_THE_DAY.replace(year=2100))
    page = client.get(invitation.get_accept_url()).text
    assert re.search("Open until.*?<time [^>]*>([^<]*)", page)[1] == "23 April 2100"


@pytest.mark.django_db
def test_the_editors_pages_show_and_take_times_in_utc():
    editor = make_administrator(time_zone="Asia/Kolkata")
    client = signed_in(editor)
    record = make_record(Article, title="News", publish_at=AT_14_32_IN_NAIROBI)
    record.expire_at = AT_14_32_IN_NAIROBI.replace(year=2100)
    record.save()
    url = reverse("admin:knowledge_hubs_article_change", args=[record.pk])
    page = client.get(url)
    assert "Public now, until 23 April 2100, 11:32 UTC." in page.text
    assert "All moments are in UTC." in page.text
    form = filled(page)
    assert (form["publish_at_1"], form["expire_at_1"]) == (["11:32:00"],) * 2
    answer = client.post(url, form | {"publish_at_1": ["12:00:00"]})
    assert answer.status_code == 302
    record.refresh_from_db()
    assert (record.publish_at, record.expire_at) == (
        AT_14_32_IN_NAIROBI.replace(hour=12, minute=0),
        AT_14_32_IN_NAIROBI.replace(year=2100),
    )


# --- Mails --------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_mail_gives_the_time_in_the_zone_of_its_reader():
    user = in_zone("Africa/Nairobi")
    with time_machine.travel(AT_14_32_IN_NAIROBI):
        client = signed_in(user)
        given = {"oldpassword": PASSWORD}
        given |= dict.fromkeys(("password1", "password2"), "another-long-password")
        client.post(address("account_change_password"), given)
    mail = OutgoingMail.objects.get(to=user.email)
    assert "Time: 23 April 2021, 14:32 EAT" in mail.body


@pytest.mark.django_db
def test_a_mail_is_not_in_the_zone_of_who_causes_it():
    """Somebody new is told of a day in UTC, a person with an account of their own."""
    known = in_zone("Pacific/Auckland")
    with (
        time_machine.travel(LATE_IN_THE_DAY),
        timezone.override(ZoneInfo("Pacific/Honolulu")),
    ):
        by, ours = make_secretariat(), make_organisation()
        for email in (known.email, "new@example.org"):
            given = {"role": "editor", "language": "en", "organisation": ours}
            invitations.invite(by=by, email=email, **given)
    days = {
        mail.to: re.search(r"until (\d+ May 2021)", mail.body)[1]
        for mail in OutgoingMail.objects.all()
    }
    assert days == {known.email: "15 May 2021", "new@example.org": "14 May 2021"}


@pytest.mark.django_db
def test_a_step_is_told_to_each_in_their_own_zone(monkeypatch):
    told = {}
    post = outbox.post

    def noted(*, to, time_zone, **mail):
        told[to] = time_zone
        post(to=to, time_zone=time_zone, **mail)

    monkeypatch.setattr(outbox, "post", noted)
    author, reviewer = in_zone("Africa/Nairobi"), in_zone("Asia/Dhaka")
    make_activity(state=State.RETURNED, author=author, reviewer=reviewer)
    assert told == {author.email: "Africa/Nairobi", reviewer.email: "Asia/Dhaka"}


# --- What counts --------------------------------------------------------------------


@pytest.mark.django_db
def test_a_duty_holds_from_the_same_day_wherever_it_is_accepted():
    """In Auckland it is tomorrow already, in Honolulu still yesterday."""
    for name in ("Pacific/Auckland", "Pacific/Honolulu"):
        user = in_zone(name)
        with (
            time_machine.travel(LATE_IN_THE_DAY),
            timezone.override(zones.find(name)),
        ):
            duty = Appointment.objects.create(
                user=user, role=Appointment.Role.ADMINISTRATOR
            )
            assert (duty.from_on, duty.is_current) == (date(2021, 4, 23), True)
            assert User.objects.get(pk=user.pk).roles.is_administrator


def test_nothing_asks_what_day_it_is_where_somebody_reads():
    asking = [
        name
        for path, name, _tree, _lines in MODULES
        if re.search(r"localdate|date\.today", path.read_text(encoding="utf-8"))
    ]
    assert asking == []


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_day_has_come_when_it_has_begun_anywhere(zone):
    """Noon UTC of 1 June is two o'clock of the 2nd on Kiritimati."""
    started_on = date(2021, 6, 2)
    version = make_draft(started_on=started_on).draft()
    noon = datetime(2021, 6, 1, 12, 0, tzinfo=UTC)
    fields = []
    for moment in (noon - timedelta(hours=3), noon):
        with time_machine.travel(moment), timezone.override(zones.find(zone)):
            fields.append([problem.field for problem in problems_of(version)])
    assert fields == [["started_on"], []]
