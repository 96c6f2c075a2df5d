"""Readers say what is wrong on a page, without an account."""

from contextlib import suppress
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from knowledge_hubs.feedback import FeedbackRefused, send
from knowledge_hubs.feedback_form import FeedbackForm, own_path, stamp
from knowledge_hubs.models import Feedback
from oneplanet.idempotency import key_of_post, new_key
from oneplanet.limits import too_many
from oneplanet.typed import answers_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request):
    """The form; what a program sends is thanked for and kept nowhere."""
    if request.method != "POST":
        form = FeedbackForm(initial={"page": _named(request)} | _kind(request))
        return _page(request, form, status=200)
    form = FeedbackForm(request.POST)
    if form.is_trapped:
        return redirect("knowledge_hubs:feedback_sent")
    if not form.is_valid():
        return _page(request, form, status=422)
    if refusal := too_many(request):
        form.add_error(None, refusal)
        return _page(request, form, status=429)
    try:
        given = form.values() | {"language": get_language()}
        row = send(key=key_of_post(request), **given)
    except FeedbackRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, form, status=422)
    back = f"?{urlencode({'page': row.page})}" if row.page else ""
    return redirect(reverse("knowledge_hubs:feedback_sent") + back)


def _named(request) -> str:
    """The page of ours an address names, or none."""
    with suppress(ValueError):
        return own_path(request.GET.get("page", "")[:500]) or ""
    return ""


def _kind(request) -> dict:
    """What it is about, where an address of ours says so."""
    kind = request.GET.get("kind")
    return {"kind": kind} if kind in Feedback.Kind else {}


def _page(request, form, *, status):
    context = {"form": form, "key": new_key(), "opened": stamp()}
    return render(request, "knowledge_hubs/feedback.html", context, status=status)


feedback.in_words = lambda data: answers_of(FeedbackForm(data))


@never_cache
@require_safe
def feedback_sent(request):
    """Thanks, what happens next, and the way back."""
    context = {"back": _named(request)}
    return render(request, "knowledge_hubs/feedback_sent.html", context)
