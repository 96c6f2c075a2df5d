"""Organisations and what they are called."""

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField, fold
from oneplanet.text.languages import OWN_LETTERS
from programmes.models.merging import OrganisationMerge
from programmes.models.vocabulary import Basis


class OrganisationQuerySet(models.QuerySet):
    def standing(self):
        """Without those that are merged into another."""
        merged = OrganisationMerge.objects.open().filter(gone=OuterRef("pk"))
        return self.filter(~Exists(merged))

    def coded(self, *codes):
        """Those with these codes, or those that they went into."""
        merged = OrganisationMerge.objects.open().filter(gone__code__in=codes)
        return self.filter(Q(code__in=codes) | Q(pk__in=merged.values("kept")))

    def one_with(self, *organisations):
        """They and those merged into them: what is sealed goes on naming these."""
        keys = [row.pk for row in organisations]
        merged = OrganisationMerge.objects.open().filter(kept__in=keys)
        return self.filter(Q(pk__in=keys) | Q(pk__in=merged.values("gone")))

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


class StandingManager(models.Manager.from_queryset(OrganisationQuerySet)):
    def get_queryset(self):
        return super().get_queryset().standing()


class Organisation(models.Model):
    """A body of the network or one a document names. Its name is not translated:

    ``name`` is official in ``name_language``; other official names, former names and
    aliases are OrganisationName rows. One that is merged into another stays a row, for
    what is sealed names it, and is in no list: ``objects`` are the others.
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

    every = OrganisationQuerySet.as_manager()  # merged ones too; Django's own choice
    objects = StandingManager()

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
