"""Editors of hubs hear that they were appointed, until when, and that it is over."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse

from knowledge_hubs.appointing import set_end, tell_ended
from knowledge_hubs.models import Hub, HubEditor
from oneplanet.inbox import InboxMessage, MessageWay
from oneplanet.mails import OutgoingMail
from oneplanet.text import dates
from tests.admin_forms import filled
from tests.factories import make_record, make_secretariat, make_user

pytestmark = pytest.mark.django_db
ADD = reverse("admin:knowledge_hubs_hubeditor_add")
DAY = timedelta(days=1)


@pytest.fixture
def hub():
    return make_record(Hub, "food", title="Food", title_fr="Alimentation")


@pytest.fixture
def person():
    return make_user(name="Ed", language="fr")


@pytest.fixture
def staff(client, settings):
    settings.SAMPLE = True  # samples need no second factor
    person = make_secretariat()
    client.force_login(person)
    return person


def appoint(client, hub, person, **given):
    form = client.get(ADD, {"hub": hub.pk})
    posted = filled(form, user=person.pk, hub=hub.pk, **given)
    assert client.post(ADD, posted).status_code == 302
    return HubEditor.objects.latest("pk")


def end(client, editor, day):
    url = reverse("admin:knowledge_hubs_hubeditor_change", args=[editor.pk])
    posted = filled(client.get(url), until_on=day)
    assert client.post(url, posted).status_code == 302


def told(person) -> list[tuple]:
    rows = InboxMessage.objects.filter(reader=person).order_by("pk")
    return [(row.key, row.language, row.about) for row in rows]


def body(person, **given) -> str:
    return InboxMessage.objects.filter(reader=person, **given).latest("pk").body


# --- Appointed ------------------------------------------------------------------------


def test_an_editor_is_told_in_their_language_with_the_way_to_the_pages(
    client, staff, hub, person
):
    editor = appoint(client, hub, person, from_on="2026-01-01", until_on="2030-12-31")
    page = f"/fr/my-hubs/#hub-{hub.pk}"
    assert told(person) == [(f"hubeditor-{editor.pk}-appointed", "fr", page)]
    assert (editor.by, told(staff)) == (staff, [])
    mail = OutgoingMail.objects.get(to=person.email)
    assert "Alimentation" in mail.subject and page in mail.body
    assert "31 décembre 2030" in mail.body and "1er janvier 2026" in mail.body


def test_it_says_whether_there_is_an_end_and_what_is_needed_first(
    client, staff, hub, settings
):
    ed = make_user(name="Ed", language="en")
    editor = appoint(client, hub, ed)
    assert body(ed) == BODY.format(day=dates.date_words(editor.from_on), hub=hub.pk)
    settings.SAMPLE = False
    later = str(dates.today() + 9 * DAY)
    set_end(editor, until_on=None)
    assert "You have none yet" in body(ed)
    settings.SAMPLE = True
    other = make_user(name="Flo", language="en")
    appoint(client, hub, other, from_on=later)
    assert "open on the first day" in body(other)


BODY = """Dear Ed,

the secretariat has appointed you editor of the knowledge hub “Food” from {day}. You \
write its texts, its blocks and its translations; when it is public stays with the \
secretariat.

Your appointment has no end for now; you are told when one is set.

The pages on which you edit it:
http://localhost:8000/en/my-hubs/#hub-{hub}"""


def test_who_wants_such_news_in_one_mail_a_day_gets_no_mail_at_once(
    client, staff, hub, person
):
    MessageWay.objects.create(user=person, kind="other", way="daily")
    appoint(client, hub, person)
    assert InboxMessage.objects.get(reader=person).held_for == "daily"
    assert not OutgoingMail.objects.filter(to=person.email).exists()


# --- Until when -----------------------------------------------------------------------


def test_a_new_end_is_told_each_time_and_nothing_where_none_changed(
    client, staff, hub, person
):
    editor = appoint(client, hub, person)
    end(client, editor, "2031-03-01")
    assert "1er mars 2031" in body(person)
    end(client, editor, "2031-03-01")
    assert len(told(person)) == 2
    end(client, editor, "2032-04-02")
    assert "2 avril 2032" in body(person)
    end(client, editor, "")
    assert len(told(person)) == 4


def test_who_is_ended_today_hears_once_that_it_is_over(client, staff, hub, person):
    editor = appoint(client, hub, person)
    end(client, editor, str(dates.today()))
    keys = [f"hubeditor-{editor.pk}-{what}" for what in ("appointed", "over")]
    assert [key for key, *_more in told(person)] == keys
    assert told(person)[-1][2] == f"/fr/hubs/{hub.code}/"
    assert tell_ended() == 0


def test_the_worker_tells_what_ended_by_itself_once(hub, person):
    today = dates.today()
    given = {"user": person, "hub": hub, "from_on": date(2020, 1, 1)}
    over = HubEditor.objects.create(**given, until_on=today - DAY)
    HubEditor.objects.create(**given, until_on=today - 40 * DAY)
    gone = make_user(name="Gone", is_active=False)
    HubEditor.objects.create(**given | {"user": gone}, until_on=today)
    for _time in range(2):
        call_command("run_due", verbosity=0)
        assert [key for key, *_more in told(person)] == [f"hubeditor-{over.pk}-over"]
    assert told(gone) == []


def test_who_was_appointed_anew_is_not_told_that_it_is_over(hub, person):
    today = dates.today()
    given = {"user": person, "hub": hub, "from_on": date(2020, 1, 1)}
    HubEditor.objects.create(**given, until_on=today)
    HubEditor.objects.create(**given)
    assert (tell_ended(), told(person)) == (0, [])


def test_a_hub_that_is_not_public_is_not_led_to(hub, person):
    Hub.objects.filter(pk=hub.pk).update(is_draft=True)
    given = {"user": person, "hub": hub, "from_on": date(2020, 1, 1)}
    HubEditor.objects.create(**given, until_on=dates.today())
    assert tell_ended() == 1
    assert told(person)[0][2] == "/fr" + reverse("reporting:due")[3:]
