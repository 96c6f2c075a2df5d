"""Somebody leaves an organisation, after a question."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from programmes import memberships
from programmes.memberships import MembershipRefused


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_leave(request, code):
    """Ask whether the person leaves it; a post ends their membership."""
    try:
        if request.method != "POST":
            return _ask(request, code)
        return redirect(act_once(request, partial(_leave, request, code)))
    except MembershipRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:profile")
    except OtherBody:
        return redirect(request.path)


def _own(request, code):
    rows = request.user.memberships.current().select_related("organisation")
    return get_object_or_404(rows, organisation__code=code)


def _ask(request, code):
    membership = _own(request, code)
    memberships.check(by=request.user, membership=membership)
    context = {"organisation": membership.organisation, "once": new_key()}
    return render(request, "programmes/organisation_leave.html", context)


def _leave(request, code) -> str:
    membership = memberships.end(by=request.user, membership=_own(request, code))
    text = _("You have left %(organisation)s.")
    messages.success(request, text % {"organisation": membership.organisation})
    return reverse("programmes:profile")
