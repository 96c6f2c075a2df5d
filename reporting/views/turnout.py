"""Staff: who took part in a period, where nothing came from, what may count twice."""

from io import BytesIO
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from oneplanet.open_data import tables
from oneplanet.text.languages import name_of
from programmes.models import roles_of
from reporting.double_counting import double_counts
from reporting.gap_rows import COLUMNS, rows_of
from reporting.gaps import Gaps
from reporting.period_rules import PeriodState
from reporting.periods import periods_of_activities
from reporting.turnout import Standing, Turnout

PER_PAGE = 50
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _staff_only(request):
    if not roles_of(request.user).is_staff:
        raise PermissionDenied


def _periods(request):
    """All that have begun, the one asked for and the one before it; the last that is
    open where none is."""
    periods = periods_of_activities()
    begun = [row for row in periods if row.state != PeriodState.PLANNED]
    open_now = [row for row in begun if row.state == PeriodState.OPEN]
    asked = [row for row in begun if str(row.year) == request.GET.get("year")]
    chosen = next(iter(asked or open_now[::-1] or begun[::-1]), None)
    place = begun.index(chosen) if chosen else 0
    return begun, chosen, begun[place - 1] if place else None


def _figures(period, before):
    turnout = Turnout(period, before=before)
    gaps = Gaps(
        period.year,
        before=before and before.year,
        programmes=turnout.programmes,
    )
    return turnout, gaps


@login_required
@require_safe
def turnout(request):
    """Organisations and activities of one period, by programme, region, language and
    stage; what is missing stands out."""
    _staff_only(request)
    begun, period, before = _periods(request)
    context = {"periods": begun, "period": period, "before": before}
    if period:
        turnout, gaps = _figures(period, before)
        regions = [(row.pk, row.code, row.label) for row in gaps.regions]
        context |= {
            "turnout": turnout,
            "regions": turnout.by_region(regions),
            "gaps": gaps,
            "by_region": [*gaps.by_region(), gaps.of_all()],
            "by_language": gaps.by_language([(c, name_of(c)) for c in LANGUAGES]),
            "by_stage": gaps.by_stage(),
            "silent": gaps.silent(),
            "listed": _listed(request, turnout, regions),
            "files": _ways_to_files(period),
        }
    return render(request, "reporting/turnout.html", context)


def _listed(request, turnout, regions):
    """A page of the organisations behind a number; None where none is asked for."""
    asked = request.GET.get("standing", "")
    if asked not in list(Standing):
        return None
    groups = [turnout.all]
    if "programme" in request.GET:
        groups = turnout.by_programme
    elif "region" in request.GET:
        groups = turnout.by_region(regions)
    wanted = request.GET.get("programme", request.GET.get("region", ""))
    group = next((row for row in groups if row.code == wanted), None)
    keys = group.of(asked) if group else set()
    rows = [row for key, row in turnout.organisations.items() if key in keys]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    prefetch_related_objects(page.object_list, "other_names")
    return {"page": page, "group": group, "standing": asked}


def _ways_to_files(period):
    query = urlencode({"year": period.year})
    return [
        (name, f"{reverse('reporting:turnout_table', args=[ending])}?{query}")
        for ending, name in (("csv", "CSV"), ("xlsx", "XLSX"))
    ]


@login_required
@require_safe
def turnout_table(request, ending):
    """The same numbers as a file."""
    _staff_only(request)
    _begun, period, before = _periods(request)
    if period is None or ending not in WRITERS:
        raise Http404
    turnout, gaps = _figures(period, before)
    answer = WRITERS[ending](rows_of(turnout, gaps, LANGUAGES))
    name = f"turnout-{period.year}.{ending}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _csv(rows):
    lines = tables.as_csv(COLUMNS, rows, bom=True)
    return HttpResponse(lines, content_type="text/csv; charset=utf-8")


def _workbook(rows):
    target = BytesIO()
    tables.write_table(target, COLUMNS, rows)
    return HttpResponse(target.getvalue(), content_type=WORKBOOK)


WRITERS = {"csv": _csv, "xlsx": _workbook}


@login_required
@require_safe
def double_counting(request):
    """What may be counted twice in one period, and why."""
    _staff_only(request)
    begun, period, _before = _periods(request)
    context = {"periods": begun, "period": period}
    if period:
        context["found"] = double_counts(period, user=request.user)
    return render(request, "reporting/double_counting.html", context)
