"""A new activity begun from one of before."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of
from reporting.copy_form import CopyForm
from reporting.copying import begin_from, left_out, newest
from reporting.models import Activity


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_copy(request, code):
    """Ask what the new activity is called; then the form goes on."""
    other = _own(request, code)
    form = CopyForm(request.POST or None)
    if not form.is_valid():
        return _page(request, other, form, status=422 if form.is_bound else 200)

    def act():
        title = form.cleaned_data["title"]
        activity = begin_from(other, by=request.user, title=title)
        messages.success(request, _("Begun. Days and results are for you to write."))
        return reverse("reporting:activity_edit", args=[activity.code])

    try:
        return redirect(act_once(request, act))
    except OtherBody:
        text = _("This page has begun another activity already. Begin one more?")
        messages.warning(request, text)
        return _page(request, other, form, status=422)


def _own(request, code):
    mine = Activity.objects.written_by(request.user)
    return get_object_or_404(
        mine.select_related("organisation", "programme"), code=code
    )


def _page(request, other, form, *, status):
    version = newest(other)
    if not form.is_bound:
        form.initial["title"] = version.title
    context = {
        "activity": other,
        "version": version,
        "left_out": left_out(version),
        "form": form,
        "once": new_key(),
    }
    return render(request, "reporting/activity_copy.html", context, status=status)


def _show_again(request, code, *, why, status):
    """The title as typed, after a post not carried out."""
    other = _own(request, code)
    messages.warning(request, why)
    return _page(request, other, CopyForm(request.POST), status=status)


activity_copy.show_again = _show_again
activity_copy.in_words = lambda data: answers_of(CopyForm(data))
