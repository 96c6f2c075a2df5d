from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reporting.models.codes import draw


def _new_code() -> str:
    return draw("R-", 8)


class SubmissionReceiptQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of activities the person writes."""
        versions = self.model._meta.get_field("version").related_model
        activities = versions._meta.get_field("activity").related_model.objects
        return self.filter(version__activity__in=activities.written_by(user))


class SubmissionReceipt(models.Model):
    """The code under which somebody can say: this is what we sent, and that day.

    Written with the seal by Activity.take, never changed. Who sent it and when stands
    on the version.
    """

    version = models.OneToOneField(
        "reporting.ActivityVersion",
        on_delete=models.PROTECT,
        related_name="receipt",
        verbose_name=_("version"),
    )
    code = models.CharField(
        _("receipt"), max_length=12, unique=True, default=_new_code, editable=False
    )

    objects = SubmissionReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("receipt of a submission")
        verbose_name_plural = _("receipts of submissions")

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        """Where its authors read it; needs the version and its activity."""
        where = [self.version.activity.code, self.version.number]
        return reverse("reporting:activity_receipt", args=where)
