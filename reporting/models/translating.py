"""What reviewers who do not read a report's language ask for: its sealed version in a
language of theirs, written by a colleague or brought from a machine.

A translation is the reviewers' own: neither partner nor public reads it, and the sealed
version is what is decided on.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from programmes.models import roles_of


class Origin(models.TextChoices):
    """Who made a translation."""

    HUMAN = "human", _("A person")
    MACHINE = "machine", _("A machine")


def _person(name, **given):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=name,
        **given,
    )


def _language():
    return models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)


class TranslationRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Of what the person reads as a reviewer."""
        roles = roles_of(user)
        if roles.is_staff:
            return self
        return self.filter(version__activity__programme__in=roles.desks | roles.leads)


class TranslationRequest(models.Model):
    """A reviewer asks for a submitted version in another language. It ends with the
    translation, or taken back."""

    version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.CASCADE,
        related_name="translation_requests",
        verbose_name=_("version"),
    )
    language = _language()
    why = models.TextField(_("why"), max_length=1000, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = _person(_("asked by"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = _person(_("ended by"), null=True, blank=True)

    objects = TranslationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("translation asked for")
        verbose_name_plural = _("translations asked for")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(ended_at=None),
                name="translationrequest_one_open",
                violation_error_message=_("It is asked for already."),
            ),
            models.CheckConstraint(
                name="translationrequest_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.version_id} → {self.language}"


class ReviewTranslationQuerySet(models.QuerySet):
    def standing(self):
        """The last of each version and language; none of those before is lost."""
        later = ReviewTranslation.objects.filter(
            version=OuterRef("version"),
            language=OuterRef("language"),
            pk__gt=OuterRef("pk"),
        )
        return self.filter(~Exists(later))


class ReviewTranslation(models.Model):
    """A submitted version in another language, for its reviewers. Written once: what is
    mended is another one, and the last stands."""

    version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.CASCADE,
        related_name="review_translations",
        verbose_name=_("version"),
    )
    language = _language()
    origin = models.CharField(_("made by"), max_length=7, choices=Origin)
    at = models.DateTimeField(_("at"))
    by = _person(_("by"))

    objects = ReviewTranslationQuerySet.as_manager()

    class Meta:
        ordering = ["version", "language", "pk"]
        verbose_name = _("translation for reviewers")
        verbose_name_plural = _("translations for reviewers")
        constraints = [
            models.CheckConstraint(
                name="reviewtranslation_origin_known",
                condition=Q(origin__in=["human", "machine"]),
            ),
        ]

    def __str__(self):
        return f"{self.version_id} → {self.language}"


class TranslatedText(models.Model):
    """One field of the version, or one row of a table, in the other language."""

    translation = models.ForeignKey(
        ReviewTranslation, on_delete=models.CASCADE, related_name="texts"
    )
    field = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation", "field"], name="translatedtext_once"
            ),
        ]

    def __str__(self):
        return self.field
