"""Drills: processes of the portal killed with -9 at random moments, many times over,
and what is left counted. tools/drills.py runs them on both databases; tests run a few
kills of each.

    with Portal(url, folder) as portal:
        assert kill_submit(portal, times=50).is_good
"""

import os
import random
import signal
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from reporting.models import Activity, HistoryEntry, StoredFile, SubmissionReceipt
from reporting.orphans import FOLDERS, forget_orphans
from reporting.workflow import Action
from tests.factories import make_draft, make_organisation, make_programme, make_user
from tests.mail_sink import MailSink
from tests.reporting.writing import days_of, edit_url, make_words, sent, typed
from tests.served import session_of
from tests.servers import ROOT, clean_environment, free_port, get, gunicorn

PATIENCE = 60  # seconds; a process takes its time to start
MOMENTS = ("MAIL", "RCPT", "ASKED", "DATA", "QUIT")
TOKEN = "a" * 32


@dataclass
class Tally:
    """What a drill has counted; ``bad`` has to be all zero."""

    name: str
    good: dict = field(default_factory=dict)
    bad: dict = field(default_factory=dict)

    @property
    def is_good(self):
        return not any(self.bad.values())

    def __str__(self):
        counts = {"database": connection.vendor} | self.good | self.bad
        words = " ".join(f"{name}={count}" for name, count in counts.items())
        return f"{self.name}: {'ok' if self.is_good else 'FAILED'} {words}"


class Portal:
    """gunicorn with one worker, serving this database and these files."""

    def __init__(self, database_url, folder):
        self.port, self.folder = free_port(), Path(folder)
        self.settings = {
            "TESTING": "1",
            "SAMPLE": "1",
            "SECRET_KEY": settings.SECRET_KEY,  # sessions are signed with it
            "DATABASE_URL": database_url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        }

    def __enter__(self):
        self.log = (self.folder / "gunicorn.txt").open("w")
        self.server = gunicorn(self.settings, self.port, self.log)
        wait_until(self._answers)
        return self

    def __exit__(self, *error):
        self.server.terminate()
        self.server.wait(PATIENCE)
        self.log.close()

    def _answers(self):
        try:
            return get(f"http://127.0.0.1:{self.port}/healthz")[0] == 200
        except (OSError, HTTPException):
            return False

    def gap(self) -> float:
        """Seconds from now until it answers again."""
        began = time.monotonic()
        wait_until(self._answers)
        return time.monotonic() - began

    def _workers(self) -> list[int]:
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_worker(self):
        """-9, in the middle of whatever it does; the master starts another. There is
        one, so that nothing answers meanwhile: the portal itself runs two."""
        for pid in self._workers():
            os.kill(pid, signal.SIGKILL)

    def processor_time(self) -> float:
        """Seconds of processor the workers of now have used: just after a gap, what it
        would have lasted on a machine with nothing else to do."""
        ticks = 0
        for pid in self._workers():
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]
            ticks += sum(map(int, after_name.split()[11:13]))  # user and system
        return ticks / os.sysconf("SC_CLK_TCK")

    def post(self, path, body, session) -> int | None:
        """The status of the answer; None where none came."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}; csrf={TOKEN}"
        headers = {"Content-Type": MULTIPART_CONTENT, "Cookie": cookie}
        try:
            client.request("POST", path, body, headers)
            return client.getresponse().status
        except (OSError, HTTPException):
            return None
        finally:
            client.close()


def wait_until(is_so):
    until = time.monotonic() + PATIENCE
    while not (found := is_so()):
        if time.monotonic() > until:
            raise TimeoutError("It did not come to that.")
        time.sleep(0.05)
    return found


# --- Submitting -----------------------------------------------------------------------


class Submitting:
    """Somebody who submits drafts with a file, whatever happens to the portal."""

    def __init__(self, portal):
        make_words()
        self.portal, self.author = portal, make_user()
        self.session = session_of(self.author)
        self.organisation = make_organisation(editor=self.author)
        self.programme = make_programme(desk=make_user())
        self.number = 0

    def begin(self):
        self.number += 1
        activity = make_draft(
            author=self.author,
            organisation=self.organisation,
            programme=self.programme,
        )
        key = f"drill {self.number}"
        given = days_of(self.number) | {"programme": self.programme.code}
        data = sent(typed(activity, **given, submit="1"))
        file = SimpleUploadedFile("table.csv", f"{key},".encode() * 10_000)
        data |= {"once": key, "csrfmiddlewaretoken": TOKEN, "files": [file]}
        return activity, encode_multipart(BOUNDARY, data)

    def send(self, activity, body):
        return self.portal.post(edit_url(activity), body, self.session)

    def send_and_kill(self, activity, body, delay) -> tuple:
        """What was answered, after how many seconds the portal was back, and how many
        of the processor it took to come back."""
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(self.send, activity, body)
            time.sleep(delay)
            self.portal.kill_worker()
            gaps = self.portal.gap(), self.portal.processor_time()
            return answer.result(PATIENCE * 2), *gaps

    def timed(self) -> float:
        activity, body = self.begin()
        began = time.monotonic()
        assert self.send(activity, body) == 302
        return time.monotonic() - began


def standing(activity) -> tuple:
    """Everything a submission writes, counted: (0, 0, 0, 0, 0) before, WHOLE after."""
    versions = activity.versions.exclude(sealed_at=None)
    codes = [activity.code]
    return (
        versions.count(),
        HistoryEntry.objects.filter(activity=activity).count(),
        SubmissionReceipt.objects.filter(version__in=versions).count(),
        sum(version.files.count() for version in activity.versions.all()),
        OutgoingMail.objects.filter(body__contains=codes[0]).count(),
    )


NOTHING, WHOLE = (0, 0, 0, 0, 0), (1, 1, 1, 1, 2)


def kill_submit(portal, *, times, seed=1) -> Tally:
    """The worker is killed while a submission with a file is under way; then it is sent
    again, as somebody would whose page did not answer."""
    chance, person = random.Random(seed), Submitting(portal)
    usual = statistics.median(person.timed() for _n in range(3))
    tally = Tally("kill_submit", {"kills": times, "answered": 0, "carried_out": 0})
    tally.bad = {"lost": 0, "doubled": 0, "half": 0, "orphans": 0, "missing": 0}
    gaps, restarts = [], []
    for _n in range(times):
        activity, body = person.begin()
        delay = chance.uniform(0, usual * 2)
        answer, gap, restart = person.send_and_kill(activity, body, delay)
        gaps.append(gap)
        restarts.append(restart)
        there = standing(activity)
        tally.good["answered"] += answer == 302
        tally.good["carried_out"] += there == WHOLE
        tally.bad["half"] += there not in (NOTHING, WHOLE)
        tally.bad["lost"] += answer == 302 and there != WHOLE
        wait_until(lambda a=activity, b=body: person.send(a, b) == 302)
        there = standing(activity)
        tally.bad["lost"] += there < WHOLE
        tally.bad["doubled"] += there > WHOLE
    tally.good |= _told_of(gaps, restarts)
    count_files(tally)
    return tally


def _told_of(gaps, restarts) -> dict:
    """The wall time of the gaps says most of what else the machine did; processor_s is
    what a restart itself costs."""
    return {
        "gaps_within_2_s": sum(gap <= 2 for gap in gaps),
        "median_gap_s": round(statistics.median(gaps), 2),
        "longest_gap_s": round(max(gaps), 2),
        "median_gap_processor_s": round(statistics.median(restarts), 2),
    }


def count_files(tally):
    """After the daily sweep, as if a day had passed."""
    tally.good["swept"] = sum(
        forget_orphans(folder, older_than=timedelta(0)) for folder in FOLDERS
    )
    root = Path(settings.MEDIA_ROOT)
    files = {str(p.relative_to(root)) for p in root.glob("attachments/*/*")}
    named = set(StoredFile.objects.values_list("content", flat=True))
    tally.bad["orphans"] = len(files - named)
    tally.bad["missing"] = len(named - files)


# --- Mail -----------------------------------------------------------------------------


def kill_mail(database_url, *, times, seed=1) -> Tally:
    """The worker is killed while it sends what submissions wrote; others that were
    rolled back wrote nothing."""
    chance, tally = random.Random(seed), Tally("kill_mail", {"kills": times})
    submit_some(times)
    rolled_back = submit_one_and_roll_back()
    with MailSink() as sink:
        for _n in range(times):
            kill_a_worker(database_url, sink, chance.choice(MOMENTS))
            OutgoingMail.objects.filter(sent_at=None).update(next_try_at=timezone.now())
        sink.on.clear()
        settings.MAILERS = sink.mailers()
        outbox.send_waiting(limit=10_000)
        ids = sink.ids()
        bodies = [message.get_content() for message in sink.messages]
    written = set(OutgoingMail.objects.values_list("message_id", flat=True))
    tally.good |= {"mails": len(written), "sent_again": len(ids) - len(set(ids))}
    tally.bad = {
        "never_sent": len(written - set(ids)),
        "other_ids": len(set(ids) - written),
        "of_rolled_back": sum(rolled_back in body for body in bodies),
        "sent_more_than_once_a_kill": max(0, tally.good["sent_again"] - times),
    }
    return tally


def submit_some(times):
    reviewer = make_user()
    programme = make_programme(desk=reviewer)
    for _n in range(times):
        activity = make_draft(programme=programme)
        activity.take(Action.SUBMIT, by=activity.created_by)


def submit_one_and_roll_back() -> str:
    activity = make_draft(programme=make_programme(desk=make_user()))
    with transaction.atomic():
        Activity.objects.get(pk=activity.pk).take(Action.SUBMIT, by=activity.created_by)
        transaction.set_rollback(True)
    return activity.code


def kill_a_worker(database_url, sink, moment):
    """Started on what waits, killed when its first mail comes to this moment."""
    env = clean_environment(
        SAMPLE="1",
        TESTING="1",
        SECRET_KEY=settings.SECRET_KEY,
        DATABASE_URL=database_url,
        MAIL_HOST="127.0.0.1",
        MAIL_PORT=str(sink.port),
        MAIL_TLS="0",
    )
    command = [sys.executable, "manage.py", "run_worker", "--once"]
    process = subprocess.Popen(command, cwd=ROOT, env=env)

    def kill():
        process.kill()
        process.wait()

    sink.on.clear()
    sink.on[moment] = kill
    process.wait(PATIENCE)
