from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
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
    view = text.match and text.match.func
    context = {"text": text, "answers": answers_to(view, text.data)}
    return render(request, "text_throw_away.html", context)
