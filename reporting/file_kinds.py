"""Whether a file holds what its ending says, told from its bytes alone.

Each check takes the bytes and the ending, and gives back the bytes to keep or the
Mistake. Nothing is unpacked but two small parts of an archive.
"""

import io
import re
import struct
import warnings
import zipfile
import zlib
from contextlib import suppress
from enum import StrEnum

from PIL import Image, ImageOps

OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": OOXML + "wordprocessingml.document",
    "xlsx": OOXML + "spreadsheetml.sheet",
    "pptx": OOXML + "presentationml.presentation",
    "odt": ODF + "text",
    "ods": ODF + "spreadsheet",
    "odp": ODF + "presentation",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
MAX_PIXELS = 50_000_000
FINE = 16_000_000
MAX_SCANS = 64  # cameras and programs draw a picture in thirty at most
MAX_UNZIPPED = 400 * 1024 * 1024
MAX_PART = 1024 * 1024
MAX_ENTRIES = 5_000


def ending_of(name: str) -> str:
    """The ending of a file's name, which says what kind it is; "" where it has none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type(name: str) -> str:
    """What a file is sent as: bytes that pass for two kinds are kept once."""
    return MEDIA_TYPES[ending_of(name)]


class Mistake(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    KIND = "kind"
    EMPTY = "empty"
    CONTENT = "content"
    MACROS = "macros"
    PIXELS = "pixels"


def pdf(content: bytes, ending: str) -> bytes | Mistake:
    good = content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    return content if good else Mistake.CONTENT


# --- Tables as text -----------------------------------------------------------------

_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")


def csv(content: bytes, ending: str) -> bytes | Mistake:
    """Text of any encoding spreadsheets write: the UTFs, or one byte a letter."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "latin-1")
    except UnicodeDecodeError:
        return Mistake.CONTENT
    return Mistake.CONTENT if _CONTROLS.search(text) else content


# --- Pictures -----------------------------------------------------------------------


def picture(content: bytes, ending: str) -> bytes | Mistake:
    """The picture drawn anew, upright, without the place and camera it was taken."""
    kind = "PNG" if ending == "png" else "JPEG"
    if kind == "JPEG" and _scans(content) > MAX_SCANS:
        return Mistake.CONTENT
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=[kind])
        if opened.width * opened.height > MAX_PIXELS:
            return Mistake.PIXELS
        return _drawn_anew(opened, kind)
    except Image.DecompressionBombError:
        return Mistake.PIXELS
    except _UNREAD:
        return Mistake.CONTENT


_UNREAD = (OSError, ValueError, SyntaxError, struct.error, zlib.error, EOFError)
_MARKER = re.compile(rb"\xff+([^\x00\x01\xff\xd0-\xd7])", re.DOTALL)
_START_OF_SCAN, _END = b"\xda", b"\xd9"


def _scans(jpeg: bytes) -> int:
    """How often a JPEG goes over its whole picture: a few bytes cost a second each.

    What is hidden in a segment, as the preview of a camera is, or stands behind the
    picture does not count.
    """
    scans, marker = 0, _MARKER.search(jpeg, 2)
    while marker and marker[1] != _END and scans <= MAX_SCANS:
        scans += marker[1] == _START_OF_SCAN
        length = int.from_bytes(jpeg[marker.end() : marker.end() + 2])
        marker = _MARKER.search(jpeg, marker.end() + max(length, 2))
    return scans


# A PNG packed any tighter takes three times as long.
_HOW = {"PNG": {"compress_level": 3}, "JPEG": {"quality": 90}}


def _drawn_anew(opened, kind) -> bytes:
    """The bytes of the new picture; one of a very fine camera is halved.

    Fifty million points take 400 MB to turn upright, and no screen shows them.
    """
    if opened.width * opened.height > FINE:  # only a JPEG can be read that way
        opened.draft(None, (opened.width // 2, opened.height // 2))
    with suppress(*_UNREAD):  # what the camera noted may be damaged where it is not
        ImageOps.exif_transpose(opened, in_place=True)
    shown = {"icc_profile", "transparency"}  # of all that may stand beside the pixels
    opened.info = {key: opened.info[key] for key in shown & opened.info.keys()}
    out = io.BytesIO()
    opened.save(out, kind, **_HOW[kind])
    return out.getvalue()


# --- Office documents -----------------------------------------------------------------

_MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
}
_TYPES = "[Content_Types].xml"
_BROKEN = (
    zipfile.BadZipFile,
    KeyError,  # a part is missing
    RuntimeError,  # a part is encrypted, or packed in a way Python cannot read
    OSError,
    ValueError,
    EOFError,
    zlib.error,
    struct.error,
    MemoryError,
)
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # as office programs pack
_ENTRY = b"PK\x01\x02"  # what each entry of an archive's list begins with


def office(content: bytes, ending: str) -> bytes | Mistake:
    if not content.startswith(b"PK\x03\x04"):
        return Mistake.CONTENT
    if content.count(_ENTRY) > MAX_ENTRIES:  # before Python makes an object of each
        return Mistake.CONTENT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            mistake = _mistake_in(archive, ending)
    except _BROKEN:
        return Mistake.CONTENT
    return mistake or content


def _mistake_in(archive, ending) -> Mistake | None:
    entries = archive.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
        return Mistake.CONTENT
    if not _PACKED.issuperset(entry.compress_type for entry in entries):
        return Mistake.CONTENT
    names = {entry.filename.lower() for entry in entries}
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        return Mistake.MACROS
    if ending not in _MAIN:
        media_type = _part(archive, "mimetype").decode("ascii").strip()
        return None if media_type == MEDIA_TYPES[ending] else Mistake.CONTENT
    types = _part(archive, _TYPES)
    if re.search(b"macroenabled|vbaproject", types, re.IGNORECASE) or any(
        "vbaproject" in name for name in names
    ):
        return Mistake.MACROS
    return None if _MAIN[ending] in types else Mistake.CONTENT


def _part(archive, name) -> bytes:
    """What a part holds. No more is unpacked than is allowed, whatever it says of
    its size."""
    with archive.open(name) as part:
        content = part.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise ValueError("too large a part")
    return content


CHECKS = {
    "pdf": pdf,
    "csv": csv,
    **dict.fromkeys(("jpg", "jpeg", "png"), picture),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp"), office),
}
