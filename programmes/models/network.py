"""Programmes, and who does what in and for them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models.organisations import Organisation
from programmes.models.sources import ListedRow


class Programme(models.Model):
    """One of the six accelerator programmes."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    acronym = models.CharField(_("acronym"), max_length=12)
    name = models.CharField(_("name"), max_length=150)
    tagline = models.CharField(_("in one line"), max_length=200, blank=True)
    description = models.TextField(_("description"), blank=True)
    note = models.TextField(_("editors' note"), blank=True)
    started_year = models.PositiveSmallIntegerField(_("from"), null=True, blank=True)
    ended_year = models.PositiveSmallIntegerField(_("until"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    source = models.CharField(_("source"), max_length=250, blank=True)

    class Meta:
        ordering = ["order"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("knowledge_hubs:programme_detail", args=[self.slug])


class ProgrammeRole(ListedRow):
    """An organisation acting in a role for a programme, perhaps for a State."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        COLEAD = "colead", _("Co-lead")
        DESK = "desk", _("Coordination desk")
        MAC = "mac", _("Advisory committee member")
        PARTNER = "partner", _("Partner")
        CONTRIBUTOR = "contributor", _("Contributor")

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="roles"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="programme_roles"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)
    on_behalf_of = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="programme_roles",
        verbose_name=_("on behalf of"),
    )
    as_named = models.CharField(
        _("as named in the document"), max_length=250, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(ListedRow.Meta):
        ordering = ["programme", "order", "pk"]
        verbose_name = _("programme role")
        verbose_name_plural = _("programme roles")
        constraints = [
            *ListedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"],
                condition=Q(until=None),
                name="programmerole_one_open",
                violation_error_message=_(
                    "This organisation already has this role in the programme."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} — {self.get_role_display()}"


class OrganisationRelation(ListedRow):
    """What else a document says an organisation does in or for the network."""

    class Kind(models.TextChoices):
        SECRETARIAT = "secretariat", _("Secretariat")
        FUND_AGENCY = "fund_agency", _("Fund agency")
        TASK_GROUP = "task_group", _("Task group")
        WORKING_GROUP = "working_group", _("Working group")
        INITIATIVE = "initiative", _("Initiative")
        SIGNATORY = "signatory", _("Signatory")
        COMMITMENT = "commitment", _("Commitment")
        SDG_PROCESS = "sdg_process", _("SDG 12 indicator process")
        NETWORK = "network", _("Network")
        AUTHOR = "author", _("Author")
        AUDIENCE = "audience", _("Audience")
        POLICY = "policy", _("Policy")
        EVENT = "event", _("Event")
        GUIDANCE = "guidance", _("Source of guidance")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="relations"
    )
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relations",
    )
    what = models.CharField(_("what"), max_length=300)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(ListedRow.Meta):
        ordering = ["organisation", "order", "pk"]
        verbose_name = _("relation to the network")
        verbose_name_plural = _("relations to the network")

    def __str__(self):
        return self.what
