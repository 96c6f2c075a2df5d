from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from knowledge_hubs.evidence import gather_links
from reporting import link_checks
from reporting.file_checks import check_files
from reporting.models import LinkCheck

AN_HOUR = 60 * 60


class Command(BaseCommand):
    help = (
        "Asks the addresses public records point to, those that are due, whether they "
        "answer; reads our own files again. Safe to repeat; the worker does the same, "
        "a little at a time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--limit", type=int, default=100, help="Ask so many at most (100)."
        )

    def handle(self, *, limit, **options):
        if not settings.CHECK_LINKS:
            raise CommandError("CHECK_LINKS is off: nobody is asked. Set it to 1.")
        gather_links()
        done = link_checks.check_some(limit=limit, seconds=AN_HOUR, say=self.say)
        dead = LinkCheck.objects.dead().count()
        self.stdout.write(f"Asked: {done}. Dead: {dead}. Files read: {check_files()}.")

    def say(self, row, number):
        self.stdout.write(f"{number} {row.address}: {row.get_state_display()}")
