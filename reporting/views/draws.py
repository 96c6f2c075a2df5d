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
from reporting.draws import DRAWN_FROM, approved_in, close, draw, told_in
from reporting.models import ClassificationDraw, ReportingPeriod
from reporting.models.agreed import NEEDED
from reporting.sampling import FEWEST, size_of
from reporting.views.steps import USED


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def classification_draw(request, year):
    """Staff start the draw of a period, see how far it is, and close it; leads read
    what came of it."""
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
    if "close" in request.POST:
        close(_draw_of(period, ClassifyingRefused), by=request.user)
        messages.success(request, _("It is closed; how far they agreed is kept."))
    else:
        draw(period, by=request.user)
        messages.success(request, _("The activities are drawn."))
    return reverse("reporting:classification_draw", args=[period.year])


def _draw_of(period, refusal=None):
    found = ClassificationDraw.objects.filter(period=period)
    found = found.select_related("by", "closed_by").first()
    if found is None and refusal:
        raise refusal(_("Nothing has been drawn from this period yet."))
    return found


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


@require_safe
def classification_agreement(request):
    """How far two reviewers agreed, period by period, once its figures are out."""
    rows = ClassificationDraw.objects.public().with_numbers()
    rows = rows.select_related("period").prefetch_related("agreements")
    context = {"draws": list(rows), "fewest": NEEDED}
    return render(request, "reporting/classification_agreement.html", context)
