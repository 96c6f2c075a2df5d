"""Files that are not read at all: each is told in words what it is and what to do, and
nothing is written.
"""

import subprocess
import sys

import pytest

from oneplanet.sheets import reading
from oneplanet.sheets.reading import REFUSALS, Refusal
from reporting.models import UploadedRow
from tests.reporting.imports.hostile import (
    HEADS,
    LAUGHS,
    OLD_OFFICE,
    OUTSIDE,
    SHEET,
    book,
    far_away,
    lies_about_size,
    locked_entry,
    many_parts,
    opened_document,
    sheet_of,
    with_parts,
    zipped,
)
from tests.reporting.sheets import bring, without_marks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_written")]

NO_HEADS = (
    "The first row has to name the columns, as in the template, and names neither "
    "“Code” nor “Title”. Please put the template’s first row above your rows."
)
NO_ROWS = (
    "The file names columns but has no rows below them. Please write a row for each "
    "activity."
)
WHO = "title,programme\n"

REFUSED = {
    "nothing": (b"", "a.csv", Refusal.EMPTY),
    "only white space": (b"\n\n  \n", "a.csv", Refusal.EMPTY),
    "only the mark of an encoding": (b"\xef\xbb\xbf", "a.csv", Refusal.EMPTY),
    "an empty workbook": (book(heads=()), "a.xlsx", Refusal.EMPTY),
    "a program": (b"MZ\x90\0\3\0", "a.exe", Refusal.UNKNOWN),
    "a program called a table": (b"\x7fELF\2\1\1\0", "a.csv", Refusal.UNKNOWN),
    "a database": (b"SQLite format 3\0" + b"\0" * 99, "a.db", Refusal.UNKNOWN),
    "an old workbook": (OLD_OFFICE, "a.xls", Refusal.OTHER_BOOK),
    "a workbook of LibreOffice": (
        opened_document("spreadsheet"),
        "a.ods",
        Refusal.OTHER_BOOK,
    ),
    "a workbook in bits": (zipped("xl/workbook.bin"), "a.xlsb", Refusal.OTHER_BOOK),
    "an old workbook called a new one": (OLD_OFFICE, "a.xlsx", Refusal.LOCKED),
    "locked by a password": (
        OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"),
        "b.xlsm",
        Refusal.LOCKED,
    ),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "a.pdf", Refusal.PDF),
    "a PDF called a table": (b"%PDF-1.7\n1 0 obj", "a.csv", Refusal.PDF),
    "a picture called a workbook": (b"\x89PNG\r\n", "a.xlsx", Refusal.PICTURE),
    "a photograph": (b"\xff\xd8\xff\xe0\0\x10JFIF", "a.jpg", Refusal.PICTURE),
    "a photograph of a phone": (b"\0\0\0\x18ftypheic", "a.heic", Refusal.PICTURE),
    "a text of Word": (zipped("word/document.xml"), "a.docx", Refusal.DOCUMENT),
    "an old text of Word": (
        OLD_OFFICE + "WordDocument".encode("utf-16-le"),
        "a.doc",
        Refusal.DOCUMENT,
    ),
    "a text with its looks": (b"{\\rtf1\\ansi", "a.rtf", Refusal.DOCUMENT),
    "a text of LibreOffice": (opened_document("text"), "a.odt", Refusal.DOCUMENT),
    "packed files": (zipped("a.csv"), "a.zip", Refusal.PACKED),
    "a web page called a workbook": (b"<html><table>", "a.xls", Refusal.MARKUP),
    "data for programs": (b'{"title": "A"}', "a.json", Refusal.MARKUP),
    "cut in the middle": (book(("A", "SFS"))[:3000], "a.xlsx", Refusal.DAMAGED),
    "a part under a password": (locked_entry(), "a.xlsx", Refusal.LOCKED),
    "a document, not a workbook": (
        with_parts({"word/document.xml": "<x/>"}, without=("xl/workbook.xml",)),
        "a.xlsx",
        Refusal.DOCUMENT,
    ),
    "its sheet left out": (with_parts(without=(SHEET,)), "a.xlsx", Refusal.DAMAGED),
    "no XML in it": (with_parts({SHEET: "<worksheet"}), "a.xlsx", Refusal.DAMAGED),
    "laughs": (
        with_parts({SHEET: sheet_of(HEADS, LAUGHS)}),
        "a.xlsx",
        Refusal.DAMAGED,
    ),
    "laughs among its words": (
        with_parts({"xl/sharedStrings.xml": f"{LAUGHS}<sst>&b;</sst>"}),
        "a.xlsx",
        Refusal.DAMAGED,
    ),
    "a file from outside": (
        with_parts({SHEET: sheet_of(HEADS + "&f;", OUTSIDE)}),
        "a.xlsx",
        Refusal.DAMAGED,
    ),
    "laughs in two bytes a letter": (
        with_parts({SHEET: sheet_of(HEADS, LAUGHS).encode("utf-16")}),
        "a.xlsx",
        Refusal.DAMAGED,
    ),
    "macros in it": (
        with_parts({"xl/vbaProject.bin": b"Sub x()"}),
        "a.xlsx",
        Refusal.MACROS,
    ),
    "a bomb": (
        with_parts({SHEET: sheet_of(HEADS + " " * 90_000_000)}),
        "a.xlsx",
        Refusal.BOMB,
    ),
    "many bombs": (
        with_parts({f"xl/media/{n}": b" " * 40_000_000 for n in range(5)}),
        "a.xlsx",
        Refusal.BOMB,
    ),
    "a bomb that lies": (lies_about_size(), "a.xlsx", Refusal.DAMAGED),
    "parts without end": (many_parts(), "a.xlsx", Refusal.BOMB),
    "a cell in the last row": (
        book(("A", "SFS"), change=far_away("A1048576")),
        "a.xlsx",
        Refusal.MANY_ROWS,
    ),
    "a cell in the last column": (
        book(("A", "SFS"), change=far_away("XFD2")),
        "a.xlsx",
        Refusal.MANY_COLUMNS,
    ),
    "a cell far to the right": (
        book(("A", "SFS"), change=far_away("CZ2")),
        "a.xlsx",
        Refusal.MANY_COLUMNS,
    ),
    "rows without end": (
        (WHO + "A,SFS\n" * 10_001).encode(),
        "a.csv",
        Refusal.MANY_ROWS,
    ),
    "columns without end": (b"title" + b",x" * 100, "a.csv", Refusal.MANY_COLUMNS),
    "half of two bytes": ("title\nA".encode("utf-16")[:-1], "a.csv", Refusal.ENCODING),
    "no letters at all": (b"title\n\0\0\0\n", "a.csv", Refusal.ENCODING),
    "a quotation never closed": (b'title\n"A\nB\n', "a.csv", Refusal.QUOTES),
    "something behind a quotation": (b'title\n"A"x\n', "a.csv", Refusal.QUOTES),
    "too large": (b"title\n" + b"A" * reading.LARGEST, "a.csv", Refusal.LARGE),
}
SINGLE = (
    "The first row is a single cell, “%s”: there is no comma, semicolon or tab in it. "
    "If another sign parts your columns, save the table as a workbook (XLSX) or as CSV "
    "with commas. If it has no columns, put your rows into the template and upload "
    "that."
)
READ_AS = f"{NO_HEADS} Read as cells parted by %s it says: %s."
UNKNOWN = {
    "no heads": (
        "There,SFS\n",
        READ_AS % ("commas", "“There” · “SFS”"),
    ),
    "a letter": (
        "Dear all,\n\nwe did much.\n",
        READ_AS % ("commas", "“Dear all” · “”"),
    ),
    "a text without columns": ("We did much\nin spring.\n", SINGLE % "We did much"),
    "cells between strokes": ("title|programme\nA|SFS\n", SINGLE % "title|programme"),
    "cells between blanks": ("title programme\nA SFS\n", SINGLE % "title programme"),
    "other heads": (
        "name;what\nA;B\n",
        READ_AS % ("semicolons", "“name” · “what”"),
    ),
    "other heads between tabs": (
        "a\tb\tc\td\te\tf\n1\t2\n",
        READ_AS
        % (
            "tabs",
            "“a” · “b” · “c” · “d” · “e” …",
        ),
    ),
    "another workbook": (
        book(("A", "SFS"), heads=("name", "what")),
        f"{NO_HEADS} It says: “name” · “what”.",
    ),
    "a head twice": (
        "title,title\nA,B\n",
        "There are two columns “Title”. Please keep one.",
    ),
    "a head by label and by code": (
        "title,Title\nA,B\n",
        "There are two columns “Title”. Please keep one.",
    ),
    "heads alone": (WHO, NO_ROWS),
    "other columns alone": (
        "title,x\n,B\n",
        NO_ROWS,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read(we, name):
    content, file, why = REFUSED[name]
    upload = bring(*we, content, file)
    assert (upload.state, upload.refusal_in_words) == ("refused", str(REFUSALS[why]))
    assert UploadedRow.objects.count() == 0


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_file_that_is_no_spreadsheet_of_ours(we, name):
    content, why = UNKNOWN[name]
    upload = bring(*we, content)
    assert (upload.state, without_marks(upload.refusal_in_words)) == ("refused", why)


MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-I", *sys.argv[1:]], stdout=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, done.stdout.decode())
"""
BOMBS = ("a bomb", "many bombs", "a bomb that lies", "laughs", "parts without end")


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_neither_time_nor_memory(tmp_path, name):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(REFUSED[name][0])
    asked = [sys.executable, "-c", MEASURED, reading.OPENED, path, "10000", "60"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603
    seconds, megabytes, answer = done.stdout.split(maxsplit=2)
    assert "refused" in answer
    assert (float(seconds) < 2, float(megabytes) < 100) == (True, True)


def test_a_workbook_that_never_ends_is_given_up(we, monkeypatch):
    monkeypatch.setattr(reading, "WAIT", 0.01)
    upload = bring(*we, book(("A", "SFS")), "a.xlsx")
    assert upload.refusal_in_words == str(REFUSALS[Refusal.BOMB])


def test_there_are_enough_of_them():
    assert len(REFUSED) + len(UNKNOWN) >= 50
