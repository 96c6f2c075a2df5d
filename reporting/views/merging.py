"""Saving two people's texts together, as the one who came later has chosen."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneplanet.idempotency import OtherBody, act_once
from reporting.drafts import EditConflict, save_draft
from reporting.merging import TEXTS, Take, as_posted
from reporting.models import Activity
from reporting.posted import counter_of
from reporting.views.both_texts import (
    closed_page,
    conflict_page,
    in_words,
    merged_with,
    unanswered,
)
from reporting.workflow import EDITABLE, StepRefused


class Unanswered(Exception):
    """A field both have changed and of which nothing was chosen."""


@login_required
@require_POST
def activity_merge(request, code):
    """Save both texts together; over a still newer save, ask again."""
    activity = _own(request, code)
    act = partial(_save_together, request, activity)
    try:
        return redirect(act_once(request, act))
    except Unanswered:
        return conflict_page(request, activity, errors=True, status=422)
    except (EditConflict, OtherBody):
        text = _("The draft was saved once more meanwhile. Please look at both again.")
        messages.warning(request, text)
        return conflict_page(request, activity, posted=_with_own(request.POST))
    except StepRefused:
        return closed_page(request, activity)


def _own(request, code):
    return get_object_or_404(Activity.objects.written_by(request.user), code=code)


def _save_together(request, activity) -> str:
    """The address to go on to."""
    version, posted = activity.draft(), request.POST
    if version is None or activity.state not in EDITABLE:
        raise StepRefused
    if counter_of(posted) != version.edit_count:
        raise EditConflict
    merged = merged_with(version, posted)
    if unanswered(merged, posted):
        raise Unanswered
    save_draft(
        activity,
        by=request.user,
        data=as_posted(
            merged.values | {"questions": [str(version.question_set_id or "")]}
        ),
        uploads=None,
        counter=version.edit_count,
    )
    messages.success(request, _("Saved: both texts are together now."))
    return reverse("reporting:activity_edit", args=[activity.code])


def _with_own(posted):
    """What was written anew takes the place of what was typed before."""
    posted = posted.copy()
    for name in TEXTS:
        if posted.get(f"take-{name}") == Take.OWN:
            posted[name] = posted.get(f"own-{name}", "")
    return posted


def _show_again(request, code, *, why, status):
    """Both texts and the choices made, after a post not carried out."""
    messages.warning(request, why)
    return conflict_page(request, _own(request, code), status=status)


activity_merge.show_again = _show_again
activity_merge.in_words = in_words
