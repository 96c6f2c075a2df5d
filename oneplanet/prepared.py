"""Files too long to make while a reader waits: asked for, made by the worker, kept for
a while.

One file per list, query and language: who asks for the same within the hour gets the
same. What has been made is what was public at that moment; once something of its list
is public no more, nobody is handed it and it is made anew.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile

from django.core.files import File
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)
FRESH = timedelta(hours=1)  # so long it is offered to whoever asks for the same
KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=10)  # a worker that dies leaves it to be made after that
MOST_WAITING = 20
MAX_ATTEMPTS = 3
TOO_MANY = _("Many long files are being made just now. Please ask again in a while.")


class PreparedFileQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(made_at=None, attempts__lt=MAX_ATTEMPTS)

    def due(self):
        return self.waiting().filter(
            Q(begun_at=None) | Q(begun_at__lte=timezone.now() - LEASE)
        )


class PreparedFile(models.Model):
    """A list somebody asked for as a file, and the file once it is made."""

    key = models.CharField(max_length=40, unique=True)
    kind = models.CharField(_("list"), max_length=40)
    query = models.TextField(_("narrowed by"), blank=True)
    language = models.CharField(_("language"), max_length=10)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    begun_at = models.DateTimeField(_("begun"), null=True, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    content = models.FileField(upload_to="downloads/", blank=True)

    objects = PreparedFileQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("prepared file")
        verbose_name_plural = _("prepared files")

    def __str__(self):
        return f"{self.kind}?{self.query}"

    @property
    def has_failed(self) -> bool:
        return self.made_at is None and self.attempts >= MAX_ATTEMPTS

    def drop(self):
        """What was made goes; the worker makes it anew."""
        self.content.delete(save=False)
        self.begun_at, self.made_at, self.rows, self.attempts = None, None, None, 0
        self.save()


def ask(*, kind: str, query: str, language: str) -> PreparedFile | None:
    """The file of a list, made or yet to be made. None: too many wait already."""
    same = {"kind": kind, "query": query, "language": language}
    since = timezone.now() - FRESH
    known = PreparedFile.objects.filter(**same, asked_at__gte=since)
    if found := known.exclude(made_at=None, attempts__gte=MAX_ATTEMPTS).last():
        return found
    if PreparedFile.objects.waiting().count() >= MOST_WAITING:
        return None
    # Of two who ask at once each gets a file of their own, which does no harm.
    return PreparedFile.objects.create(key=secrets.token_hex(20), **same)


def make_next(write: Callable) -> bool:
    """Make the file asked for first; whether there was one. ``write(prepared, target)``
    fills a binary file and answers the number of rows."""
    prepared = _claim()
    if prepared is None:
        return False
    try:
        with TemporaryFile() as target:
            rows = write(prepared, target)
            target.seek(0)
            prepared.content.save(f"{prepared.key}.xlsx", File(target), save=False)
    except Exception:
        log.exception("file %s could not be made", prepared.key)
        return True
    prepared.rows, prepared.made_at = rows, timezone.now()
    prepared.save(update_fields=["content", "rows", "made_at"])
    return True


def _claim():
    for prepared in PreparedFile.objects.due()[:5]:
        mine = PreparedFile.objects.due().filter(
            pk=prepared.pk, attempts=prepared.attempts
        )
        tries = prepared.attempts + 1
        if mine.update(begun_at=timezone.now(), attempts=tries):
            prepared.attempts = tries
            return prepared
    return None


def forget_old() -> int:
    """Remove files nobody is offered any more, with their rows; how many."""
    old = PreparedFile.objects.filter(asked_at__lt=timezone.now() - KEPT)
    for prepared in old:
        if prepared.content:
            prepared.content.delete(save=False)
        prepared.delete()
    return len(old)
