"""The period in which an activity counts, and the desk's word on it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oneplanet.typed import answers_of
from reporting.models import Activity
from reporting.period_form import PeriodForm
from reporting.period_rules import PeriodRefused
from reporting.periods import may_move, move, standing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_period(request, code):
    """Count an activity in another period; its reviewers and the secretariat may."""
    activity = _found(request, code)
    form = PeriodForm(request.POST or None)
    if form.is_valid():
        try:
            move(activity, by=request.user, **form.cleaned_data)
        except PeriodRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It counts in the period you chose."))
            return redirect("reporting:activity_review", code=activity.code)
    return _page(request, activity, form, status=422 if form.is_bound else 200)


def _found(request, code):
    readable = Activity.objects.read_by_reviewers(request.user)
    rows = readable.select_related("organisation", "programme")
    activity = get_object_or_404(rows, code=code)
    if not may_move(activity, request.user):
        raise Http404
    return activity


def _page(request, activity, form, *, status):
    version = activity.latest_sealed()
    context = {
        "activity": activity,
        "version": version,
        "placement": standing([version]).get(version.pk),
        "form": form,
    }
    return render(request, "reporting/activity_period.html", context, status=status)


def _show_again(request, code, *, why, status):
    """Choice and note as typed, after a post not carried out."""
    activity = _found(request, code)
    messages.warning(request, why)
    return _page(request, activity, PeriodForm(request.POST), status=status)


activity_period.show_again = _show_again
activity_period.in_words = lambda data: answers_of(PeriodForm(data))
