"""How evidence is today: addresses elsewhere, and our own files."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAY = timedelta(days=1)


class Checked(models.Model):
    """What is looked at again and again, and at once where staff ask for it."""

    due_at = models.DateTimeField(
        _("checked again"), default=timezone.now, db_index=True
    )
    asked_at = models.DateTimeField(_("asked for anew"), null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("asked for by"),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_asked_by_somebody",
                condition=Q(asked_at=None, asked_by=None)
                | Q(asked_at__isnull=False, asked_by__isnull=False),
                violation_error_message=_("Who asked and when belong together."),
            )
        ]

    def check_anew(self, *, by) -> None:
        """Have it looked at next, before its time has come."""
        now = timezone.now()
        self.asked_at, self.asked_by, self.due_at = now, by, now
        self.save(update_fields=["asked_at", "asked_by", "due_at"])


class LinkCheckQuerySet(models.QuerySet):
    def dead(self):
        """Gone or unreachable, as often in a row as it takes to believe it."""
        dead = Q()
        for state, times in LinkCheck.BELIEVED.items():
            dead |= Q(state=state, failures__gte=times)
        return self.filter(dead)

    def due(self, now):
        return self.filter(due_at__lte=now)


class LinkCheck(Checked):
    """An address that public records point to, and how it was when last asked.

    One row an address, whoever uses it. ``failures`` counts in a row.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("not checked yet")
        FINE = "fine", _("it answers")
        MOVED = "moved", _("moved for good")
        GONE = "gone", _("gone")
        UNREACHABLE = "unreachable", _("unreachable")
        REFUSED = "refused", _("turns programs away")
        NOT_ALLOWED = "not_allowed", _("not asked by programs")

    # How often in a row each is met before it is believed.
    BELIEVED = {State.GONE: 2, State.UNREACHABLE: 3}
    AFTER = {  # until it is asked again
        State.FINE: 14 * DAY,
        State.MOVED: 14 * DAY,
        State.REFUSED: 14 * DAY,
        State.NOT_ALLOWED: 30 * DAY,
    }
    AFTER_FAILURE, AFTER_DEATH = DAY, 7 * DAY

    address = models.URLField(_("address"), max_length=500, unique=True)
    host = models.CharField(_("site"), max_length=253, db_index=True)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.WAITING
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    said = models.CharField(
        _("what was met"),
        max_length=120,
        blank=True,
        help_text=_("In the words of the machines, for those who ask the site."),
    )
    moved_to = models.URLField(_("moved to"), max_length=2000, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(
        _("could not be reached since"), null=True, blank=True
    )
    seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last answer"), null=True, blank=True)
    checked_at = models.DateTimeField(
        _("checked"), null=True, blank=True, db_index=True
    )

    objects = LinkCheckQuerySet.as_manager()

    class Meta(Checked.Meta):
        abstract = False
        ordering = [F("failing_since").asc(nulls_last=True), "host", "pk"]
        verbose_name = _("address elsewhere")
        verbose_name_plural = _("addresses elsewhere")
        constraints = [
            *Checked.Meta.constraints,
            models.CheckConstraint(
                name="linkcheck_fails_since_a_moment",
                condition=Q(failures=0, failing_since=None)
                | Q(failures__gt=0, failing_since__isnull=False),
                violation_error_message=_("What fails has failed since a moment."),
            ),
        ]

    def __str__(self):
        return self.address

    @property
    def is_dead(self) -> bool:
        return self.failures >= self.BELIEVED.get(self.state, 10_000)

    def note(self, state, *, now, said="", moved_to="", counts=True) -> None:
        """Keep what was met. A failure that does not count, because our own line may
        be down, changes nothing but the day of the next check."""
        self.checked_at = now
        if state in self.BELIEVED:
            self._note_failure(state, now, said, counts)
        else:
            self.failures, self.failing_since = 0, None
            self._note_state(state, now, said)
            self.due_at = now + self.AFTER[state]
        if state in (self.State.FINE, self.State.MOVED):
            self.seen_at = now
        if state not in (self.State.UNREACHABLE, self.State.NOT_ALLOWED):
            self.answered_at = now
        self.moved_to = moved_to
        self.save()

    def _note_failure(self, state, now, said, counts):
        self.due_at = now + self.AFTER_FAILURE
        if counts:
            self.failures = min(self.failures + 1, 1000)
            self.failing_since = self.failing_since or now
            self._note_state(state, now, said)
            if self.is_dead:
                self.due_at = now + self.AFTER_DEATH

    def _note_state(self, state, now, said):
        if self.state != state:
            self.state, self.since = state, now
        self.said = said[:120]


def dead_since(column="url") -> Subquery:
    """Of a row with an address: since when nobody can reach it, if so."""
    dead = LinkCheck.objects.dead().filter(address=OuterRef(column))
    return Subquery(dead.values("failing_since")[:1])


class DeadLinkNotice(models.Model):
    """An organisation has been told of a dead address in what it reports: once for
    each time it died, which ``failing_since`` tells apart."""

    check_of = models.ForeignKey(
        LinkCheck, on_delete=models.CASCADE, related_name="notices"
    )
    organisation = models.ForeignKey(
        "programmes.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    failing_since = models.DateTimeField()
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "organisation"], name="deadlinknotice_once"
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {self.check_of}"


class FileCheckQuerySet(models.QuerySet):
    def spoilt(self):
        """Files whose bytes are lost or are not those that were stored."""
        return self.filter(state__in=FileCheck.SPOILT)


class FileCheck(Checked):
    """Whether the bytes of one of our own files are still those that were stored.

    By its hash, so that it holds no file back from being forgotten.
    """

    class State(models.TextChoices):
        WHOLE = "whole", _("as it was stored")
        MISSING = "missing", _("missing")
        ALTERED = "altered", _("altered")

    SPOILT = (State.MISSING, State.ALTERED)
    AFTER, AFTER_LOSS = 30 * DAY, DAY

    sha256 = models.CharField(_("hash (SHA-256)"), max_length=64, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=State)
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen whole"), null=True, blank=True)
    checked_at = models.DateTimeField(_("checked"))

    objects = FileCheckQuerySet.as_manager()

    class Meta(Checked.Meta):
        abstract = False
        ordering = ["since", "pk"]
        verbose_name = _("check of a file")
        verbose_name_plural = _("checks of our files")

    def __str__(self):
        return self.sha256[:12]

    def note(self, state, *, now) -> None:
        if self.state != state:
            self.state, self.since = state, now
        if state == self.State.WHOLE:
            self.seen_at = now
        is_whole = state == self.State.WHOLE
        self.due_at = now + (self.AFTER if is_whole else self.AFTER_LOSS)
        self.checked_at = now
        self.save()
