"""The pages of spreadsheets: taking, bringing, choosing, undoing; and who sees them."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oneplanet.sheets import reading
from reporting import sheet_forms
from reporting.imports import accepting, looking, working
from reporting.imports.undoing import undo
from reporting.models import Activity, DownloadedRow, SheetUpload
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_term,
    make_type,
    make_user,
)
from tests.reporting.sheets import bring, table, take_over, taken, told

pytestmark = pytest.mark.django_db
LIST = reverse("reporting:my_sheets")
TAKE = reverse("reporting:sheet_take")


@pytest.fixture
def author(client):
    user = make_user(name="Paul")
    client.force_login(user)
    return user


@pytest.fixture
def ours(author):
    make_programme(code="SFS", slug="food", name="Food systems")
    make_type("TRAINING")
    make_term("scope", "GLOBAL", label="Global")
    make_term("sector", "SEC_FOOD", label="Food")
    return make_organisation(code="ours", editor=author)


def send(client, content, name="back.csv", **given):
    given |= {
        "file": SimpleUploadedFile(name, content.encode()),
        "organisation": "ours",
    }
    return client.post(LIST, given)


def take(client, **given):
    given = {"organisation": "ours", "what": "activities", "ending": "csv"} | given
    return client.post(TAKE, {f"take-{name}": text for name, text in given.items()})


def rows_of(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_file_is_taken_away_in_the_language_of_the_page(client, author, ours):
    make_draft(author=author, organisation=ours, title="Ours")
    make_draft(title="CANARY")
    heads, row = rows_of(take(client))
    assert (heads[0], heads[3], row[3]) == ("Code", "Title", "Ours")
    assert DownloadedRow.objects.get().content["title"] == "Ours"
    response = take(client, ending="xlsx")
    assert response["Content-Disposition"].startswith(
        'attachment; filename="one-planet-activities-'
    )
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_an_empty_template_has_heads_alone_and_keeps_nothing(client, author, ours):
    make_draft(author=author, organisation=ours)
    assert len(rows_of(take(client, what="template"))) == 1
    assert DownloadedRow.objects.count() == 0


def test_another_organisations_file_is_not_given(client, author, ours):
    make_organisation(code="theirs")
    response = take(client, organisation="theirs")
    assert response.status_code == 422
    assert "One of your choices is not on the list." in response.content.decode()


def test_a_file_is_brought_looked_at_and_taken_over(client, author, ours):
    make_draft(author=author, organisation=ours, title="Old title")
    (row,) = taken(author, ours)
    new = {"title": "A second", "programme": "SFS"}
    wrong = {"title": "A third", "programme": "SFS", "type": "Dancing"}
    text = table(row | {"title": "New title"}, new, wrong)
    response = client.get(send(client, text).url)
    page = response.content.decode()
    for words in (
        'Row <bdi>2</bdi> – <bdi dir="auto">New title</bdi></legend>',
        '<dd dir="auto">Old title</dd>',
        'Row <bdi>3</bdi> – <bdi dir="auto">A second</bdi></legend>',
        "“Dancing” is not on the list. The help sheet names them all.",
    ):
        assert words in page, words
    upload = SheetUpload.objects.get()
    address = upload.get_absolute_url()
    response = client.post(address, {"all": "1", "once": "a"}, follow=True)
    assert "<bdi>2</bdi> rows accepted." in response.content.decode() or (
        "2 rows accepted." in response.content.decode()
    )
    titles = {a.draft().title for a in Activity.objects.all()}
    assert titles == {"New title", "A second"}
    client.post(address, {"all": "1", "once": "a"})  # pressed twice
    assert Activity.objects.count() == 2
    undo = reverse("reporting:sheet_undo", args=[upload.pk])
    assert "Undo the whole import?" in client.get(undo).content.decode()
    response = client.post(undo, {"once": "b"}, follow=True)
    assert "Undone: 2 rows. Left as they are: 0." in response.content.decode()
    assert [a.draft().title for a in Activity.objects.all()] == ["Old title"]


def test_a_conflict_nobody_decided_on_is_marked_and_what_was_chosen_stays(
    client, author, ours
):
    make_draft(author=author, organisation=ours, title="Old", results="Old")
    (row,) = taken(author, ours)
    mine = row | {"title": "Mine", "results": "Mine", "file": ""}
    upload = bring(author, ours, table(mine))
    kept = upload.rows.get()
    address = upload.get_absolute_url()
    posted = {"row": kept.pk, f"choice-{kept.pk}-title": "mine", "once": "a"}
    response = client.post(address, posted)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing was written: for some rows in conflict" in page
    assert f'name="choice-{kept.pk}-title" value="mine" checked' in page
    assert f'id="take-{kept.pk}" checked' in page
    posted |= {f"choice-{kept.pk}-results": "theirs"}
    assert client.post(address, posted).status_code == 302
    draft = Activity.objects.get().draft()
    assert (draft.title, draft.results) == ("Mine", "Old")


def test_what_was_overtaken_is_said(client, author, ours):
    activity = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "Mine"}))
    activity.versions.update(title="Theirs", edit_count=7)
    response = client.post(upload.get_absolute_url(), {"all": "1"}, follow=True)
    page = response.content.decode()
    assert "Somebody has changed something since you looked" in page
    assert "Theirs" in page and Activity.objects.get().draft().title == "Theirs"


def test_a_refused_file_says_why_and_no_file_is_asked_for_again(client, author, ours):
    page = client.get(send(client, "what,ever\n1,2\n").url).content.decode()
    assert "The first row has to name the columns, as in the template" in page
    response = client.post(LIST, {"organisation": "ours"})
    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_file_too_large_is_not_even_kept(client, author, ours, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST", 10)
    response = send(client, table({"title": "A", "programme": "SFS"}))
    assert response.status_code == 422
    assert "The file is larger than 10 MB." in response.content.decode()
    assert SheetUpload.objects.count() == 0


def test_no_organisation_fills_the_disk(client, author, ours, monkeypatch):
    monkeypatch.setattr(sheet_forms, "MOST_KEPT", 1)
    text = table({"title": "A", "programme": "SFS"})
    assert send(client, text).status_code == 302
    response = send(client, text)
    assert response.status_code == 422
    assert "has uploaded a hundred files" in response.content.decode()
    assert SheetUpload.objects.count() == 1


def test_a_long_file_is_read_by_the_worker_while_the_page_asks_again(
    client, author, ours, monkeypatch
):
    monkeypatch.setattr(looking, "AT_ONCE", 10)
    address = send(client, table({"title": "A", "programme": "SFS"})).url
    response = client.get(address)
    assert response["Refresh"] == "3"
    assert "The file waits to be read." in response.content.decode()
    SheetUpload.objects.update(rows_in_all=900, rows_done=400)
    page = client.get(address).content.decode()
    assert "Being read: <bdi>400</bdi> of <bdi>900</bdi> rows." in page
    SheetUpload.objects.update(attempts=3)
    response = client.get(address)
    assert "Refresh" not in response.headers
    assert "Something went wrong with this file" in response.content.decode()


def test_many_rows_are_taken_over_by_the_worker(client, author, ours, monkeypatch):
    monkeypatch.setattr(accepting, "AT_ONCE", 0)
    upload = bring(author, ours, table({"title": "A", "programme": "SFS"}))
    page = client.post(upload.get_absolute_url(), {"all": "1"}, follow=True)
    assert "are being written: all of them, or none" in page.content.decode()
    assert Activity.objects.count() == 0


def test_nobody_outside_meets_a_spreadsheet(client, author, ours):
    upload = bring(author, ours, table({"title": "CANARY", "programme": "SFS"}))
    take_over(upload, author)
    stranger = make_user()
    make_organisation(editor=stranger)
    client.force_login(stranger)
    assert "back.csv" not in client.get(LIST).content.decode()
    for name in ("sheet", "sheet_undo", "sheet_waiting"):
        address = reverse(f"reporting:{name}", args=[upload.pk])
        assert client.get(address).status_code == 404
    assert client.post(upload.get_absolute_url(), {"all": "1"}).status_code == 404


def test_the_rows_are_shown_by_what_they_would_do_and_in_pages(client, author, ours):
    rows = [{"title": f"Row {n}", "programme": "SFS"} for n in range(26)]
    upload = bring(
        author, ours, table(*rows, {"title": "", "programme": "SFS", "type": "X"})
    )
    assert list(told(upload)) == [28]
    address = upload.get_absolute_url()
    assert "Row 25" not in client.get(f"{address}?show=added").content.decode()
    page = client.get(f"{address}?show=added&page=2").content.decode()
    assert "Row 25" in page
    page = client.get(f"{address}?show=wrong").content.decode()
    assert "A new activity needs a title." in page and "Row 1<" not in page


def test_my_activities_lead_to_the_spreadsheets(client, author, ours):
    page = client.get(reverse("reporting:my_activities")).content.decode()
    assert f'href="{LIST}"' in page


# --- Each state is a page of its own --------------------------------------------------

ACCEPT, ACCEPT_ALL = "Accept the ticked rows", "Accept all that are new or changed"
UNDO, WAITING = "Undo the whole import", "Download the rows that still wait"
GOOD = {"title": "A", "programme": "SFS"}
BAD = {"title": "", "programme": "SFS", "type": "X"}


def words_of(markup):
    return " ".join(re.sub("<[^>]+>", "", markup).split())


def stands(client, upload, say):
    """(word of the state, groups, heads of the rows, what is offered)"""
    page = client.get(upload.get_absolute_url()).content.decode()
    assert say in words_of(page)
    line = words_of(re.search('<p class="byline">(.*?)</p>', page, re.S)[1])
    found = re.search("<nav aria-label=.Rows by.*?</nav>", page, re.S)[0]
    groups = [words_of(item) for item in re.findall("<li>(.*?)</li>", found, re.S)]
    main = page.split("<main")[1].split("</main>")[0]
    heads = [words_of(head) for head in re.findall("<h2>(.*?)</h2>", main, re.S)]
    offered = [words for words in (ACCEPT, ACCEPT_ALL, UNDO, WAITING) if words in page]
    return line.split(" · ")[0], groups, heads, offered


def test_an_import_says_how_it_stands_from_being_read_to_undone(client, author, ours):
    upload = bring(author, ours, table(GOOD, GOOD | {"title": "B"}))
    assert stands(client, upload, "Nothing is written yet.") == (
        "Ready to be checked",
        ["All rows", "New: 2"],
        ["New"],
        [ACCEPT, ACCEPT_ALL, WAITING],
    )
    take_over(upload, author, rows=[upload.rows.first().pk])
    assert stands(client, upload, "Some rows are accepted") == (
        "Partly accepted",
        ["All rows", "New: 1", "Accepted: 1"],
        ["New", "Accepted"],
        [ACCEPT, ACCEPT_ALL, UNDO, WAITING],
    )
    take_over(upload, author)
    assert stands(client, upload, "Every row that changes something is accepted") == (
        "Accepted",
        ["All rows", "Accepted: 2"],
        ["Accepted"],
        [UNDO],
    )
    changed = upload.rows.get(number=3).activity
    changed.versions.update(title="Changed since", edit_count=9)
    undo(upload, by=author)
    assert stands(client, upload, "This import was undone by Paul on") == (
        "Undone",
        ["All rows", "Undone: 1", "Left as they are: 1"],
        ["Undone", "Left as they are"],
        [],
    )


def test_an_import_with_rows_to_mend_says_that_they_wait(client, author, ours):
    upload = bring(author, ours, table(GOOD, BAD))
    take_over(upload, author)
    assert stands(client, upload, "All rows that could be accepted are") == (
        "Partly accepted",
        ["All rows", "To be mended: 1", "Accepted: 1"],
        ["To be mended", "Accepted"],
        [UNDO, WAITING],
    )
    undo(upload, by=author)
    assert stands(client, upload, "This import was undone by Paul on") == (
        "Undone",
        ["All rows", "Undone: 1", "Never accepted: 1"],
        ["Never accepted", "Undone"],
        [],
    )


def test_an_import_with_nothing_to_accept_offers_no_acceptance(client, author, ours):
    upload = bring(author, ours, table(BAD))
    assert stands(client, upload, "No row can be accepted as it is.") == (
        "Nothing to accept",
        ["All rows", "To be mended: 1"],
        ["To be mended"],
        [WAITING],
    )
    make_draft(author=author, organisation=ours, title="Same")
    upload = bring(author, ours, table(*taken(author, ours)))
    assert stands(client, upload, "Every row says what is there already.") == (
        "Nothing to accept",
        ["All rows but the unchanged", "Unchanged: 1"],
        [],
        [],
    )


def test_an_import_in_conflict_alone_has_no_button_for_all(client, author, ours):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "Mine", "file": ""}))
    assert stands(client, upload, "Nothing is written yet.") == (
        "Ready to be checked",
        ["All rows", "In conflict: 1"],
        ["In conflict"],
        [ACCEPT, WAITING],
    )
    kept = upload.rows.get()
    take_over(upload, author, rows=[kept.pk], chosen={kept.pk: {"title": "mine"}})
    page = words_of(client.get(upload.get_absolute_url()).content.decode())
    assert "There beforeOld" in page and "You kept yours." in page


def test_an_import_of_long_ago_says_that_it_stays(client, author, ours):
    upload = bring(author, ours, table(GOOD, BAD))
    take_over(upload, author)
    SheetUpload.objects.update(
        at=upload.at - timedelta(days=40),
        accepted_at=upload.at - timedelta(days=40),
    )
    working.forget_old()
    assert stands(client, upload, "After thirty days the file is deleted") == (
        "Accepted, can no longer be undone",
        ["All rows", "Accepted: 1"],
        ["Accepted"],
        [],
    )


def test_the_list_says_the_same_of_each_import(client, author, ours):
    first = bring(author, ours, table(GOOD, BAD), name="first.csv")
    take_over(first, author)
    bring(author, ours, table(BAD), name="second.csv")
    stuck = bring(author, ours, table(GOOD), name="third.csv")
    SheetUpload.objects.filter(pk=stuck.pk).update(state="waiting", attempts=3)
    page = words_of(client.get(LIST).content.decode())
    for words in (
        "third.csv · Failed on our side · Paul",
        "second.csv · Nothing to accept · Paul",
        "first.csv · Partly accepted · Paul",
    ):
        assert words in page, words


def test_the_three_texts_of_a_field_stand_as_blocks_without_a_table(
    client, author, ours
):
    make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    upload = bring(author, ours, table(row | {"title": "New"}))
    page = client.get(upload.get_absolute_url()).content.decode()
    assert "<table" not in page and 'class="scroll"' not in page
    assert "When you downloaded it Old There now Old Yours New" in (
        words_of(page.replace("</d", " </d"))
    )
