"""Workbooks made to mean harm, or only damaged on their way."""

import io
import zipfile

import xlsxwriter

from oneplanet.sheets import opened


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
