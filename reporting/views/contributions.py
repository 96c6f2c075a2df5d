"""Members ask somebody outside to contribute to a draft, and decide on the answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import act_once, new_key
from oneplanet.typed import answers_of
from reporting import contributing
from reporting.contributing import ContributionRefused
from reporting.contribution_forms import AskForm, DeclineForm
from reporting.drafts import EditConflict
from reporting.models import Activity, Contribution
from reporting.posted import counter_of
from reporting.views.both_texts import differing
from reporting.workflow import EDITABLE, StepRefused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def activity_contributions(request, code):
    """Whom one's organisation has asked about an activity; a post asks one more, or
    revokes a link."""
    activity = _own(request, code)
    if "revoke" in request.POST:
        return _revoke(request, activity)
    form = AskForm(request.POST or None, initial={"language": get_language()})
    if not form.is_valid():
        return _page(request, activity, form, status=422 if form.is_bound else 200)
    try:
        return redirect(_ask(request, activity, form.values()))
    except ContributionRefused as refusal:
        form.add_error("email", str(refusal))
        return _page(request, activity, form, status=422)


def _own(request, code):
    mine = Activity.objects.written_by(request.user)
    return get_object_or_404(
        mine.select_related("organisation", "programme"), code=code
    )


def _ask(request, activity, given) -> str:
    """Ask once for this page's key; the address to go on to."""

    def act():
        contributing.ask(activity=activity, by=request.user, **given)
        messages.success(request, _("Asked. The mail is on its way."))
        return request.path

    return act_once(request, act)


def _revoke(request, activity):
    pk = request.POST["revoke"]
    rows = activity.contributions.filter(pk=pk if pk.isascii() and pk.isdigit() else 0)
    row = get_object_or_404(rows)
    try:
        contributing.revoke(row=row, by=request.user)
    except ContributionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Revoked. The link takes nothing more."))
    return redirect(request.path)


def _page(request, activity, form, *, status):
    version = activity.versions.order_by("-number").first()
    rows = activity.contributions.select_related("asked_by", "decided_by")
    context = {
        "activity": activity,
        "version": version,
        "may_ask": activity.state in EDITABLE,
        "contributions": rows,
        "form": form,
        "once": new_key(),
    }
    template = "reporting/activity_contributions.html"
    return render(request, template, context, status=status)


def _show_again(request, code, *, why, status):
    messages.warning(request, why)
    form = AskForm(request.POST)
    return _page(request, _own(request, code), form, status=status)


activity_contributions.show_again = _show_again
activity_contributions.in_words = lambda data: answers_of(AskForm(data))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def contribution_review(request, code, pk):
    """What somebody sent beside the draft, answer by answer; take some, or decline."""
    row = _sent(request, code, pk)
    form = DeclineForm(request.POST or None)
    if request.method != "POST":
        return _review_page(request, row, form)
    if not form.is_valid():
        return _review_page(request, row, form, status=422)
    try:
        _decide(request, row, form)
    except EditConflict:
        text = _("Somebody has saved the draft meanwhile. Please compare once more.")
        messages.warning(request, text)
        return _review_page(request, row, form, status=409)
    except (ContributionRefused, StepRefused) as refusal:
        form.add_error(None, str(refusal))
        return _review_page(request, row, form, status=422)
    return redirect("reporting:activity_record", code=code)


def _sent(request, code, pk):
    rows = Contribution.objects.of_authors(request.user).exclude(sent_at=None)
    named = ("activity__organisation", "activity__programme", "asked_by", "decided_by")
    return get_object_or_404(rows.select_related(*named), activity__code=code, pk=pk)


def _decide(request, row, form):
    posted = request.POST
    given = {"row": row, "by": request.user} | form.cleaned_data
    if "decline" in posted:
        contributing.decline(**given)
        messages.success(request, _("Declined. Who contributed is told by mail."))
        return
    names, counter = posted.getlist("take"), counter_of(posted)
    contributing.take(**given, names=names, counter=counter)
    messages.success(request, _("Taken into the draft."))


def _review_page(request, row, form, *, status=200):
    """Without a draft there is nothing to compare with, and nothing to take."""
    activity, fields, version = row.activity, [], None
    newest = activity.versions.order_by("-number").first()
    if row.waits_for_decision and activity.state in EDITABLE:
        version = newest
        everything = contributing.merged(row, version)
        fields = differing(everything, version)
    context = {
        "row": row,
        "activity": activity,
        "newest": newest,
        "version": version,
        "fields": fields,
        "chosen": request.POST.getlist("take") or [field["name"] for field in fields],
        "form": form,
    }
    template = "reporting/contribution_review.html"
    return render(request, template, context, status=status)


def _review_again(request, code, pk, *, why, status):
    messages.warning(request, why)
    row = _sent(request, code, pk)
    return _review_page(request, row, DeclineForm(request.POST), status=status)


contribution_review.show_again = _review_again
contribution_review.in_words = lambda data: answers_of(DeclineForm(data))
