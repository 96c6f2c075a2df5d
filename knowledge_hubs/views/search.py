import csv

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from knowledge_hubs.search.asking import MAX_LENGTH, Asked
from knowledge_hubs.search.leaving import COLUMNS, entries, table
from knowledge_hubs.search.results import results
from knowledge_hubs.search.vocabulary import FACETS
from oneplanet.exchange import safe
from oneplanet.feeds import feed_response, narrowed
from oneplanet.search.suggesting import suggest
from oneplanet.text.fields import readable

KEPT = ("q", *FACETS)


def _asked(request) -> Asked:
    return Asked.of(request.GET, get_language() or "en")


@require_safe
def search(request):
    """Everything public, ranked, narrowed by what the address chooses."""
    asked = _asked(request)
    context = {"asked": asked, "most": MAX_LENGTH}
    if asked:
        feed_url = narrowed(reverse("knowledge_hubs:search_feed"), request.GET, KEPT)
        context |= {"results": results(asked, request.GET), "feed_url": feed_url}
        context["files"] = _files(request)
    return render(request, "knowledge_hubs/search.html", context)


def _files(request) -> list[tuple[str, str]]:
    """(format, address) of what was found as a file."""
    names = ("q", "sort", *FACETS)
    addresses = {
        ending: reverse("knowledge_hubs:search_list", args=[ending])
        for ending in ("csv", "json")
    }
    return [
        (ending.upper(), narrowed(address, request.GET, names))
        for ending, address in addresses.items()
    ]


@require_safe
def search_feed(request):
    """The newest of what a search finds, for feed readers."""
    asked = _asked(request)
    url = narrowed(reverse("knowledge_hubs:search"), request.GET, KEPT)
    return feed_response(
        entries(asked),
        key="search",
        title=asked.text or _("Search"),
        subtitle=_("What a search of the portal finds, the newest first."),
        url=url,
        feed_url=narrowed(request.path, request.GET, KEPT),
    )


@require_safe
def search_list(request, ending):
    """The first thousand results as a file."""
    if ending not in ("csv", "json"):
        raise Http404
    rows = table(_asked(request), settings.SITE_URL)
    if ending == "json":
        return JsonResponse(
            {"results": rows}, json_dumps_params={"ensure_ascii": False}
        )
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="search.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    writer.writerows([safe(row[name]) for name in COLUMNS] for row in rows)
    return answer


@require_safe
def search_suggestions(request):
    """What was typed, its last word completed in ways that find something."""
    typed = readable(request.GET.get("q", "")[:MAX_LENGTH]).lstrip()
    found = suggest(typed, get_language() or "en") if typed else []
    return JsonResponse({"suggestions": found})
