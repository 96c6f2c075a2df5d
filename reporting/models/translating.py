"""What reviewers who do not read a report's language ask for: its sealed version in a
language of theirs, written by a colleague or brought from a machine.

A translation is the reviewers' own: neither partner nor public reads it, and the sealed
version is what is decided on.
"""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from programmes.models import User, roles_of
from reporting.models.activity import Activity
from reporting.models.asking import ROLE, outsiders
from reporting.models.classifying import person
from reporting.models.version import ActivityVersion
from reporting.workflow import State


class Origin(models.TextChoices):
    """Who made a translation."""

    HUMAN = "human", _("A person")
    MACHINE = "machine", _("A machine")


def _language():
    return models.CharField(max_length=10, choices=settings.LANGUAGES)


class TranslationRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Of what the person reads as a reviewer."""
        roles = roles_of(user)
        if roles.is_staff:
            return self
        return self.filter(version__activity__programme__in=roles.desks | roles.leads)

    def under_review(self):
        """Of versions that wait for a decision; what is older nobody can answer."""
        newer = ActivityVersion.objects.filter(
            activity=OuterRef("version__activity"),
            number__gt=OuterRef("version__number"),
        )
        waiting = self.filter(version__activity__state=State.SUBMITTED)
        return waiting.exclude(Exists(newer))

    def asked_of(self, user):
        """Those the person is asked for: see TranslationRequest.readers()."""
        of = "version__activity__"
        names = (f"{of}{name}" for name in ("pk", *Activity.WRITERS))
        activity, *writers = (OuterRef(OuterRef(name)) for name in names)
        able = outsiders(Activity, activity, writers)
        able = able.exclude(user=OuterRef("asked_by"))
        desk = able.filter(role=ROLE.DESK, programme=OuterRef(f"{of}programme"))
        secretariat = able.filter(role=ROLE.SECRETARIAT, user=user)
        mine = Exists(desk.filter(user=user))
        return self.filter(mine | (Exists(secretariat) & ~Exists(desk)))


class TranslationRequest(models.Model):
    """A reviewer asks for a submitted version in another language. It ends with the
    translation, or taken back."""

    version = models.ForeignKey(
        "reporting.ActivityVersion",
        on_delete=models.CASCADE,
        related_name="translation_requests",
    )
    language = _language()
    why = models.TextField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    asked_by = person()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = person(null=True, blank=True)

    objects = TranslationRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"],
                condition=Q(ended_at=None),
                name="translationrequest_one_open",
            ),
            models.CheckConstraint(
                name="translationrequest_ended_by_somebody",
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.version_id} → {self.language}"

    def readers(self):
        """Who is asked: the others of the record's desk, and the secretariat where
        there are none. Nobody who wrote it or belongs to who reports it."""
        activity = self.version.activity
        writers = [getattr(activity, f"{name}_id") for name in activity.WRITERS]
        able = outsiders(type(activity), activity.pk, writers)
        able = able.exclude(user=self.asked_by_id)
        of_desk = Q(role=ROLE.DESK, programme=activity.programme_id)
        no_desk = ~Exists(able.filter(of_desk))
        asked = able.filter(of_desk | Q(no_desk, role=ROLE.SECRETARIAT))
        return User.objects.filter(pk__in=asked.values("user"))


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
    )
    language = _language()
    origin = models.CharField(max_length=7, choices=Origin)
    at = models.DateTimeField()
    by = person()

    objects = ReviewTranslationQuerySet.as_manager()

    class Meta:
        ordering = ["version", "language", "pk"]
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
