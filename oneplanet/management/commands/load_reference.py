"""Loads the reference data from the files in the repository."""

from collections import Counter
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import translation

import knowledge_hubs.loading
import programmes.loading
import reporting.loading
from oneplanet.reference import BadReference, Loader

STEPS = (
    *programmes.loading.STEPS,
    *reporting.loading.STEPS,
    *knowledge_hubs.loading.STEPS,
)


def load_reference(*, dry_run=False, say=print):
    """Follow every file, all or nothing; the Report of the run."""
    root = settings.BASE_DIR
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        _one_at_a_time()
        load = Loader()
        for pattern, step in STEPS:
            for file in _files(root, pattern):
                _take(load, step, file, file.relative_to(root), say)
        load.finish()
        transaction.set_rollback(dry_run)
    return load.report


class Command(BaseCommand):
    help = (
        "Loads the reference data from the files in the repository. Safe to repeat: "
        "what editors changed or deleted stays as they left it."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show what would change, and change nothing.",
        )

    def handle(self, *, dry_run, verbosity, **options):
        begun = monotonic()
        say = self.stdout.write if verbosity else _say_nothing
        try:
            report = load_reference(dry_run=dry_run, say=say)
        except BadReference as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        for line in report.lines:
            say(line)
        done = "Would be" if dry_run else "Reference data"
        say(f"{done}: {_words(report.counts)} ({monotonic() - begun:.1f} s)")


def _say_nothing(line):
    """Where the command runs inside another."""


def _one_at_a_time():
    """Two starting servers may both load; SQLite's transactions wait by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE oneplanet_loadedrow IN EXCLUSIVE MODE")


def _files(root, pattern):
    """A pattern with a star may find none: hubs come one by one."""
    files = sorted(root.glob(pattern))
    if not files and "*" not in pattern:
        raise BadReference(f"{pattern}: no such file.")
    return files


def _take(load, step, file, name, say):
    """One file, and a line on what came of it."""
    before = Counter(load.report.counts)
    try:
        step(load, file)
    except BadReference as error:
        raise BadReference(f"{name}:\n{error}") from error
    say(f"{name}: {_words(load.report.counts - before)}")


def _words(counts) -> str:
    return ", ".join(f"{number} {word}" for word, number in counts.items() if number)
