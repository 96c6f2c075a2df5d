"""Spreadsheets: what was taken away, what was brought back, and what came of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text.said import for_reader
from programmes.models import roles_of
from reporting.models.codes import draw
from reporting.models.sheet_row import UploadedRow

KEPT = timedelta(days=30)  # undone within, and looked at
KNOWN = timedelta(days=400)  # so long a file that was taken away is compared with
MAX_ATTEMPTS = 3
LEASE = timedelta(minutes=10)


def _late():
    """Who began before that has died over it."""
    return timezone.now() - LEASE


def _new_code() -> str:
    return draw("S-", 9)


class SheetDownload(models.Model):
    """A spreadsheet somebody took away; its rows are what they started from."""

    code = models.CharField(
        _("code"), max_length=12, unique=True, default=_new_code, editable=False
    )
    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    at = models.DateTimeField(_("downloaded"), default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("spreadsheet downloaded")
        verbose_name_plural = _("spreadsheets downloaded")

    def __str__(self):
        return self.code


class DownloadedRow(models.Model):
    """What one activity said when the spreadsheet was made. A copy to compare with."""

    download = models.ForeignKey(
        SheetDownload, on_delete=models.CASCADE, related_name="rows"
    )
    activity = models.ForeignKey(
        "reporting.Activity", on_delete=models.CASCADE, related_name="+"
    )
    content = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["download", "activity"], name="downloadedrow_once"
            )
        ]

    def __str__(self):
        return f"{self.download} {self.activity_id}"


class SheetUploadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations the person belongs to."""
        return self.filter(organisation__in=roles_of(user).organisations)

    def with_what_waits(self):
        """With ``has_open_rows``, which could be accepted, and ``has_waiting_rows``,
        which could be or are to be mended."""
        waiting = UploadedRow.objects.filter(upload=OuterRef("pk")).waiting()
        return self.annotate(
            has_open_rows=Exists(waiting.exclude(outcome=UploadedRow.Outcome.WRONG)),
            has_waiting_rows=Exists(waiting),
        )

    def kept_for(self, organisation):
        """Those whose file is still there."""
        return self.filter(organisation=organisation).exclude(content="")

    def due(self):
        """What the worker is to look at or to write, the oldest first."""
        waiting = self.filter(
            state__in=SheetUpload.BUSY, attempts__lt=MAX_ATTEMPTS
        ).order_by("pk")
        return waiting.filter(Q(begun_at=None) | Q(begun_at__lte=_late()))

    def busy(self):
        """What is looked at or written, or soon will be; not what was given up."""
        going_on = Q(attempts__lt=MAX_ATTEMPTS) | Q(begun_at__gt=_late())
        return self.filter(going_on, state__in=SheetUpload.BUSY)


class SheetUpload(models.Model):
    """A spreadsheet somebody brought: looked at first, then taken over or not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being read")
        REFUSED = "refused", _("Could not be read")
        READY = "ready", _("Ready to be checked")
        WRITING = "writing", _("Being written")
        UNDONE = "undone", _("Undone")

    BUSY = (State.WAITING, State.WRITING)

    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    at = models.DateTimeField(_("uploaded"), default=timezone.now)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    name = models.CharField(_("file name"), max_length=150)
    letters = models.CharField(  # of a CSV, as its sender says; else it is found out
        _("letters"), max_length=20, blank=True, default=""
    )
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to="sheets/", blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    # As oneplanet.text.said keeps them; a plain text is of one language.
    refusal = models.JSONField(_("why it could not be read"), default=str, blank=True)
    notes = models.JSONField(default=list)
    rows_in_all = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )

    objects = SheetUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("spreadsheet uploaded")
        verbose_name_plural = _("spreadsheets uploaded")
        constraints = [
            models.CheckConstraint(
                name="sheetupload_state_known",
                condition=Q(
                    state__in=("waiting", "refused", "ready", "writing", "undone")
                ),
            ),
            models.CheckConstraint(
                name="sheetupload_accepted_by_somebody",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="sheetupload_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("reporting:sheet", args=[self.pk])

    @property
    def refusal_in_words(self) -> str:
        return for_reader(self.refusal)

    @property
    def notes_in_words(self) -> list[str]:
        return [for_reader(note) for note in self.notes]

    @property
    def is_busy(self) -> bool:
        return self.state in self.BUSY and not self.has_stuck

    @property
    def has_stuck(self) -> bool:
        return self.state in self.BUSY and self.attempts >= MAX_ATTEMPTS

    @property
    def undo_until(self):
        return self.accepted_at + KEPT if self.accepted_at else None

    @property
    def can_be_undone(self) -> bool:
        is_open = self.state == self.State.READY and self.accepted_at is not None
        return is_open and timezone.now() < self.undo_until
