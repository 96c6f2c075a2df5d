from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.figures import published


@require_safe
def figure_list(request):
    """Every published figure, each with an address of its own."""
    figures = published()
    return render(request, "knowledge_hubs/figure_list.html", {"figures": figures})
