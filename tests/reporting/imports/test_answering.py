"""What leaves as a workbook: the table with its help, and rows that wait."""

import io

import pytest
from openpyxl import load_workbook

from reporting.imports import answering
from tests.factories import (
    make_draft,
    make_type,
)
from tests.reporting.sheets import (
    NEW,
    bring,
    outcomes,
    table,
    take_over,
    workbook,
)

pytestmark = pytest.mark.django_db


def test_rows_that_wait_come_back_with_each_mistake_beside_its_cell(
    author, ours, programme
):
    wrong = NEW | {"type": "Dancing", "started_on": "soon", "title": "Wrong"}
    upload = bring(author, ours, table(NEW, wrong))
    take_over(upload, author)
    heads, rows = answering.waiting(upload)
    labels = [head.label for head in heads]
    (row,) = rows
    beside = {
        labels[place - 1]: row[place]
        for place, head in enumerate(heads)
        if head.is_problem
    }
    assert beside == {
        "Kind": "“Dancing” is not on the list. The help sheet names them all.",
        "Start": "Write day, month and year, for example 23/04/2021 or 2021-04-23.",
    }
    assert row[labels.index("Kind")] == "Dancing"
    again = [cell if isinstance(cell, str) else str(cell) for cell in row]
    mended = dict(zip(labels, again, strict=True)) | {"Kind": "", "Start": ""}
    assert outcomes(bring(author, ours, table(mended))) == {2: "added"}


def test_the_workbook_helps_with_words_and_a_help_sheet(author, ours, programme):
    make_type("TRAINING", label="Training")
    make_draft(author=author, organisation=ours, title="=1+1")
    book = load_workbook(io.BytesIO(workbook(author, ours)))
    data, explained, lists = (book[name] for name in ("Activities", "Help", "lists"))
    assert lists.sheet_state == "hidden"
    assert data["E2"].value == "'=1+1" and data["E2"].data_type == "s"
    offered = {
        str(rule.sqref): rule.formula1 for rule in data.data_validations.dataValidation
    }
    assert offered["I2:I2001"] == "lists!$I$1:$I$1" and lists["I1"].value == "Training"
    told = [row[0].value for row in explained if row[0].value]
    assert told[:4] == ["Column", "Code", "State", "Programme"]
    assert any(row[1].value == "Training" for row in explained)
    assert data.column_dimensions["Y"].hidden
