"""How to cite what is public: as a page to copy from, as files for programs that keep
references.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from knowledge_hubs.citation_formats import FORMATS
from knowledge_hubs.citation_words import in_words
from knowledge_hubs.citations import work_of
from knowledge_hubs.cited_parts import part_work, parts_of
from oneplanet.text import dates
from reporting.api import merged_into


@require_safe
def cite(request, of, code):
    """A citation to copy, its files, and what it holds that is cited for itself."""
    if kept := _merged_into(of, code):
        return redirect("knowledge_hubs:cite", of, kept.code, permanent=True)
    work = _work_or_404(of, code)
    context = {
        "work": work,
        "words": in_words(work, dates.today()),
        "of": of,
        "code": code,
        "parts": parts_of(of, code),
    }
    return render(request, "knowledge_hubs/cite.html", context)


@require_safe
def citation(request, of, code, ending):
    """In the language of the page it was asked from."""
    if ending not in FORMATS:
        raise Http404
    if kept := _merged_into(of, code):
        given = (of, kept.code, ending)
        return redirect("knowledge_hubs:citation", *given, permanent=True)
    work = _work_or_404(of, code)
    content_type, write = FORMATS[ending]
    answer = HttpResponse(write(work, dates.today()), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}.{ending}"'
    return answer


def _merged_into(of, code):
    """The public activity that the one named was merged into."""
    return merged_into(code) if of == "activities" else None


def _work_or_404(of, code):
    work = work_of(of, code) or part_work(of, code)
    if work is None:
        raise Http404
    return work
