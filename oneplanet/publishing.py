"""When a curated record is public: no draft, from one moment, until another."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PublishingState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("page", "Draft")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    EXPIRED = "expired", _("Expired")


class PublishingQuerySet(models.QuerySet):
    def published(self, at=None):
        """What the public reads now, or read ``at`` another moment."""
        at = at or timezone.now()
        return self.filter(
            Q(publish_at=None) | Q(publish_at__lte=at),
            Q(expire_at=None) | Q(expire_at__gt=at),
            is_draft=False,
        )

    def drafts(self):
        return self.filter(is_draft=True)

    def scheduled(self):
        return self.filter(is_draft=False, publish_at__gt=timezone.now())

    def expired(self):
        return self.filter(is_draft=False, expire_at__lte=timezone.now())

    def visible_to(self, user):
        """What is published; to staff everything, as a preview."""
        return self.all() if _is_staff(user) else self.published()


def _is_staff(user) -> bool:
    return user.is_authenticated and user.roles.is_staff


class Publishable(models.Model):
    """Written by editors; shown while it is no draft and its time has come."""

    is_draft = models.BooleanField(
        _("draft"),
        default=True,
        help_text=_("A draft is seen by editors only. Untick it to publish."),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as it is no draft. UTC."),
    )
    expire_at = models.DateTimeField(
        _("take off at"),
        null=True,
        blank=True,
        help_text=_("Empty: it stays. Afterwards the address answers “gone”. UTC."),
    )

    objects = PublishingQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_expires_after_publishing",
                condition=Q(publish_at=None)
                | Q(expire_at=None)
                | Q(expire_at__gt=F("publish_at")),
                violation_error_message=_("It would be taken off before it is shown."),
            )
        ]

    @property
    def publishing_state(self) -> PublishingState:
        now = timezone.now()
        if self.is_draft:
            return PublishingState.DRAFT
        if self.publish_at and self.publish_at > now:
            return PublishingState.SCHEDULED
        if self.expire_at and self.expire_at <= now:
            return PublishingState.EXPIRED
        return PublishingState.PUBLIC
