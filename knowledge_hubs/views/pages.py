"""What the portal says of itself, and where to write."""

from itertools import groupby
from pathlib import PurePath

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge_hubs.models import SitePage
from oneplanet import errors
from oneplanet.open_data.changes import taken_off
from programmes.models import ContactAddress, Programme


@require_safe
def about(request):
    return _page(request, "knowledge_hubs/about.html")


@require_safe
def privacy(request):
    return _page(request, "knowledge_hubs/privacy.html")


@require_safe
def accessibility(request):
    return _page(request, "knowledge_hubs/accessibility.html")


@require_safe
def terms(request):
    return _page(request, "knowledge_hubs/terms.html")


@require_safe
def contact(request):
    """Where to write, by programme; how to join, and how to tell of an error."""
    addresses = list(ContactAddress.objects.current())
    of = {key: list(rows) for key, rows in groupby(addresses, _programme)}
    programmes = list(Programme.objects.all())
    context = {
        "secretariat": of.get(None, []),
        "programmes": [(row, of[row.pk]) for row in programmes if row.pk in of],
        "without": [row for row in programmes if row.pk not in of],
    }
    return render(request, "knowledge_hubs/contact.html", context)


def _programme(address):
    return address.programme_id


def _page(request, template):
    """A page of editors; drafts and scheduled ones are for editors alone."""
    code = PurePath(template).stem
    record = SitePage.objects.visible_to(request.user).filter(code=code).first()
    if record is None:
        if taken_off(SitePage).filter(code=code).exists():
            return errors.gone(request)
        raise Http404
    return render(request, template, {"record": record})
