"""Programmes, organisations, and who does what in and for them."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField, fold
from oneplanet.text.languages import OWN_LETTERS
from programmes.models.sources import ListedRow
from programmes.models.vocabulary import Basis


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


class OrganisationQuerySet(models.QuerySet):
    def called(self, words):
        """Those with every folded word in one of their names, or as their acronym."""
        found = self
        for word in words:
            others = OrganisationName.objects.filter(name_folded__contains=word)
            named = Q(name_folded__contains=word) | Q(acronym__iexact=word)
            found = found.filter(named | Q(pk__in=others.values("organisation")))
        return found

    def called_alike(self, names):
        """Those with exactly one of these names, however it is written, as a name or
        as their acronym."""
        folded = [text for text in map(fold, names) if text]
        others = OrganisationName.objects.filter(name_folded__in=folded)
        alike = Q(name_folded__in=folded) | Q(pk__in=others.values("organisation"))
        for text in folded:
            alike |= Q(acronym__iexact=text)
        return self.filter(alike) if folded else self.none()

    def administered_by(self, user):
        return self.filter(
            memberships__user=user,
            memberships__role="admin",
            memberships__until=None,
        )

    def managed_by(self, user):
        """Organisations whose people this person looks after: staff all of them."""
        return self.all() if user.roles.is_staff else self.administered_by(user)

    def by_shown_name(self):
        """In the order of their official_name(), which depends on the reader: where
        the language has letters of its own, names in it before all Latin ones."""
        reader = get_language()
        official = OrganisationName.objects.filter(
            organisation=OuterRef("pk"), kind="official", language=reader
        )
        translated = Subquery(official.order_by("pk").values("name_folded")[:1])
        rows = self.alias(shown=Coalesce(translated, F("name_folded")))
        own = Q(name_language=reader) | Q(Exists(official))
        first = [Case(When(own, then=0), default=1)] if reader in OWN_LETTERS else []
        return rows.order_by(*first, "shown", "pk")

    def with_members(self, user):
        """Organisations the person belongs to today."""
        return self.filter(memberships__user=user, memberships__until=None)

    def accounted_to(self, user):
        """Organisations whose reports the person may look back on: one's own; all of
        them for the secretariat."""
        if user.roles.is_secretariat:
            return self.all()
        return self.filter(pk__in=user.roles.organisations)


class Organisation(models.Model):
    """A body of the network or one a document names. Its name is not translated:

    ``name`` is official in ``name_language``; other official names, former names and
    aliases are OrganisationName rows.
    """

    code = models.SlugField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("official name"), max_length=250)
    name_language = models.CharField(_("language of the name"), max_length=10)
    name_folded = FoldedField(source="name")
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    type = models.ForeignKey(
        "programmes.Term",
        on_delete=models.PROTECT,
        related_name="organisations",
        limit_choices_to={"vocabulary": "stakeholder_type"},
        verbose_name=_("type"),
    )
    country = models.ForeignKey(
        "programmes.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("country"),
    )
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    website = models.URLField(_("website"), blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    paragraphs = models.CharField(_("paragraphs"), max_length=200, blank=True)
    listed_on = models.DateField(_("listed on"), null=True, blank=True)
    note = models.TextField(_("editors' note"), blank=True)
    to_check = models.BooleanField(_("to be checked"), default=False)
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name_folded", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["name_folded"], name="organisation_by_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("knowledge_hubs:organisation_detail", args=[self.code])

    def official_name(self) -> tuple[str, str]:
        """Name and its language: the reader's where that is official, else the first.

        Reads ``other_names``; prefetch it for lists.
        """
        wanted = get_language()
        for other in self.other_names.all():
            if other.kind == OrganisationName.Kind.OFFICIAL:
                if other.language == wanted:
                    return other.name, other.language
        return self.name, self.name_language


class OrganisationName(models.Model):
    """Another name of an organisation."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", _("Official in another language")
        ALIAS = "alias", _("Alias, for search")
        FORMER = "former", _("Former name")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("name"), max_length=250)
    name_folded = FoldedField(source="name")
    language = models.CharField(_("language"), max_length=10)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    listed_on = models.DateField(
        _("listed on"),
        null=True,
        blank=True,
        help_text=_("The day of the document that lists it."),
    )
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=250, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["organisation", "kind", "pk"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "language", "name"],
                name="organisationname_unique",
            )
        ]

    def __str__(self):
        return self.name


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
