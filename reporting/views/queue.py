"""The desk's line of submissions: who reads what, and several approved at once."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.text.numbers import number
from programmes.models import roles_of
from reporting.bulk_approving import begin, carry_out
from reporting.chosen import MOST, chosen
from reporting.models import ActivityVersion, BulkApproval, InitiativeVersion
from reporting.queue import Line, brought_to, cards_of
from reporting.views.steps import USED

PER_PAGE = 25
TOO_MANY = gettext_lazy("Choose at most %(most)s at once.")


@login_required
@require_safe
def review_queue(request):
    """Submissions the person may review, or follows, the longest waiting first."""
    roles = roles_of(request.user)
    if not (roles.is_reviewer or roles.leads or roles.is_staff):
        raise PermissionDenied
    line = Line(request.user, request.GET)
    page = Paginator(line.rows(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_of": page,
        "rows": cards_of(page.object_list),
        "roles": roles,
        "line": line,
        "brought": _brought(request.user, line, page),
        "all_ticked": request.GET.get("ticked") == "all",
    }
    return render(request, "reporting/review_queue.html", context)


def _brought(user, line, page) -> dict | None:
    """The first rows nobody has answered, and how many there are: for those who were
    told, above the whole line."""
    if not roles_of(user).hears_of_silence or line.chosen_count or page.number > 1:
        return None
    rows = brought_to(user)
    return {"rows": cards_of(rows[:PER_PAGE]), "number": rows.count()}


def reviewers_only(request):
    if not roles_of(request.user).is_reviewer:
        raise PermissionDenied


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_approve(request):
    """Lists what was ticked and asks; then each is decided for itself."""
    reviewers_only(request)
    asked = request.POST if request.method == "POST" else request.GET
    rows = chosen(request.user, asked.getlist("of"))
    if request.method != "POST" or "sure" not in request.POST:
        return _ask(request, rows)
    if not 0 < len(rows) <= MOST:
        return _ask(request, rows, status=422)
    try:
        pk = act_once(request, partial(_begin, rows, request.user))
    except OtherBody:
        messages.warning(request, USED)
        return _ask(request, rows, status=422)
    approval = BulkApproval.objects.get(pk=pk)
    carry_out(approval)
    return redirect(approval)


def _begin(rows, user) -> str:
    return str(begin([one.version for one in rows], by=user).pk)


def _ask(request, rows, *, status=200):
    is_too_many = len(rows) > MOST
    if is_too_many:
        messages.error(request, TOO_MANY % {"most": number(MOST)})
    context = {
        "rows": cards_of([one.row for one in rows[:MOST]]),
        "is_too_many": is_too_many,
        "hidden": {"once": new_key(), "sure": "1"},
    }
    return render(request, "reporting/review_approve.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_approval(request, pk):
    """What became of each. A post goes on with what broke off."""
    mine = BulkApproval.objects.filter(by=request.user)
    approval = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        carry_out(approval)
        return redirect(approval)
    rows = list(approval.rows.select_related("activity_version", "initiative_version"))
    context = {"approval": approval, "rows": _told(request.user, rows)}
    context["waits"] = any(row.outcome == row.Outcome.WAITING for row in rows)
    return render(request, "reporting/bulk_approval.html", context)


def _told(user, rows) -> list[dict]:
    """Each row with what it is about, as far as the person still reads it."""
    seen = {}
    for model in (ActivityVersion, InitiativeVersion):
        name = f"{model.OF}_version_id"
        ids = [getattr(row, name) for row in rows if getattr(row, name)]
        readable = model.objects.visible_to(user).select_related(model.OF)
        seen |= {(model.OF, v.pk): v for v in readable.filter(pk__in=ids)}
    return [
        {"row": row, "version": seen.get((row.version.OF, row.version.pk))}
        for row in rows
    ]


def _show_again(request, *, why, status):
    """What was ticked, after a post not carried out."""
    reviewers_only(request)
    messages.warning(request, why)
    return _ask(
        request, chosen(request.user, request.POST.getlist("of")), status=status
    )


review_approve.show_again = _show_again
review_approve.in_words = lambda data: [(_("Reports"), ", ".join(data.getlist("of")))]
