"""Lists to take away: what is in the files, how long ones are made, who gets them."""

import csv
import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from knowledge_hubs import downloads
from knowledge_hubs.models import GlossaryTerm, Resource
from knowledge_hubs.open_data import DOWNLOADS
from oneplanet import prepared
from oneplanet.models import PreparedFile
from oneplanet.open_data import codebook
from tests.factories import make_activity, make_programme, make_record, make_term

pytestmark = pytest.mark.django_db
ATTACK = "=HYPERLINK(1)"


def body(response):
    assert response.status_code == 200, response
    return (
        b"".join(response.streaming_content)
        if response.streaming
        else (response.content)
    )


def table(client, address):
    text = body(client.get(address)).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def sheet(content):
    rows = openpyxl.load_workbook(io.BytesIO(content))["data"].values
    heads = next(rows)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture
def records():
    """Two of each kind that a title can be given to, one in the programme."""
    programme = make_programme(code="SFS")
    for n in range(2):
        record = make_record(Resource, f"r-{n}", title=ATTACK, title_ar="عنوان")
        if n:
            record.programmes.add(programme)
    make_record(Resource, "a-draft", title="CANARY", is_draft=True)


@pytest.mark.parametrize("name", DOWNLOADS)
def test_every_list_has_its_files_and_its_codebook(client, name):
    heads = [head.name for head in DOWNLOADS[name].heads]
    lines = body(client.get(f"/en/data/{name}.csv")).decode().splitlines()
    assert lines[0].split(",") == heads
    assert client.get(f"/en/data/{name}.json").status_code == 200
    assert client.get(f"/en/data/{name}.xlsx").status_code == 200
    book = table(client, f"/en/data/{name}/codebook.csv")
    assert [row["column"] for row in book] == [
        row[0] for row in codebook.rows(DOWNLOADS[name])
    ]
    told = client.get(f"/ar/data/{name}/codebook.json").json()
    assert [row["column"] for row in told["columns"]] == [r["column"] for r in book]


def test_the_three_files_hold_what_the_api_tells(client, records):
    told = client.get("/api/v1/resources/").json()["results"]
    saved = client.get("/en/data/resources.json")
    lines = table(client, "/en/data/resources.csv")
    cells = sheet(body(client.get("/en/data/resources.xlsx")))
    assert [row["code"] for row in told] == ["r-0", "r-1"]
    assert b"CANARY" not in body(client.get("/en/data/resources.csv"))
    assert json.loads(body(saved))["results"] == told
    for rows in (lines, cells):
        assert [row["code"] for row in rows] == ["r-0", "r-1"]
        assert {row["title"] for row in rows} == {f"'{ATTACK}"}
        assert rows[1]["programmes"] == "SFS"


def test_a_file_speaks_the_language_of_its_address(client, records):
    make_term("resource_type", "RT_REPORT", label_ar="تقرير")
    for ending in ("csv", "xlsx"):
        content = client.get(f"/ar/data/resources.{ending}")
        rows = (
            sheet(body(content))
            if ending == "xlsx"
            else table(client, f"/ar/data/resources.{ending}")
        )
        assert {row["title"] for row in rows} == {"عنوان"}
        assert rows[0]["page"].endswith("/ar/resources/r-0/")


def test_a_file_is_narrowed_as_its_page_is(client, records):
    page = client.get("/en/resources/?programme=SFS&page=1&other=x").text
    assert "/en/data/resources.csv?programme=SFS" in page
    rows = table(client, "/en/data/resources.csv?programme=SFS&page=1")
    assert [row["code"] for row in rows] == ["r-1"]
    assert client.get("/en/data/resources.csv?other=x").status_code == 400
    assert client.get("/en/data/resources.csv?q=%00").status_code == 400


def test_the_mark_of_the_encoding_is_there_for_who_asks_for_it(client, records):
    plain, marked = (
        body(client.get(f"/en/data/resources.csv{q}")) for q in ("", "?bom=1")
    )
    assert marked == b"\xef\xbb\xbf" + plain
    response = client.get("/en/data/resources.csv")
    day = timezone.localdate()
    assert response["Content-Disposition"] == (
        f'attachment; filename="one-planet-resources-{day:%Y-%m-%d}.csv"'
    )
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'rel="license"' in response["Link"]


@pytest.mark.parametrize(
    "address",
    [
        "nothing.csv",
        "resources.pdf",
        "terms.csv",
        "files/0/",
        "resources/codebook.xlsx",
    ],
)
def test_there_is_no_other_file(client, address):
    assert client.get(f"/en/data/{address}").status_code == 404


def test_an_activity_under_review_is_in_no_file(client):
    for state in ("draft", "submitted", "returned"):
        make_activity(state=state, title="CANARY")
    for ending in ("csv", "json"):
        assert b"CANARY" not in body(client.get(f"/en/data/activities.{ending}"))
    assert sheet(body(client.get("/en/data/activities.xlsx"))) == []


# --- Long workbooks -------------------------------------------------------------------


@pytest.fixture
def long(settings, records):
    settings.MAX_ROWS_AT_ONCE = 1


def ask(client, address="/en/data/resources.xlsx"):
    response = client.get(address)
    assert response.status_code == 302
    return response["Location"]


def test_a_long_workbook_is_made_by_the_worker_and_offered_by_a_link(client, long):
    address = ask(client, "/fr/data/resources.xlsx?q=hyperlink")
    waiting = client.get(address)
    assert (waiting.status_code, waiting["Refresh"]) == (200, "5")
    assert "no-store" in waiting["Cache-Control"]
    assert "list.xlsx" not in waiting.text
    assert client.get(f"{address}list.xlsx")["Location"] == address

    call_command("run_worker", once=True)

    ready = client.get(address)
    assert "Refresh" not in ready.headers and f"{address}list.xlsx" in ready.text
    rows = sheet(body(client.get(f"{address}list.xlsx")))
    assert [row["code"] for row in rows] == ["r-0", "r-1"]
    assert rows[0]["page"].endswith("/fr/resources/r-0/")
    PreparedFile.objects.get().content.delete()


def test_what_was_withdrawn_since_leaves_in_no_file_that_was_made_before(client, long):
    address = ask(client)
    downloads.make_next()
    before = PreparedFile.objects.get()
    path = settings.MEDIA_ROOT / before.content.name
    assert len(sheet(body(client.get(f"{address}list.xlsx")))) == 2
    row = Resource.objects.get(code="r-1")
    row.is_draft = True
    row.save()
    assert client.get(f"{address}list.xlsx")["Location"] == address
    assert not path.exists()
    assert "list.xlsx" not in client.get(address).text
    downloads.make_next()
    rows = sheet(body(client.get(f"{address}list.xlsx")))
    assert [row["code"] for row in rows] == ["r-0"]
    PreparedFile.objects.get().content.delete()


def test_who_asks_for_the_same_gets_the_same(client, long):
    first = ask(client)
    assert ask(client) == first
    assert ask(client, "/en/data/resources.xlsx?q=hyperlink") != first
    assert ask(client, "/ar/data/resources.xlsx") != first
    old = timezone.now() - timedelta(hours=2)
    PreparedFile.objects.update(asked_at=old)
    assert ask(client) != first


def test_short_files_and_those_of_other_kinds_need_no_worker(client, long):
    assert client.get("/en/data/resources.csv").status_code == 200
    assert client.get("/en/data/resources.xlsx?programme=SFS").status_code == 200
    assert PreparedFile.objects.count() == 0


def test_nobody_can_ask_for_files_without_end(client, long, monkeypatch):
    monkeypatch.setattr(prepared, "MOST_WAITING", 2)
    for n in range(2):
        ask(client, f"/en/data/resources.xlsx?q={'hyperlink'[: n + 2]}")
    response = client.get("/en/data/resources.xlsx")
    assert response.status_code == 400
    assert "Refresh" not in response.headers
    assert PreparedFile.objects.count() == 2


def test_a_file_that_cannot_be_made_says_so_after_some_tries(client, long, monkeypatch):
    def broken(*args):
        raise RuntimeError("no room left")

    monkeypatch.setattr(downloads.tables, "write_workbook", broken)
    address = ask(client)
    for _time in range(prepared.MAX_ATTEMPTS):
        assert downloads.make_next()
        PreparedFile.objects.update(begun_at=timezone.now() - prepared.LEASE)
    assert not downloads.make_next()
    page = client.get(address)
    assert "Refresh" not in page.headers and "could not be made" in page.text
    assert ask(client) != address  # and may be asked for again


def test_of_two_workers_one_makes_a_file(long, client):
    ask(client)
    first = prepared._claim()
    assert first is not None and prepared._claim() is None


def test_old_files_go_with_their_rows(client, long):
    ask(client)
    downloads.make_next()
    made = PreparedFile.objects.get()
    path = settings.MEDIA_ROOT / made.content.name
    assert path.exists() and prepared.forget_old() == 0
    PreparedFile.objects.update(asked_at=timezone.now() - timedelta(hours=25))
    assert prepared.forget_old() == 1
    assert not path.exists() and PreparedFile.objects.count() == 0


def test_the_glossary_is_a_list_to_take_away(client):
    GlossaryTerm.objects.create(code="a", word="A word", meaning="It means much.")
    [row] = table(client, "/en/data/glossary.csv")
    assert (row["code"], row["word"]) == ("a", "A word")
