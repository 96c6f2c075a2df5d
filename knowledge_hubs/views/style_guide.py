from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.style_guide import examples


@require_safe
def style_guide(request):
    """Every token and component with plain examples."""
    return render(request, "knowledge_hubs/style_guide.html", examples())
