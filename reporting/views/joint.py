"""What is public, gross and net, and the joint records between the two: for staff of
the whole network, for desks and leads of their programmes.
"""

from tempfile import TemporaryFile

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oneplanet.open_data import tables
from oneplanet.text import dates
from programmes.models import Programme, roles_of
from reporting.joint_totals import (
    HEADS,
    as_rows,
    count_totals,
    joint_records,
    years,
)

SHOWN = 100  # lines of a table; the files have all
ALL = "all"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
def joint_totals(request):
    """Of the newest year that counts anything, of the one asked for, or of all."""
    programmes = _programmes(request.user)
    known, year = _year(request, programmes)
    totals = count_totals(year, programmes)
    kinds = (totals.organisations, totals.programmes, totals.countries)
    context = {
        "totals": totals,
        "shown": [lines[:SHOWN] for lines in kinds],
        "is_cut": any(len(lines) > SHOWN for lines in (*kinds, totals.joint)),
        "records": joint_records(totals, SHOWN),
        "years": known,
        "year": year,
        "of": _named(programmes),
    }
    return render(request, "reporting/joint_totals.html", context)


@login_required
@require_safe
def joint_totals_file(request, ending):
    """The same as a file, whole."""
    programmes = _programmes(request.user)
    _known, year = _year(request, programmes)
    if ending not in ("csv", "xlsx"):
        raise Http404
    totals = count_totals(year, programmes)
    rows = ([_cell(value) for value in row] for row in as_rows(totals))
    if ending == "csv":
        lines = tables.as_csv(HEADS, rows, bom=True)
        answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    else:
        target = TemporaryFile()
        tables.write_table(target, HEADS, rows)
        target.seek(0)
        answer = FileResponse(target, content_type=WORKBOOK)
    name = f"gross-and-net-{year or ALL}-{dates.today():%Y-%m-%d}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _cell(value):
    return tables.safe(value) if isinstance(value, str) else value


def _programmes(user) -> frozenset | None:
    """The keys of those the person reads of; None for the whole network."""
    roles = roles_of(user)
    if roles.is_staff:
        return None
    if not (found := roles.desks | roles.leads):
        raise PermissionDenied
    return found


def _named(programmes) -> list:
    return list(Programme.objects.filter(pk__in=programmes)) if programmes else []


def _year(request, programmes):
    """The years that count anything, and the one asked for; None for all."""
    known, asked = years(programmes), request.GET.get("year", "")
    by_name = {str(year): year for year in known} | {ALL: None}
    return known, by_name.get(asked, known[0] if known else None)
