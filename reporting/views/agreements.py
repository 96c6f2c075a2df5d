"""Who may report for an organisation, and for whom it may."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import act_once, new_key
from oneplanet.typed import answers_of
from programmes.models import Organisation
from reporting.agreement_form import AgreementForm
from reporting.agreements import AgreementRefused, end, give
from reporting.models import ActivityVersion


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agreements(request, code):
    """An organisation's agreements, for its admins; a post gives one."""
    organisation = _managed(request, code)
    form = AgreementForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return _page(request, organisation, form, status=status)
    try:
        return redirect(_give(request, organisation, form.cleaned_data))
    except AgreementRefused as refusal:
        form.add_error("reporter", str(refusal))
        return _page(request, organisation, form, status=422)


def _managed(request, code):
    return get_object_or_404(Organisation.objects.managed_by(request.user), code=code)


def _give(request, organisation, given) -> str:
    """Give it once for this page's key; the address to go on to."""

    names = ("reporter", "programme", "from_on", "until_on")
    chosen = {name: given[name] for name in names}

    def act():
        give(by=request.user, organisation=organisation, **chosen)
        messages.success(request, _("Given. The other organisation is told."))
        return request.path

    return act_once(request, act)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_end(request, code, pk):
    """Ask whether an agreement shall end; a post ends it, a double click once."""
    given = _managed(request, code).agreements_given
    rows = given.select_related("organisation", "reporter", "programme")
    agreement = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        end(by=request.user, agreement=agreement)
        messages.success(request, _("Ended. What was written for you stays with you."))
    elif agreement.may_be_ended:
        drafts = ActivityVersion.objects.written_under(agreement)
        context = {"agreement": agreement, "drafts": drafts.count()}
        return render(request, "reporting/agreement_end.html", context)
    return redirect("reporting:agreements", code)


def _page(request, organisation, form, *, status):
    given = organisation.agreements_given.select_related(
        "reporter", "programme", "given_by", "ended_by"
    )
    received = organisation.agreements_received.filter(ended_at=None)
    others = Organisation.objects.exclude(pk=organisation.pk).order_by("name_folded")
    context = {
        "organisation": organisation,
        "given": given,
        "received": received.select_related("organisation", "programme"),
        "organisations": others.values_list("name", "acronym"),
        "form": form,
        "once": new_key(),
    }
    return render(request, "reporting/agreements.html", context, status=status)


def _show_again(request, code, *, why, status):
    messages.warning(request, why)
    form = AgreementForm(request.POST)
    return _page(request, _managed(request, code), form, status=status)


agreements.show_again = _show_again
agreements.in_words = lambda data: answers_of(AgreementForm(data))
