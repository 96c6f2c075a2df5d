"""Organisations that ask to join the network."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField
from programmes.models.asked import Asked


class Application(Asked):
    """An organisation asks to join the network, through a person who works there."""

    contact_role = models.CharField(
        _("what the person does there"), max_length=150, blank=True
    )
    type = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"vocabulary": "stakeholder_type"},
        verbose_name=_("type"),
    )
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
    )
    website = models.URLField(_("website"), blank=True)
    programmes = models.ManyToManyField(
        "programmes.Programme",
        blank=True,
        related_name="+",
        verbose_name=_("programmes"),
    )
    why = models.TextField(_("why it wants to join"), max_length=3000)
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("joined as"),
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    class Meta(Asked.Meta):
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("application to join")
        verbose_name_plural = _("applications to join")
        constraints = [
            *Asked.Meta.constraints,
            models.CheckConstraint(
                name="application_accepted_as_an_organisation",
                condition=models.Q(outcome="accepted", organisation__isnull=False)
                | (~models.Q(outcome="accepted") & models.Q(organisation=None)),
            ),
        ]

    def __str__(self):
        first = self.names.first()
        return first.name if first else str(self.pk)

    def get_absolute_url(self):
        """Holds the secret of the mail."""
        return reverse("programmes:application_state", args=[self.token])


class ApplicationName(models.Model):
    """An official name of an organisation that applies; the first is the main one."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="names"
    )
    name = models.CharField(_("official name"), max_length=250)
    name_folded = FoldedField(source="name")
    language = models.CharField(_("language of the name"), max_length=10)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["application", "order", "pk"]
        verbose_name = _("name of an organisation that applies")
        verbose_name_plural = _("names of organisations that apply")

    def __str__(self):
        return self.name
