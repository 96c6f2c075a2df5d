"""Tokens of programs that read much: higher limits, and nothing else."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SCHEME = "Bearer"
BEGINNING = "opn_"  # shows what it is, wherever it is found


class ApiTokenQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(until=None)

    def of(self, text: str) -> "ApiToken | None":
        """The token of this text, unless it has ended."""
        return self.in_force().filter(digest=_digest(text)).first()


class ApiToken(models.Model):
    """What a program shows to be allowed more requests. Kept as a digest alone.

    It opens nothing a visitor does not read. It is ended, never deleted.
    """

    name = models.CharField(
        _("for whom"),
        max_length=150,
        help_text=_("The organisation or program, and whom to write to about it."),
    )
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("made by"),
    )
    until = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    until_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("ended by"),
    )

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                name="apitoken_ended_by_somebody",
                condition=Q(until=None, until_by=None)
                | Q(until__isnull=False, until_by__isnull=False),
            ),
            models.CheckConstraint(
                name="apitoken_ends_after_start",
                condition=Q(until=None) | Q(until__gte=F("created_at")),
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.beginning}…)"

    def draw(self) -> str:
        """Give a new token its text, which is kept nowhere and shown once."""
        text = BEGINNING + secrets.token_urlsafe(32)
        self.beginning, self.digest = text[:12], _digest(text)
        return text

    def end(self, *, by) -> None:
        """From now on it is refused. A second time changes nothing."""
        mine = ApiToken.objects.in_force().filter(pk=self.pk)
        mine.update(until=timezone.now(), until_by=by)


def shown_in(header: str) -> str | None:
    """The text of the token in an ``Authorization`` header, if it holds one."""
    scheme, _space, text = header.partition(" ")
    return text.strip() if scheme.lower() == SCHEME.lower() else None


def shown_by(request) -> ApiToken | None:
    """The token a request shows, if it is in force."""
    text = shown_in(request.headers.get("Authorization", ""))
    return ApiToken.objects.of(text) if text else None


def _digest(text: str) -> str:
    """Of 32 random bytes a plain digest is enough: there is nothing to guess."""
    return hashlib.sha256(text.encode()).hexdigest()
