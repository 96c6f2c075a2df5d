from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplanet.pdf.answers import pdf_answer
from reporting.documents import receipt_document
from reporting.models import SubmissionReceipt
from reporting.periods import standing
from reporting.reading import read


@login_required
@require_safe
def activity_receipt(request, code, number):
    """What was submitted, when, by whom, and where it counts: for its authors."""
    receipt, content, placement = _found(request, code, number)
    context = {
        "receipt": receipt,
        "activity": receipt.version.activity,
        "content": content,
        "placement": placement,
    }
    return render(request, "reporting/activity_receipt.html", context)


@login_required
@require_safe
def activity_receipt_pdf(request, code, number):
    """The same on paper, in the reader's language."""
    receipt, content, placement = _found(request, code, number)
    return pdf_answer(
        request,
        receipt_document(receipt, content, placement),
        name=f"receipt-{receipt.code}",
        page_url=receipt.get_absolute_url(),
    )


def _found(request, code, number):
    """A receipt the person may see, its version read whole, where that counts."""
    mine = SubmissionReceipt.objects.visible_to(request.user).select_related(
        "version__type",
        "version__scope",
        "version__sealed_by",
        "version__activity__organisation",
        "version__activity__programme",
    )
    where = {"version__activity__code": code, "version__number": number}
    receipt = get_object_or_404(mine, **where)
    version = receipt.version
    return receipt, read([version])[0], standing([version]).get(version.pk)


def with_receipt(text, entry):
    """What somebody is told who has submitted, with the way to the receipt."""
    receipt = entry.version.receipt
    link = _("Your receipt: %(code)s") % {"code": receipt.code}
    return format_html('{} <a href="{}">{}</a>', text, receipt.get_absolute_url(), link)
