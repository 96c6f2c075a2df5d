"""What readers say of a page: a line in the work list of editors."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from oneplanet.idempotency import new_key


class FeedbackQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody has said the last word."""
        return self.filter(settled_at=None)


class Feedback(models.Model):
    """Somebody, mostly without an account, says what is wrong on a page.

    ``page`` is its path, language and all; empty where it is about the whole portal.
    The address is forgotten once the matter is settled.
    """

    class Kind(models.TextChoices):
        WRONG = "wrong", _("Something is wrong")
        LINK = "link", _("A link is broken")
        MISSING = "missing", _("Something is missing")
        TRANSLATION = "translation", _("The translation is bad or missing")
        ACCESS = "access", _("I cannot read or use it")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        IN_HAND = "in_hand", _("In hand")
        DONE = "done", _("Done")
        NO_ACTION = "no_action", _("No action")

    key = models.CharField(max_length=64, unique=True, default=new_key, editable=False)
    page = models.CharField(_("page"), max_length=500, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    kind = models.CharField(_("what it is"), max_length=12, choices=Kind)
    words = models.TextField(_("in the reader’s words"), max_length=3000)
    email = models.EmailField(_("e-mail address"), blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.NEW
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("in the hands of"),
    )
    answer = models.TextField(_("answer"), max_length=3000, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settled by"),
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("word of a reader")
        verbose_name_plural = _("words of readers")
        constraints = [
            models.CheckConstraint(
                name="feedback_settled_by_somebody",
                condition=Q(state__in=["new", "in_hand"])
                & Q(settled_at=None, settled_by=None)
                | Q(state__in=["done", "no_action"])
                & Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="feedback_in_somebodys_hands",
                condition=~Q(state="in_hand") | Q(assigned_to__isnull=False),
            ),
            models.CheckConstraint(
                name="feedback_settled_keeps_no_address",
                condition=Q(settled_at=None) | Q(email=""),
            ),
        ]

    def __str__(self):
        return Truncator(" ".join(self.words.split())).chars(80)

    @property
    def is_waiting(self) -> bool:
        return self.settled_at is None
