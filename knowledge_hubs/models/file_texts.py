"""What the files of public records say, for the search."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FileText(models.Model):
    """The text inside one stored file, read once and kept under the file's hash.

    While it is being read, and where that failed, it says nothing.
    """

    class State(models.TextChoices):
        BEGUN = "begun", _("being read")
        READ = "read", _("read")
        LOCKED = "locked", _("locked with a password")
        DAMAGED = "damaged", _("damaged")
        TOO_LARGE = "too_large", _("too large to be read")

    sha256 = models.CharField(max_length=64, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.BEGUN
    )
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True
    )
    is_cut = models.BooleanField(_("only its beginning"), default=False)
    begun_at = models.DateTimeField(_("begun"))
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")

    def __str__(self):
        return self.sha256[:12]
