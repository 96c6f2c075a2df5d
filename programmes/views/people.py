"""Who works for an organisation on this portal, kept by its admins."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from oneplanet.idempotency import act_once, new_key
from oneplanet.typed import answers_of
from programmes import invitations, memberships
from programmes.forms import InviteForm
from programmes.invitations import InvitationRefused
from programmes.memberships import MembershipRefused
from programmes.models import Membership, Organisation


def _change_to(role):
    def act(*, membership, by):
        return memberships.change_role(membership=membership, role=role, by=by)

    return act


@dataclass(frozen=True, slots=True)
class PeopleStep:
    """What can be done to a ``row`` ("membership" or "invitation"), and what is said
    afterwards."""

    row: str
    act: Callable
    done: str


PEOPLE_STEPS = {
    "make-admin": PeopleStep(
        "membership",
        _change_to(Membership.Role.ADMIN),
        gettext_lazy("This person is an admin now."),
    ),
    "make-editor": PeopleStep(
        "membership",
        _change_to(Membership.Role.EDITOR),
        gettext_lazy("This person is an editor now."),
    ),
    "end": PeopleStep(
        "membership",
        memberships.end,
        gettext_lazy("This person no longer works for the organisation here."),
    ),
    "send-again": PeopleStep(
        "invitation",
        invitations.send_again,
        gettext_lazy("Sent once more. It stays open for three weeks."),
    ),
    "withdraw": PeopleStep(
        "invitation",
        invitations.withdraw,
        gettext_lazy("Withdrawn. The link in the mail no longer works."),
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def people(request, code):
    """Members and waiting invitations of one organisation; a post invites, a double
    click once."""
    organisation = _managed(request, code)
    initial = {"language": get_language()}
    form = InviteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_invite(request, organisation, form.cleaned_data))
        except InvitationRefused as refusal:
            form.add_error("email", str(refusal))
    return _page(request, organisation, form)


def _page(request, organisation, form, *, status=200):
    current = organisation.memberships.current().select_related("user")
    context = {
        "organisation": organisation,
        "memberships": current.order_by("user__name", "user__email"),
        "invitations": organisation.invitations.waiting().select_related("invited_by"),
        "asking": organisation.joining_requests.waiting(),
        "form": form,
        "once": new_key(),
    }
    return render(request, "programmes/people.html", context, status=status)


def _show_again(request, code, *, why, status):
    """The invitation as typed, after a post not carried out."""
    messages.warning(request, why)
    form = InviteForm(request.POST)
    return _page(request, _managed(request, code), form, status=status)


people.show_again = _show_again
people.in_words = lambda data: answers_of(InviteForm(data))


def _invite(request, organisation, given) -> str:
    """Invite once for this page's key; the address to go on to."""

    def act():
        invitations.invite(by=request.user, organisation=organisation, **given)
        messages.success(request, _("Invited. The mail is on its way."))
        return request.path

    return act_once(request, act)


@login_required
@require_POST
def people_step(request, code, action, pk):
    """Take one step of PEOPLE_STEPS on a membership or an invitation."""
    organisation = _managed(request, code)
    step = PEOPLE_STEPS.get(action)
    if step is None:
        raise Http404
    rows = getattr(organisation, f"{step.row}s")
    row = get_object_or_404(rows, pk=pk)
    try:
        step.act(by=request.user, **{step.row: row})
    except (InvitationRefused, MembershipRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, step.done)
    if not Organisation.objects.managed_by(request.user).contains(organisation):
        return redirect("programmes:profile")  # they have just ended their own right
    return redirect("programmes:people", code)


def _managed(request, code):
    return get_object_or_404(Organisation.objects.managed_by(request.user), code=code)
