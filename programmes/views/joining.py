"""People find an organisation of the network and ask to work for it here."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import key_of_post, new_key
from oneplanet.limits import too_many
from oneplanet.text.folding import fold
from oneplanet.typed import answers_of
from programmes import joining as requests
from programmes.asking import AskingRefused
from programmes.joining_forms import JoinForm
from programmes.models import JoiningRequest, Organisation

MOST = 20  # organisations found


@require_safe
def joining(request):
    """Find the organisation one works for, or apply for one that is not there."""
    query = request.GET.get("q", "")[:200].strip()
    words = fold(query).split()
    found = Organisation.objects.called(words).by_shown_name() if words else []
    if words:
        found = list(found.prefetch_related("other_names")[: MOST + 1])
    context = {
        "query": query,
        "organisations": found[:MOST],
        "is_cut": len(found) > MOST,
    }
    return render(request, "programmes/joining.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joining_ask(request, code):
    """Ask one organisation: a signed-in person at once, a visitor by a mailed link."""
    organisation = get_object_or_404(Organisation.objects, code=code)
    user = request.user if request.user.is_authenticated else None
    form = JoinForm(request.POST or None, has_account=bool(user))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return _page(request, organisation, form, status=status)
    if refusal := too_many(request):
        form.add_error(None, refusal)
        return _page(request, organisation, form, status=429)
    given = form.cleaned_data | {"language": get_language(), "user": user}
    try:
        row = requests.ask(key=key_of_post(request), organisation=organisation, **given)
    except AskingRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, organisation, form, status=422)
    return redirect(row if user else "programmes:link_sent")


def _page(request, organisation, form, *, status):
    context = {"organisation": organisation, "form": form, "key": new_key()}
    return render(request, "programmes/joining_ask.html", context, status=status)


def _show_again(request, code, *, why, status):
    organisation = get_object_or_404(Organisation.objects, code=code)
    messages.warning(request, why)
    form = JoinForm(request.POST, has_account=True)
    return _page(request, organisation, form, status=status)


joining_ask.show_again = _show_again
joining_ask.in_words = lambda data: answers_of(JoinForm(data))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def joining_state(request, token):
    """How a request stands, for who holds its link. Looking changes nothing: a button
    confirms the address, another takes the request back."""
    rows = JoiningRequest.objects.select_related("organisation")
    row = rows.of(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        act = requests.withdraw if "withdraw" in request.POST else requests.confirm
        try:
            act(row)
        except AskingRefused as refused:
            return _state_page(request, row, refusal=str(refused), status=422)
        return redirect(request.path)
    has_expired = not (row.confirmed_at or row.may_be_confirmed)
    status = 410 if has_expired else 200
    return _state_page(request, row, has_expired=has_expired, status=status)


def _state_page(request, row, *, has_expired=False, refusal="", status):
    context = {"asked": row, "has_expired": has_expired, "refusal": refusal}
    return render(request, "programmes/joining_state.html", context, status=status)
