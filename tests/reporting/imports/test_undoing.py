"""An import that is undone, and what is forgotten of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reporting.imports import working
from reporting.imports.undoing import undo
from reporting.models import (
    Activity,
    DownloadedRow,
    SheetDownload,
    SheetUpload,
)
from reporting.workflow import Action, StepRefused
from tests.factories import (
    make_draft,
)
from tests.reporting.sheets import (
    NEW,
    bring,
    rewrite,
    says,
    table,
    take_over,
    taken,
)

pytestmark = pytest.mark.django_db


def test_an_import_is_undone_but_for_what_was_changed_since(author, ours, programme):
    old = make_draft(author=author, organisation=ours, title="Old", results="Much.")
    other = make_draft(author=author, organisation=ours, title="Other")
    third = make_draft(author=author, organisation=ours, title="Third")
    rows = {row["title"]: row for row in taken(author, ours)}
    upload = bring(
        author,
        ours,
        table(
            rows["Old"] | {"title": "New", "sectors": "", "partners": "A | host"},
            rows["Other"] | {"title": "Another", "summary": "Of the other."},
            rows["Third"] | {"title": "A third"},
            NEW,
            NEW | {"title": "Kept"},
        ),
    )
    take_over(upload, author)
    rewrite(other, author, title="Since")
    rewrite(third, author, summary="Since then.")
    kept = Activity.objects.get(versions__title="Kept")
    kept.take(Action.SUBMIT, by=author)
    upload.refresh_from_db()
    assert undo(upload, by=author) == (3, 2)
    assert {says(a)["title"] for a in Activity.objects.all()} == {
        "Old",
        "Since",
        "Third",
        "Kept",
    }
    assert says(other)["summary"] == "What we did, and why."
    assert says(third)["summary"] == "Since then."
    content = says(old)
    assert (content["title"], content["sectors"]) == ("Old", ["SEC_FOOD"])
    assert (content["partners"], old.draft().edit_count) == ([], 2)
    remarks = {row.number: row.remark_in_words for row in upload.rows.all()}
    left = "Changed or submitted since: left as it is."
    part = "Changed since and left as it is: Title."
    assert remarks == {2: "", 3: part, 4: "", 5: "", 6: left}
    upload.refresh_from_db()
    assert (upload.state, upload.undone_by) == ("undone", author)
    with pytest.raises(StepRefused):
        undo(upload, by=author)


@pytest.mark.parametrize(("days", "may"), [(29, True), (30, False)])
def test_an_import_can_be_undone_for_thirty_days(author, ours, programme, days, may):
    upload = bring(author, ours, table(NEW))
    take_over(upload, author)
    at = timezone.now() - timedelta(days=days)
    SheetUpload.objects.update(accepted_at=at)
    upload.refresh_from_db()
    assert upload.can_be_undone is may
    if not may:
        with pytest.raises(StepRefused):
            undo(upload, by=author)
        assert Activity.objects.count() == 1


def test_old_files_are_forgotten_and_who_took_over_what_is_not(author, ours, programme):
    upload, unused = (bring(author, ours, table(NEW)) for _n in range(2))
    take_over(upload, author)
    make_draft(author=author, organisation=ours)
    taken(author, ours)
    assert working.forget_old() == 0
    long_ago = timezone.now() - timedelta(days=401)
    SheetUpload.objects.update(at=long_ago)
    SheetUpload.objects.filter(pk=upload.pk).update(accepted_at=long_ago)
    SheetDownload.objects.update(at=long_ago)
    path = upload.content.path
    assert working.forget_old() == 2
    assert (SheetDownload.objects.count(), DownloadedRow.objects.count()) == (0, 0)
    assert list(SheetUpload.objects.all()) == [upload]
    row = upload.rows.get()
    assert (row.cells, row.activity) == (
        {},
        Activity.objects.get(versions__title=NEW["title"]),
    )
    with pytest.raises(FileNotFoundError):
        open(path)
    assert working.forget_old() == 0


def test_where_nothing_can_be_taken_back_nothing_is_undone(author, ours, programme):
    upload = bring(author, ours, table(NEW))
    take_over(upload, author)
    Activity.objects.get().take(Action.SUBMIT, by=author)
    with pytest.raises(StepRefused, match="Nothing was undone: everything"):
        undo(upload, by=author)
    upload.refresh_from_db()
    assert (upload.state, upload.can_be_undone) == ("ready", True)


def test_rows_that_kept_what_was_there_are_nothing_to_undo(author, ours):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "Mine", "file": ""}))
    pk = upload.rows.get().pk
    take_over(upload, author, [pk], {pk: {"title": "theirs"}})
    with pytest.raises(StepRefused, match="There is nothing to undo"):
        undo(upload, by=author)
