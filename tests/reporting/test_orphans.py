"""Bytes no row names are removed once they are a day old, and no others."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command

from reporting.models import StoredFile
from reporting.orphans import FOLDERS, forget_some

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def put(name, age):
    """Bytes under a name, so many seconds old."""
    path = Path(settings.MEDIA_ROOT) / "attachments" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a fi")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_only_what_is_old_and_named_by_nobody_goes():
    stored = StoredFile.objects.create(sha256="0" * 64, size=3)
    stored.content.save(stored.sha256, ContentFile(b"abc"))
    named = Path(stored.content.path)
    os.utime(named, (time.time() - 3 * DAY,) * 2)
    orphan, young = put("0" * 64 + "_x1", 2 * DAY), put("0" * 64 + "_x2", DAY // 2)
    assert forget_some(datetime(2026, 1, 1, 0, tzinfo=UTC)) == 1
    assert [p.exists() for p in (named, orphan, young)] == [True, False, True]
    young.unlink()


def test_the_hours_of_a_day_see_every_folder(time_machine):
    paths = [put(f"{folder}-orphan", 2 * DAY) for folder in FOLDERS]
    for hour in range(24):
        time_machine.move_to(datetime(2126, 1, 1, hour, tzinfo=UTC))
        call_command("run_due")
    assert not any(path.exists() for path in paths)
