"""Where a person begins, an organisation's activities, and one from the inside."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from oneplanet.idempotency import new_key
from programmes.models import duties_of, roles_of
from reporting.due import due_for, is_cut, sections
from reporting.due_row import MOST
from reporting.joining import part_of, with_initiative
from reporting.looking_back import last_over, reports_of
from reporting.models import Activity, Participation
from reporting.participating import waiting_for
from reporting.periods import (
    expected,
    foreseen_again,
    periods_of_activities,
    standing,
)
from reporting.reading import read
from reporting.report_completeness import score_of
from reporting.review_notes import told_notes
from reporting.twin_answers import answers_to
from reporting.united import merged_into
from reporting.uniting import merge_of
from reporting.views.lists import newest_versions, rows
from reporting.views.told import life_for_authors
from reporting.views.twins import lines_of
from reporting.workflow import (
    Action,
    Role,
    State,
    label_for_authors,
    may_be_deleted,
)

PER_PAGE = 25


@login_required
@require_safe
def start(request):
    """Where somebody who has signed in finds their work."""
    roles = roles_of(request.user)
    if roles.is_reviewer or roles.organisations or roles.reads_for_a_duty:
        return redirect("reporting:due")
    if roles.is_administrator:
        return redirect("admin:index")
    return redirect("programmes:profile")


@login_required
@require_safe
def due(request):
    """What waits for the person, in all organisations and duties."""
    roles = roles_of(request.user)
    periods = periods_of_activities() if roles.organisations else []
    rows = due_for(request.user, periods=periods)
    context = {
        "sections": sections(rows),
        "is_cut": is_cut(rows),
        "most": MOST,
        "expected": expected(periods),
        "reports": last_over(reports_of(roles.organisations)),
        "roles": roles,
        "duties": duties_of(request.user) if roles.reads_for_a_duty else [],
    }
    return render(request, "reporting/due.html", context)


@login_required
@require_safe
def my_activities(request):
    """What was returned first, then everything, newest first."""
    mine = newest_versions(Activity.objects.written_by(request.user))
    returned = mine.filter(activity__state=State.RETURNED)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "attention": rows(returned[:PER_PAGE]),
        "activities": page,
        "rows": rows(page.object_list),
        "expected": expected(),
        "organisations": roles_of(request.user).organisations,
        "joint": Participation.objects.of_partners(request.user).open().with_record(),
    }
    return render(request, "reporting/my_activities.html", context)


@login_required
@require_safe
def activity_record(request, code):
    """One activity for its authors: where it stands, its history, what can be done."""
    activity = get_object_or_404(
        Activity.objects.written_by(request.user)
        .with_public()
        .with_noted()
        .with_merges()
        .with_said_of_twins()
        .with_escalated()
        .with_origin(),
        code=code,
    )
    rows = with_initiative(activity.versions.standing(), author=request.user)
    shown = rows.select_related("type", "scope", "initiative").first()
    history = list(activity.history.select_related("by", "version__receipt"))
    others = _with_others(activity, request.user)
    may_delete = not others["joining"] and may_be_deleted(
        state=activity.state, was_submitted=shown.number > 1 or not shown.is_draft
    )
    steps = activity.steps_for(request.user, is_public=activity.is_public)
    notes = told_notes(activity) if activity.is_noted else []
    context = {
        "activity": activity,
        "state_label": label_for_authors(activity.state),
        "content": read([shown])[0],
        "score": score_of(shown),
        "part_of": part_of(shown, role=Role.AUTHOR),
        "expected": expected() if shown.is_draft else [],
        "placement": None if shown.is_draft else standing([shown]).get(shown.pk),
        "receipts": _receipts(history),
        "life": life_for_authors(activity, history, notes=notes),
        "last": history[-1] if history else None,
        "steps": [s for s in steps if not may_delete or s.action != Action.WITHDRAW],
        "hidden": {"once": new_key()},
        "may_delete": may_delete,
        "again": _again(activity, shown),
        "notes": notes,
    }
    context |= others
    return render(request, "reporting/activity_record.html", context)


def _with_others(activity, user) -> dict:
    """Who takes part in it, where it went, what was merged into it; what was said of
    likely twins, and what it asks to take part in."""
    said = answers_to(activity, user=user) if activity.has_said_of_twins else ()
    return {
        "twins": lines_of((), said),
        "joining": waiting_for(activity) if said else None,
        "participations": activity.participations.select_related("organisation"),
        "merge": merge_of(activity) if activity.state == State.WITHDRAWN else None,
        "united": merged_into(activity) if activity.has_merges else [],
    }


def _again(activity, version):
    """Where it would count if it was taken back and came again; None also where that
    is not in question."""
    if activity.state != State.SUBMITTED or activity.is_public:
        return None
    return foreseen_again(version, periods_of_activities())[0]


def _receipts(history) -> list:
    """Of every submission, the last first; each knows its version."""
    versions = [e.version for e in reversed(history) if e.action == Action.SUBMIT]
    return [version.receipt for version in versions if hasattr(version, "receipt")]
