"""The desk: one submission as it was sealed."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import roles_of
from reporting.assigning import desk_for
from reporting.checks import looked_wrong
from reporting.disagreements import settled_told, with_second_looks
from reporting.forms import StepForm
from reporting.joining import part_of, with_initiative
from reporting.models import Activity, Initiative
from reporting.periods import MOVERS, standing
from reporting.queue import next_for, with_holder
from reporting.report_completeness import score_of
from reporting.review_notes import notes_for
from reporting.review_translating import translations_of
from reporting.reviewed import compared, counts_of, reviewed_fields
from reporting.twin_answers import answers_to
from reporting.twin_finding import twins_of
from reporting.united import merged_into
from reporting.uniting import DECIDERS, merge_of
from reporting.views.told import life_told
from reporting.views.twins import lines_for_review
from reporting.workflow import Role, State, steps_from


@login_required
@require_safe
def activity_review(request, code):
    """The sealed version as a document, its history, and the decisions."""
    return review_page(request, Activity, code)


@login_required
@require_safe
def initiative_review(request, code):
    """The same of an initiative, and how many of its activities are public."""
    return review_page(request, Initiative, code)


def review_page(request, model, code, *, form=None, status=200):
    """``form`` is that of a decision which was not taken: it is asked again below all
    there is to decide on."""
    reported = _found(request, model, code)
    context = OF[reported.kind](request, reported)
    context |= {"form": StepForm() if form is None else form}
    context["doors"] = _doors(reported, context)
    template = f"reporting/{reported.kind}_review.html"
    return render(request, template, context, status=status)


def _doors(reported, context) -> list[tuple[str, str]]:
    """What else can be done with it, besides deciding: label and address."""
    is_activity, is_shown = reported.kind == "activity", context["is_shown"]
    is_waiting = is_activity and reported.state == State.SUBMITTED
    doors = (
        (is_waiting, _("See it as the public will"), "preview"),
        (is_shown, _("Read the public version"), "detail"),
        (
            context["may_translate"],
            _("Ask for a translation, or give one"),
            "translations",
        ),
        (context["may_move"], _("Count it in another period"), "period"),
        (context["unite_url"], _("Merge it with another record"), "unite"),
    )
    return [(label, reported.page(name)) for is_open, label, name in doors if is_open]


def _of_activity(request, activity) -> dict:
    versions = with_initiative(activity.versions.standing()).with_twin()
    versions = with_second_looks(versions)
    context = _reviewed(request, activity, versions) | {"activity": activity}
    sealed = context["content"].version
    context["warnings"] = looked_wrong(context["content"])
    context["part_of"] = part_of(sealed, role=Role.REVIEWER)
    context["placement"] = standing([sealed]).get(sealed.pk)
    context["settled"] = settled_told(sealed)
    context |= _in_other_languages(request, context)
    is_over = activity.state == State.WITHDRAWN
    context["may_translate"] &= not is_over
    context["may_move"] = not is_over and context["roles"] & MOVERS
    context["participations"] = activity.participations.select_related("organisation")
    said = answers_to(activity, user=request.user)
    found = twins_of(sealed, user=request.user)
    roles = context["roles"]
    context |= lines_for_review(activity, found, said, user=request.user, roles=roles)
    context["rest"] = len(found.rest - {row.answer.other_id for row in said})
    context["is_shown"] = activity.is_public
    return context | _merges(activity, roles)


def _merges(activity, roles) -> dict:
    """Where it went, what was merged into it, and where its reviewers undo it."""
    decides = bool(roles & DECIDERS) and Role.AUTHOR not in roles
    is_over = activity.state == State.WITHDRAWN
    return {
        "merge": merge_of(activity) if is_over else None,
        "united": merged_into(activity) if activity.has_merges else [],
        "undo_url": activity.page("separate") if decides else "",
    }


def _in_other_languages(request, context) -> dict:
    """Translations, and the way to ask for one: for reviewers, never the partner's."""
    if Role.AUTHOR in context["roles"]:
        return {"translations": [], "may_translate": False}
    content, first = context["content"], request.LANGUAGE_CODE
    is_there = content.version.is_translated
    return {
        "translations": translations_of(content, first=first) if is_there else [],
        "may_translate": roles_of(request.user).is_reviewer,
    }


def _of_initiative(request, initiative) -> dict:
    versions = initiative.versions.standing()
    context = _reviewed(request, initiative, versions) | {"initiative": initiative}
    public = initiative.activities().count()
    context |= {
        "public_activities": public,
        "is_shown": initiative.is_public and public,
    }
    return context | {"may_translate": False, "may_move": False, "unite_url": ""}


OF = {"activity": _of_activity, "initiative": _of_initiative}


def _found(request, model, code):
    rows = (
        model.objects.read_by_reviewers(request.user)
        .with_public()
        .with_noted()
        .with_reviewed_by(request.user)
        .with_escalated()
        .select_related("organisation", "programme")
    )
    if model is Activity:
        rows = rows.with_merges()
    rows = with_holder(rows)
    return get_object_or_404(rows, code=code)


def _reviewed(request, reported, versions) -> dict:
    """What both pages show: the sealed text, what changed in it, and the decisions."""
    notes = notes_for(reported, request.user)
    life = life_told(reported, notes=notes)
    asked = request.GET.get("against", "")
    content, before, bases = compared(versions, life.flags, asked=asked)
    rows = reviewed_fields(content, before, notes)
    roles = reported.roles_of(request.user, is_theirs=reported.is_theirs)
    steps = steps_from(reported.state, roles, is_public=reported.is_public)
    may_note = Role.REVIEWER in roles and reported.state == State.SUBMITTED
    return {
        "content": content,
        "fields": {
            "asked": [row for row in rows if row.is_asked],
            "rest": [row for row in rows if row.is_folded(may_note=may_note)],
        },
        "counts": counts_of(rows),
        "score": score_of(content.version),
        "is_later": before is not None,
        "bases": bases,
        "may_note": may_note,
        "note_url": reported.page("note"),
        "review_url": reported.page("review"),
        "life": life,
        "told": desk_for(reported, request.user),
        "flag": life.flags.get(content.version.pk),
        "reported": reported,
        "roles": roles,
        "steps": steps,
        "hidden": {"once": new_key(), "number": content.version.number},
        "is_reviewer": roles_of(request.user).is_reviewer,
        "waiting": None if steps else next_for(request.user),
    }
