"""Writes what is due today into the outbox, reminders of deadlines; forgets what is
over: texts nobody came back for, who was at which draft, bytes no row names, who asked
for something that was never confirmed, or was decided long ago.
"""

from django.core.management.base import BaseCommand

from oneplanet.pending import forget_expired
from programmes.asking import forget
from programmes.models import Application, JoiningRequest
from reporting import contributing, orphans, presence
from reporting.reminders import remind


class Command(BaseCommand):
    help = (
        "Reminds people of the deadlines of open periods, each once. Safe to repeat; "
        "the worker runs it every hour."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show who would be reminded of what, and write no mail.",
        )

    def handle(self, *, dry_run, **options):
        letters = remind(dry_run=dry_run)
        for letter in letters if dry_run else ():
            year, day = letter.period.year, letter.period.deadline_on
            what = "; ".join(map(self._in_words, letter.owed))
            to = f"{letter.reader.email} ({letter.reader.language})"
            self.stdout.write(f"{to}: {year}, {day}, {letter.reminder}: {what}")
        if not dry_run:
            for kind in (Application, JoiningRequest):
                forget(kind.objects)
            contributing.forget()
            forget_expired()
            presence.forget_old()
            orphans.forget_some()
        said = "Would be reminded" if dry_run else "Reminded"
        self.stdout.write(f"{said}: {len(letters)}")

    def _in_words(self, owed):
        parts = ["nothing yet"] if owed.has_nothing else []
        if owed.drafts:
            parts.append(f"drafts {', '.join(d.activity.code for d in owed.drafts)}")
        return f"{owed.organisation} ({', '.join(parts)})"
