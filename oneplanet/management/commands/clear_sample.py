"""Removes the invented sample; real rows stay."""

from collections import Counter
from time import monotonic

from django.core.management.base import BaseCommand

from knowledge_hubs.sample import (
    clear_alerts,
    clear_editors,
    clear_said,
    clear_searches,
)
from knowledge_hubs.sample_records import clear_records
from reporting.sample import clear_sample


class Command(BaseCommand):
    help = (
        "Removes every sample activity, organisation and person with all that hangs on "
        "them. Safe to repeat; real rows stay."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show what would be removed, and remove nothing.",
        )

    def handle(self, *, dry_run, **options):
        begun = monotonic()
        # They hold on to their people.
        removed = Counter({"search alerts": clear_alerts(dry_run=dry_run)})
        removed["editors of hubs"] = clear_editors(dry_run=dry_run)
        removed["proposals and words of readers"] = clear_said(dry_run=dry_run)
        removed += clear_sample(dry_run=dry_run)
        removed["searches"] = clear_searches(dry_run=dry_run)
        removed += clear_records(dry_run=dry_run)
        for what, number in removed.items():
            if number:
                self.stdout.write(f"{number} {what}")
        said = "Would be removed" if dry_run else "Removed"
        if not removed.total():
            said = "There is no sample data"
        self.stdout.write(f"{said} ({monotonic() - begun:.1f} s)")
