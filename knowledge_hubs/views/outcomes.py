"""What became of a report: for the organisation's members and the secretariat."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from knowledge_hubs.outcome_document import outcome_document
from knowledge_hubs.outcomes import MOST, outcome
from oneplanet.pdf.answers import pdf_answer
from programmes.models import Organisation
from reporting.models import Activity, ReportingPeriod
from reporting.own_organisations import number_of
from reporting.period_rules import PeriodState

PER_PAGE = 25


@login_required
@require_safe
def report_outcome(request, code, year):
    """Everything submitted for a period, what was decided, and where it shows."""
    found, is_member = _found(request, code, year)
    page = Paginator(found.entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "outcome": found,
        "entries": page,
        "is_member": is_member,
        "most": MOST,
    }
    return render(request, "knowledge_hubs/report_outcome.html", context)


@login_required
@require_safe
def report_outcome_pdf(request, code, year):
    """The same on paper, in the reader's language, all of it."""
    found, is_member = _found(request, code, year)
    return pdf_answer(
        request,
        outcome_document(found, is_member=is_member),
        name=f"report-{found.organisation.code}-{found.period.year}",
        page_url=reverse("knowledge_hubs:report_outcome", args=[code, year]),
    )


def _found(request, code, year):
    """The outcome, and whether the person belongs to the organisation."""
    unsent = number_of(Activity.objects.never_submitted())
    bodies = Organisation.objects.accounted_to(request.user).annotate(drafts=unsent)
    organisation = get_object_or_404(bodies, code=code)
    periods = ReportingPeriod.objects.of_activities()
    periods = periods.exclude(state=PeriodState.PLANNED)
    period = get_object_or_404(periods, year=year)
    is_member = organisation.pk in request.user.roles.organisations
    return outcome(organisation, period), is_member
