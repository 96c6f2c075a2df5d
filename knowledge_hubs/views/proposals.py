"""Partners propose resources, events and news, and follow what becomes of them."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from knowledge_hubs.models import Proposal
from knowledge_hubs.proposal_cards import card, entries
from knowledge_hubs.proposal_form import AnswerForm, ProposalForm
from knowledge_hubs.proposals import ProposalRefused, answer, propose, withdraw
from knowledge_hubs.proposed_records import twins_of
from oneplanet.idempotency import OtherBody, act_once, new_key, post_with_files
from oneplanet.typed import answers_of
from programmes.models import Organisation
from reporting.sending import sent
from reporting.uploads import keep

PER_PAGE = 30


class TwinsFound(Exception):
    """Something alike is here already: (title, address) pairs."""

    def __init__(self, twins):
        super().__init__()
        self.twins = twins


@login_required
@require_safe
def my_proposals(request):
    """All of one's organisations, newest first; what staff ask stands on top."""
    rows = Proposal.objects.of_members(request.user).order_by("-sent_at", "-pk")
    rows = rows.select_related("programme")
    page_of = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cards": [card(row) for row in page_of],
        "page_of": page_of,
        "may_propose": bool(request.user.roles.organisations),
    }
    return render(request, "knowledge_hubs/my_proposals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_new(request, kind):
    """The form; what is here already is asked about first."""
    form = _form(request, kind)
    if not form.is_bound:
        return _page(request, form, status=200)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        act = partial(_propose, request, form)
        return redirect(act_once(request, act, data=post_with_files(request)))
    except TwinsFound as found:
        return _page(request, form, twins=found.twins, status=422)
    except ProposalRefused as refused:
        form.add_error(None, str(refused))
    except OtherBody:
        form.add_error(None, _("This page has sent a proposal already. Send one more?"))
    return _page(request, form, status=422)


def _form(request, kind):
    mine = Organisation.objects.filter(pk__in=request.user.roles.organisations)
    if kind not in Proposal.Kind.values or not mine:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return ProposalForm(*sent, kind=kind, organisations=mine.by_shown_name())


@transaction.atomic
def _propose(request, form) -> str:
    """Inside the key of the page: pressed twice, it is no twin of itself."""
    given = form.values()
    twins = twins_of(request.user, title=given["title"], url=given["url"])
    if twins and "sure" not in request.POST:
        raise TwinsFound(twins)
    if upload := form.cleaned_data.get("file"):
        given |= {"stored": keep(upload), "file_name": upload.name}
    proposal = propose(by=request.user, **given)
    messages.success(request, _("Sent. The secretariat reads it; you hear of it here."))
    return proposal.get_absolute_url()


def _page(request, form, *, twins=(), status):
    if status != 200 and hasattr(form, "cleaned_data"):
        form.ask_again_for_file()
    context = {"form": form, "twins": twins, "once": new_key()}
    context["kind"] = Proposal.Kind(form.kind)
    return render(request, "knowledge_hubs/proposal_new.html", context, status=status)


def _show_again(request, kind, *, why, status):
    messages.warning(request, why)
    return _page(request, _form(request, kind), status=status)


def _in_words(data):
    """Whatever the kind: the fields of all."""
    rows = Organisation.objects.none()
    forms = (ProposalForm(data, kind=kind, organisations=rows) for kind in ORDER)
    return list(
        {label: (label, t) for f in forms for label, t in answers_of(f)}.values()
    )


ORDER = ("event", "resource")
proposal_new.show_again = _show_again
proposal_new.in_words = _in_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal_detail(request, pk):
    """How it stands, what was asked, and the answer; or it is taken back."""
    proposal = _own(request, pk)
    if request.method == "POST" and "withdraw" in request.POST:
        return _act(request, proposal, partial(withdraw, proposal=proposal))
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        words = form.cleaned_data["words"]
        return _act(request, proposal, partial(answer, proposal=proposal, words=words))
    return _detail(request, proposal, form, status=422 if form.is_bound else 200)


def _act(request, proposal, verb):
    def act():
        verb(by=request.user)
        messages.success(request, _("Done. The secretariat is told."))
        return proposal.get_absolute_url()

    try:
        return redirect(act_once(request, act))
    except ProposalRefused as refused:
        why = str(refused)
    except OtherBody:
        why = _("This page has been sent already. Here is how the proposal stands.")
    messages.warning(request, why)
    form = AnswerForm(request.POST)
    return _detail(request, _own(request, proposal.pk), form, status=409)


def _own(request, pk):
    rows = Proposal.objects.of_members(request.user).select_related(
        *("organisation", "programme", "hub", "resource", "event", "article")
    )
    return get_object_or_404(rows, pk=pk)


def _detail(request, proposal, form, *, status):
    context = {
        "proposal": proposal,
        "entries": entries(proposal),
        "form": form,
        "once": new_key(),
    }
    template = "knowledge_hubs/proposal_detail.html"
    return render(request, template, context, status=status)


def _show_detail_again(request, pk, *, why, status):
    messages.warning(request, why)
    form = AnswerForm(request.POST)
    return _detail(request, _own(request, pk), form, status=status)


proposal_detail.show_again = _show_detail_again
proposal_detail.in_words = lambda data: answers_of(AnswerForm(data))


@login_required
@require_safe
def proposal_file(request, pk):
    """The file that was sent along, for its organisation and for staff."""
    rows = Proposal.objects.visible_to(request.user).exclude(stored=None)
    proposal = get_object_or_404(rows.select_related("stored"), pk=pk)
    return sent(request, proposal.stored, proposal.file_name)
