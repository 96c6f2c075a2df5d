from time import monotonic

from django.core.management.base import BaseCommand

from oneplanet import searching


class Command(BaseCommand):
    help = (
        "Indexes everything public anew, beside the index that answers meanwhile. Safe "
        "to repeat and to end anywhere."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-due",
            action="store_true",
            help="Only where the index is missing, of another release, or asked to be.",
        )

    def handle(self, *, if_due, **options):
        begun = monotonic()
        if if_due and not searching.is_due():
            self.stdout.write("Search index: nothing to do")
            return
        number = searching.rebuild(self.stdout.write)
        self.stdout.write(
            f"Search index: {number} documents ({monotonic() - begun:.1f} s)"
        )
