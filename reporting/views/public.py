"""What everybody may read of activities and initiatives."""

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from oneplanet import errors
from oneplanet.feeds import narrowed as narrowed_by
from reporting.cards import initiative_card, public_cards, with_places
from reporting.facets import facets, narrowing, rail, tokens
from reporting.filters import ActivityFilter, InitiativeFilter
from reporting.models import (
    ActivityMerge,
    ActivityVersion,
    Initiative,
    InitiativeVersion,
    Publication,
)
from reporting.models.participation import joined_keys
from reporting.public_records import public_initiative, public_record
from reporting.uniting import public_after

PER_PAGE = 20


@require_safe
def activity_list(request):
    """Public activities, newest first, narrowed by the query."""
    versions, asked = ActivityVersion.objects.current(), narrowing(request.GET)
    chosen = ActivityFilter(asked, queryset=versions)
    found = chosen.qs if chosen.is_valid() else versions.none()
    words = facets(asked) if asked else []
    narrowed = tokens(words, asked)
    query = asked.get("q", "")
    ids = found.newest_first().values_list("pk", flat=True)
    page = CountedPaginator(ids, PER_PAGE, found, known=not (query or narrowed))
    page_of = page.get_page(request.GET.get("page"))
    context = {
        "page_of": page_of,
        "cards": public_cards(list(page_of.object_list)),
        "errors": chosen.form.errors.get("q"),
        "rail": rail(request, words, narrowed, query),
        "hidden": [(f.name, c.value) for f in words for c in f.chosen],
        "chosen": narrowed,
        "query": query,
        "feed_url": narrowed_by(
            reverse("reporting:activity_feed"), asked, chosen.filters
        ),
    }
    return render(request, "reporting/activity_list.html", context)


class CountedPaginator(Paginator):
    """Counts without order, and the whole list from its open publications alone."""

    def __init__(self, object_list, per_page, counted, *, known):
        super().__init__(object_list, per_page)
        self.counted = Publication.objects.filter(until_at=None) if known else counted

    @cached_property
    def count(self):
        return self.counted.count()


@require_safe
def activity_detail(request, code):
    """The public version, its dates and what changed. Merged into another, it leads
    there; 410 once taken off."""
    rows = Publication.objects.filter(activity__code=code).order_by("-from_at")
    merges = ActivityMerge.objects.standing().filter(kept=OuterRef("activity"))
    rows = rows.annotate(joined=joined_keys("activity"), has_merges=Exists(merges))
    published = list(rows.select_related("activity__programme"))
    if not published:
        raise Http404
    activity = published[0].activity
    if all(row.until_at for row in published):
        return _elsewhere(code) or errors.gone(request, {"activity": activity})
    joined = tuple(sorted((published[0].joined or "").split()))
    here = activity.merged_here.standing() if published[0].has_merges else ()
    merged = tuple(row.pk for row in here)
    ids = tuple(row.pk for row in published)
    context = public_record(activity.pk, ids, joined, merged)
    programme = activity.programme
    context |= {"activity": activity, "share_arc": programme.code if programme else ""}
    return render(request, "reporting/activity_detail.html", context)


def _elsewhere(code):
    """The way to the public record it was merged into; None where there is none."""
    kept = public_after(code)
    return kept and redirect(kept, permanent=True)


@require_safe
def initiative_list(request):
    """Public initiatives, those begun last first, narrowed by the query."""
    versions, asked = InitiativeVersion.objects.listed(), narrowing(request.GET)
    chosen = InitiativeFilter(asked, queryset=versions)
    found = chosen.qs if chosen.is_valid() else versions.none()
    words = facets(asked, "initiative") if asked else []
    narrowed, query = tokens(words, asked), asked.get("q", "")
    page_of = Paginator(with_places(found), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_of": page_of,
        "cards": [initiative_card(version) for version in page_of.object_list],
        "errors": chosen.form.errors.get("q"),
        "rail": rail(request, words, narrowed, query, "initiative"),
        "hidden": [(f.name, c.value) for f in words for c in f.chosen],
        "chosen": narrowed,
        "query": query,
        "feed_url": narrowed_by(
            reverse("reporting:initiative_feed"), asked, chosen.filters
        ),
    }
    return render(request, "reporting/initiative_list.html", context)


@require_safe
def initiative_detail(request, code):
    """An initiative and its public activities; 410 once taken off the site."""
    known = Initiative.objects.with_shown().select_related("programme")
    initiative = get_object_or_404(known, code=code)
    if not initiative.is_shown:
        if Initiative.objects.once_public().filter(pk=initiative.pk).exists():
            return errors.gone(request)
        raise Http404
    ids = initiative.activities().newest_first().values_list("pk", flat=True)
    page_of = Paginator(ids, PER_PAGE).get_page(request.GET.get("page"))
    version = initiative.versions.current().get()
    programme = initiative.programme
    context = public_initiative(version.pk) | {
        "initiative": initiative,
        "version": version,
        "page_of": page_of,
        "cards": public_cards(list(page_of.object_list)),
        "share_arc": programme.code if programme else "",
    }
    return render(request, "reporting/initiative_detail.html", context)
