"""Addresses of organisations that are merged into another lead to that one."""

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse

from programmes.models import Organisation, OrganisationMerge

# Pages with the code of an organisation in their address, the API's among them.
PAGES = {
    "knowledge_hubs:organisation_detail",
    "programmes:joining_ask",
    "programmes:organisation_edit",
    "programmes:organisation_leave",
    "programmes:people",
    "reporting:agreements",
    "reporting:my_organisation",
    "api:organisation",
}


def merged_organisations(get_response):
    """Where nothing is found under a code, it may have been that of a merged one."""

    def middleware(request):
        response = get_response(request)
        match = getattr(request, "resolver_match", None)
        is_lost = response.status_code in (404, 410)
        is_asked = request.method in ("GET", "HEAD") and is_lost
        if not (is_asked and match and match.view_name in PAGES):
            return response
        url = _new_address(match)
        if url is None:
            return response
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)

    return middleware


def addresses(gone, kept) -> list[tuple[str, str]]:
    """Every address with the code of the one that goes, and where it leads once it is
    merged into the other."""
    pages = sorted(PAGES)
    codes = ({"code": gone.code}, {"code": kept.code})
    return [tuple(reverse(page, kwargs=code) for code in codes) for page in pages]


def _new_address(match):
    merges = OrganisationMerge.objects.open().filter(gone__code=match.kwargs["code"])
    kept = Organisation.objects.filter(pk__in=merges.values("kept")).first()
    if kept is None:
        return None
    return reverse(match.view_name, kwargs=match.kwargs | {"code": kept.code})
