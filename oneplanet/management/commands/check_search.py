from django.core.management.base import BaseCommand, CommandError

from oneplanet import searching

NAMED = 20


class Command(BaseCommand):
    help = "Compares the search index with the records, and names where they differ."

    def handle(self, **options):
        found = {how: keys for how, keys in searching.drift().items() if keys}
        for how, keys in found.items():
            self.stdout.write(f"{how}: {searching.counted(keys)}")
            for key in keys[:NAMED]:
                self.stdout.write(f"  {key.kind} {key.id}")
            if len(keys) > NAMED:
                self.stdout.write(f"  and {len(keys) - NAMED} more")
        if found:
            raise CommandError("The index has drifted; `rebuild_search` mends it.")
        self.stdout.write("The search index is as the records are.")
