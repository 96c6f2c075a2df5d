"""The desk merges two records of one activity, and undoes it."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of
from reporting.comparing import compared_versions, side_by_side
from reporting.models import Activity
from reporting.reading import read
from reporting.twin_finding import twins_of
from reporting.uniting import (
    may_unite,
    merge_of,
    seen_of,
    separate,
    unite,
    why_not,
    why_not_separate,
)
from reporting.uniting_form import SeparateForm, UniteForm
from reporting.views.twins import lines_for_review
from reporting.workflow import StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_unite(request, code):
    """Ask with which record, then show both side by side; a post merges them. The
    address says which two, and which of them stays."""
    activity = _found(request, code)
    other = _other(request, activity)
    if other is None:
        return _ask(request, activity)
    gone, kept = _which_stays(request, activity, other)
    if why := why_not(gone=gone, kept=kept, by=request.user):
        return _ask(request, activity, why=why, other=other)
    versions = compared_versions(gone, kept)
    form = UniteForm(request.POST or None, gone=versions[0], kept=versions[1])
    if form.is_valid():
        try:
            return redirect(act_once(request, partial(_unite, request, versions, form)))
        except OtherBody:
            messages.warning(request, USED)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return _preview(request, activity, versions, form, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_separate(request, code):
    """Ask why a merge is undone; a post undoes it."""
    merge = _merge(request, code)
    form = SeparateForm(request.POST or None)
    if form.is_valid():
        act = partial(_separate, request, merge, form.cleaned_data["reason"])
        try:
            return redirect(act_once(request, act))
        except OtherBody:
            messages.warning(request, USED)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return _undo_page(request, merge, form, status=status)


USED = gettext_lazy("This page was used for something else already. Please look again.")


# --- Merging --------------------------------------------------------------------------


def _found(request, code):
    readable = Activity.objects.read_by_reviewers(request.user)
    rows = readable.select_related("organisation", "programme")
    activity = get_object_or_404(rows, code=code)
    if not may_unite(activity, request.user):
        raise Http404
    return activity


def _other(request, activity):
    """The record named in the address, among what this person may read; else None."""
    words = request.GET.get("with", "").strip()
    if not words or "\x00" in words:
        return None
    rows = Activity.objects.read_by_reviewers(request.user).exclude(pk=activity.pk)
    rows = rows.select_related("organisation", "programme")
    return rows.filter(code=words.upper()).first()


def _which_stays(request, activity, other):
    """(goes, stays): as the address says, else what is public stays, of two public
    ones the older."""
    stays = request.GET.get("stays", "").upper()
    if stays in (activity.code, other.code):
        return (activity, other) if stays == other.code else (other, activity)
    pair = sorted((activity, other), key=_is_better, reverse=True)
    return pair[1], pair[0]


def _is_better(activity):
    return activity.open_publication() is not None, -activity.created_at.timestamp()


def _unite(request, versions, form) -> str:
    gone, kept = (version.activity for version in versions)
    unite(
        gone=gone,
        kept=kept,
        by=request.user,
        reason=form.cleaned_data["reason"],
        seen=request.POST.get("seen", ""),
        **form.coming_along(),
    )
    text = _("%(gone)s is merged into %(kept)s now. Both partners have been told.")
    messages.success(request, text % {"gone": gone.code, "kept": kept.code})
    return kept.page("review")


def _ask(request, activity, *, why="", other=None, status=None):
    """With which record? The likely twins, and any other by its code."""
    version = activity.latest_sealed()
    typed = request.GET.get("with", "")
    if typed and other is None:
        why = _unknown(activity, typed)
    found = twins_of(version, user=request.user)
    context = {
        "activity": activity,
        "version": version,
        "rest": len(found.rest),
        "typed": typed,
        "error": why,
        "other": other,
    }
    roles = activity.roles_of(request.user)
    context |= lines_for_review(activity, found, (), user=request.user, roles=roles)
    status = status or (422 if request.method == "POST" else 200)
    return render(request, "reporting/activity_unite.html", context, status=status)


def _unknown(activity, typed) -> str:
    if typed.strip().upper() == activity.code:
        return _("This is the record itself. Give the code of the other one.")
    return _("Among the records you may read here there is none with this code.")


def _preview(request, activity, versions, form, *, status=200):
    gone, kept = versions
    contents = {content.version.pk: content for content in read([gone, kept])}
    context = {
        "activity": activity,
        "gone": gone,
        "kept": kept,
        "pairs": side_by_side(contents[kept.pk], contents[gone.pk]),
        "is_named": "role" not in form.fields,
        "may_swap": gone.activity.open_publication() is not None,
        "form": form,
        "seen": seen_of(gone.activity, kept.activity),
        "once": new_key(),
    }
    return render(request, "reporting/activity_united.html", context, status=status)


# --- Undoing --------------------------------------------------------------------------


def _merge(request, code):
    """The merge by which this record went, where the person may undo it."""
    merge = merge_of(_found(request, code))
    if merge is None:
        raise Http404
    return merge


def _separate(request, merge, reason) -> str:
    separate(merge, by=request.user, reason=reason)
    text = _("The merge is undone. Both partners have been told.")
    messages.success(request, text)
    return merge.gone.page("review")


def _undo_page(request, merge, form, *, status=200):
    context = {
        "merge": merge,
        "gone": merge.gone,
        "version": compared_versions(merge.gone, merge.gone)[0],
        "why_not": why_not_separate(merge, by=request.user),
        "is_newer": merge.kept.publications.filter(from_at__gt=merge.at).exists(),
        "form": form,
        "once": new_key(),
    }
    return render(request, "reporting/activity_separate.html", context, status=status)


# --- Posts not carried out ------------------------------------------------------------


def _unite_again(request, code, *, why, status):
    """What was chosen, after a post not carried out."""
    activity = _found(request, code)
    messages.warning(request, why)
    other = _other(request, activity)
    if other is None:
        return _ask(request, activity, status=status)
    gone, kept = _which_stays(request, activity, other)
    if refusal := why_not(gone=gone, kept=kept, by=request.user):
        return _ask(request, activity, why=refusal, other=other, status=status)
    versions = compared_versions(gone, kept)
    form = UniteForm(request.POST, gone=versions[0], kept=versions[1])
    return _preview(request, activity, versions, form, status=status)


def _separate_again(request, code, *, why, status):
    messages.warning(request, why)
    form = SeparateForm(request.POST)
    return _undo_page(request, _merge(request, code), form, status=status)


activity_unite.show_again = _unite_again
activity_separate.show_again = _separate_again
activity_unite.in_words = activity_separate.in_words = lambda data: answers_of(
    SeparateForm(data)
)
