"""What an organisation's admins do to a member or an invitation, after a question."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from programmes import invitations, memberships
from programmes.invitations import InvitationRefused
from programmes.memberships import MembershipRefused
from programmes.models import Membership, Organisation


@dataclass(frozen=True, slots=True)
class PeopleStep:
    """What can be done to a ``row`` ("membership" or "invitation"), and what is said
    afterwards; before, where it is asked about, what it brings about. ``check`` refuses
    what ``act`` would."""

    row: str
    act: Callable
    done: str
    check: Callable | None = None
    question: str = ""
    brings: str = ""
    button: str = ""


def _to(verb, role):
    """The verb for a role; it takes membership and by."""
    return partial(verb, role=role)


PEOPLE_STEPS = {
    "make-admin": PeopleStep(
        "membership",
        _to(memberships.change_role, Membership.Role.ADMIN),
        _("This person is an admin now."),
        _to(memberships.check, Membership.Role.ADMIN),
        _("Make this person an admin?"),
        _(
            "An admin does all that you do here: invites and removes people, answers "
            "who asks to join, lets other organisations report for yours, and can make "
            "you an editor again."
        ),
        _("Make an admin"),
    ),
    "make-editor": PeopleStep(
        "membership",
        _to(memberships.change_role, Membership.Role.EDITOR),
        _("This person is an editor now."),
        _to(memberships.check, Membership.Role.EDITOR),
        _("Make this person an editor?"),
        _(
            "An editor writes and submits reports and no longer decides who works "
            "here. Invitations this person sent that nobody has accepted yet are "
            "withdrawn."
        ),
        _("Make an editor"),
    ),
    "end": PeopleStep(
        "membership",
        memberships.end,
        _("This person no longer works for the organisation here."),
        memberships.check,
        _("End this membership?"),
        _(
            "From now on this person reads and writes nothing of the organisation "
            "here. What they wrote stays with it, drafts too, and they keep their "
            "account. "
            "Invitations they sent that nobody has accepted yet are withdrawn. The "
            "portal does not write to them: tell them yourself. To have them back, "
            "invite them again."
        ),
        _("End the membership"),
    ),
    "send-again": PeopleStep(
        "invitation",
        invitations.send_again,
        _("Sent once more. It stays open for three weeks."),
    ),
    "withdraw": PeopleStep(
        "invitation",
        invitations.withdraw,
        _("Withdrawn. The link in the mail no longer works."),
        invitations.check_waiting,
        _("Withdraw this invitation?"),
        _(
            "The link in the mail no longer works; whoever opens it reads that the "
            "invitation was withdrawn. You can invite this address again at any time."
        ),
        _("Withdraw the invitation"),
    ),
}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people_step(request, code, action, pk):
    """Ask about one step of PEOPLE_STEPS; a post takes it, a double click once."""
    organisation = managed(request, code)
    step = PEOPLE_STEPS.get(action)
    if step is None:
        raise Http404
    row = get_object_or_404(getattr(organisation, f"{step.row}s"), pk=pk)
    if request.method != "POST" and not step.question:
        return HttpResponseNotAllowed(["POST"])
    try:
        if request.method != "POST":
            return _ask(request, organisation, step, row)
        return redirect(act_once(request, partial(_take, request, step, row)))
    except (InvitationRefused, MembershipRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect("programmes:people", code)
    except OtherBody:
        return redirect(request.path)


def managed(request, code):
    """The organisation of this code, which the person looks after."""
    return get_object_or_404(Organisation.objects.managed_by(request.user), code=code)


def _ask(request, organisation, step, row):
    step.check(by=request.user, **{step.row: row})
    context = {
        "organisation": organisation,
        "step": step,
        "row": row,
        "is_own": getattr(row, "user_id", None) == request.user.pk,
        "once": new_key(),
    }
    return render(request, "programmes/people_step.html", context)


def _take(request, step, row) -> str:
    """The address to go on to: who has just ended their own right reads their own."""
    step.act(by=request.user, **{step.row: row})
    messages.success(request, step.done)
    still = Organisation.objects.managed_by(request.user)
    if not still.filter(pk=row.organisation_id).exists():
        return reverse("programmes:profile")
    return reverse("programmes:people", args=[row.organisation.code])
