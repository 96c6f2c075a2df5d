"""The draw of a period: who started it, what was drawn, how far it is; and how far the
reviewers agreed, for everybody."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import OtherBody, act_once, new_key
from programmes.models import roles_of
from reporting.classifying import ClassifyingRefused
from reporting.disagreements import numbers_in
from reporting.draws import (
    DRAWN_FROM,
    approved_in,
    check_closing,
    close,
    draw,
    told_in,
)
from reporting.models import ClassificationDraw, ReportingPeriod
from reporting.models.agreed import NEEDED
from reporting.sampling import FEWEST, size_of
from reporting.views.steps import USED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classification_draw(request, year):
    """Staff start the draw of a period and see how far it is; leads read what came of
    it."""
    period = _period(year, request.user)
    if request.method != "POST":
        return _page(request, period)
    if not roles_of(request.user).is_staff:
        raise PermissionDenied
    try:
        return redirect(act_once(request, partial(_act, request, period)))
    except OtherBody:
        return _show_again(request, year, why=USED, status=422)
    except ClassifyingRefused as refusal:
        messages.error(request, str(refusal))
        return _page(request, period, status=422)


def _period(year, user):
    """One that can be drawn from; of leads, whose draw is closed."""
    roles = roles_of(user)
    if not (roles.is_staff or roles.leads):
        raise PermissionDenied
    rows = ReportingPeriod.objects.of_activities().filter(state__in=DRAWN_FROM)
    if not roles.is_staff:
        rows = rows.filter(classification_draw__closed_at__isnull=False)
    return get_object_or_404(rows, year=year)


def _act(request, period) -> str:
    draw(period, by=request.user)
    messages.success(request, _("The activities are drawn."))
    return _address(period)


def _address(period) -> str:
    return reverse("reporting:classification_draw", args=[period.year])


def _draw_of(period):
    found = ClassificationDraw.objects.filter(period=period)
    return found.select_related("by", "closed_by").first()


def _page(request, period, *, status=200):
    found = _draw_of(period)
    context = {"period": period, "draw": found, "once": new_key(), "fewest": FEWEST}
    context["is_staff"] = roles_of(request.user).is_staff
    if found is None:
        population = approved_in(period).count()
        context |= {"population": population, "size": size_of(population)}
    else:
        told = told_in(found, request.user)
        context["rows"] = told
        context["given"] = sum(row.is_given for row in told)
        context["agreements"] = found.agreements.all()
        discussed = found.drawn.discussed_by(request.user)
        context["differing"] = numbers_in(discussed).get(found.pk)
    page = "reporting/classification_draw.html"
    return render(request, page, context, status=status)


def _show_again(request, year, *, why, status):
    """The page once more, after a post not carried out."""
    if not roles_of(request.user).is_staff:
        raise PermissionDenied
    messages.warning(request, why)
    return _page(request, _period(year, request.user), status=status)


classification_draw.show_again = _show_again
classification_draw.in_words = lambda data: []


# --- Closed ---------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classification_close(request, year):
    """Ask staff, and say what is left out; a post closes the draw. A double click
    closes it once."""
    found = _to_close(request, year)
    try:
        if request.method != "POST":
            return _ask(request, found)
        return redirect(act_once(request, partial(_close, request, found)))
    except OtherBody:
        return _ask_again(request, year, why=USED, status=422)
    except ClassifyingRefused as refusal:
        return _say_no(request, found, refusal)


def _to_close(request, year):
    if not roles_of(request.user).is_staff:
        raise PermissionDenied
    rows = ClassificationDraw.objects.select_related("period")
    return get_object_or_404(rows, period__year=year)


def _close(request, found) -> str:
    close(found, by=request.user)
    messages.success(request, _("The draw is closed; how far they agreed is kept."))
    return _address(found.period)


def _ask(request, found, *, status=200):
    progress = check_closing(found, by=request.user)
    context = {"draw": found, "progress": progress, "back": _address(found.period)}
    context |= {"is_few": progress.given < NEEDED, "fewest": NEEDED, "once": new_key()}
    return render(
        request, "reporting/classification_close.html", context, status=status
    )


def _say_no(request, found, refusal):
    messages.error(request, str(refusal))
    return redirect(_address(found.period))


def _ask_again(request, year, *, why, status):
    """The question once more, after a post not carried out."""
    found = _to_close(request, year)
    messages.warning(request, why)
    try:
        return _ask(request, found, status=status)
    except ClassifyingRefused as refusal:
        return _say_no(request, found, refusal)


classification_close.show_again = _ask_again
classification_close.in_words = lambda data: []


# --- For everybody --------------------------------------------------------------------


@require_safe
def classification_agreement(request):
    """How far two reviewers agreed, period by period, once its figures are out."""
    rows = ClassificationDraw.objects.public().with_numbers()
    rows = rows.select_related("period").prefetch_related("agreements")
    context = {"draws": list(rows), "fewest": NEEDED}
    return render(request, "reporting/classification_agreement.html", context)
