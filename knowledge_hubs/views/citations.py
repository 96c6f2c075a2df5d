"""How to cite a public record, as a file for programs that keep references."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from knowledge_hubs.citation_formats import FORMATS
from knowledge_hubs.citations import work_of
from oneplanet.text import dates


@require_safe
def citation(request, of, code, ending):
    """In the language of the page it was asked from."""
    if ending not in FORMATS:
        raise Http404
    work = work_of(of, code)
    if work is None:
        raise Http404
    content_type, write = FORMATS[ending]
    answer = HttpResponse(write(work, dates.today()), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}.{ending}"'
    return answer
