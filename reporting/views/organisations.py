"""One's own organisations: what stands where, what waits, what one may do there."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from programmes.models import Organisation, roles_of
from reporting.looking_back import reports_of
from reporting.own_organisations import (
    admins_of,
    own_organisations,
    seen_from_inside,
)


@login_required
@require_safe
def my_organisations(request):
    """Those the person works for; who works for one alone is led to it."""
    found = own_organisations(request.user)
    if len(found) == 1:
        return redirect("reporting:my_organisation", code=found[0].code)
    context = {"organisations": found}
    return render(request, "reporting/my_organisations.html", context)


@login_required
@require_safe
def my_organisation(request, code):
    """The ways to everything of one organisation, for its members and for staff."""
    organisation = get_object_or_404(seen_from_inside(request.user), code=code)
    roles = roles_of(request.user)
    accounted = Organisation.objects.accounted_to(request.user)
    context = {
        "organisation": organisation,
        "is_member": organisation.pk in roles.organisations,
        "is_admin": organisation.pk in roles.administered,
        "may_manage": roles.is_staff or organisation.pk in roles.administered,
        "admins": admins_of(organisation),
        "reports": reports_of(accounted.filter(pk=organisation.pk)),
    }
    return render(request, "reporting/my_organisation.html", context)
