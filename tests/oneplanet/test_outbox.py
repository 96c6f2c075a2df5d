"""Mails are rows written with the change they tell of, and leave at least once."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone

from oneplanet import outbox
from oneplanet.outbox import LEASE, MAX_ATTEMPTS, OutgoingMail
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db


@pytest.fixture
def sink(settings):
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        yield sink


def queue(key="one", **given) -> OutgoingMail:
    given = {"to": "reader@example.org", "language": "en", "subject": "News"} | given
    outbox.queue(key=key, **({"body": "What is new."} | given))
    return OutgoingMail.objects.get(key=key)


def let_waits_pass():
    OutgoingMail.objects.update(next_try_at=timezone.now())


# --- Writing ------------------------------------------------------------------------


def test_a_mail_of_a_change_that_is_taken_back_is_gone():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert not OutgoingMail.objects.exists()


def test_the_same_key_is_written_once():
    first = queue(subject="First")
    again = queue(subject="Second")
    assert (again.pk, again.subject) == (first.pk, "First")


def test_a_template_is_written_in_the_readers_language(settings, tmp_path):
    (tmp_path / "mail.txt").write_text(
        "{% load i18n %}\n{% get_current_language as code %}{{ title }}: {{ code }}\n\n"
        "Dear {{ name }},\n\n{{ n|number }}\n{{ site_url }}\n"
    )
    settings.TEMPLATES = deepcopy(settings.TEMPLATES)
    settings.TEMPLATES[0]["DIRS"] = [tmp_path]
    outbox.post(
        key="one",
        to="reader@example.org",
        language="fr",
        template="mail.txt",
        context={"title": "L'eau & <nous>", "name": "N'Diaye", "n": 3255},
    )
    mail = OutgoingMail.objects.get()
    assert (mail.language, mail.subject) == ("fr", "L'eau & <nous>: fr")
    assert mail.body == "Dear N'Diaye,\n\n3\u202f255\nhttp://localhost:8000"


# --- Sending ------------------------------------------------------------------------


def test_what_arrives_is_what_was_written(sink):
    mail = queue(
        language="zh-hans",
        subject="“一个地球”网络:\nمرحباً",
        body="Строка один\n\nÉtat, año\n.\n– end",
    )
    assert outbox.send_waiting() == 1
    (message,) = sink.messages
    assert message["To"] == "reader@example.org"
    assert message["From"] == "portal@localhost"
    assert message["Subject"] == "“一个地球”网络: مرحباً"
    assert message["Message-ID"] == mail.message_id
    assert message["Content-Language"] == "zh-Hans"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_content().replace("\r\n", "\n")
    assert body.rstrip("\n") == "Строка один\n\nÉtat, año\n.\n– end"
    mail.refresh_from_db()
    assert (mail.attempts, mail.last_error) == (1, "")
    assert mail.sent_at


def test_a_sent_mail_is_not_sent_again(sink):
    queue()
    assert [outbox.send_waiting(), outbox.send_waiting()] == [1, 0]
    let_waits_pass()
    assert outbox.send_waiting() == 0
    assert len(sink.messages) == 1


def test_the_oldest_leave_first_and_no_more_than_the_limit(sink):
    mails = [queue(f"mail {n}") for n in range(3)]
    assert outbox.send_waiting(limit=2) == 2
    assert sink.ids() == [mail.message_id for mail in mails[:2]]


@pytest.mark.parametrize(("holds_secret", "body"), [(True, ""), (False, "Secret?")])
def test_a_secret_is_wiped_once_it_has_left(sink, holds_secret, body):
    mail = queue(body="Secret?", holds_secret=holds_secret)
    outbox.send_waiting()
    mail.refresh_from_db()
    assert mail.body == body
    assert sink.messages[0].get_content().strip() == "Secret?"


def test_a_refused_mail_is_tried_again_later_each_time_and_then_given_up(sink):
    sink.on["RCPT"] = lambda: "451 Come back later"
    mail = queue(body="Secret", holds_secret=True)
    waits = []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        let_waits_pass()
        before = timezone.now()
        assert outbox.send_waiting() == 0
        mail.refresh_from_db()
        assert (mail.attempts, mail.sent_at) == (attempt, None)
        assert bool(mail.gave_up_at) == (attempt == MAX_ATTEMPTS)
        assert "Come back later" in mail.last_error
        waits.append(round((mail.next_try_at - before) / timedelta(minutes=1)))
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]
    assert mail.body == ""
    sink.on.clear()
    let_waits_pass()
    assert outbox.send_waiting() == 0
    assert sink.messages == []


def test_a_refused_mail_holds_up_no_other(sink):
    refused = queue("refused", to="reader@example.org\nBcc: all@example.org")
    fine = queue("fine")
    assert outbox.send_waiting() == 1
    assert sink.ids() == [fine.message_id]
    refused.refresh_from_db()
    assert refused.last_error.startswith("ValueError")


def test_a_mail_to_nobody_does_not_count_as_sent(sink):
    mail = queue(to="")
    assert outbox.send_waiting() == 0
    mail.refresh_from_db()
    assert (mail.sent_at, mail.last_error) == (None, "ValueError: no recipient")


def test_a_server_that_is_away_loses_nothing(settings):
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
    mail = queue()
    assert outbox.send_waiting() == 0
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        let_waits_pass()
        assert outbox.send_waiting() == 1
    assert sink.ids() == [mail.message_id]


def test_a_server_that_does_not_say_goodbye_gets_the_mail_once(sink, settings):
    settings.MAILERS = sink.mailers(timeout=0.5)
    hang = Event()
    sink.on["QUIT"] = lambda: hang.wait(10) and None
    queue()
    assert outbox.send_waiting() == 1
    hang.set()
    let_waits_pass()
    assert outbox.send_waiting() == 0
    assert len(sink.messages) == 1


# --- Several workers ----------------------------------------------------------------


def at_once(count, act):
    """Call ``act`` in so many threads at the same moment; what each returned."""
    ready = Barrier(count)

    def run(_):
        try:
            connection.ensure_connection()
            ready.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(sink):
    mails = [queue(f"mail {n}") for n in range(20)]
    counts = at_once(2, outbox.send_waiting)
    counts.append(outbox.send_waiting())
    assert sum(counts) == 20
    assert sorted(sink.ids()) == sorted(mail.message_id for mail in mails)


@pytest.mark.django_db(transaction=True)
def test_the_same_key_written_in_several_threads_is_written_once():
    at_once(4, queue)
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_a_mail_is_with_one_worker_no_other_takes_it(sink):
    mail = queue()
    others = []
    sink.on["ASKED"] = lambda: others.append(at_once(1, outbox.send_waiting)) or None
    started = timezone.now()
    assert outbox.send_waiting() == 1
    assert others == [[0]]
    mail.refresh_from_db()
    assert mail.next_try_at - started <= LEASE + timedelta(seconds=10)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_too_slow_does_not_undo_what_another_did(sink):
    """The first hangs past its lease and fails; the second has sent meanwhile."""
    mail = queue()
    asked, go_on = Event(), Event()

    def refuse_the_first():
        del sink.on["ASKED"]
        asked.set()
        go_on.wait(10)
        return "451 Too slow"

    sink.on["ASKED"] = refuse_the_first
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(at_once, 1, outbox.send_waiting)
        assert asked.wait(10)
        let_waits_pass()
        assert outbox.send_waiting() == 1
        go_on.set()
        assert slow.result() == [0]
    mail.refresh_from_db()
    assert (mail.sent_at is not None, mail.last_error) == (True, "")
    let_waits_pass()
    assert outbox.send_waiting() == 0
    assert sink.ids() == [mail.message_id]
