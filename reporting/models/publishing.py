"""Which version the public reads, since when, until when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Publishing(models.Model):
    """From when until when a version is the public one. Written by the verb alone."""

    from_at = models.DateTimeField(_("public from"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    until_at = models.DateTimeField(_("public until"), null=True, blank=True)
    until_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_start",
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
            ),
            models.CheckConstraint(
                name="%(class)s_closed_by_somebody",
                condition=Q(until_at=None, until_by=None)
                | Q(until_at__isnull=False, until_by__isnull=False),
            ),
        ]

    def close(self, *, by, at):
        self.until_at, self.until_by = at, by
        self.save(update_fields=["until_at", "until_by"])
