from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """Somebody has the form of a draft open, as far as the portal knows.

    One row for each person and draft, no history; written by reporting/presence.py.
    """

    activity = models.ForeignKey(
        "reporting.Activity",
        on_delete=models.CASCADE,
        related_name="presences",
        verbose_name=_("activity"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        ordering = ["since", "pk"]
        verbose_name = _("person at a draft")
        verbose_name_plural = _("people at drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "user"],
                name="presence_once_for_each_person",
                violation_error_message=_("This person is noted at this draft."),
            ),
            models.CheckConstraint(
                name="presence_begins_before_it_ends",
                condition=Q(seen_at__gte=F("since")),
                violation_error_message=_("Somebody is seen after they came."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.activity}"
