"""Compile the catalogues in pure Python, so that no gettext tools are needed."""

import os
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Make a .mo of every .po under locale/ that is newer than its .mo."
    requires_system_checks = ()

    def handle(self, **options):
        catalogues = [
            path
            for folder in settings.LOCALE_PATHS
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/*.po"))
        ]
        made = sum(_compile(path) for path in catalogues)
        self.stdout.write(f"{len(catalogues)} catalogues, {made} compiled")


def _compile(source: Path) -> bool:
    """Whether a .mo was made. Untranslated and fuzzy entries stay out of it."""
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    try:
        catalogue = polib.pofile(source, check_for_duplicates=True)
    except (OSError, ValueError) as error:
        raise CommandError(f"{source} cannot be read: {error}") from error
    # Written beside and moved into place: a running server never reads half a file.
    unfinished = source.with_suffix(".mo.part")
    catalogue.save_as_mofile(str(unfinished))
    os.replace(unfinished, target)
    return True
