"""Knowledge hubs: each gathers on one page what the network knows of a theme."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.hub_editors import HubEditor
from oneplanet.publishing import PublishingQuerySet
from programmes.models import Record


class HubQuerySet(PublishingQuerySet):
    def edited_by(self, user):
        """Those whose editor the person is today."""
        theirs = HubEditor.objects.current().filter(user=user.pk)
        return self.filter(pk__in=theirs.values("hub"))

    def visible_to(self, user):
        """To its editors a hub before it is public, as a preview."""
        visible = super().visible_to(user)
        if not user.is_authenticated or user.roles.is_staff:
            return visible
        return visible | self.edited_by(user)


class Hub(Record):
    """What the network knows of one theme, on one page. ``lead`` says what is at stake;
    ``programmes`` own it.
    """

    class Kind(models.TextChoices):
        THEME = "theme", _("Theme")
        RECOVERY = "recovery", _("Recovery")
        PROGRAMME = "programme", _("Hub of a programme")
        WORKING_GROUP = "working_group", _("Hub of a working group")

    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    figures = models.ManyToManyField(
        "programmes.PublishedFigure",
        blank=True,
        through="HubFigure",
        related_name="+",
        verbose_name=_("figures of the opening"),
    )

    objects = HubQuerySet.as_manager()

    page_name = "knowledge_hubs:hub_detail"

    class Meta(Record.Meta):
        verbose_name = _("knowledge hub")
        verbose_name_plural = _("knowledge hubs")


class HubFigure(models.Model):
    """A published figure a hub opens with."""

    hub = models.ForeignKey(Hub, on_delete=models.CASCADE, related_name="openings")
    figure = models.ForeignKey(
        "programmes.PublishedFigure",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published figure"),
        help_text=_("Three open a page well. Each is shown with its source."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("figure of the opening")
        verbose_name_plural = _("figures of the opening")
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "figure"],
                name="hubfigure_once",
                violation_error_message=_("The hub opens with this figure already."),
            )
        ]

    def __str__(self):
        return str(self.figure)
