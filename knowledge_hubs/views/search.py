from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from knowledge_hubs.search.asking import MAX_LENGTH, Asked
from knowledge_hubs.search.results import results


@require_safe
def search(request):
    """Everything public, ranked, narrowed by what the address chooses."""
    asked = Asked.of(request.GET, get_language() or "en")
    context = {"asked": asked, "most": MAX_LENGTH}
    if asked:
        context["results"] = results(asked, request.GET)
    return render(request, "knowledge_hubs/search.html", context)
