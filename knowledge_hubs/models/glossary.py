from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import Basis


class GlossaryTerm(models.Model):
    """A word of the field, explained in six languages with its source."""

    code = models.SlugField(_("address"), max_length=60, unique=True)
    word = models.CharField(_("word"), max_length=150)
    abbreviation = models.CharField(_("abbreviation"), max_length=30, blank=True)
    meaning = models.TextField(_("meaning"))
    document = models.ForeignKey(
        "programmes.SourceDocument",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source document"),
    )
    paragraph = models.CharField(_("paragraph"), max_length=100, blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)
    see_also = models.ManyToManyField(
        "self", blank=True, symmetrical=False, verbose_name=_("see also")
    )
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")

    def __str__(self):
        return self.word

    def get_absolute_url(self):
        return f"{reverse('knowledge_hubs:glossary')}#{self.code}"
