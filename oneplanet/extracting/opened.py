"""Opens a file somebody sent, in a process of its own with little memory and time.

``python opened.py FILE KIND CHARACTERS PAGES`` prints one JSON object: ``text``, and
``is_cut`` where there is more of it; or ``refused`` with why. It imports nothing of
ours, and a bomb takes nobody with it.
"""

import json
import logging
import resource
import sys
import unicodedata
import zipfile

from defusedxml.ElementTree import iterparse
from pypdf import PdfReader

MEMORY = 640 * 1024 * 1024
SECONDS = 30  # of the processor
MOST_PARTS = 2000
MOST_UNZIPPED = 60 * 1024 * 1024  # of the one part that is read
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BETWEEN = {f"{WORD}p": "\n\n", f"{WORD}tab": " ", f"{WORD}br": "\n", f"{WORD}tc": " "}


class Refused(Exception):
    """The file is not read; the word says why."""


def text_of(path: str, kind: str, characters: int, pages: int) -> dict:
    """Raises Refused, and whatever the libraries raise of a damaged file."""
    pieces, length, is_cut = [], 0, False
    for piece in {"pdf": pdf, "docx": docx}[kind](path, pages):
        if piece is None or length >= characters:  # more pages, more letters
            is_cut = True
            break
        pieces.append(piece)
        length += len(piece)
    text = "".join(pieces)
    return {"text": plain(text[:characters]), "is_cut": is_cut or length > characters}


def plain(text: str) -> str:
    """As people write: PDFs hold letters joined or by their shape; nothing invisible,
    and no more than one space or two line ends in a row."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return "\n\n".join(part for part in paragraphs if part)


def pdf(path, pages):
    """Page by page; None where there are more than are read."""
    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("locked")
    for number, page in enumerate(reader.pages):
        if number == pages:
            yield None
            return
        yield (page.extract_text() or "").replace("-\n", "") + "\n\n"


def docx(path, _pages):
    """Run by run, of the document itself: no notes, heads or comments."""
    with zipfile.ZipFile(path) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            raise Refused("too_large")
        part = archive.getinfo("word/document.xml")
        if part.flag_bits & 1:
            raise Refused("locked")
        if part.file_size > MOST_UNZIPPED:
            raise Refused("too_large")
        with archive.open(part) as opened:
            for _event, element in iterparse(opened, forbid_dtd=True):
                if element.tag == f"{WORD}t":
                    yield element.text or ""
                elif element.tag in BETWEEN:
                    yield BETWEEN[element.tag]
                    element.clear()


def main(path, kind, characters, pages):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.setrecursionlimit(2000)
    logging.disable(logging.CRITICAL)  # what is wrong with a file is no news
    try:
        answer = text_of(path, kind, int(characters), int(pages))
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "too_large"}
    except Exception:  # a damaged file may raise anything in what reads it
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
