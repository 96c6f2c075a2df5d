"""One organisation's part in another's record: what was asked, answered and ended, and
what the reader may do about it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of
from reporting.models import Activity, Participation
from reporting.participating import (
    Act,
    ParticipationRefused,
    ReasonMissing,
    act,
    acts_of,
)
from reporting.participation_form import ParticipationForm
from reporting.views.steps import USED

DONE = {
    Act.ACCEPT: gettext_lazy("Taken in. The organisation stands with the record now."),
    Act.DECLINE: gettext_lazy("Declined. Who asked is told why."),
    Act.TAKE_BACK: gettext_lazy("Taken back."),
    Act.END: gettext_lazy("Ended. Both organisations are told."),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def participation(request, pk):
    """Where it stands; a post takes one of the acts open to the reader."""
    row = _found(request, pk)
    acts = acts_of(row, request.user)
    if request.method != "POST":
        return _page(request, row, ParticipationForm(acts=acts))
    form = ParticipationForm(request.POST, acts=acts)
    what = request.POST.get("act", "")
    if not form.is_valid() or what not in list(Act):
        return _page(request, row, form, status=422)
    try:
        return redirect(act_once(request, partial(_act, request, row, what, form)))
    except ReasonMissing as missing:
        form.add_error("reason", str(missing))
        return _page(request, row, form, status=422)
    except ParticipationRefused as refusal:
        messages.error(request, refusal)
        return redirect(row)
    except OtherBody:
        return _show_again(request, pk, why=USED, status=422)


def _act(request, row, what, form) -> str:
    act(row, Act(what), by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, DONE[Act(what)])
    return row.get_absolute_url()


def _found(request, pk):
    rows = Participation.objects.visible_to(request.user).with_record()
    named = ("draft", "decided_by", "ended_by")
    return get_object_or_404(rows.select_related(*named), pk=pk)


def _page(request, row, form, *, status=200):
    drafts = Activity.objects.written_by(request.user).filter(pk=row.draft_id)
    context = {
        "row": row,
        "activity": row.activity,
        "draft": drafts.first() if row.draft_id else None,
        "acts": form.acts,
        "form": form,
        "once": new_key(),
    }
    return render(request, "reporting/participation.html", context, status=status)


def _show_again(request, pk, *, why, status):
    """The words as typed, after a post not carried out."""
    messages.warning(request, why)
    row = _found(request, pk)
    form = ParticipationForm(request.POST, acts=acts_of(row, request.user))
    return _page(request, row, form, status=status)


participation.show_again = _show_again
participation.in_words = lambda data: answers_of(ParticipationForm(data))
