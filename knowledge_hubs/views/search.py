from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.search import MAX_WORDS, Asked, results

PER_PAGE = 20


@require_safe
def search(request):
    """Everything public that has all the words: by kind, or one kind page by page."""
    asked = Asked.of(request.GET)
    context = {"asked": asked, "most": MAX_WORDS}
    if asked.words:
        found = results(asked)
        context["results"] = found
        if found.chosen is not None:
            pages = Paginator(found.chosen, PER_PAGE)
            context["page_of"] = pages.get_page(request.GET.get("page"))
    return render(request, "knowledge_hubs/search.html", context)
