"""Being told of what is new in a list: asking, confirming, looking after it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from knowledge_hubs.alert_form import AlertForm
from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST
from knowledge_hubs.models import SearchAlert
from knowledge_hubs.models.alerts import CONFIRMING, LINKS_GOOD_FOR, LISTING
from oneplanet import limits
from oneplanet.idempotency import key_of_post, new_key
from oneplanet.typed import answers_of

FORM = ["GET", "HEAD", "POST"]


@never_cache
@require_http_methods(FORM)
def alert_new(request, name):
    """Asks for an address, and how often; says in words what one will be told of."""
    followed = BY_LIST.get(name)
    if followed is None:
        raise Http404
    query = followed.kept(request.GET)
    if not followed.is_asked(query):
        return redirect(followed.page)
    form = AlertForm(request.POST or None, person=request.user)
    if not followed.is_short(query):
        return _form(request, followed, query, form, status=422)
    if not form.is_valid():
        return _form(
            request, followed, query, form, status=422 if form.is_bound else 200
        )
    return _asked(request, followed, query, form)


def _asked(request, followed, query, form):
    if refusal := limits.too_many(request):
        form.add_error(None, refusal)
        return _form(request, followed, query, form, status=429)
    given = {"followed": followed, "query": query, "language": get_language()}
    given["way"] = form.cleaned_data["way"]
    if not request.user.is_authenticated:
        email = form.cleaned_data["email"]
        asking.ask(key=key_of_post(request), email=email, **given)
        return redirect("knowledge_hubs:alert_sent")
    try:
        asking.set_up(by=request.user, **given)
    except asking.AlertRefused as refused:
        form.add_error(None, str(refused))
        return _form(request, followed, query, form, status=422)
    messages.success(request, _("From now on we write to you of what is new there."))
    return redirect("knowledge_hubs:my_alerts")


def _form(request, followed, query, form, *, status):
    context = {
        "form": form,
        "key": new_key(),
        "asked": asking.in_words(followed, query),
        "is_short": followed.is_short(query),
    }
    return render(request, "knowledge_hubs/alert_new.html", context, status=status)


alert_new.in_words = lambda data: answers_of(AlertForm(data))


@require_safe
def alert_sent(request):
    """What to do next; the same whatever we know of the address."""
    return render(request, "knowledge_hubs/alert_sent.html")


@never_cache
@require_http_methods(FORM)
def alert_confirm(request, token):
    """Where the link of the first mail leads. Looking changes nothing: programs that
    read mails follow links, so a button confirms."""
    alert = SearchAlert.objects.of(token, salt=CONFIRMING)
    if alert is None or not (alert.confirmed_at or alert.may_be_confirmed):
        return render(request, "knowledge_hubs/alert_confirm.html", status=410)
    context = {
        "alert": alert,
        "asked": asking.in_words(BY_LIST[alert.list], alert.query),
    }
    if request.method == "POST":
        try:
            known = asking.confirm(alert)
        except asking.AlertRefused as refused:
            context["refusal"] = str(refused)
        else:
            return redirect(known or request.path)
    status = 422 if "refusal" in context else 200
    return render(request, "knowledge_hubs/alert_confirm.html", context, status=status)


@never_cache
@require_http_methods(FORM)
def alert_list(request, token):
    """All alerts of an address, for who holds a link of one of its mails."""
    given = {"salt": LISTING, "max_age": LINKS_GOOD_FOR}
    alert = SearchAlert.objects.of(token, **given)
    if alert is None:
        context = {"is_over": True}
        return render(request, "knowledge_hubs/alert_list.html", context, status=404)
    rows = SearchAlert.objects.of_address(alert.address).in_force()
    if request.method == "POST":
        asking.act(rows, request.POST)
        if left := rows.filter(pk=alert.pk).first() or rows.first():
            return redirect(left.list_url)
    context = {"alerts": asking.shown(rows), "address": alert.address}
    return render(request, "knowledge_hubs/alert_list.html", context)


@never_cache
@require_http_methods(FORM)
@login_required
def my_alerts(request):
    """A person's own, and those their address had before they had an account."""
    rows = SearchAlert.objects.of_address(request.user.email).in_force()
    if request.method == "POST":
        if asking.act(rows, request.POST):
            messages.success(request, _("Saved. This holds from now on."))
        return redirect("knowledge_hubs:my_alerts")
    context = {"alerts": asking.shown(rows), "address": request.user.email}
    return render(request, "knowledge_hubs/my_alerts.html", context)
