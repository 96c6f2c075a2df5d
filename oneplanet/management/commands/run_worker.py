import logging
import signal
import time

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from knowledge_hubs import downloads, file_texts
from knowledge_hubs.alerts.telling import send_alerts
from oneplanet import digests, outbox, prepared, searching
from oneplanet.management.commands.run_due import FORGETTING, LOOKING, TELLING
from oneplanet.search import merging
from reporting import link_checks, reminders
from reporting.imports import working as imports
from reporting.second_look_reminders import remind_of_second_looks

log = logging.getLogger(__name__)
PAUSE = 1  # seconds between two rounds
BEAT_EVERY = 30  # seconds
RUN_DUE_EVERY = 60 * 60


class Command(BaseCommand):
    """Ended by SIGTERM or SIGINT, it still finishes the mail it is at."""

    help = "Sends waiting mails and makes the files asked for, until told to end."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="Send what is due now, then stop."
        )

    def handle(self, *, once, **options):
        self.is_ending = False
        self.beat_due = self.run_due_at = 0
        asked = (signal.SIGTERM, signal.SIGINT)
        before = {number: signal.signal(number, self.end) for number in asked}
        try:
            self.go_round() if once else self.work()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def end(self, number, frame):
        self.is_ending = True

    def work(self):
        """Go round until told to end; a database that is away is waited for."""
        is_away = False
        while not self.is_ending:
            close_old_connections()
            try:
                self.go_round()
                is_away = False
            except Error:
                if not is_away:
                    log.exception("The database does not answer; trying on.")
                is_away = True
            time.sleep(PAUSE)

    def go_round(self):
        """Write what falls due in the hour, send every mail that is due, make the files
        asked for, ask links, and say that the worker is alive. Mails go before each
        file and each link."""
        while not self.is_ending:
            if time.monotonic() >= self.beat_due:
                outbox.beat()
                prepared.forget_old()
                self.try_to(self.rebuild_search)
                self.try_to(merging.merge)
                self.beat_due = time.monotonic() + BEAT_EVERY
            if time.monotonic() >= self.run_due_at:
                self.run_due()
                self.run_due_at = time.monotonic() + RUN_DUE_EVERY
            if outbox.send_next() is None and not (
                downloads.make_next()
                or imports.work_next()
                or self.try_to(file_texts.read_next)
                or self.try_to(link_checks.check_next)
            ):
                return

    def rebuild_search(self):
        """Where the index is to be made anew; the log tells how far it is."""
        searching.rebuild_if_due(lambda line: log.info("Search index: %s", line))

    def run_due(self):
        reminding = (reminders.remind, remind_of_second_looks)
        telling = (*reminding, *TELLING, digests.send_digests, send_alerts)
        for act in (*telling, *FORGETTING, *LOOKING):
            self.try_to(act)

    def try_to(self, act):
        """Whatever is wrong with one of them keeps neither another nor a mail back."""
        try:
            return act()
        except Error:
            raise  # of the database, which is waited for
        except Exception:
            log.exception("%s failed; it is tried again later.", act.__name__)
