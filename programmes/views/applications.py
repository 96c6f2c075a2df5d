"""Organisations apply to join the network; who applied reads how it stands."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import key_of_post, new_key
from oneplanet.limits import too_many
from oneplanet.typed import answers_of
from programmes import applications
from programmes.application_form import ApplicationForm
from programmes.asking import AskingRefused
from programmes.models import Application


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request):
    """The form; one that names a body of the network asks whether it is another."""
    form = ApplicationForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    twins = applications.twins_of(name for name, _language in form.names())
    if twins and "sure" not in request.POST:
        return _page(request, form, twins=twins, status=422)
    if refusal := too_many(request):
        form.add_error(None, refusal)
        return _page(request, form, twins=twins, status=429)
    try:
        given = form.values() | {"language": get_language()}
        applications.apply(key=key_of_post(request), **given)
    except AskingRefused as refused:
        form.add_error("email", str(refused))
        return _page(request, form, twins=twins, status=422)
    return redirect("programmes:link_sent")


def _page(request, form, *, twins=(), status):
    context = {"form": form, "twins": twins, "key": new_key()}
    return render(request, "programmes/application_new.html", context, status=status)


application_new.in_words = lambda data: answers_of(ApplicationForm(data))


@require_safe
def link_sent(request):
    """What to do next, after a form that is confirmed by mail."""
    return render(request, "programmes/link_sent.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_state(request, token):
    """How an application stands, for who holds its link. Looking changes nothing: a
    button confirms the address, another takes the application back."""
    application = Application.objects.of(token)
    if application is None:
        raise Http404
    if request.method == "POST":
        take_back = "withdraw" in request.POST
        act = applications.withdraw if take_back else applications.confirm
        act(application)
        return redirect(request.path)
    has_expired = not (application.confirmed_at or application.may_be_confirmed)
    context = {"application": application, "has_expired": has_expired}
    status = 410 if has_expired else 200
    return render(request, "programmes/application_state.html", context, status=status)
