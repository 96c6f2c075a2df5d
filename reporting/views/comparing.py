"""Two records side by side, for who reads both before anything is decided on them."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reporting.comparing import alike, compared_versions, side_by_side
from reporting.models import Activity, Participation
from reporting.reading import read
from reporting.uniting import may_unite


@login_required
@require_safe
def activity_beside(request, code, other):
    """Where two records differ and what they say alike; nothing is changed here."""
    two = _two(request, code, other)
    versions = compared_versions(*two)
    known = {content.version.pk: content for content in read(versions)}
    one, other = (known[version.pk] for version in versions)
    joined = Participation.objects.joined().filter(activity__in=two)
    parts = joined.prefetch_related("organisation__other_names")
    context = {
        "one": one.version,
        "other": other.version,
        "pairs": side_by_side(one, other),
        "alike": alike(one, other),
        "parts": [[row for row in parts if row.activity_id == a.pk] for a in two],
        "may_merge": all(may_unite(activity, request.user) for activity in two),
    }
    return render(request, "reporting/activity_beside.html", context)


def _two(request, *codes) -> list[Activity]:
    readable = Activity.objects.read_by_reviewers(request.user)
    rows = readable.select_related("organisation", "programme")
    found = {row.code: row for row in rows.filter(code__in=codes)}
    if len(found) < len(codes):
        raise Http404
    return [found[code] for code in codes]
