"""The pages of spreadsheets: taking, bringing, choosing, undoing; and who sees them."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from oneplanet.sheets import reading
from reporting import sheet_forms
from reporting.imports import accepting, looking
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
    assert (heads[0], heads[4], row[4]) == ("Code", "Title", "Ours")
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
    assert "Rows undone: 2. Rows left as they are: 0." in response.content.decode()
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
    assert f'<li><a href="#row-{kept.number}">Row ' in page
    assert f'id="row-{kept.number}"' in page
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


@pytest.mark.parametrize("code", ["", "OP-OTHER-1"])
def test_a_row_to_be_mended_says_what_it_says_in_arabic_too(client, author, ours, code):
    row = {"code": code, "title": "", "started_on": "٣/٤/٢٠٢٦"}
    upload = bring(author, ours, table(row), language="ar")
    assert [row.outcome for row in upload.rows.all()] == ["wrong"]
    page = client.get(upload.get_absolute_url().replace("/en/", "/ar/"))
    (shown,) = page.context["rows"]
    assert ("البداية", "٣/٤/٢٠٢٦") in shown.values
    assert '<dd dir="auto">٣/٤/٢٠٢٦</dd>' in page.text
