from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from oneplanet import unsubscribing
from oneplanet.inbox import resume_mails, stop_mails, stopped_by
from oneplanet.message_kinds import BY_CODE, DIGESTS
from programmes.models import User


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """Where the link under a mail leads. Looking changes nothing; a post stops the
    mails, or sends them again.

    Mail programs post here of their own (RFC 8058), without a session, a cookie or a
    token of ours, and people who are not signed in have none either: the signature in
    the address is what allows it, and all it allows. So the view takes posts without
    the token of a form.
    """
    signed = unsubscribing.read(token)
    reader = signed and User.objects.active().filter(pk=signed[0]).first()
    if reader is None:
        return render(request, "programmes/unsubscribe.html", {"what": ""}, status=404)
    what, state = signed[1], "asked"
    if request.method == "POST":
        state = "resumed" if "again" in request.POST else "stopped"
    act = {"asked": _none, "stopped": stop_mails, "resumed": resume_mails}[state]
    kinds = act(by=reader, what=what) or stopped_by(reader, what)
    labels = [BY_CODE[kind].label for kind in kinds if kind in BY_CODE]
    context = {
        "state": state,
        "what": what,
        "labels": labels,
        "mail": DIGESTS.get(what),
    }
    return render(request, "programmes/unsubscribe.html", context)


def _none(*, by, what) -> list:
    return []
