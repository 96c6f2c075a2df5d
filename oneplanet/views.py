from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet import pending
from oneplanet.typed import answers_to


def choose_language(request):
    """The bare address leads to the home page in the reader's own language."""
    return redirect(f"/{get_language()}/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text_throw_away(request, key):
    """Show a text that waits for its person, and throw it away if they say so."""
    text = pending.find(request.user, key)
    if text is None and request.method == "POST":
        return redirect(settings.LOGIN_REDIRECT_URL)  # by a double click
    if text is None:
        raise Http404
    if request.method == "POST":
        pending.forget(request.user, key)
        messages.success(request, _("The text is thrown away."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"text": text, "answers": answers_to(_view_of(text), text.data)}
    return render(request, "text_throw_away.html", context)


def _view_of(text):
    """What it was sent to, in whichever language the page was."""
    path = text.path.partition("?")[0]
    with override(get_language_from_path(path) or get_language()):
        return resolve(path).func
