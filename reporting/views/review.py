"""The desk: one submission as it was sealed."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import roles_of
from reporting.assigning import desk_for
from reporting.checks import looked_wrong
from reporting.disagreements import settled_told, with_second_looks
from reporting.joining import part_of, with_initiative
from reporting.models import Activity, Initiative
from reporting.periods import MOVERS, standing
from reporting.queue import next_for, with_holder
from reporting.reading import read
from reporting.report_completeness import score_of
from reporting.review_notes import notes_for
from reporting.review_translating import translations_of
from reporting.reviewed import bases_of, counts_of, reviewed_fields
from reporting.twin_answers import answers_to
from reporting.twin_finding import twins_of
from reporting.united import merged_into
from reporting.uniting import DECIDERS, merge_of
from reporting.views.told import life_told
from reporting.views.twins import lines_of
from reporting.workflow import Role, State, steps_from

# What a version is read with.
SHOWN = {
    "activity": (
        "type",
        "scope",
        "initiative",
        "sealed_by",
        "reported_by",
        "twin_profile",
    ),
    "initiative": ("type", "sealed_by", "reported_by"),
}


@login_required
@require_safe
def activity_review(request, code):
    """The sealed version as a document, its history, and the decisions."""
    activity = _found(request, Activity, code)
    versions = with_initiative(activity.versions.standing()).with_twin()
    versions = with_second_looks(versions)
    context = _reviewed(request, activity, versions) | {"activity": activity}
    sealed = context["content"].version
    context["warnings"] = looked_wrong(context["content"])
    context["part_of"] = part_of(sealed, role=Role.REVIEWER)
    context["placement"] = standing([sealed]).get(sealed.pk)
    context["settled"] = settled_told(sealed)
    context |= _in_other_languages(request, context)
    context["may_move"] = context["roles"] & MOVERS
    context["participations"] = activity.participations.select_related("organisation")
    said = answers_to(activity, user=request.user)
    found = twins_of(sealed, user=request.user)
    context["twins"] = lines_of(found, said)
    context["rest"] = len(found.rest - {row.answer.other_id for row in said})
    context |= _merges(activity, context["roles"])
    return render(request, "reporting/activity_review.html", context)


def _merges(activity, roles) -> dict:
    """Where it went, what was merged into it, and where its reviewers merge it."""
    decides = bool(roles & DECIDERS) and Role.AUTHOR not in roles
    is_over = activity.state == State.WITHDRAWN
    return {
        "merge": merge_of(activity) if is_over else None,
        "united": merged_into(activity) if activity.has_merges else [],
        "unite_url": activity.page("unite") if decides and not is_over else "",
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


@login_required
@require_safe
def initiative_review(request, code):
    """The same of an initiative, and how many of its activities are public."""
    initiative = _found(request, Initiative, code)
    versions = initiative.versions.standing()
    context = _reviewed(request, initiative, versions) | {"initiative": initiative}
    context["public_activities"] = initiative.activities().count()
    return render(request, "reporting/initiative_review.html", context)


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
    sealed = list(
        versions.exclude(sealed_at=None)
        .select_related(*SHOWN[reported.kind])
        .order_by("-number")
    )
    notes = notes_for(reported, request.user)
    life = life_told(reported, notes=notes)
    asked = request.GET.get("against", "")
    bases = bases_of(sealed, life.flags, asked=asked)
    before = next((base.version for base in bases if base.is_chosen), None)
    content, *others = read([sealed[0], before] if before else [sealed[0]])
    rows = reviewed_fields(content, others[0] if others else None, notes)
    roles = reported.roles_of(request.user, is_theirs=reported.is_theirs)
    steps = steps_from(reported.state, roles, is_public=reported.is_public)
    return {
        "content": content,
        "fields": {
            "asked": [row for row in rows if row.is_asked],
            "rest": [row for row in rows if not row.is_asked],
        },
        "counts": counts_of(rows),
        "score": score_of(content.version),
        "is_later": before is not None,
        "bases": bases,
        "may_note": Role.REVIEWER in roles and reported.state == State.SUBMITTED,
        "note_url": reported.page("note"),
        "life": life,
        "told": desk_for(reported, request.user),
        "flag": life.flags.get(sealed[0].pk),
        "reported": reported,
        "roles": roles,
        "steps": steps,
        "hidden": {"once": new_key()},
        "is_reviewer": roles_of(request.user).is_reviewer,
        "waiting": None if steps else next_for(request.user),
    }
