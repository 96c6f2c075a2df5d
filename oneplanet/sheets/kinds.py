"""What kind of file somebody sent, by what stands in it: its name proves nothing."""

from enum import StrEnum


class Kind(StrEnum):
    WORKBOOK = "workbook"
    TEXT = "text"  # CSV is one, with columns
    OTHER_BOOK = "other_book"
    LOCKED = "locked"
    PDF = "pdf"
    PICTURE = "picture"
    DOCUMENT = "document"
    PACKED = "packed"
    MARKUP = "markup"
    UNKNOWN = "unknown"


_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_PACKED = (b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
_OFFICE = b"\xd0\xcf\x11\xe0"  # begins the old files of Office, and locked new ones
_OPEN = b"mimetypeapplication/vnd.oasis.opendocument."
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # two bytes a letter


def kind_of(content: bytes, name: str = "") -> Kind:
    """The name decides only where two kinds begin alike."""
    if content.startswith(b"PK\3\4"):
        return _zipped(content)
    if content.startswith(_OFFICE):
        return _old_office(content, name)
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(_PICTURES[:3]) or _is_picture(content):
        return Kind.PICTURE
    if content.startswith(_PACKED):
        return Kind.PACKED
    if content.startswith(_PROGRAMS) and b"\0" in content[:200]:
        return Kind.UNKNOWN
    return _text(content)


def _zipped(content) -> Kind:
    """Names of parts are never packed: nothing is unpacked to see them."""
    if content[30:80].startswith(_OPEN):
        is_book = content[30 + len(_OPEN) :].startswith(b"spreadsheet")
        return Kind.OTHER_BOOK if is_book else Kind.DOCUMENT
    if b"xl/workbook.xml" in content:
        return Kind.WORKBOOK
    if b"xl/workbook.bin" in content or b"Index/Tables/" in content:
        return Kind.OTHER_BOOK
    if b"word/document" in content or b"ppt/presentation" in content:
        return Kind.DOCUMENT
    # Cut off before the list of its parts, or nothing of an office.
    return Kind.WORKBOOK if b"[Content_Types].xml" in content else Kind.PACKED


def _old_office(content, name) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in content or name.endswith(".xlsx"):
        return Kind.LOCKED
    is_document = "WordDocument".encode("utf-16-le") in content
    is_document |= "PowerPoint Document".encode("utf-16-le") in content
    return Kind.DOCUMENT if is_document else Kind.OTHER_BOOK


def _is_picture(content) -> bool:
    """Those whose first bytes could be letters too need more of them."""
    if content[:4] == b"RIFF":
        return content[8:12] == b"WEBP"
    if content[4:8] == b"ftyp":
        return content[8:12] in (b"heic", b"heix", b"mif1", b"avif")
    return content.startswith(_PICTURES[3:]) and b"\0" in content[:200]


def _text(content) -> Kind:
    head = content[:2000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith(b"{\\rtf"):
        return Kind.DOCUMENT
    if head.startswith((b"<!doctype", b"<html", b"<?xml", b"<svg", b'{"', b'[{"')):
        return Kind.MARKUP
    if not content.startswith(_WIDE) and content[:2000].count(0) > 20:
        return Kind.TEXT if _is_wide(content[:2000]) else Kind.UNKNOWN
    return Kind.TEXT


def _is_wide(content) -> bool:
    """Two bytes a letter without saying so: every other byte of Latin letters is 0."""
    ends = content[::2].count(0), content[1::2].count(0)
    return min(ends) * 8 <= max(ends)
