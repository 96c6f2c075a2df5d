"""Attached files: what may come in, checked by content, kept under its hash.

Looking into a file may take seconds and is done before the transaction that keeps it:
meanwhile nobody else could save.
"""

import hashlib
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from reporting.file_checks import put_back
from reporting.file_kinds import CHECKS, Mistake, ending_of
from reporting.models import StoredFile

WORDS = {
    Mistake.TOO_LARGE: _(
        "“%(name)s” is larger than 20 MB. Please make it smaller or link to it."
    ),
    Mistake.TOO_MANY: _("“%(name)s” is one file too many: ten at most."),
    Mistake.KIND: _(
        "“%(name)s” is not a kind of file we take. Please use PDF, DOCX, XLSX, "
        "PPTX, ODT, ODS, ODP, CSV, JPEG or PNG."
    ),
    Mistake.EMPTY: _("“%(name)s” is empty."),
    Mistake.CONTENT: _(
        "“%(name)s” does not hold what its name says, or it is damaged."
    ),
    Mistake.MACROS: _("“%(name)s” holds macros. Please save it without them."),
    Mistake.PIXELS: _(
        "“%(name)s” has more than 50 million pixels. Please make it smaller."
    ),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody sent, looked into: fit to be kept, or refused for a mistake."""

    name: str
    mistake: Mistake | None = None
    content: File | None = None
    size: int = 0
    sha256: str = ""


def in_words(mistake: str, name: str) -> str:
    """What is wrong with a file, in the reader's language."""
    return WORDS[Mistake(mistake)] % {"name": name}


JOINERS = "\u200c\u200d"  # letters of some scripts are written with them


def clean_name(name: str) -> str:
    """A file name safe to show and send: no folders, nothing invisible, 149 at most."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = "".join(c for c in name if c in JOINERS or _is_visible(c))
    name = " ".join(name.split()).strip(" .") or "file"
    stem, dot, ending = name.rpartition(".")
    return (stem[:140] + dot + ending[:8]) if dot else name[:149]


def _is_visible(char) -> bool:
    """Not a control, a mark of direction, half a character or a line's end."""
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def checked(sent) -> list[Upload]:
    """The files somebody sent, each looked into; no more of them than a draft takes."""
    most = settings.MAX_FILES
    late = [Upload(clean_name(file.name), Mistake.TOO_MANY) for file in sent[most:]]
    return [check(file) for file in sent[:most]] + late


def check(sent) -> Upload:
    """One file as it may be kept; a picture is drawn anew, which takes its time."""
    name = clean_name(sent.name)
    ending = ending_of(name)
    if ending not in CHECKS:
        return Upload(name, Mistake.KIND)
    if sent.size > settings.MAX_FILE_SIZE:
        return Upload(name, Mistake.TOO_LARGE)
    if not sent.size:
        return Upload(name, Mistake.EMPTY)
    sent.seek(0)
    content = sent.read()
    good = CHECKS[ending](content, ending)
    if isinstance(good, Mistake):
        return Upload(name, good)
    file = File(sent.file) if good is content else _aside(good)
    sha256 = hashlib.sha256(good).hexdigest()
    return Upload(name, content=file, size=len(good), sha256=sha256)


def _aside(content: bytes) -> File:
    """On the disk until it is kept: ten fine pictures are much for the memory."""
    file = tempfile.TemporaryFile()
    file.write(content)
    return File(file)


def keep(upload: Upload) -> StoredFile:
    """The row of these bytes, held until the transaction ends; made where missing."""
    same = StoredFile.objects.select_for_update().filter(sha256=upload.sha256)
    stored = same.first()
    if stored is None:
        stored = StoredFile(sha256=upload.sha256, size=upload.size)
        try:
            with transaction.atomic():
                stored.content.save(upload.sha256, upload.content, save=True)
        except IntegrityError:  # somebody else is sending the same file
            stored.content.storage.delete(stored.content.name)
            stored = same.get()
    else:
        put_back(stored, upload.content)
    return stored
