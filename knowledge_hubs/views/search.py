from io import BytesIO

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from knowledge_hubs.search import explaining
from knowledge_hubs.search.asking import MAX_LENGTH, Asked
from knowledge_hubs.search.completing import suggestions
from knowledge_hubs.search.counting import count_opening, count_search
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.leaving import COLUMNS, cells, entries, table
from knowledge_hubs.search.results import results
from knowledge_hubs.search.vocabulary import FACETS
from oneplanet.feeds import feed_response, narrowed
from oneplanet.open_data.tables import as_csv, write_table
from oneplanet.text.fields import readable
from oneplanet.typed import names_our_site

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = ("q", "like", *FACETS)


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
        _count(request, asked, context["results"])
    return render(request, "knowledge_hubs/search.html", context)


@require_safe
def search_explained(request):
    """How the search works, and how well."""
    context = {"kinds": explaining.kinds(), "score": explaining.score()}
    return render(request, "knowledge_hubs/search_explained.html", context)


def _count(request, asked, found):
    """Each query once: who narrows, orders or leafs on asks for nothing new."""
    is_first = asked.page == 1 and not (asked.chosen or asked.sort)
    if request.method == "GET" and asked.has_words and is_first:
        given = {"results": found.total, "any_word": found.any_word}
        count_search(asked.text, asked.language, **given)


@csrf_exempt
@never_cache
@require_POST
def search_opened(request):
    """Somebody opened a result; their browser says so while it leaves the page.

    Public pages carry no token of a form, and nothing happens here but that a number
    grows: so the view asks only that the page it comes from is ours. It says nothing,
    whatever it makes of what is said.
    """
    if not names_our_site(request):
        return HttpResponseForbidden()
    words = readable(request.POST.get("q", "")[:MAX_LENGTH])
    kind, place = request.POST.get("kind", ""), request.POST.get("place", "")
    is_place = place.isascii() and place.isdecimal() and len(place) < len("99999")
    if kind in BY_NAME and is_place:
        language = get_language() or "en"
        count_opening(words, language, kind=kind, place=int(place))
    return HttpResponse(status=204)


def _files(request) -> list[tuple[str, str]]:
    """(format, address) of what was found as a file."""
    kept = narrowed("", request.GET, (*KEPT, "sort"))
    return [
        (ending.upper(), reverse("knowledge_hubs:search_list", args=[ending]) + kept)
        for ending in WRITERS
    ]


@require_safe
def search_feed(request):
    """The newest of what a search finds, for feed readers."""
    asked = _asked(request)
    url = narrowed(reverse("knowledge_hubs:search"), request.GET, KEPT)
    return feed_response(
        entries(asked),
        key=narrowed("search", request.GET, KEPT),
        title=asked.text or _("Search"),
        subtitle=_("What a search of the portal finds, the newest first."),
        url=url,
        feed_url=narrowed(request.path, request.GET, KEPT),
    )


@require_safe
def search_list(request, ending):
    """The first thousand results as a file."""
    if ending not in WRITERS:
        raise Http404
    return WRITERS[ending](table(_asked(request), settings.SITE_URL))


def _csv(rows):
    lines = as_csv(COLUMNS, map(cells, rows), bom=True)
    return _file(HttpResponse(lines), "csv", "text/csv; charset=utf-8")


def _json(rows):
    return JsonResponse({"results": rows}, json_dumps_params={"ensure_ascii": False})


def _workbook(rows):
    target = BytesIO()
    write_table(target, COLUMNS, map(cells, rows))
    return _file(HttpResponse(target.getvalue()), "xlsx", WORKBOOK)


WRITERS = {"csv": _csv, "xlsx": _workbook, "json": _json}


def _file(answer, ending, media_type):
    answer["Content-Type"] = media_type
    answer["Content-Disposition"] = f'attachment; filename="search.{ending}"'
    return answer


@require_safe
def search_suggestions(request):
    """What was typed, its last word completed in ways that find something."""
    typed = readable(request.GET.get("q", "")[:MAX_LENGTH]).lstrip()
    return JsonResponse({"suggestions": suggestions(typed, get_language() or "en")})
