"""Send a document as a file, or say why there is none and where it can be printed."""

from django.http import HttpResponse
from django.shortcuts import render

from oneplanet.pdf.printing import Unprintable, print_pdf


def pdf_answer(request, document, *, name, page_url):
    """A private download called ``name``.pdf; where it cannot be made, the way back to
    the page at ``page_url``, which any browser prints."""
    try:
        answer = HttpResponse(print_pdf(document), content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    except Unprintable as refusal:
        context = {"refusal": refusal, "page_url": page_url}
        status = 503 if refusal.is_passing else 422
        answer = render(request, "no_pdf.html", context, status=status)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
