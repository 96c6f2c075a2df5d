"""Likely twins of a draft: which there are, why, and what its authors say of them."""

from functools import partial
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.text.fields import readable
from oneplanet.typed import labels_of
from programmes.models import roles_of
from reporting.models import Activity, ActivityVersion, Participation, TwinAnswer
from reporting.participating import ParticipationRefused, may_be_joined, parts_in
from reporting.twin_answers import answer, answers_to, unanswered
from reporting.twin_finding import twins_of
from reporting.twin_forms import TwinForm
from reporting.twin_keeping import NEEDED
from reporting.twins.reasons import in_words
from reporting.uniting import DECIDERS, may_unite_of
from reporting.views.submitting import submit
from reporting.workflow import EDITABLE, Role, State, StepRefused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def activity_twins(request, code):
    """Ask about each likely twin of the draft as last saved; a post keeps what was
    answered, and submits where that was begun."""
    activity = _own(request, code)
    if activity.state not in EDITABLE:
        messages.info(request, _("This activity cannot be edited now."))
        return redirect(activity.page("record"))
    draft = _draft(activity)
    found = unanswered(draft, user=request.user)
    forms = _forms(found, activity, request.POST or None)
    if request.method != "POST":
        return _page(request, draft, forms, found.rest)
    if not all([form.is_valid() for form in forms]):
        return _page(request, draft, forms, found.rest, status=422)
    try:
        return redirect(act_once(request, partial(_keep, request, activity, forms)))
    except OtherBody:
        return _show_again(request, code, why=USED, status=422)
    except (StepRefused, ParticipationRefused) as refusal:
        messages.error(request, refusal)
        return redirect(activity.page("record"))


@login_required
@require_safe
def activity_twins_found(request, code):
    """The likely twins alone, for the form while one types."""
    activity = _own(request, code)
    draft = _draft(activity) if activity.state in EDITABLE else None
    found = twins_of(draft, user=request.user) if draft else []
    rest = len(found.rest) if found else 0
    context = {"activity": activity, "lines": lines_of(found), "rest": rest}
    return render(request, "reporting/twins_found.html", context)


class Line(NamedTuple):
    """A likely twin, why it is one, and what its partner said of it, or None; for the
    desk also what part the partner has in it, whether the reader may merge the two, and
    where they answer."""

    version: ActivityVersion | None
    why: list[str]
    answer: TwinAnswer | None
    part: Participation | None = None
    may_merge: bool = False
    reply_url: str = ""


def lines_of(found, answers=()) -> list[Line]:
    """Likely twins with what was said of them, then whatever else was said."""
    said = {row.answer.other_id: row for row in answers}
    lines = []
    for twin in found:
        row = said.pop(twin.version.activity_id, None)
        why = in_words(twin.judgement.reasons)
        lines.append(Line(twin.version, why, row and row.answer))
    return lines + [Line(row.version, [], row.answer) for row in said.values()]


def _own(request, code):
    mine = Activity.objects.written_by(request.user)
    rows = mine.select_related("organisation", "programme")
    return get_object_or_404(rows, code=code)


def _draft(activity):
    return activity.versions.select_related(*NEEDED).filter(sealed_at=None).first()


def _forms(found, activity, data):
    if not found:
        return []
    keys = [twin.version.activity_id for twin in found]
    joinable = may_be_joined(keys, activity.organisation)
    parts = parts_in(keys, activity.organisation)
    is_public = bool(joinable) and activity.open_publication() is not None
    return [
        TwinForm(
            data,
            twin=twin,
            may_join=twin.version.activity_id in joinable,
            may_withdraw=not is_public,
            part=parts.get(twin.version.activity_id),
        )
        for twin in found
    ]


def _keep(request, activity, forms) -> str:
    with transaction.atomic():
        for form in forms:
            other = form.twin.version.activity
            answer(activity, other, by=request.user, **form.answer)
    if any(form.joins for form in forms):
        messages.success(request, ASKED)
        return activity.page("record")
    if "submit" in request.POST:
        return submit(request, activity)
    messages.success(request, _("Saved."))
    return activity.page("twins")


def _page(request, draft, forms, rest, *, status=200):
    activity = draft.activity
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        "activity": activity,
        "version": draft,
        "forms": forms,
        "rest": len(rest),
        "lines": lines_of((), answers_to(activity, user=request.user)),
        "is_submitting": "submit" in asked,
        "once": new_key(),
    }
    return render(request, "reporting/activity_twins.html", context, status=status)


ASKED = gettext_lazy(
    "Asked. The organisation that reported it is told, and you hear what it answers. "
    "Your report was not submitted; it stays a draft until then."
)
USED = gettext_lazy(
    "This page was used for something else already. Please answer again."
)


def _show_again(request, code, *, why, status):
    """The answers as given, after a post not carried out."""
    activity = _own(request, code)
    messages.warning(request, why)
    if activity.state not in EDITABLE:
        return redirect(activity.page("record"))
    draft = _draft(activity)
    found = unanswered(draft, user=request.user)
    forms = _forms(found, activity, request.POST)
    return _page(request, draft, forms, found.rest, status=status)


def _in_words(data):
    """The questions and what was said, record by record."""
    fields = TwinForm.base_fields
    for name, texts in data.lists():
        field = fields.get(name.rpartition("-")[2])
        lines = [text for text in texts if text.strip()]
        if field and lines:
            labels = labels_of(field)
            yield field.label, [labels.get(text, readable(text)) for text in lines]


activity_twins.show_again = _show_again
activity_twins.in_words = lambda data: list(_in_words(data))


def lines_for_review(activity, found, said, *, user, roles) -> dict:
    """Likely twins and what was said of them, with what the desk may do about each:
    where it answers, and where it merges the two. ``unite_url`` is empty where the
    person merges this record with none."""
    lines = lines_of(found, said)
    keys = [line.version.activity_id for line in lines if line.version]
    is_open = activity.state != State.WITHDRAWN
    decides = is_open and roles & DECIDERS and Role.AUTHOR not in roles
    may = may_unite_of(keys, user) if decides and keys else set()
    parts = parts_in(keys, activity.organisation) if keys else {}
    replies = is_open and Role.REVIEWER in roles
    return {
        "twins": [
            line._replace(
                part=line.version and parts.get(line.version.activity_id),
                may_merge=bool(line.version and line.version.activity_id in may),
                reply_url=_address(activity, line.answer) if replies else "",
            )
            for line in lines
        ],
        "unite_url": activity.page("unite") if decides else "",
        "is_secretariat": roles_of(user).is_secretariat,
    }


def _address(activity, said) -> str:
    args = [activity.code, said.pk] if said else []
    return reverse("reporting:activity_twin_reply", args=args) if said else ""
