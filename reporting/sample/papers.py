"""Small files to attach to sample activities, the same bytes every time."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile


def paper(name: str, rows: list[list[str]]) -> SimpleUploadedFile:
    """A CSV of these rows, or a PDF with a line for each; the name's ending decides."""
    content = _pdf(rows) if name.endswith(".pdf") else _csv(rows)
    return SimpleUploadedFile(name, content)


def _csv(rows) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _pdf(rows) -> bytes:
    """One page in a font every reader has; it knows Western European letters alone."""
    lines = "".join(f"({_escaped(' '.join(row))}) Tj T*\n" for row in rows)
    drawing = f"BT /F1 12 Tf 20 TL 56 770 Td\n{lines}ET".encode("cp1252")
    return _joined(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
            b"/Resources << /Font << /F1 4 0 R >> >> >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
            b"/Encoding /WinAnsiEncoding >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        ]
    )


def _escaped(text: str) -> str:
    for sign in "\\()":
        text = text.replace(sign, "\\" + sign)
    return text


def _joined(objects: list[bytes]) -> bytes:
    """The objects, numbered from 1, and the table that says where each begins."""
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(places))
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return file + table + end % (size, len(file))
