"""What the worker does for spreadsheets."""

from datetime import timedelta

import pytest
from django.utils import timezone

from oneplanet.sheets import reading
from reporting.imports import accepting, working
from reporting.models import (
    Activity,
    SheetUpload,
)
from tests.reporting.sheets import (
    NEW,
    bring,
    outcomes,
    table,
)

pytestmark = pytest.mark.django_db


def test_the_worker_reads_and_takes_over_and_gives_up_after_three_times(
    author, ours, programme, monkeypatch
):
    upload = bring(author, ours, table(NEW))
    SheetUpload.objects.update(state="waiting")
    assert working.work_next() is True
    assert outcomes(upload) == {2: "added"}
    assert working.work_next() is False
    accepting.choose(upload, by=author)

    def fail(*args):
        raise RuntimeError("broken")

    monkeypatch.setattr(accepting, "_write", fail)
    for _time in range(3):
        assert working.work_next() is True
        SheetUpload.objects.update(begun_at=timezone.now() - timedelta(hours=1))
    assert working.work_next() is False
    upload.refresh_from_db()
    assert (upload.has_stuck, Activity.objects.count()) == (True, 0)


def test_an_upload_too_large_or_of_another_kind_is_told_so(author, ours, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    upload = bring(author, ours, table(NEW))
    assert (upload.state, upload.rows.count()) == ("refused", 0)
    assert (
        upload.refusal_in_words
        == "The file is larger than 10 MB. Please upload it in parts."
    )
