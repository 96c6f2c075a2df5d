"""Reads what mail servers send back, and notes what could not be delivered."""

import mailbox
import sys
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from oneplanet.delivery_reports import MOST_BYTES
from oneplanet.returned_mail import record

MOST_MAILS = 10_000  # in one run


class Command(BaseCommand):
    help = (
        "Records mails that came back: a folder (maildir), a file of one mail or of "
        "many (mbox), or one mail on standard input. Safe to repeat; deletes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths",
            nargs="*",
            help="A maildir, an mbox file or a file of one mail; none: standard input.",
        )

    def handle(self, *, paths, **options):
        counts = Counter()
        for path in paths:
            for data in self._mails(Path(path)):
                counts.update(record(data))
        if not paths:
            counts.update(record(sys.stdin.buffer.read(MOST_BYTES + 1)))
        for verdict, number in sorted(counts.items()):
            self.stdout.write(f"{verdict}: {number}")

    def _mails(self, path):
        """The bytes of each mail, no more of one than is read."""
        if not path.exists():
            raise CommandError(f"There is no {path}.")
        files = [path] if path.is_file() else sorted(self._of_maildir(path))
        for file in files[:MOST_MAILS]:
            with file.open("rb") as stream:
                is_mbox = stream.read(5) == b"From "
            yield from self._of_mbox(file) if is_mbox else [self._start(file)]

    def _of_maildir(self, path):
        return [f for name in ("new", "cur") for f in (path / name).glob("*")]

    def _of_mbox(self, path):
        box = mailbox.mbox(path, create=False)
        try:
            for number, key in enumerate(box.iterkeys()):
                if number < MOST_MAILS:
                    with box.get_file(key) as mail:
                        yield mail.read(MOST_BYTES + 1)
        finally:
            box.close()

    def _start(self, path):
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
