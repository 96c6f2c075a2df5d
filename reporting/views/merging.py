"""Saving two people's texts together, as the one who came later has chosen."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from oneplanet.idempotency import OtherBody, act_once
from oneplanet.text.languages import tag
from reporting.drafts import EditConflict
from reporting.merging import TEXTS, Take, as_posted
from reporting.posted import counter_of
from reporting.views.both_texts import (
    closed_page,
    conflict_page,
    in_words,
    merged_with,
    unanswered,
)
from reporting.views.switching import NAME, language_after, taken_along
from reporting.workflow import EDITABLE, StepRefused
from reporting.writing import BY_KIND, of


class Unanswered(Exception):
    """A field both have changed and of which nothing was chosen."""


@login_required
@require_POST
def activity_merge(request, code):
    """Save both texts together; over a still newer save, ask again."""
    return _merge(request, "activity", code)


@login_required
@require_POST
def initiative_merge(request, code):
    """The same of an initiative."""
    return _merge(request, "initiative", code)


def _merge(request, kind, code):
    reported = _own(request, kind, code)
    if NAME in request.POST:
        return _in_another_language(request, reported)
    act = partial(_save_together, request, reported)
    try:
        return redirect(act_once(request, act))
    except Unanswered:
        return conflict_page(request, reported, errors=True, status=422)
    except (EditConflict, OtherBody) as refusal:
        text = _("The draft was saved once more meanwhile. Please look at both again.")
        messages.warning(request, text)
        status, posted = _status_of(refusal), _with_own(request.POST)
        return conflict_page(request, reported, posted=posted, status=status)
    except StepRefused:
        return closed_page(request, reported)


def _in_another_language(request, reported):
    """Both texts and the choices made so far, in the language asked for."""
    before = get_language()
    with override(language_after(request.POST)):
        posted = taken_along(request.POST, reported, from_language=before)
        answer = conflict_page(request, reported, posted=posted, status=200)
        answer.headers["Content-Language"] = tag(get_language())
    return answer


def _status_of(refusal) -> int:
    """409 for another save, 422 for a page used before for something else."""
    return 422 if isinstance(refusal, OtherBody) else 409


def _own(request, kind, code):
    mine = BY_KIND[kind].model.objects.written_by(request.user)
    return get_object_or_404(mine, code=code)


def _save_together(request, reported) -> str:
    """The address to go on to."""
    version, posted = reported.draft(), request.POST
    if version is None or reported.state not in EDITABLE:
        raise StepRefused
    if counter_of(posted) != version.edit_count:
        raise EditConflict
    merged = merged_with(version, posted)
    if unanswered(merged, posted):
        raise Unanswered
    # The edition of the programme's questions the answers are about; of an initiative
    # there is none.
    about = {"questions": [str(getattr(version, "question_set_id", None) or "")]}
    data, counter = as_posted(merged.values | about), version.edit_count
    of(reported).save(reported, by=request.user, data=data, counter=counter)
    messages.success(request, _("Saved: both texts are together now."))
    return reported.page("edit")


def _with_own(posted):
    """What was written anew takes the place of what was typed before."""
    posted = posted.copy()
    for name in TEXTS:
        if posted.get(f"take-{name}") == Take.OWN:
            posted[name] = posted.get(f"own-{name}", "")
    return posted


def _show_again(request, code, *, why, status, kind):
    """Both texts and the choices made, after a post not carried out."""
    messages.warning(request, why)
    return conflict_page(request, _own(request, kind, code), status=status)


activity_merge.show_again = partial(_show_again, kind="activity")
initiative_merge.show_again = partial(_show_again, kind="initiative")
activity_merge.in_words = in_words
initiative_merge.in_words = partial(in_words, kind="initiative")
