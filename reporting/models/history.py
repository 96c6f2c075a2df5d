from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reporting.models.trusted import process_in_words
from reporting.workflow import HISTORY, Action, State


class Entry(models.Model):
    """One step in the life of what is reported: who, when, why. Written once, never
    changed. ``OF`` names the foreign key to what it is about.
    """

    OF, MAIL = "", ""  # MAIL begins the keys of the mails about it

    action = models.CharField(_("step"), max_length=10, choices=Action)
    from_state = models.CharField(_("from"), max_length=10, choices=State)
    to_state = models.CharField(_("to"), max_length=10, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    process = models.CharField(_("by process"), max_length=60, blank=True)
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_by_one",
                condition=Q(by__isnull=False, process="")
                | (Q(by=None) & ~Q(process="")),
            ),
            models.CheckConstraint(
                name="%(class)s_states_known",
                condition=Q(from_state__in=State.values, to_state__in=State.values),
            ),
        ]

    def __str__(self):
        return f"{self.get_action_display()} ({self.at:%Y-%m-%d})"

    @property
    def what(self):
        """What happened, in the words of a history."""
        return HISTORY[self.action]

    @property
    def who(self):
        """Whose doing it was: a person, or a process in words."""
        return self.by or process_in_words(self.process)

    @property
    def about(self):
        """What it happened to."""
        return getattr(self, self.OF)


class HistoryEntry(Entry):
    """One step in an activity's life."""

    OF, MAIL = "activity", "step"

    activity = models.ForeignKey(
        "reporting.Activity", on_delete=models.PROTECT, related_name="history"
    )
    version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="history",
    )

    class Meta(Entry.Meta):
        verbose_name = _("history entry")
        verbose_name_plural = _("history entries")
