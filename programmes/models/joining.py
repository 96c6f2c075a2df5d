"""People who ask to work for an organisation of the network."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models.asked import Asked, AskedQuerySet
from programmes.models.roles import Membership, roles_of


class JoiningRequestQuerySet(AskedQuerySet):
    def answered_by(self, user):
        """Waiting ones that fall to the person: of organisations they administer, and
        for staff of those without an admin."""
        roles = roles_of(user)
        if not (roles.administered or roles.is_staff):
            return self.none()
        theirs = Q(organisation__in=roles.administered)
        if roles.is_staff:
            admins = Membership.objects.current().filter(
                organisation=OuterRef("organisation"),
                role=Membership.Role.ADMIN,
                user__is_active=True,
            )
            theirs |= ~Exists(admins)
        return self.waiting().filter(theirs)


class JoiningRequest(Asked):
    """Somebody asks an organisation to let them report for it: a person with an
    account, or one without, who is then invited."""

    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="joining_requests",
        verbose_name=_("organisation"),
    )
    user = models.ForeignKey(
        "programmes.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="joining_requests",
        verbose_name=_("person"),
    )
    message = models.TextField(_("message"), max_length=2000, blank=True)
    role = models.CharField(
        _("role given"), max_length=10, choices=Membership.Role, blank=True
    )

    objects = JoiningRequestQuerySet.as_manager()

    class Meta(Asked.Meta):
        ordering = ["asked_at", "pk"]
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = [
            *Asked.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(confirmed_at__isnull=False, decided_at=None),
                name="joiningrequest_one_waiting",
                violation_error_message=_("Your request is waiting already."),
            ),
            models.CheckConstraint(
                name="joiningrequest_accepted_with_a_role",
                condition=Q(outcome="accepted", role__in=["editor", "admin"])
                | (~Q(outcome="accepted") & Q(role="")),
            ),
        ]

    def __str__(self):
        return self.name or self.email or str(self.pk)

    def get_absolute_url(self):
        """Holds the secret of the mail; a person with an account finds it in the
        profile."""
        return reverse("programmes:joining_state", args=[self.token])
