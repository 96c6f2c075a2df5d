from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.structured_words import glossary_data
from knowledge_hubs.word_list import letters, word_list
from oneplanet.text.fields import readable

OPEN_UP_TO = 12  # words found: more are read folded, as all of them are


@require_safe
def glossary(request):
    """The words of the field from A to Z, or those that have what is asked for."""
    query = readable(request.GET.get("q", ""))[:200]
    groups = word_list(query)
    count = sum(len(group.entries) for group in groups)
    context = {
        "query": query,
        "groups": groups,
        "letters": letters(groups),
        "structured": glossary_data(groups),
        "count": count,
        "are_open": bool(query) and count <= OPEN_UP_TO,
    }
    return render(request, "knowledge_hubs/glossary.html", context)
