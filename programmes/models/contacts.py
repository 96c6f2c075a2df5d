"""Where people write: addresses of roles, never of persons."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programmes.models.sources import ListedRowQuerySet


class ContactAddress(models.Model):
    """Where somebody writes to a programme, or to the secretariat.

    A role's address, read by whoever holds the role. It is ended, not deleted.
    """

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name=_("programme"),
        help_text=_("None: the secretariat of the network."),
    )
    role = models.CharField(
        _("role"),
        max_length=150,
        help_text=_("Whom one reaches there, for example: Coordination desk."),
    )
    email = models.EmailField(
        _("e-mail"),
        help_text=_(
            "The address of a role that several people read, such as "
            "desk@example.org. Never a person's own: everybody can see it."
        ),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("Set this when nobody reads it any more. It is shown no longer."),
    )

    objects = ListedRowQuerySet.as_manager()

    class Meta:
        ordering = ["programme__order", "order", "pk"]
        verbose_name = _("contact address")
        verbose_name_plural = _("contact addresses")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "email"],
                condition=Q(until=None, programme__isnull=False),
                name="contactaddress_once_a_programme",
                violation_error_message=_("The programme has this address already."),
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(until=None, programme=None),
                name="contactaddress_once_for_the_secretariat",
                violation_error_message=_("The secretariat has this address already."),
            ),
        ]

    def __str__(self):
        return f"{self.role}: {self.email}"
