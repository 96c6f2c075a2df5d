"""Attached files: what may come in, checked by content, kept under its hash."""

import hashlib
import unicodedata
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from reporting.file_kinds import CHECKS, MEDIA_TYPES, Mistake
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


class FileRefused(Exception):
    """A file was not kept: ``mistake`` says why, ``name`` which."""

    def __init__(self, mistake: Mistake, name: str):
        self.mistake, self.name = mistake, name
        super().__init__(mistake, name)


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


def keep(upload) -> StoredFile:
    """Check an upload and keep its bytes once; raises FileRefused."""
    name = clean_name(upload.name)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in MEDIA_TYPES:
        raise FileRefused(Mistake.KIND, name)
    if upload.size > settings.MAX_FILE_SIZE:
        raise FileRefused(Mistake.TOO_LARGE, name)
    if not upload.size:
        raise FileRefused(Mistake.EMPTY, name)
    content = CHECKS[ending](upload.read(), ending)
    if isinstance(content, Mistake):
        raise FileRefused(content, name)
    return _stored(content, MEDIA_TYPES[ending])


def _stored(content: bytes, media_type: str) -> StoredFile:
    """The row of these bytes, held until the transaction ends; made where missing."""
    sha256 = hashlib.sha256(content).hexdigest()
    same = StoredFile.objects.select_for_update().filter(sha256=sha256)
    stored = same.first()
    if stored is None:
        stored = StoredFile(sha256=sha256, size=len(content), media_type=media_type)
        try:
            with transaction.atomic():
                stored.content.save(sha256, ContentFile(content), save=True)
        except IntegrityError:  # somebody else is sending the same file
            stored.content.storage.delete(stored.content.name)
            stored = same.get()
    return stored
