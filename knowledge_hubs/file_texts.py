"""Has the files of public records read, one at a time, so that they are found by what
these say.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from knowledge_hubs.evidence import FILES
from knowledge_hubs.models import Edition, FileText
from oneplanet import searching
from oneplanet.extracting.reading import KINDS, MOST_CHARACTERS, extract
from reporting.models import StoredFile, VersionFile

LEASE = timedelta(minutes=10)  # a worker that dies leaves its file to be read again
MOST_ATTEMPTS = 2
MOST_OF_A_RECORD = 2 * MOST_CHARACTERS
NAMES = {Edition: "file_name", VersionFile: "name"}


def read_next() -> bool:
    """Read one file that nobody has read yet; whether there was one."""
    claimed = _claim() if _next(timezone.now()) else None  # locked only if need be
    if claimed is None:
        return False
    stored, kind, kept = claimed
    found = extract(stored.content.path, kind)
    kept.state = found.refusal or FileText.State.READ
    kept.text, kept.language, kept.is_cut = found.text, found.language, found.is_cut
    _keep(kept)
    return True


@transaction.atomic
def _keep(kept):
    """The records that have the file are found by it from now on."""
    kept.save()
    for source in FILES:
        for row in source.rows().filter(**{source.column: kept.sha256}):
            searching.changed(getattr(row, "resource", None) or row.version.activity)


@transaction.atomic
def _claim():
    """(file, kind, the row that will say what is in it) of one nobody is at."""
    now = timezone.now()
    if found := _next(now):
        stored, kind = found
        return stored, kind, _begun(stored.sha256, now)
    return None


def _next(now):
    """(file, kind) of one nobody has read or is at."""
    for source in FILES:
        rows = source.rows()
        name = NAMES[rows.model]
        of_kind = Q()
        for kind in KINDS:
            of_kind |= Q(**{f"{name}__iendswith": f".{kind}"})
        rows = rows.filter(of_kind).exclude(_is_known(now)).select_related("stored")
        if row := rows.order_by("pk").first():
            kind = getattr(row, name).rpartition(".")[2].lower()
            return row.stored, kind
    return None


def _begun(sha256, now) -> FileText:
    kept, _is_new = FileText.objects.select_for_update().get_or_create(
        sha256=sha256, defaults={"begun_at": now}
    )
    kept.begun_at, kept.attempts = now, kept.attempts + 1
    kept.save()
    return kept


def _is_known(now) -> Exists:
    known = FileText.objects.filter(sha256=OuterRef("stored__sha256"))
    is_open = Q(
        state=FileText.State.BEGUN,
        begun_at__lte=now - LEASE,
        attempts__lt=MOST_ATTEMPTS,
    )
    return Exists(known.exclude(is_open))


def forget_texts() -> None:
    """Of files that are no more."""
    known = StoredFile.objects.values("sha256")
    FileText.objects.exclude(sha256__in=known).delete()


# --- For the search -------------------------------------------------------------------


def with_file_texts(rows):
    """Rows with a file know as ``file_text`` what it says, and in which language."""
    found = FileText.objects.filter(sha256=OuterRef("stored__sha256"))
    return rows.annotate(
        file_text=Subquery(found.values("text")[:1]),
        file_language=Subquery(found.values("language")[:1]),
    )


def texts_of(rows: Iterable, language: str = "") -> dict[str, str]:
    """Language → what the files say in it. Of a file in none that is known, the
    language it was declared to be in, or that of the record."""
    found, room = {}, MOST_OF_A_RECORD
    for row in rows:
        text = (row.file_text or "")[:room]
        room -= len(text)
        if text:
            declared = getattr(row, "language", "") or language
            code = row.file_language or declared or "en"
            found[code] = f"{found[code]}\n\n{text}" if code in found else text
    return found
