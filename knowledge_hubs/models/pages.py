"""Pages about the portal itself, written by editors."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.publishing import Publishable


class SitePage(Publishable):
    """What the portal says of itself: what it is, and the rules it keeps.

    Each has one fixed address. What marks ``body`` may have, oneplanet/rich_text.py
    says.
    """

    class Code(models.TextChoices):
        ABOUT = "about", _("About the network")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        TERMS = "terms", _("Terms of use and data licence")

    code = models.CharField(_("page"), max_length=20, choices=Code, unique=True)
    title = models.CharField(_("title"), max_length=150)
    lead = models.TextField(
        _("in one sentence"),
        max_length=500,
        blank=True,
        help_text=_("Stands large under the title, and in lists of what was found."),
    )
    body = models.TextField(
        _("text"),
        blank=True,
        help_text=_(
            "Paragraphs are parted by empty lines. A line that begins with ## is a "
            "heading, lines that begin with - make a list."
        ),
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta(Publishable.Meta):
        ordering = ["pk"]
        verbose_name = _("page about the portal")
        verbose_name_plural = _("pages about the portal")
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                name="sitepage_code_known",
                condition=Q(code__in=["about", "privacy", "accessibility", "terms"]),
            ),
        ]

    def __str__(self):
        return self.title or self.code

    def get_absolute_url(self):
        return reverse(f"knowledge_hubs:{self.code}")
