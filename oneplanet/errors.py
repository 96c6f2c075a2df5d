"""Pages for what went wrong, each with the next useful step."""

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.idempotency import OtherBody
from oneplanet.pending import WaitingText
from oneplanet.text import dates
from oneplanet.typed import is_from_our_page, typed_answers, typed_fields


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", _typed(request), status=403)


def page_not_found(request, exception=None):
    return render(request, "404.html", _typed(request), status=404)


def signed_out(request):
    """A form sent after its session ended: what was typed, and the way back in.

    None where nothing was typed: then signing in is all there is to do.
    """
    typed = _typed(request)
    if not typed["answers"]:
        return None
    context = typed | {"fields": typed_fields(request), "kept": _kept_text(request)}
    return render(request, "signed_out.html", context, status=403)


def _kept_text(request) -> WaitingText | None:
    """What of this request waits for its person now (middleware.waiting_texts)."""
    return getattr(request, "kept_text", None)


def made_for_another(request):
    """A form of one person sent while another is signed in. Nothing of it is shown."""
    context = {"kept": _kept_text(request)}
    return render(request, "made_for_another.html", context, status=403)


def open_again(request, text: WaitingText):
    """The form of a text that waited, with everything that was typed."""
    bool(request.FILES)  # asked now: later that would empty what is set here
    request.POST = text.data
    request.opened_text = text
    why = _(
        "You were not signed in when you sent this, on %(moment)s. Nothing of it has "
        "been saved yet: look through it, then send it."
    )
    why %= {"moment": dates.moment_words(text.at)}
    throw_away = reverse("text_throw_away", args=[text.key])
    why = format_html(
        '{} <a href="{}">{}</a>', why, throw_away, _("Throw it away instead")
    )
    if page := _form_again(request, why=why, status=200):
        return page
    return _send_again(request, lead=why, status=200)


def _typed(request) -> dict:
    opened = getattr(request, "opened_text", None)
    had_files = opened.had_files if opened else bool(request.FILES)
    return {"answers": typed_answers(request), "had_files": had_files}


def gone(request, context=None):
    """The address was public once; a plain notice says it no longer is."""
    return render(request, "410.html", context, status=410)


def server_error(request):
    """Needs neither database nor context: both may be what failed."""
    return HttpResponse(loader.get_template("500.html").render(), status=500)


def too_large(request):
    """More text or fields than any form has. The browser's back button keeps it."""
    return render(request, "413.html", status=413)


IN_WORDS = {
    400: gettext_lazy("This request cannot be understood."),
    403: gettext_lazy("You may not do this."),
    404: gettext_lazy("There is nothing at this address."),
    405: gettext_lazy("This address can only be read: by GET, HEAD or OPTIONS."),
    413: gettext_lazy("This is more than the portal takes."),
    503: gettext_lazy("The portal is busy. Please try again in a moment."),
}
BROKEN = gettext_lazy("Something went wrong here. It is not your fault.")


def as_json(response):
    """A page for what went wrong, as a program reads it. What it tells of when to come
    back and what is allowed stays."""
    told = {"detail": str(IN_WORDS.get(response.status_code, BROKEN))}
    answer = JsonResponse(told, status=response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            answer.headers[name] = response.headers[name]
    return answer


TOO_LONG = gettext_lazy(
    "This page had been open for too long. Nothing is lost: please send it again."
)


def csrf_failure(request, reason=""):
    """Show again what was typed, with a fresh token, to be sent again or left.

    Nothing has been carried out. A view may offer the same form by an attribute
    ``show_again(request, …, why, status)``; other posts are listed field by field.
    """
    if page := _form_again(request, why=TOO_LONG, status=403):
        return page
    if not is_from_our_page(request):
        return render(request, "403_csrf.html", status=403)
    if _kept_text(request):
        return signed_out(request)
    lead = _(
        "The page had been open for so long, or in another tab, that we could not be "
        "sure the form came from you. Nothing has been carried out and nothing is lost."
    )
    return _send_again(request, lead=lead, status=403)


def _send_again(request, *, lead, status):
    """Every field as sent, in a form of its own with a fresh token."""
    context = _typed(request) | {"fields": typed_fields(request), "lead": lead}
    return render(request, "send_again.html", context, status=status)


def _form_again(request, *, why, status):
    """The form of a signed-in person with everything typed; None where none is."""
    match = request.resolver_match
    again = getattr(match and match.func, "show_again", None)
    if not (request.user.is_authenticated and again):
        return None
    return again(request, *match.args, **match.kwargs, why=why, status=status)


USED = gettext_lazy(
    "This page was sent once before, and with other answers. Nothing of what stands "
    "here now has been carried out, and nothing is lost: please look at it and send it "
    "again."
)


def in_words(request, exception):
    """The page for what a view raised; None where there is none."""
    if isinstance(exception, OtherBody):
        return used_before(request)
    return busy(request, exception)


def used_before(request):
    """The key of a page came with another post than the one it was carried out for."""
    if page := _form_again(request, why=USED, status=422):
        return page
    text = _("This page has been used already. Please try again.")
    return refused(request, text=text, status=422)


BUSY = gettext_lazy(
    "So many people are saving that yours had to wait too long. Nothing is lost: "
    "please send it again in a moment."
)
DEADLOCK = "40P01"  # PostgreSQL: two people waited for each other


def busy(request, exception):
    """The database was taken by others for longer than we wait; nothing is written."""
    is_deadlock = getattr(exception.__cause__, "sqlstate", "") == DEADLOCK
    is_lock = isinstance(exception, OperationalError) and "locked" in str(exception)
    if not (is_lock or is_deadlock):
        return None
    page = request.method == "POST" and (
        _form_again(request, why=BUSY, status=503) or _kept(request)
    )
    page = page or render(request, "503.html", status=503)
    page.headers["Retry-After"] = "10"
    return page


def _kept(request):
    """What a person typed, to be sent again; None where there is nothing to keep."""
    if request.user.is_authenticated and typed_answers(request):
        return _send_again(request, lead=BUSY, status=503)
    return None


def not_allowed(request, response):
    """An address that only takes what a form sends, opened like a page."""
    text = _("This address only takes what a form sends. Nothing has been changed.")
    page = refused(request, text=text, status=405)
    page.headers["Allow"] = response.headers["Allow"]
    return page


def refused(request, *, title=None, text, status):
    """A refusal in words, where no designed page of its own is needed."""
    context = {"title": title or _("That did not work"), "text": text}
    return render(request, "refused.html", context, status=status)
