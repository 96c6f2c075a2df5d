"""What partners propose: sent, asked about, accepted as a draft record, declined, and
told of once the record is public.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from knowledge_hubs.models import Proposal, ProposalStep
from knowledge_hubs.proposed_records import make_record
from oneplanet import outbox
from programmes.models import Appointment, Membership, User

State, Action = Proposal.State, ProposalStep.Action
MOST_OPEN = 30  # of one organisation


class ProposalRefused(Exception):
    """The message is written for the person."""


# --- Partners -------------------------------------------------------------------------


@transaction.atomic
def propose(*, by, organisation, **given) -> Proposal:
    """Send a proposal of one's organisation; staff are told. Raises ProposalRefused,
    and PermissionDenied for who does not work there."""
    if organisation.pk not in by.roles.organisations:
        raise PermissionDenied
    if organisation.proposals.open().count() >= MOST_OPEN:
        raise ProposalRefused(
            _("Many proposals of your organisation are waiting. Please wait for these.")
        )
    proposal = Proposal(organisation=organisation, proposed_by=by, **given)
    proposal.full_clean(validate_unique=False)
    proposal.save()
    step = _remember(proposal, Action.PROPOSED, by)
    _tell_staff(proposal, step, "proposal_waits")
    return proposal


@transaction.atomic
def answer(*, by, proposal, words) -> Proposal:
    """Answer the question staff have asked."""
    proposal = _own(proposal, by)
    if proposal.state != State.ASKED:
        raise ProposalRefused(_("No question is waiting for an answer any more."))
    proposal.state = State.WAITING
    proposal.save()
    step = _remember(proposal, Action.ANSWERED, by, words)
    _tell_staff(proposal, step, "proposal_answered")
    return proposal


@transaction.atomic
def withdraw(*, by, proposal) -> Proposal:
    """Take it back, as long as nobody has decided."""
    proposal = _own(proposal, by)
    if not proposal.is_open:
        raise ProposalRefused(_("This proposal has been decided on meanwhile."))
    return _decide(proposal, State.WITHDRAWN, Action.WITHDRAWN, by)


def _own(proposal, by) -> Proposal:
    by.forget_roles()
    if proposal.organisation_id not in by.roles.organisations:
        raise PermissionDenied
    return _locked(proposal)


# --- Staff ----------------------------------------------------------------------------


@transaction.atomic
def take(*, by, proposal) -> Proposal:
    """Whoever takes it in hand takes it over, from a colleague too."""
    proposal = _open(proposal, by)
    if proposal.assigned_to_id == by.pk:
        raise ProposalRefused(_("It is in your hands already."))
    proposal.assigned_to = by
    proposal.save()
    _remember(proposal, Action.TAKEN, by)
    return proposal


@transaction.atomic
def ask(*, by, proposal, words) -> Proposal:
    """Ask who proposed it; the proposal waits for the answer."""
    proposal = _open(proposal, by)
    if proposal.state == State.ASKED:
        raise ProposalRefused(_("A question is waiting for its answer already."))
    proposal.state, proposal.assigned_to = State.ASKED, by
    proposal.save()
    step = _remember(proposal, Action.ASKED, by, words)
    _tell_partner(proposal, step)
    return proposal


@transaction.atomic
def accept(*, by, proposal, code, kind=None):
    """Make the draft record it becomes; ``kind`` is what a resource or event is. The
    record. Raises ProposalRefused."""
    proposal = _open(proposal, by)
    record = make_record(proposal, by=by, code=code, kind=kind)
    setattr(proposal, proposal.kind, record)
    _decide(proposal, State.ACCEPTED, Action.ACCEPTED, by)
    _tell_partner(proposal, proposal.steps.last())
    return record


@transaction.atomic
def decline(*, by, proposal, reason, words) -> Proposal:
    proposal = _open(proposal, by)
    proposal.reason = reason
    _decide(proposal, State.DECLINED, Action.DECLINED, by, words)
    _tell_partner(proposal, proposal.steps.last())
    return proposal


def tell_published() -> int:
    """Tell partners whose proposals have become public; how many. Each is told once,
    whoever publishes the record and when."""
    untold = Proposal.objects.filter(state=State.ACCEPTED, told_at=None)
    rows = untold.select_related("resource", "event", "article")
    return sum(_told(row) for row in rows if row.is_public)


@transaction.atomic
def _told(proposal) -> bool:
    proposal = _locked(proposal)
    if proposal.told_at or not proposal.is_public:
        return False
    proposal.told_at = timezone.now()
    proposal.save(update_fields=["told_at"])
    step = _remember(proposal, Action.PUBLISHED, None)
    _tell_partner(proposal, step)
    return True


def _open(proposal, by) -> Proposal:
    if not by.roles.is_staff:
        raise PermissionDenied
    proposal = _locked(proposal)
    if not proposal.is_open:
        raise ProposalRefused(_("This proposal has been decided on meanwhile."))
    return proposal


# --- Both -----------------------------------------------------------------------------


def _locked(proposal) -> Proposal:
    """As it is now, held still."""
    return Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)


def _decide(proposal, state, action, by, words="") -> Proposal:
    proposal.state = state
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save()
    _remember(proposal, action, by, words)
    return proposal


def _remember(proposal, action, by, words="") -> ProposalStep:
    return proposal.steps.create(action=action, by=by, words=words)


def _tell_staff(proposal, step, template) -> None:
    """Who has it in hand; otherwise the secretariat."""
    page = ("admin:knowledge_hubs_proposal_change", proposal.pk)
    readers = User.objects.appointed(Appointment.Role.SECRETARIAT)
    if proposal.assigned_to and proposal.assigned_to.is_staff:
        readers = [proposal.assigned_to]
    for reader in readers:
        _post(proposal, step, template, reader, page)


def _tell_partner(proposal, step) -> None:
    """Who proposed it; its organisation's admins where they work there no more."""
    page = ("knowledge_hubs:proposal_detail", proposal.pk)
    for reader in _readers(proposal):
        _post(proposal, step, "proposal_news", reader, page)


def _readers(proposal) -> list[User]:
    current = Membership.objects.current().filter(
        organisation=proposal.organisation_id, user__is_active=True
    )
    rows = current.filter(user=proposal.proposed_by_id)
    rows = rows or current.filter(role=Membership.Role.ADMIN)
    return [row.user for row in rows.select_related("user")]


def _post(proposal, step, template, reader, page) -> None:
    with translation.override(reader.language):
        link = settings.SITE_URL + reverse(page[0], args=page[1:])
    outbox.post(
        key=f"proposal-{proposal.pk}-{step.pk}-{reader.pk}",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template=f"knowledge_hubs/mail/{template}.txt",
        context={"proposal": proposal, "step": step, "reader": reader, "link": link},
    )
