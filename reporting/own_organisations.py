"""The organisations somebody works for or looks after, with what stands where in them
and what waits for their admins."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from programmes.models import (
    Invitation,
    JoiningRequest,
    Membership,
    Organisation,
    User,
    roles_of,
)
from reporting.looking_back import reports_of
from reporting.models import Activity, Initiative, ReportingAgreement
from reporting.workflow import State


def own_organisations(user) -> list[Organisation]:
    """Those the person belongs to, by the name that is shown; each with its counts and,
    as ``reports``, what it can look back on. Three queries."""
    mine = Organisation.objects.with_members(user).annotate(**_counts())
    found = list(mine.by_shown_name().prefetch_related("other_names"))
    reports = reports_of([body.pk for body in found])
    for body in found:
        body.reports = [each for each in reports if each.organisation == body.pk]
    return found


def seen_from_inside(user):
    """Those whose own page the person reads: members, and staff. With their counts."""
    every = Organisation.objects.all()
    if not roles_of(user).is_staff:
        every = every.filter(pk__in=roles_of(user).organisations)
    return every.annotate(**_counts()).prefetch_related("other_names")


def admins_of(organisation):
    """Who looks after it, by name."""
    admins = organisation.memberships.current().filter(role=Membership.Role.ADMIN)
    people = User.objects.active().filter(pk__in=admins.values("user"))
    return people.order_by("name", "email")


def _counts() -> dict:
    """How many of what an organisation has, by the name of the column."""
    agreements = ReportingAgreement.objects.running()
    return {
        "draft_count": number_of(Activity.objects.never_submitted()),
        "again_count": number_of(Activity.objects.begun_again()),
        "submitted_count": number_of(Activity.objects.filter(state=State.SUBMITTED)),
        "returned_count": number_of(Activity.objects.filter(state=State.RETURNED)),
        "public_count": number_of(Activity.objects.public()),
        "initiative_count": number_of(Initiative.objects.all()),
        "member_count": number_of(
            Membership.objects.current().filter(user__is_active=True)
        ),
        "invited_count": number_of(Invitation.objects.waiting()),
        "asking_count": number_of(JoiningRequest.objects.waiting()),
        "given_count": number_of(agreements),
        "received_count": number_of(agreements, by="reporter"),
    }


def number_of(rows, by="organisation"):
    """How many of these are an organisation's, each counted apart from the others."""
    theirs = rows.filter(**{by: OuterRef("pk")}).order_by().values(by)
    return Coalesce(Subquery(theirs.annotate(n=Count("pk")).values("n")), 0)
