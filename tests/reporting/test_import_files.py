"""Files that mean harm, or were only damaged on their way: each is told what is wrong
with it in words, beside the cell where there is one, and nothing is written.
"""

import io
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from oneplanet.sheets import opened, reading
from oneplanet.sheets.reading import FLAWS, REFUSALS, Flaw, Refusal
from reporting.models import Activity, ActivityVersion, UploadedRow
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_term,
    make_type,
    make_user,
)
from tests.reporting.sheets import bring, outcomes, told

pytestmark = pytest.mark.django_db

FORMULA, MERGED, ERROR = (str(FLAWS[flaw]) for flaw in Flaw)
NO_HEADS = (
    "The first row has to name the columns, as in the template, and names neither "
    "“Code” nor “Title”. Please put the template’s first row above your rows."
)
NO_ROWS = (
    "The file names columns but has no rows below them. Please write a row for each "
    "activity."
)
NOT_LISTED = "“%s” is not on the list. The help sheet names them all."
NO_DAY = "Write day, month and year, for example 23/04/2021 or 2021-04-23."
NO_TITLE = "A new activity needs a title."
WHO = "title,programme\n"
WITH_START = ("title", "programme", "started_on")


@pytest.fixture
def ours():
    author = make_user()
    ours = make_organisation(code="ours", editor=author)
    make_programme(code="SFS", slug="food")
    make_type("TRAINING")
    make_term("scope", "GLOBAL", label="Global")
    make_term("sector", "SEC_A", label="Food")
    make_term("sector", "SEC_B", label="Food")
    make_draft(author=author, organisation=ours, title="There already")
    return author, ours


# --- How they are made ----------------------------------------------------------------


def book(*rows, heads=("title", "programme"), change=None, **options):
    """A workbook of these rows; ``change(sheet, book)`` does the harm."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, options) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
        if change:
            change(sheet, made)
    return target.getvalue()


def with_parts(changed=None, *, without=(), base=None) -> bytes:
    """A good workbook with parts replaced, added or left out."""
    target = io.BytesIO()
    parts = dict(changed or {})
    with (
        zipfile.ZipFile(io.BytesIO(base or book(("A", "SFS")))) as good,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in good.namelist():
            if name not in parts and name not in without:
                made.writestr(name, good.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_of(rows, before=""):
    start = f'<?xml version="1.0"?>{before}<worksheet xmlns="{SPACE}"><sheetData>'
    return f"{start}{rows}</sheetData></worksheet>"


def inline(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADS = f'<row r="1">{inline("A1", "title")}{inline("B1", "programme")}</row>'
LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def merged(sheet, _book):
    sheet.merge_range(1, 0, 2, 0, "A")


def hidden_first(sheet, made):
    shown = made.add_worksheet()
    shown.write_row(0, 0, ("title", "programme"))
    shown.write_row(1, 0, ("", "SFS"))
    shown.activate()
    sheet.hide()


def far_away(place):
    def write(sheet, _book):
        sheet.write(place, "x")

    return write


def formula(sheet, _book):
    sheet.write_formula(1, 0, '=HYPERLINK("http://x.example","A")', None, "A")


def broken_formula(sheet, _book):
    sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")


def locked_entry():
    content = bytearray(book(("A", "SFS")))
    at = content.find(b"PK\1\2")
    content[at + 8] |= 1
    return bytes(content)


def many_parts():
    return with_parts({f"xl/media/{n}.png": b"x" for n in range(opened.MOST_PARTS)})


def lies_about_size():
    """A part that says it is small and unpacks to more."""
    content = bytearray(with_parts({SHEET: sheet_of(HEADS + " " * 9_000_000)}))
    info = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo(SHEET)
    size = info.file_size.to_bytes(4, "little")
    return bytes(content).replace(size, (1000).to_bytes(4, "little"))


OLD_OFFICE = b"\xd0\xcf\x11\xe0" * 99


def zipped(*names, first=None) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, content in [*(first or {}).items(), *((n, "<x/>") for n in names)]:
            made.writestr(name, content)
    return target.getvalue()


def opened_document(kind) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return zipped("content.xml", first={"mimetype": mime})


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


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
    "letters of an old computer": (
        "title\nÉcole\n".encode("latin-1"),
        "a.csv",
        Refusal.ENCODING,
    ),
    "half a letter": ("title\né\n".encode()[:-2], "a.csv", Refusal.ENCODING),
    "half of two bytes": ("title\nA".encode("utf-16")[:-1], "a.csv", Refusal.ENCODING),
    "no letters at all": (b"title\n\0\0\0\n", "a.csv", Refusal.ENCODING),
    "a quotation never closed": (b'title\n"A\nB\n', "a.csv", Refusal.QUOTES),
    "something behind a quotation": (b'title\n"A"x\n', "a.csv", Refusal.QUOTES),
    "too large": (b"title\n" + b"A" * reading.LARGEST, "a.csv", Refusal.LARGE),
}
UNKNOWN = {
    "no heads": ("There,SFS\n", NO_HEADS),
    "a letter": ("Dear all,\n\nwe did much.\n", NO_HEADS),
    "a text without columns": (
        "We did much\nin spring.\n",
        str(REFUSALS[Refusal.PLAIN]),
    ),
    "other heads": ("name,what\nA,B\n", NO_HEADS),
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
LONG_LINES = "\n".join(f"A{n} | host" for n in range(41))
WRONG = {
    "a formula": (
        book(("A", "SFS"), change=formula),
        {2: {"title": [FORMULA]}},
    ),
    "a formula that failed": (
        book(("A", "SFS"), change=broken_formula),
        {2: {"title": [FORMULA]}},
    ),
    "the word of a failure": (
        book(("#REF!", "SFS")),
        {2: {"title": [ERROR]}},
    ),
    "merged cells": (
        book(("A", "SFS"), ("", "SFS"), change=merged),
        {2: {"title": [MERGED]}, 3: {"title": [MERGED]}},
    ),
    "a first sheet nobody sees": (
        book(("A", "SFS"), change=hidden_first),
        {2: {"title": [NO_TITLE]}},
    ),
    "a day that never was": (
        "title,programme,started_on\nA,SFS,31/02/2021\n",
        {
            2: {
                "started_on": [
                    "There is no such day. The day comes first, then the month."
                ]
            }
        },
    ),
    "no day": (
        "title,programme,started_on,ended_on\nA,SFS,soon,12345678901\n",
        {2: {"started_on": [NO_DAY], "ended_on": [NO_DAY]}},
    ),
    "an end before its start": (
        "title,programme,started_on,ended_on\nA,SFS,2021-04-23,2021-04-22\n",
        {2: {"ended_on": ["The end comes before the start."]}},
    ),
    "words of no list": (
        "title,programme,type,countries\nA,XXX,Dancing,Atlantis; Kenya\n",
        {
            2: {
                "programme": [NOT_LISTED % "XXX"],
                "type": [NOT_LISTED % "Dancing"],
                "countries": [NOT_LISTED % "Atlantis"],
            }
        },
    ),
    "a word that means two": (
        "title,programme,sectors\nA,SFS,Food\n",
        {
            2: {
                "sectors": [
                    "“Food” may mean several: write its code, SEC_A, SEC_B, SEC_FOOD."
                ]
            }
        },
    ),
    "a title of a page": (
        f"title,programme\n{'A' * 201},SFS\n",
        {2: {"title": ["Ensure this value has at most 200 characters (it has 201)."]}},
    ),
    "letters that could not be read": (
        "title,programme\nA�B,SFS\n",
        {
            2: {
                "title": [
                    "Some characters could not be read; they are shown as �. Please "
                    "write them again."
                ]
            }
        },
    ),
    "too many in a cell": (
        f'title,programme,partners\nA,SFS,"{LONG_LINES}"\n',
        {
            2: {
                "partners": [
                    "There is room for 40 rows here. Please put the rest into a file."
                ]
            }
        },
    ),
    "too many parts in a line": (
        "title,programme,quantities\nA,SFS,a | 1 | b | c\n",
        {2: {"quantities": ["Line 1: Write it so: what was counted | number | unit"]}},
    ),
    "no number, no unit, no reason": (
        'title,programme,quantities\nA,SFS,"a | many | b\nc | 3\nd | No data"\n',
        {
            2: {
                "quantities": [
                    "Line 1: Write a number in digits, for example 1234.5.",
                    "Line 2: Give the unit: people, tonnes, schools …",
                    "Line 3: Say why there is no number.",
                ]
            }
        },
    ),
    "an address that does things": (
        "title,programme,links\nA,SFS,javascript:alert(1)\n",
        {
            2: {
                "links": [
                    "Line 1: A web address starts with https://",
                ]
            }
        },
    ),
    "neither title nor programme": (
        "title,programme,summary\n,,We did much.\n",
        {
            2: {
                "title": [NO_TITLE],
                "programme": ["Choose a programme, or the whole network."],
            }
        },
    ),
    "a code nobody has": (
        "code,title\nOP-NOBODY,A\n",
        {
            2: {
                "code": [
                    "This organisation has no activity with the code OP-NOBODY. Leave "
                    "the code empty for a new activity."
                ]
            }
        },
    ),
    "a row twice": (
        "title,programme\nA,SFS\nB,SFS\nA,SFS\n",
        {4: {"code": ["Row 2 says exactly the same. Keep one of them."]}},
    ),
    "more cells than heads": (
        "title,programme\nA,SFS,and more\n",
        {
            2: {
                "": [
                    "This row goes on beyond the last column that has a name. Please "
                    "empty those cells."
                ]
            }
        },
    ),
}
READ = {
    "formulas as text": "title,programme\n\"=cmd|' /C calc'!A1\",SFS\n",
    "semicolons": "title;programme\nA;SFS\n",
    "tabs": "title\tprogramme\nA\tSFS\n",
    "two bytes a letter": "title,programme\nÉcole,SFS\n".encode("utf-16"),
    "the ends of lines of old computers": "title,programme\rA,SFS\r",
    "Arabic digits": "title,programme,started_on\nA,SFS,٢٣/٠٤/٢٠٢١\n",
    "days as numbers": book(("A", "SFS", 44309), heads=WITH_START),
    "empty rows between": "title,programme\n,\nA,SFS\n,\n",
    "columns in another order": "programme,title\nSFS,A\n",
    "a column nobody knows": "title,programme,colour\nA,SFS,red\n",
    "another name's ending": ("title,programme\nA,SFS\n", "a.xlsx"),
    "no ending": ("title,programme\nA,SFS\n", "a"),
    "a workbook called a table": (book(("A", "SFS")), "a.csv"),
    "a name that promises macros": (book(("A", "SFS")), "a.xlsm"),
    "heads in capitals": "TITLE,Programme\nA,SFS\n",
}


@pytest.fixture(autouse=True)
def _nothing_is_written(ours):
    yield
    titles = ActivityVersion.objects.values_list("title", flat=True)
    assert (list(titles), Activity.objects.count()) == (["There already"], 1)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read(ours, name):
    content, file, why = REFUSED[name]
    upload = bring(*ours, content, file)
    assert (upload.state, upload.refusal) == ("refused", str(REFUSALS[why]))
    assert UploadedRow.objects.count() == 0


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_file_that_is_no_spreadsheet_of_ours(ours, name):
    content, why = UNKNOWN[name]
    upload = bring(*ours, content)
    assert (upload.state, upload.refusal) == ("refused", why)


@pytest.mark.parametrize("name", WRONG)
def test_a_cell_that_is_wrong_is_told_so(ours, name):
    content, problems = WRONG[name]
    file = "back.xlsx" if isinstance(content, bytes) else "back.csv"
    upload = bring(*ours, content, file)
    assert (upload.refusal, told(upload)) == ("", problems)
    assert {outcomes(upload)[number] for number in problems} == {"wrong"}


def test_a_code_twice_is_wrong_in_both_rows(ours):
    code = Activity.objects.get().code
    upload = bring(*ours, f"code,title\n{code},A\n{code.lower()},B\n")
    assert told(upload) == {
        2: {"code": ["Row 3 has this code too. Keep one of them."]},
        3: {"code": ["Row 2 has this code too. Keep one of them."]},
    }


@pytest.mark.parametrize("name", READ)
def test_a_file_that_is_only_written_otherwise_is_read(ours, name):
    given = READ[name]
    content, file = given if isinstance(given, tuple) else (given, "back.csv")
    upload = bring(*ours, content, file)
    assert (upload.refusal, told(upload)) == ("", {})
    assert list(outcomes(upload).values()) == ["added"]


def test_columns_nobody_knows_are_named(ours):
    upload = bring(*ours, READ["a column nobody knows"])
    text = "Columns the template does not have were left out: colour"
    assert upload.notes == [text]


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


def test_a_workbook_that_never_ends_is_given_up(ours, monkeypatch):
    monkeypatch.setattr(reading, "WAIT", 0.01)
    upload = bring(*ours, book(("A", "SFS")), "a.xlsx")
    assert upload.refusal == str(REFUSALS[Refusal.BOMB])


def test_there_are_enough_of_them():
    assert len(REFUSED) + len(UNKNOWN) + len(WRONG) >= 60
