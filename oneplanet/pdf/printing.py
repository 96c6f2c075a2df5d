"""Have a document set, within limits of size, time, memory and pages."""

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime, time
from pathlib import Path
from threading import BoundedSemaphore

from django.utils.translation import gettext as _

from oneplanet.pdf.blocks import Document, as_data

log = logging.getLogger(__name__)
PRESS = Path(__file__).with_name("press.py")
LARGEST = 1_000_000  # bytes of the document as JSON
SECONDS = 20
MEMORY = 1_500_000_000  # bytes, faces that are only mapped included
AT_ONCE = 2  # in one process of the portal
PATIENCE = 10  # seconds for a place at the press
NAMED = 10  # signs that no face has
OWN_FONTS_ONLY = False  # typst's own, as on a machine that has none

_places = BoundedSemaphore(AT_ONCE)


class Unprintable(Exception):
    """There is no PDF of this now. The message is for the person; ``is_passing`` says
    whether trying again helps."""

    def __init__(self, message, *, is_passing=False):
        self.is_passing = is_passing
        super().__init__(message)


def print_pdf(document: Document) -> bytes:
    """The PDF, tagged; Unprintable says why there is none. The same document gives the
    same bytes on the same machine.
    """
    job = {
        "data": as_data(document),
        "timestamp": int(datetime.combine(document.made_on, time(), UTC).timestamp()),
        "memory": MEMORY,
        "seconds": SECONDS,
        "own_fonts_only": OWN_FONTS_ONLY,
    }
    text = json.dumps(job, ensure_ascii=False).encode()
    if len(text) > LARGEST:
        raise Unprintable(_too_long())
    if not _places.acquire(timeout=PATIENCE):
        raise _busy()
    try:
        return _press(text)
    finally:
        _places.release()


def _press(job: bytes) -> bytes:
    command = [sys.executable, "-I", str(PRESS)]
    try:
        done = subprocess.run(  # noqa: S603  our own program; words go in as data
            command, input=job, capture_output=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        log.warning("a document of %s bytes was not set in %s s", len(job), SECONDS)
        raise Unprintable(_too_long()) from None
    if done.returncode == 0:
        return done.stdout
    raise _refusal(done)


def _refusal(done) -> Unprintable:
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        log.error("the press failed (%s): %s", done.returncode, done.stderr[-2000:])
        return Unprintable(_("It could not be made."))
    if answer["missing"]:
        signs = " ".join(answer["missing"][:NAMED])
        text = _("This server has no font for: %(signs)s")
        return Unprintable(text % {"signs": signs})
    if answer["pages"]:
        return Unprintable(_too_long())
    log.error("the press refused: %s", answer["text"])
    return Unprintable(_("It could not be made."))


def _too_long() -> str:
    return _("It is too long for one PDF.")


def _busy() -> Unprintable:
    text = _("Many documents are being made just now. Please try again in a minute.")
    return Unprintable(text, is_passing=True)
