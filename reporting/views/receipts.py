from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplanet.pdf.answers import pdf_answer
from reporting.documents import initiative_receipt_document, receipt_document
from reporting.joining import part_of, with_initiative
from reporting.models import ActivityVersion, InitiativeReceipt, SubmissionReceipt
from reporting.notifications import hears_of_decisions
from reporting.periods import standing
from reporting.reading import read
from reporting.workflow import Role


@login_required
@require_safe
def activity_receipt(request, code, number):
    """What was submitted, when, by whom, and where it counts: for its authors."""
    receipt = _found(request, SubmissionReceipt, code, number)
    version = receipt.version
    context = {
        "receipt": receipt,
        "activity": version.activity,
        "content": read([version])[0],
        "placement": standing([version]).get(version.pk),
        "part_of": _part_of(version, request.user),
    }
    return render(request, "reporting/activity_receipt.html", context)


@login_required
@require_safe
def activity_receipt_pdf(request, code, number):
    """The same on paper, in the reader's language."""
    receipt = _found(request, SubmissionReceipt, code, number)
    version = receipt.version
    placement = standing([version]).get(version.pk)
    part_of = _part_of(version, request.user)
    return pdf_answer(
        request,
        receipt_document(receipt, read([version])[0], placement, part_of),
        name=f"receipt-{receipt.code}",
        page_url=receipt.get_absolute_url(),
    )


def _part_of(version, author):
    if version.initiative_id is None:
        return None
    rows = ActivityVersion.objects.select_related("initiative")
    rows = with_initiative(rows, author=author)
    return part_of(rows.get(pk=version.pk), role=Role.AUTHOR)


@login_required
@require_safe
def initiative_receipt(request, code, number):
    """What was submitted of an initiative, when and by whom: for its authors."""
    receipt = _found(request, InitiativeReceipt, code, number)
    context = {
        "receipt": receipt,
        "initiative": receipt.version.initiative,
        "content": read([receipt.version])[0],
    }
    return render(request, "reporting/initiative_receipt.html", context)


@login_required
@require_safe
def initiative_receipt_pdf(request, code, number):
    """The same on paper, in the reader's language."""
    receipt = _found(request, InitiativeReceipt, code, number)
    return pdf_answer(
        request,
        initiative_receipt_document(receipt, read([receipt.version])[0]),
        name=f"receipt-{receipt.code}",
        page_url=receipt.get_absolute_url(),
    )


def _found(request, model, code, number):
    """The receipt, with its version whole and the receipts around it."""
    version = model._meta.get_field("version").related_model
    words = ["type", "scope"] if hasattr(version, "scope") else ["type"]
    named = (*words, "sealed_by", f"{version.OF}__organisation")
    named = (f"version__{name}" for name in (*named, f"{version.OF}__programme"))
    rows = model.objects.visible_to(request.user).select_related(*named)
    where = {f"version__{version.OF}__code": code, "version__number": number}
    return get_object_or_404(rows, **where).find_others()


def with_receipt(text, entry, is_approved=False):
    """What somebody is told who has submitted: how they will hear of the decision, if
    there is one to come, and the way to the receipt."""
    receipt = entry.version.receipt
    link = _("Your receipt: %(code)s") % {"code": receipt.code}
    hears = "" if is_approved else hears_of_decisions(entry.by)
    said = (text, hears, receipt.get_absolute_url(), link)
    return format_html('{} {} <a href="{}">{}</a>', *said)
