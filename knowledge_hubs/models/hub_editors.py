"""Who edits which hub: appointed by the secretariat, from a day, for that hub alone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates


class HubEditorQuerySet(models.QuerySet):
    def not_ended(self):
        return self.filter(Q(until_on=None) | Q(until_on__gt=dates.today()))

    def current(self):
        """In force today, of people who have an account."""
        return self.not_ended().filter(from_on__lte=dates.today(), user__is_active=True)


class HubEditor(models.Model):
    """Somebody writes a hub: its texts, blocks and translations, and nothing else."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("person"),
    )
    hub = models.ForeignKey(
        "knowledge_hubs.Hub",
        on_delete=models.CASCADE,
        related_name="editors",
        verbose_name=_("knowledge hub"),
        help_text=_(
            "They may change its texts, its blocks and its translations. When it is "
            "public stays with the secretariat."
        ),
    )
    from_on = models.DateField(_("from"), default=dates.today)
    until_on = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("From this day they edit it no more."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("appointed by"),
    )

    objects = HubEditorQuerySet.as_manager()

    class Meta:
        ordering = ["hub", "user"]
        verbose_name = _("editor of a hub")
        verbose_name_plural = _("editors of hubs")
        constraints = [
            models.CheckConstraint(
                name="hubeditor_ends_after_start",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                violation_error_message=_("The end comes before the start."),
            ),
            models.UniqueConstraint(
                fields=["user", "hub"],
                condition=Q(until_on=None),
                name="hubeditor_one_open",
                violation_error_message=_("This person edits this hub already."),
            ),
        ]

    def __str__(self):
        return f"{self.user} — {self.hub}"

    @property
    def has_ended(self) -> bool:
        return self.until_on is not None and self.until_on <= dates.today()
