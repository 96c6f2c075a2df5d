"""Reads our own files again, in turns: are the bytes those that were stored?"""

import hashlib

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from reporting.models import FileCheck, StoredFile

MOST_FILES = 200  # in one run
MOST_BYTES = 200 * 1024 * 1024
PIECE = 1024 * 1024
State = FileCheck.State


def check_files(*, most_files=MOST_FILES, most_bytes=MOST_BYTES) -> int:
    """Those that are due, those never looked at first; how many were read."""
    now, read = timezone.now(), 0
    done = 0
    for stored in _due(now)[:most_files]:
        if read >= most_bytes:
            break
        check = FileCheck.objects.filter(sha256=stored.sha256).first()
        check = check or FileCheck(sha256=stored.sha256, since=now)
        check.note(state_of(stored), now=now)
        read, done = read + stored.size, done + 1
    return done


def forget_checks() -> None:
    """Of files that are no more."""
    known = StoredFile.objects.values("sha256")
    FileCheck.objects.exclude(sha256__in=known).delete()


def state_of(stored) -> FileCheck.State:
    """What its bytes are now; no more of them are read than were stored, and one."""
    digest, size = hashlib.sha256(), 0
    try:
        with stored.content.open("rb") as opened:
            while size <= stored.size and (piece := opened.read(PIECE)):
                digest.update(piece)
                size += len(piece)
    except (OSError, ValueError):  # no such file; no name was ever kept
        return State.MISSING
    is_same = (size, digest.hexdigest()) == (stored.size, stored.sha256)
    return State.WHOLE if is_same else State.ALTERED


def put_back(stored, content) -> None:
    """Write lost or altered bytes anew: somebody sent the same file again."""
    check = FileCheck.objects.spoilt().filter(sha256=stored.sha256).first()
    if check is None:
        return
    storage, name = stored.content.storage, stored.content.name
    storage.delete(name)
    content.seek(0)
    storage.save(name, content)
    check.note(state_of(stored), now=timezone.now())


def _due(now):
    checks = FileCheck.objects.filter(sha256=OuterRef("sha256"))
    due_at = Coalesce(Subquery(checks.values("due_at")[:1]), "stored_at")
    return StoredFile.objects.alias(due=due_at).filter(due__lte=now).order_by("due")
