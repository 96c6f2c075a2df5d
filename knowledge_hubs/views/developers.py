from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs import developers
from oneplanet.open_data.licence import licence


@require_safe
def api_documentation(request):
    """How programs read the portal: addresses, parameters, limits, examples."""
    context = {
        "kinds": developers.table_of_kinds(),
        "example": developers.example(),
        "limits": developers.allowed(),
        "licence": licence(),
    }
    return render(
        request, "knowledge_hubs/api_documentation.html", context | developers.facts()
    )
