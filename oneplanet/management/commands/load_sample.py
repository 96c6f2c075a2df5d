"""Loads the invented sample and says how to sign in to it."""

from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from knowledge_hubs.sample import add_alerts, add_editors, add_said, add_searches
from knowledge_hubs.sample_records import add_records
from oneplanet.reference import BadReference
from reporting.sample import PASSWORD, load_sample, logins


class Command(BaseCommand):
    help = (
        "Loads invented organisations, people and activities, marked as sample. Safe "
        "to repeat: what is there stays as people have left it. Only with SAMPLE=1."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--logins",
            action="store_true",
            help="Load nothing; show one person per role to sign in as.",
        )

    def handle(self, *, logins, **options):
        if not settings.SAMPLE:
            raise CommandError(
                "Sample people have a password everybody knows, so they are for "
                "portals run with SAMPLE=1 alone. Nothing was loaded."
            )
        if logins:
            self._show_logins()
        else:
            self._load()

    def _load(self):
        begun = monotonic()
        try:
            added = load_sample(say=self.stdout.write)
            added["searches"] = add_searches()
            added["search alerts"] = add_alerts()
            added["records of the library"] = add_records()
            added["editors of hubs"] = add_editors()
            added["proposals and words of readers"] = add_said()
        except BadReference as error:
            raise CommandError(
                f"{error} Run `manage.py load_reference` first. Nothing was loaded."
            ) from error
        said = ", ".join(f"{number} {what}" for what, number in added.items() if number)
        self.stdout.write(
            f"Sample data: {said or 'all there'}{' added' if said else ''} "
            f"({monotonic() - begun:.1f} s)"
        )

    def _show_logins(self):
        rows = [("Role", "E-mail", "Password", "What to try")]
        rows += [(row.role, row.email, PASSWORD, row.try_this) for row in logins()]
        if not rows[1:]:
            raise CommandError("There are no sample people. Run `load_sample` first.")
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
