"""An organisation's admins answer who asks to join, and keep what it says of itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.typed import answers_of
from programmes import joining
from programmes.asking import AskingRefused
from programmes.invitations import InvitationRefused
from programmes.joining_forms import AnswerForm, OrganisationForm
from programmes.models import JoiningRequest, Organisation


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def joining_answer(request, code, pk):
    """One request to join: accept it in a role, or decline it with a reason."""
    row = _found(request, code, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, row, form, status=422 if form.is_bound else 200)
    given = form.cleaned_data
    try:
        if form.accepts:
            joining.accept(by=request.user, row=row, role=given["role"])
            messages.success(request, _("Accepted. The person is told by mail."))
        else:
            joining.decline(by=request.user, row=row, reason=given["reason"])
            messages.success(request, _("Declined. The person is told by mail."))
    except (AskingRefused, InvitationRefused) as refusal:
        form.add_error(None, str(refusal))
        return _page(request, row, form, status=422)
    return redirect("programmes:people", code)


def _found(request, code, pk):
    managed = Organisation.objects.managed_by(request.user)
    rows = JoiningRequest.objects.exclude(confirmed_at=None)
    rows = rows.filter(organisation__in=managed, organisation__code=code)
    return get_object_or_404(rows.select_related("organisation"), pk=pk)


def _page(request, row, form, *, status):
    context = {"asked": row, "organisation": row.organisation, "form": form}
    return render(request, "programmes/joining_answer.html", context, status=status)


def _answer_again(request, code, pk, *, why, status):
    messages.warning(request, why)
    return _page(
        request, _found(request, code, pk), AnswerForm(request.POST), status=status
    )


joining_answer.show_again = _answer_again
joining_answer.in_words = lambda data: answers_of(AnswerForm(data))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_edit(request, code):
    """What an organisation's own admins may change of it; each save is a line of its
    history."""
    managed = Organisation.objects.managed_by(request.user)
    organisation = get_object_or_404(managed, code=code)
    form = OrganisationForm(request.POST or None, instance=organisation)
    if form.is_valid():
        if form.has_changed():
            organisation._history_user = request.user
            form.save()
        messages.success(request, _("Saved."))
        return redirect(request.path)
    return _edit_page(request, code, form, status=422 if form.is_bound else 200)


def _edit_page(request, code, form, *, status):
    organisation = Organisation.objects.get(code=code)
    last = organisation.history.select_related("history_user").first()
    context = {"organisation": organisation, "form": form, "last": last}
    return render(request, "programmes/organisation_edit.html", context, status=status)


def _edit_again(request, code, *, why, status):
    managed = Organisation.objects.managed_by(request.user)
    organisation = get_object_or_404(managed, code=code)
    messages.warning(request, why)
    form = OrganisationForm(request.POST, instance=organisation)
    return _edit_page(request, code, form, status=status)


organisation_edit.show_again = _edit_again
organisation_edit.in_words = lambda data: answers_of(OrganisationForm(data))
