"""Our own files are read again: lost and altered bytes are found, and put back."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from reporting.file_checks import check_files, forget_checks
from reporting.models import FileCheck, StoredFile
from reporting.uploads import check, keep
from tests.factories import make_secretariat

pytestmark = pytest.mark.django_db
State = FileCheck.State


def store(content=b"a,b\n1,2\n"):
    sha256 = hashlib.sha256(content).hexdigest()
    stored = StoredFile.objects.create(sha256=sha256, size=len(content))
    stored.content.save(sha256, ContentFile(content))
    return stored


def state_of(stored):
    return FileCheck.objects.get(sha256=stored.sha256).state


def test_whole_missing_and_altered_are_told_apart():
    whole, missing, altered, longer = map(store, (b"1\n", b"2\n", b"3\n", b"4\n"))
    Path(missing.content.path).unlink()
    Path(altered.content.path).write_bytes(b"5\n")
    Path(longer.content.path).write_bytes(b"4\n more")
    nowhere = StoredFile.objects.create(sha256="0" * 64, size=3)
    assert check_files() == 5
    assert [state_of(s) for s in (whole, missing, altered, longer, nowhere)] == [
        *(State.WHOLE, State.MISSING, State.ALTERED, State.ALTERED, State.MISSING)
    ]
    assert FileCheck.objects.spoilt().count() == 4


def test_each_is_read_once_a_month_and_the_spoilt_each_day():
    whole, lost = store(b"1\n"), store(b"2\n")
    Path(lost.content.path).unlink()
    assert [check_files(), check_files()] == [2, 0]
    for days, read in ((2, 1), (31, 2)):
        FileCheck.objects.update(due_at=timezone.now() + timedelta(days=40))
        checks = {c.sha256: c for c in FileCheck.objects.all()}
        for stored in (whole, lost):
            row = checks[stored.sha256]
            row.note(row.state, now=timezone.now() - timedelta(days=days))
        assert check_files() == read


def test_a_run_reads_no_more_than_it_may():
    for n in range(4):
        store(b"%d\n" % n)
    assert check_files(most_files=1) == 1
    assert check_files(most_bytes=3) == 2
    assert check_files() == 1


def test_since_when_is_kept_and_when_it_was_last_whole():
    stored = store()
    check_files()
    seen_at = FileCheck.objects.get().seen_at
    Path(stored.content.path).unlink()
    for _time in range(2):
        FileCheck.objects.get().check_anew(by=make_secretariat())
        check_files()
    found = FileCheck.objects.get()
    assert (found.state, found.seen_at) == (State.MISSING, seen_at)
    assert seen_at < found.since < found.checked_at


def test_who_sends_the_same_file_again_mends_it():
    content = b"a,b\n1,2\n"
    stored = store(content)
    path = Path(stored.content.path)
    for spoil in (lambda: path.write_bytes(b"x"), path.unlink):
        spoil()
        FileCheck.objects.all().delete()
        check_files()
        assert FileCheck.objects.spoilt().exists()
        again = keep(check(SimpleUploadedFile("again.csv", content)))
        assert (again, path.read_bytes()) == (stored, content)
        assert state_of(stored) == State.WHOLE


def test_the_check_of_a_file_that_is_no_more_goes():
    kept, gone = store(b"1\n"), store(b"2\n")
    check_files()
    gone.delete()
    forget_checks()
    assert list(FileCheck.objects.values_list("sha256", flat=True)) == [kept.sha256]
