"""What search engines ask for: where they may go, and what there is."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.sitemaps import files, listed

XML = "application/xml"


@require_safe
def robots(request):
    """All but people's own pages; of a sample portal nothing, since it is invented."""
    context = {"is_sample": settings.SAMPLE, "site_url": settings.SITE_URL}
    name = "knowledge_hubs/robots.txt"
    return render(request, name, context, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request):
    """The files of the sitemap."""
    context = {"files": files()}
    name = "knowledge_hubs/sitemap_index.xml"
    return render(request, name, context, content_type=XML)


@require_safe
def sitemap(request, section, number):
    """One file: public pages, each in six languages."""
    found = listed(section, number)
    if not found:
        raise Http404
    context = {"pages": found}
    name = "knowledge_hubs/sitemap.xml"
    return render(request, name, context, content_type=XML)
