"""The Board of the 10YFP."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.sources import ListedRow


class BoardMember(ListedRow):
    """A country's seat on the Board of the 10YFP."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        VICE_CHAIR = "vice_chair", _("Vice-Chair")
        MEMBER = "member", _("Member")

    country = models.ForeignKey(
        "programmes.Country", on_delete=models.PROTECT, related_name="board_seats"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta(ListedRow.Meta):
        ordering = ["order", "pk"]
        verbose_name = _("Board member")
        verbose_name_plural = _("Board members")
        constraints = [
            *ListedRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(until=None),
                name="boardmember_one_open",
                violation_error_message=_("This country already has a seat."),
            ),
        ]

    def __str__(self):
        return f"{self.country} ({self.get_role_display()})"
