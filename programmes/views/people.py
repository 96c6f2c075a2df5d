"""Who works for an organisation on this portal, kept by its admins."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import act_once, new_key
from oneplanet.typed import answers_of
from programmes import invitations
from programmes.forms import InviteForm
from programmes.invitations import InvitationRefused
from programmes.views.people_steps import managed


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def people(request, code):
    """Members and waiting invitations of one organisation; a post invites, a double
    click once."""
    organisation = managed(request, code)
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
    return _page(request, managed(request, code), form, status=status)


people.show_again = _show_again
people.in_words = lambda data: answers_of(InviteForm(data))


def _invite(request, organisation, given) -> str:
    """Invite once for this page's key; the address to go on to."""

    def act():
        invitations.invite(by=request.user, organisation=organisation, **given)
        messages.success(request, _("Invited. The mail is on its way."))
        return request.path

    return act_once(request, act)
