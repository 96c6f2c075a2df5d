from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AtDraft(models.Model):
    """Somebody has the form of a draft open, as far as the portal knows.

    One row for each person and draft, no history; written by reporting/presence.py.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        abstract = True
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_begins_before_it_ends",
                condition=Q(seen_at__gte=F("since")),
                violation_error_message=_("Somebody is seen after they came."),
            ),
        ]

    def __str__(self):
        return str(self.user)


def _once(of):
    return models.UniqueConstraint(
        fields=[of, "user"],
        name="%(class)s_once_for_each_person",
        violation_error_message=_("This person is noted at this draft."),
    )


class Presence(AtDraft):
    """At the draft of an activity."""

    activity = models.ForeignKey(
        "reporting.Activity",
        on_delete=models.CASCADE,
        related_name="presences",
        verbose_name=_("activity"),
    )

    class Meta(AtDraft.Meta):
        verbose_name = _("person at a draft")
        verbose_name_plural = _("people at drafts")
        constraints = [_once("activity"), *AtDraft.Meta.constraints]


class InitiativePresence(AtDraft):
    """At the draft of an initiative."""

    initiative = models.ForeignKey(
        "reporting.Initiative",
        on_delete=models.CASCADE,
        related_name="presences",
        verbose_name=_("initiative"),
    )

    class Meta(AtDraft.Meta):
        verbose_name = _("person at the draft of an initiative")
        verbose_name_plural = _("people at drafts of initiatives")
        constraints = [_once("initiative"), *AtDraft.Meta.constraints]
