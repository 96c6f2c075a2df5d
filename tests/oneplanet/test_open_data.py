"""Asking for open data, and the tables made of it: no request, no page."""

import csv
import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.http import QueryDict

from knowledge_hubs.open_data import BY_NAME, DOWNLOADS, KINDS
from oneplanet.open_data import asking, codebook, tables
from oneplanet.open_data.asking import MOST, Refused, cursor_after
from oneplanet.open_data.columns import Head

RESOURCES, TERMS = BY_NAME["resources"], BY_NAME["terms"]


def refusal(query, kind=RESOURCES, **more):
    with pytest.raises(Refused) as refused:
        asking.asked(kind, QueryDict(query), **more)
    return refused.value.parameter


# --- Asking --------------------------------------------------------------------------


def test_without_a_word_a_list_is_asked_for_in_english_from_its_beginning():
    asked = asking.asked(RESOURCES, QueryDict(""))
    assert (asked.language, asked.limit, asked.after, asked.since) == (
        "en",
        MOST,
        None,
        None,
    )


def test_each_parameter_is_read():
    cursor = cursor_after(RESOURCES, 12)
    query = f"limit=7&lang=zh-Hans&cursor={cursor}&programme=SFS&updated_since="
    asked = asking.asked(RESOURCES, QueryDict(query + "2026-01-31T12:00:00%2B01:00"))
    assert (asked.language, asked.limit, asked.after) == ("zh-hans", 7, 12)
    assert asked.since == datetime(2026, 1, 31, 11, tzinfo=UTC)
    assert asked.narrowed.urlencode() == "programme=SFS"


@pytest.mark.parametrize(
    "written", ["2026-01-31", "2026-01-31T00:00:00Z", "2026-01-31T00:00:00+00:00"]
)
def test_a_moment_is_a_day_or_a_time_even_with_a_plus_that_became_a_space(written):
    query = QueryDict(f"updated_since={written}")
    assert asking.asked(RESOURCES, query).since == datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("colour=red", "colour"),
        ("page=2", "page"),
        ("lang=de", "lang"),
        ("lang=", "lang"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=-1", "limit"),
        ("limit=1e2", "limit"),
        ("limit=٣", "limit"),
        ("limit=99999999999999999999999", "limit"),
        ("limit=1&limit=2", "limit"),
        ("programme=SFS&programme=ST", "programme"),
        ("cursor=", "cursor"),
        ("cursor=12", "cursor"),
        ("cursor=12:AAAA", "cursor"),
        ("updated_since=yesterday", "updated_since"),
        ("updated_since=2026-02-30", "updated_since"),
        ("updated_since=0001-01-01T00:00:00%2B14:00", "updated_since"),
        ("q=%00", "q"),
        ("q=a%00b", "q"),
        ("%00=1", "\x00"),
    ],
)
def test_what_makes_no_sense_is_refused_and_named(query, parameter):
    assert refusal(query) == parameter


def test_a_cursor_is_good_for_its_own_list_and_no_other():
    cursor = cursor_after(TERMS, 12)
    assert asking.asked(TERMS, QueryDict(f"cursor={cursor}")).after == 12
    assert refusal(f"cursor={cursor}") == "cursor"
    number, _colon, seal = cursor.partition(":")
    assert refusal(f"cursor={int(number) + 1}:{seal}", TERMS) == "cursor"


def test_a_download_knows_the_filters_and_nothing_else():
    for name in ("limit", "cursor", "updated_since", "lang", "bom"):
        assert refusal(f"{name}=1", paging=False) == name


def test_what_may_be_given_several_times_may():
    query = QueryDict("programme=SFS&programme=ST")
    narrowed = asking.asked(BY_NAME["activities"], query).narrowed
    assert narrowed.getlist("programme") == ["SFS", "ST"]


# --- Kinds ---------------------------------------------------------------------------


def test_every_name_is_given_once():
    names = [name for kind in KINDS for name in (kind.name, kind.one)]
    assert len(set(names)) == len(names)
    for kind in KINDS:
        heads = [head.name for head in kind.heads]
        assert len(set(heads)) == len(heads), kind.name


def test_codes_lead_to_a_kind_there_is():
    heads = [h for kind in KINDS for head in kind.heads for h in (head, *head.parts)]
    assert {head.words for head in heads if head.words} <= set(BY_NAME)


def test_a_row_within_a_cell_is_made_of_its_own_parts():
    for kind in KINDS:
        for head in kind.heads:
            if head.type == "rows":
                row = {part.name: "x" for part in head.parts}
                assert head.in_a_cell.format_map(row), (kind.name, head.name)


# --- Tables --------------------------------------------------------------------------

TEXT, LIST = Head("a", ""), Head("a", "", "list")
ROWS = Head("a", "", "rows", in_a_cell="{what}: {value} {unit}")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_is_never_taken_for_a_formula(sign):
    attack = f"{sign}1+1"
    assert tables.cell(TEXT, attack) == f"'{attack}"
    assert tables.cell(LIST, [attack, "b"]) == f"'{attack}; b"
    row = {"what": attack, "value": 1, "unit": None}
    assert not tables.cell(ROWS, [row]).startswith(sign)


@pytest.mark.parametrize("value", [-3, 0, 2.5, None, date(2021, 4, 23), "plain", "'=1"])
def test_numbers_days_and_plain_texts_stay_as_they_are(value):
    assert tables.cell(TEXT, value) == value


def test_other_values_are_written_as_the_codebook_says():
    at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    assert tables.cell(TEXT, at) == "2026-01-31T12:00:00Z"
    assert [tables.cell(TEXT, flag) for flag in (True, False)] == ["true", "false"]
    assert tables.cell(LIST, []) is tables.cell(ROWS, []) is None


class Small:
    """A kind with two columns, and what stands in them."""

    name = "small"
    source = "Made up."
    heads = (Head("text", "A text."), Head("number", "A number.", "number"))
    records = [{"text": text, "number": -n} for n, text in enumerate("=1+1 b".split())]


def test_a_csv_file_comes_back_as_it_was_written():
    rows = [tables.row_of(Small, record) for record in Small.records]
    text = "".join(tables.as_csv(["text", "number"], rows))
    assert list(csv.reader(io.StringIO(text))) == [
        ["text", "number"],
        ["'=1+1", "0"],
        ["b", "-1"],
    ]
    assert "".join(tables.as_csv(["text", "number"], rows, bom=True)) == "\ufeff" + text


def test_a_json_file_is_one_array_even_if_it_is_empty():
    whole = json.loads("".join(tables.as_json(Small.records)))
    assert whole["results"] == Small.records
    assert json.loads("".join(tables.as_json([])))["results"] == []
    assert set(whole["data_licence"]) == {"name", "url"}


def test_a_workbook_comes_back_without_a_formula():
    target = io.BytesIO()
    assert tables.write_workbook(target, Small, iter(Small.records)) == 2
    book = openpyxl.load_workbook(target)
    cells = [[cell.value for cell in row] for row in book["data"]]
    assert cells == [["text", "number"], ["'=1+1", 0], ["b", -1]]
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert book["codebook"]["B2"].value == "A text."


def names_of(heads, within=""):
    """Of columns and their parts, however deep."""
    for head in heads:
        yield within + head.name
        yield from names_of(head.parts, f"{within}{head.name}.")


def test_the_codebook_says_of_every_column_what_it_means():
    for kind in DOWNLOADS.values():
        rows = [
            dict(zip(codebook.HEADS, row, strict=True)) for row in codebook.rows(kind)
        ]
        named = [row["column"] for row in rows]
        assert named == list(names_of(kind.heads))
        assert all(row["meaning"] and row["type"] and row["source"] for row in rows)
