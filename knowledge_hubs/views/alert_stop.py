from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST
from knowledge_hubs.alerts.telling import alert_of
from knowledge_hubs.models import SearchAlert
from oneplanet import unsubscribing


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alert_stop(request, token):
    """Where the link under a mail leads. Looking changes nothing; a post ends the alert
    it came from, and the address goes with it.

    Mail programs post here of their own (RFC 8058), without a session, a cookie or a
    token of ours: the signature in the address is what allows it, and all it allows. So
    the view takes posts without the token of a form.
    """
    key = unsubscribing.read_key(token)
    if key is None:
        return render(request, "knowledge_hubs/alert_stop.html", status=404)
    alert = SearchAlert.objects.filter(pk=alert_of(key)).first()
    state = "asked" if alert else "stopped"
    context = {}
    if alert and alert.list in BY_LIST:
        context["asked"] = asking.in_words(BY_LIST[alert.list], alert.query)
    if alert and request.method == "POST":
        asking.end(alert)
        state = "stopped"
    context["state"] = state
    return render(request, "knowledge_hubs/alert_stop.html", context)
