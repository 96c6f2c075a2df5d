"""What reviewers say beside a sealed version: why, about which field, and what became
of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ReturnReasonQuerySet(models.QuerySet):
    def in_use(self):
        """Reasons a reviewer may choose today."""
        return self.filter(retired_on=None)


class ReturnReason(models.Model):
    """Why something is sent back to its partner, in words all desks share, with what
    the partner can do about it. Never deleted once used; retired instead."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    label = models.CharField(_("label"), max_length=200)
    guidance = models.TextField(_("guidance"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = ReturnReasonQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("reason for a return")
        verbose_name_plural = _("reasons for a return")

    def __str__(self):
        return self.label or self.code


class ReviewNoteQuerySet(models.QuerySet):
    def drafts_of(self, user):
        """What the person has written and not sent."""
        return self.filter(by=user, sent_at=None)

    def sent(self):
        return self.filter(sent_at__isnull=False)

    def with_over(self):
        """Each knows as ``is_over`` whether nobody asks for it any more: nobody settled
        it, and its version or a later one is the public one."""
        versions = self.model.version.field.related_model
        model = versions._meta.get_field("publications").related_model
        of = {versions.OF: OuterRef(f"version__{versions.OF}")}
        public = model.objects.filter(until_at=None, **of)
        passed = public.filter(version__number__gte=OuterRef("version__number"))
        return self.annotate(is_over=Q(Exists(passed), resolved_at=None))

    def about(self, reported):
        """On any version of this activity or initiative."""
        of = self.model.version.field.related_model.OF
        return self.filter(**{f"version__{of}": reported})

    def visible_to(self, user):
        """Sent ones to authors and reviewers; a draft to its writer alone, while they
        may still read what it is about."""
        versions = self.model.version.field.related_model
        reported = versions._meta.get_field(versions.OF).related_model.objects
        of = f"version__{versions.OF}__in"
        read = Q(**{of: reported.read_by_reviewers(user)})
        written = Q(**{of: reported.written_by(user)})
        is_sent = Q(sent_at__isnull=False)
        return self.filter(
            (is_sent & (read | written)) | (read & Q(by=user, sent_at=None))
        )


class ReviewNote(models.Model):
    """One remark on one field of a sealed version, or on the whole of it.

    A draft, its writer's own, until it is sent with the return (Reported.take). A
    later round settles it or opens it again. ``field`` is its name in the form, of a
    kind of rows or ``files``; empty for the whole.
    """

    field = models.CharField(_("field"), max_length=60, blank=True)
    reason = models.ForeignKey(
        ReturnReason,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reason"),
    )
    comment = models.TextField(_("comment"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("settled"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_says_something",
                condition=Q(reason__isnull=False) | ~Q(comment=""),
                violation_error_message=_("Choose a reason or write a comment."),
            ),
            models.CheckConstraint(
                name="%(class)s_settled_by_somebody",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                violation_error_message=_("A settled note names who settled it."),
            ),
            models.CheckConstraint(
                name="%(class)s_settled_after_sent",
                condition=Q(resolved_at=None)
                | Q(sent_at__isnull=False, resolved_at__gte=F("sent_at")),
                violation_error_message=_("Only a note that was sent is settled."),
            ),
            models.UniqueConstraint(
                name="%(class)s_one_draft_a_field",
                fields=["version", "field", "by"],
                condition=Q(sent_at=None),
                violation_error_message=_("You have a note on this field already."),
            ),
        ]

    def __str__(self):
        return f"{self.version} {self.field}".strip()


class ActivityNote(ReviewNote):
    """A reviewer's note on a submitted activity."""

    version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        related_name="notes",
        verbose_name=_("version"),
    )

    class Meta(ReviewNote.Meta):
        verbose_name = _("review note")
        verbose_name_plural = _("review notes")


class InitiativeNote(ReviewNote):
    """A reviewer's note on a submitted initiative."""

    version = models.ForeignKey(
        "reporting.InitiativeVersion",
        on_delete=models.PROTECT,
        related_name="notes",
        verbose_name=_("version"),
    )

    class Meta(ReviewNote.Meta):
        verbose_name = _("review note on an initiative")
        verbose_name_plural = _("review notes on initiatives")
