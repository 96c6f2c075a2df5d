"""The worker as a real process: killed at every moment it loses no mail."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from threading import Event
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as portal
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail, WorkerBeat
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30  # seconds; a process takes its time to start


@pytest.fixture
def sink(settings):
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        yield sink


def queue(key="one", body="What is new.") -> OutgoingMail:
    given = {"to": "reader@example.org", "language": "en", "subject": "News"}
    outbox.queue(key=key, body=body, **given)
    return OutgoingMail.objects.get(key=key)


def database_url() -> str:
    """What names the database of this test to another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def worker(port, *arguments):
    """The worker, with the portal's own settings, sending to this port."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "oneplanet.settings",
        "DATABASE_URL": database_url(),
        "MAIL_HOST": "127.0.0.1",
        "MAIL_PORT": str(port),
        "MAIL_TLS": "0",
    }
    command = [sys.executable, "manage.py", "run_worker", *arguments]
    process = subprocess.Popen(command, cwd=portal.BASE_DIR, env=env)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(is_so):
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.02)


def send_what_is_left(mail, sink) -> int:
    """Another worker comes: not within the lease, but after it."""
    sink.on.clear()
    mail.refresh_from_db()
    was_noted = mail.sent_at is not None
    call_command("run_worker", "--once")
    mail.refresh_from_db()
    assert (mail.sent_at is not None) == was_noted
    OutgoingMail.objects.update(next_try_at=timezone.now())
    call_command("run_worker", "--once")
    mail.refresh_from_db()
    assert mail.sent_at
    return mail.attempts


@pytest.mark.parametrize(
    ("moment", "arrivals"),
    [("MAIL", 1), ("RCPT", 1), ("TEXT", 1), ("ASKED", 1), ("DATA", 2), ("QUIT", 1)],
)
def test_killed_while_it_sends(sink, moment, arrivals):
    mail = queue(body="A long text. " * 400_000 if moment == "TEXT" else "Short.")
    with worker(sink.port, "--once") as process:

        def kill():
            process.kill()
            process.wait()
            return "451 Nobody is there any more" if moment == "ASKED" else None

        sink.on[moment] = kill
        assert process.wait(PATIENCE) == -signal.SIGKILL
        wait_until(lambda: moment != "DATA" or sink.messages)
    send_what_is_left(mail, sink)
    assert sink.ids() == [mail.message_id] * arrivals


def test_killed_before_it_is_connected(sink):
    mail = queue()
    with ExitStack() as stack:
        # A server that accepts nobody: its one place in the queue is taken.
        full = stack.enter_context(socket.socket())
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        stack.enter_context(socket.create_connection(full.getsockname()))
        process = stack.enter_context(worker(full.getsockname()[1], "--once"))
        wait_until(lambda: OutgoingMail.objects.get().attempts == 1)
        time.sleep(0.3)
        assert process.poll() is None
        process.kill()
        assert process.wait() == -signal.SIGKILL
    assert send_what_is_left(mail, sink) == 2
    assert sink.ids() == [mail.message_id]


def test_killed_between_the_servers_yes_and_its_own_note(sink):
    mail = queue()
    is_kept, say_yes = Event(), Event()
    sink.on["DATA"] = lambda: (is_kept.set(), say_yes.wait(PATIENCE)) and None
    with worker(sink.port, "--once") as process:
        assert is_kept.wait(PATIENCE)
        with transaction.atomic():  # nobody can note anything
            OutgoingMail.objects.select_for_update().get()
            say_yes.set()
            time.sleep(0.5)
            process.kill()
            process.wait()
        time.sleep(0.3)  # PostgreSQL may carry out what a dead worker asked for
    mail.refresh_from_db()
    arrivals = 1 if mail.sent_at else 2
    assert connection.vendor == "postgresql" or arrivals == 2
    send_what_is_left(mail, sink)
    assert sink.ids() == [mail.message_id] * arrivals


def test_asked_to_end_it_finishes_the_mail_it_is_at(sink):
    first, second = queue("first"), queue("second")
    with worker(sink.port) as process:
        sink.on["ASKED"] = lambda: process.terminate()
        assert process.wait(PATIENCE) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.sent_at is not None, second.attempts) == (True, 0)
    assert sink.ids() == [first.message_id]


def test_running_on_it_sends_what_is_written_later_and_gives_signs_of_life(sink):
    before = timezone.now()
    with worker(sink.port) as process:
        wait_until(WorkerBeat.objects.exists)
        mail = queue()
        wait_until(lambda: OutgoingMail.objects.get().sent_at)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
    assert sink.ids() == [mail.message_id]
    assert WorkerBeat.objects.get().beat_at >= before


@pytest.mark.django_db
def test_once_it_sends_everything_that_is_due_and_stops(sink):
    mails = [queue(f"mail {n}") for n in range(60)]
    handler = signal.getsignal(signal.SIGTERM)
    call_command("run_worker", "--once")
    assert sink.ids() == [mail.message_id for mail in mails]
    assert WorkerBeat.objects.count() == 1
    assert signal.getsignal(signal.SIGTERM) is handler


@pytest.mark.django_db
def test_once_it_stops_although_every_mail_is_refused(sink):
    sink.on["RCPT"] = lambda: "550 Nobody of that name"
    for n in range(3):
        queue(f"mail {n}")
    call_command("run_worker", "--once")
    assert list(OutgoingMail.objects.values_list("attempts", flat=True)) == [1, 1, 1]
