from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from knowledge_hubs.country_index import country_facets, parts_of
from knowledge_hubs.country_page import country_page
from knowledge_hubs.filters import CountryFilter
from knowledge_hubs.structured import country_data
from programmes.models import Country
from reporting.facets import narrowing, tokens


@require_safe
def country_list(request):
    """The index of countries and areas in the reader's language."""
    asked = narrowing(request.GET)
    chosen = CountryFilter(asked, queryset=Country.objects.all())
    found = chosen.qs if chosen.is_valid() else Country.objects.none()
    facets, query = country_facets(asked), asked.get("q", "")
    context = {
        "parts": parts_of(found),
        "facets": facets,
        "chosen": tokens(facets, asked),
        "query": query,
        "hidden": {"q": query} if query else {},
        "errors": chosen.form.errors.get("q"),
    }
    return render(request, "knowledge_hubs/country_list.html", context)


@require_safe
def country_detail(request, code):
    """A country or area: where it is, what it is and does in the network."""
    country = get_object_or_404(Country.objects.with_regions(), code=code)
    context = country_page(country)
    context |= {"country": country, "structured": country_data(country)}
    return render(request, "knowledge_hubs/country_detail.html", context)
