"""Bytes of attachments no row names: a transaction that stored them never ended."""

import os
import time
from datetime import timedelta

from django.utils import timezone

from reporting.models import StoredFile

FOLDER = "attachments"
FOLDERS = [f"{number:02x}" for number in range(256)]  # by how the hash begins
AGE = timedelta(days=1)  # by then no transaction that stored them is still open


def forget_some(now=None) -> int:
    """A twenty-fourth of the folders, so that the hours of a day see them all."""
    hour = (now or timezone.now()).hour
    return sum(forget_orphans(folder) for folder in FOLDERS[hour::24])


def forget_orphans(folder: str, *, older_than=AGE) -> int:
    """Delete what is so old and named by no row; how many there were."""
    storage, gone = StoredFile._meta.get_field("content").storage, 0
    for name in sorted(_old(storage.path(f"{FOLDER}/{folder}"), older_than)):
        path = f"{FOLDER}/{folder}/{name}"
        if not StoredFile.objects.filter(content=path).exists():
            storage.delete(path)
            gone += 1
    return gone


def _old(place, older_than):
    if not os.path.isdir(place):
        return
    limit = time.time() - older_than.total_seconds()
    with os.scandir(place) as entries:
        for entry in entries:
            if entry.is_file() and entry.stat().st_mtime <= limit:
                yield entry.name
