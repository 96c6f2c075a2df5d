from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from programmes import accounts
from programmes.models import Invitation, User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request, token):
    """Where an invitation's mail leads: says what it is, then opens or joins.

    Looking changes nothing. A visitor goes on to sign up or in; a signed-in person
    accepts here, told plainly if the mail went to another address than theirs. Who
    made the invitation leaves it to others.
    """
    invitation = Invitation.of(token)
    if invitation is None:
        raise Http404
    user = request.user
    owners = User.objects.reading_mail_of(invitation.email)
    if not invitation.is_open:
        return _closed(request, invitation)
    is_maker = user == invitation.invited_by
    if request.method == "POST" and user.is_authenticated and not is_maker:
        if not accounts.accept(request, invitation):
            return _closed(request, Invitation.of(token))
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST" and not is_maker:
        request.session[accounts.INVITED] = token
        return redirect("account_signup")
    context = {
        "invitation": invitation,
        "is_theirs": owners.filter(pk=user.pk).exists(),
        "is_maker": is_maker,
        "has_account": owners.exists(),
    }
    return render(request, "programmes/invitation_accept.html", context)


def _closed(request, invitation):
    context = {"invitation": invitation}
    return render(request, "programmes/invitation_closed.html", context, status=410)
