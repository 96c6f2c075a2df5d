"""The initiatives of one's organisations: all, a new one, one from the inside."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from oneplanet.idempotency import OtherBody, act_once, new_key
from oneplanet.typed import answers_of
from programmes.models import Organisation, roles_of
from reporting.cards import own_card, with_places
from reporting.initiative_form import InitiativeBeginForm
from reporting.joining import activities_of
from reporting.models import Initiative, InitiativeVersion
from reporting.reading import read
from reporting.report_completeness import score_of
from reporting.review_notes import told_notes
from reporting.views.told import life_for_authors
from reporting.workflow import Action, label_for_authors, may_be_deleted

PER_PAGE = 25


@login_required
@require_safe
def my_initiatives(request):
    """Those of one's organisations, newest first."""
    mine = Initiative.objects.written_by(request.user)
    newest = with_places(InitiativeVersion.objects.newest_of(mine).for_cards())
    newest = newest.order_by("-initiative__created_at", "-initiative")
    page = Paginator(newest, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_of": page,
        "cards": [own_card(version) for version in page.object_list],
        "may_begin": bool(roles_of(request.user).organisations),
    }
    return render(request, "reporting/my_initiatives.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def initiative_new(request):
    """Ask for organisation, programme and title; then the form goes on."""
    form = _begin_form(request, request.POST or None)
    if not form.is_valid():
        return _begin_page(request, form, status=422 if form.is_bound else 200)

    def act():
        initiative = Initiative.begin(
            by=request.user,
            organisation=form.cleaned_data["organisation"],
            programme=form.chosen_programme(),
            title=form.cleaned_data["title"],
        )
        return initiative.page("edit")

    try:
        return redirect(act_once(request, act))
    except OtherBody:
        text = _("This page has begun another initiative already. Begin one more?")
        messages.warning(request, text)
        return _begin_page(request, form, status=422)


def _begin_form(request, data):
    organisations = Organisation.objects.with_members(request.user)
    if not organisations:
        raise PermissionDenied
    return InitiativeBeginForm(data, organisations=organisations)


def _begin_page(request, form, *, status):
    context = {"form": form, "once": new_key()}
    return render(request, "reporting/initiative_new.html", context, status=status)


def _begin_again(request, *, why, status):
    """The same questions with everything typed, after a post not carried out."""
    form = _begin_form(request, request.POST)
    messages.warning(request, why)
    return _begin_page(request, form, status=status)


def _begin_in_words(data):
    organisations = Organisation.objects.all()
    return answers_of(InitiativeBeginForm(data, organisations=organisations))


initiative_new.show_again = _begin_again
initiative_new.in_words = _begin_in_words


@login_required
@require_safe
def initiative_record(request, code):
    """One initiative for its authors: where it stands, its activities, its history."""
    rows = Initiative.objects.written_by(request.user).with_public().with_shown()
    rows = rows.with_noted().with_escalated()
    rows = rows.select_related("organisation", "programme")
    initiative = get_object_or_404(rows, code=code)
    shown = initiative.versions.standing().select_related("type").first()
    history = list(initiative.history.select_related("by", "version__receipt"))
    was_submitted = shown.number > 1 or not shown.is_draft
    may_delete = may_be_deleted(state=initiative.state, was_submitted=was_submitted)
    may_delete = may_delete and not initiative.is_named
    steps = initiative.steps_for(request.user, is_public=initiative.is_public)
    notes = told_notes(initiative) if initiative.is_noted else []
    context = {
        "initiative": initiative,
        "state_label": label_for_authors(initiative.state),
        "content": read([shown])[0],
        "score": score_of(shown),
        "activities": activities_of(initiative, request.user),
        "receipts": [
            entry.version.receipt
            for entry in reversed(history)
            if entry.action == Action.SUBMIT
        ],
        "life": life_for_authors(initiative, history, notes=notes),
        "last": history[-1] if history else None,
        "steps": [s for s in steps if not (may_delete and s.action == Action.WITHDRAW)],
        "hidden": {"once": new_key()},
        "may_delete": may_delete,
        "notes": notes,
    }
    return render(request, "reporting/initiative_record.html", context)
