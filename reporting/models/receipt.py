from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reporting.models.codes import draw


def _new_code() -> str:
    return draw("R-", 8)


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of what the person writes."""
        versions = self.model._meta.get_field("version").related_model
        reported = versions._meta.get_field(versions.OF).related_model.objects
        mine = reported.written_by(user)
        return self.filter(**{f"version__{versions.OF}__in": mine})


class Receipt(models.Model):
    """The code under which somebody can say: this is what we sent, and that day.

    Written with the seal by Reported.take, never changed. Who sent it and when stands
    on the version.
    """

    MAIL = ""  # begins the key of the mail about it
    # What a page says of those before and after it; read, never written.
    replaces = replaced_by = None

    code = models.CharField(
        _("receipt"), max_length=12, unique=True, default=_new_code, editable=False
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        """Where its authors read it; needs the version and what that is of."""
        whole = self.version.identity
        where = [whole.code, self.version.number]
        return reverse(f"reporting:{whole.kind}_receipt", args=where)

    def find_others(self):
        """Look up what this one replaced and the last that replaced it, among the
        submissions that stand; one query. Itself."""
        version = self.version
        standing = (
            type(version).objects.standing().filter(**{version.OF: version.identity})
        )
        rows = type(self).objects.filter(version__in=standing)
        rows = rows.select_related(f"version__{version.OF}").order_by("version__number")
        before = [row for row in rows if row.version.number < version.number]
        after = [row for row in rows if row.version.number > version.number]
        if len(before) + len(after) < len(rows):  # it stands itself
            self.replaces = before[-1] if before else None
            self.replaced_by = after[-1] if after else None
        return self


class SubmissionReceipt(Receipt):
    """Of a submitted activity."""

    MAIL = "receipt"

    version = models.OneToOneField(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        related_name="receipt",
        verbose_name=_("version"),
    )

    class Meta(Receipt.Meta):
        verbose_name = _("receipt of a submission")
        verbose_name_plural = _("receipts of submissions")
