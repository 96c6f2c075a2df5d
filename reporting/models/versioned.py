"""What something reported says, version by version: what versions of activities and of
initiatives have in common. A sealed version never changes again.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import FoldedField
from programmes.models import roles_of
from reporting.models.page_saves import SavedByPage
from reporting.workflow import State


class VersionQuerySet(models.QuerySet):
    def _publications(self, **given):
        return self.model._meta.get_field("publications").related_model.objects.filter(
            **given
        )

    def current(self):
        """The version the public reads now, of each that is published."""
        return self.filter(publications__until_at=None, publications__isnull=False)

    def public(self):
        """Current and formerly approved versions of what is public."""
        of = self.model.OF
        mine = self._publications(version=OuterRef("pk"))
        public = self._publications(**{of: OuterRef(of)}, until_at=None)
        return self.filter(Exists(mine), Exists(public))

    def standing(self):
        """Without what was submitted in vain: returned or taken back, its revision
        discarded, it is newer than the public version of something approved."""
        of = self.model.OF
        public = self._publications(
            **{of: OuterRef(of), f"{of}__state": State.APPROVED},
            until_at=None,
            version__number__lt=OuterRef("number"),
        )
        return self.exclude(Exists(public))

    def newest_of(self, reported):
        """The version each of these is about: the last that stands."""
        of = self.model.OF
        standing = self.model.objects.standing().filter(**{of: OuterRef(of)})
        newest = standing.order_by("-number").values("number")[:1]
        return self.filter(**{f"{of}__in": reported}, number=newest)

    def written_by(self, user):
        """What the person entered or submitted."""
        return self.filter(Q(entered_by=user) | Q(sealed_by=user))

    def visible_to(self, user):
        """Public ones; to authors all of theirs; to reviewers sealed ones. Whether a
        row is public is asked of it alone, for whoever asks wants few of all."""
        of, everything = self.model.OF, self.model.objects
        visible = Q(Exists(everything.public().filter(pk=OuterRef("pk"))))
        roles = roles_of(user)
        if roles:
            reported = self.model._meta.get_field(of).related_model.objects
            visible |= Q(**{f"{of}__in": reported.written_by(user)})
            reviewed = Q(sealed_at__isnull=False)
            if not roles.is_staff:
                reviewed &= Q(**{f"{of}__programme__in": roles.desks | roles.leads})
            visible |= reviewed
        return self.filter(visible)


class Version(SavedByPage):
    """The content of a report, in columns, lists and rows. Draft until submitted, then
    sealed.

    Texts are in ``language``. Empty means not answered; it is never zero. ``OF`` names
    the foreign key to what it is a version of, ``lists`` and ``rows`` what it owns.
    """

    OF = ""
    lists: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()

    number = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    type = models.ForeignKey(
        "programmes.ActivityType",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("type"),
    )
    started_on = models.DateField(_("start"), null=True, blank=True)
    ended_on = models.DateField(_("end"), null=True, blank=True)
    countries = models.ManyToManyField(
        "programmes.Country", blank=True, related_name="+", verbose_name=_("countries")
    )
    regions = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "reporting_region"},
        verbose_name=_("regions"),
    )
    sectors = models.ManyToManyField(
        "programmes.Term",
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary": "sector"},
        verbose_name=_("sectors"),
    )
    reported_by = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("reported by"),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    edit_count = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    sealed_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    title_folded = FoldedField(source="title")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_sealed_by_somebody",
                condition=Q(sealed_at=None, sealed_by=None)
                | Q(sealed_at__isnull=False, sealed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_start",
                condition=Q(started_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("The end comes before the start."),
            ),
        ]

    def __str__(self):
        return self.title or self.identity.code

    @property
    def identity(self):
        """What it is a version of."""
        return getattr(self, self.OF)

    @property
    def is_draft(self):
        return self.sealed_at is None

    def placement(self):
        """In which period it counts, with the period; None for what is not counted."""
        return None

    def problems(self) -> list:
        """What stands between the draft and its submission (reporting.readiness)."""
        raise NotImplementedError

    def in_publication(self) -> dict:
        """What the publication of this version says besides who and when."""
        return {}

    def submit(self, *, by, at):
        """Seal it, and write its receipt. Called by Reported.take alone."""
        self.seal(by=by, at=at)
        receipts = self._meta.get_field("receipt").related_model.objects
        receipts.create(version=self)
        return self

    def seal(self, *, by, at):
        """Close this version for ever."""
        self.sealed_at, self.sealed_by = at, by
        self.save(update_fields=["sealed_at", "sealed_by"])
        return self

    def copy_as_draft(self):
        """A new draft with the same content, its rows and lists included.

        Its words are still those of who entered them. Its counter goes on from that of
        every draft before it: a form opened then is never taken for one of this draft.
        """
        copy, whole = type(self).objects.get(pk=self.pk), self.identity
        copy.pk = None
        copy._state.adding = True
        copy.sealed_at = copy.sealed_by = None
        copy.edit_count = max(self.edit_count, whole.discarded_count) + 1
        copy.number = whole.versions.order_by("-number")[0].number + 1
        copy.save()
        for name in self.lists:
            getattr(copy, name).set(getattr(self, name).all())
        for name in self.rows:
            for row in getattr(self, name).all():
                row.pk, row.version = None, copy
                row._state.adding = True
                row.save()
        return copy

    def delete(self, *args, **kwargs):
        """Delete a draft, its lists and its rows."""
        for name in self.lists:
            getattr(self, name).clear()
        for name in (*self.rows, "refused_fields"):
            getattr(self, name).all().delete()
        return super().delete(*args, **kwargs)
