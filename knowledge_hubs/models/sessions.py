"""What happens at an event, session by session, and what was recorded of it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.hub_blocks import optional
from knowledge_hubs.models.library import Event
from oneplanet.text import zones

LONGEST = 24 * 60  # minutes of a recording


class EventSession(models.Model):
    """One line of the programme of an event, with its time and who speaks."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("title"), max_length=300)
    starts_at = models.DateTimeField(
        _("begins"), help_text=_("In UTC. The page shows it in the zone of the place.")
    )
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone of the place"),
        max_length=50,
        default="UTC",
        validators=[zones.check_zone],
        error_messages={"invalid_choice": zones.UNKNOWN},
        help_text=_("By its name in the IANA database, such as Africa/Nairobi."),
    )
    speakers = models.TextField(
        _("who speaks"),
        max_length=2000,
        blank=True,
        help_text=_("One in each line, with what they are."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("session of an event")
        verbose_name_plural = _("sessions of events")
        constraints = [
            models.CheckConstraint(
                name="eventsession_ends_after_start",
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end comes before the start."),
            )
        ]

    def __str__(self):
        return self.title


class Recording(models.Model):
    """A recording of an event, or of one of its sessions, in one language."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="recordings"
    )
    session = optional(
        EventSession,
        _("session"),
        on_delete=models.SET_NULL,
        help_text=_("Empty: the whole event."),
    )
    url = models.URLField(_("address"), max_length=500)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    captions_url = models.URLField(
        _("address with captions"),
        max_length=500,
        blank=True,
        help_text=_("Who cannot hear it needs captions or a transcript."),
    )
    transcript_url = models.URLField(
        _("address of the transcript"), max_length=500, blank=True
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.CheckConstraint(
                name="recording_lasts_a_day_at_most",
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=LONGEST),
                violation_error_message=_("Give its length in minutes, a day at most."),
            )
        ]

    def __str__(self):
        return self.url

    def clean(self):
        if self.session_id and self.session.event_id != self.event_id:
            raise ValidationError({"session": _("Choose a session of the same event.")})
