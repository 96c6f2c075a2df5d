"""Taking part in another's record: asking, answering, leaving (record 45).

Each verb locks the row it changes and tells the other side in its own transaction.
"""

from enum import StrEnum

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import searching
from oneplanet.text.folding import fold
from programmes.models import roles_of
from reporting.models import Activity, Participation
from reporting.participation_mails import tell
from reporting.workflow import Action, Role, StepRefused

Outcome = Participation.Outcome


class ParticipationRefused(Exception):
    """The message is written for the person."""


class ReasonMissing(ParticipationRefused):
    """It needs a reason, and none was given."""


class Act(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    END = "end"


def acts_of(row, user) -> list[Act]:
    """What this person may do about it now. The owner's people answer; where they have
    not for a fortnight, who decides on the record may, unless it is their own
    organisation that asks."""
    organisations = roles_of(user).organisations
    is_owners = row.activity.is_written_by(organisations)
    is_partners = _is_partners(row, organisations)
    if row.is_waiting:
        answers = is_owners or (
            row.waits_too_long
            and not is_partners
            and Role.REVIEWER in row.activity.roles_of(user, among={Role.REVIEWER})
        )
        acts = [Act.ACCEPT, Act.DECLINE] if answers else []
        return [*acts, Act.TAKE_BACK] if is_partners else acts
    return [Act.END] if row.is_joined and (is_owners or is_partners) else []


def _is_partners(row, organisations) -> bool:
    if row.organisation_id in organisations:
        return True
    return row.draft is not None and row.draft.is_written_by(organisations)


def may_be_joined(activities, organisation) -> set[int]:
    """Of these, by key, those it may ask to take part in: public ones of others in
    which it has no part yet. Two queries."""
    public = Activity.objects.public().filter(pk__in=activities)
    found = set(public.exclude(organisation=organisation).values_list("pk", flat=True))
    return found - parts_in(found, organisation).keys()


def parts_in(activities, organisation) -> dict[int, Participation]:
    """Of these, by key, those it takes part in or asks to, with the row that says so.
    One query."""
    mine = Participation.objects.open().filter(organisation=organisation)
    return {row.activity_id: row for row in mine.filter(activity__in=activities)}


def waiting_for(draft) -> Participation | None:
    """What a draft asks to take part in, while that is not answered. One query."""
    waiting = Participation.objects.waiting().filter(draft=draft)
    return waiting.with_record().order_by("asked_at", "pk").first()


@transaction.atomic
def ask(activity, *, draft, by, role, message="", withdraws_draft=False):
    """The organisation of a draft asks to take part in another's record, which its
    owner hears. Raises ParticipationRefused."""
    activity = _held(activity)
    if not Activity.objects.editable_by(by).filter(pk=draft.pk).exists():
        raise ParticipationRefused(_("This activity can no longer be edited."))
    if not may_be_joined([activity.pk], draft.organisation):
        raise ParticipationRefused(
            _("Your organisation cannot ask to take part in this record now.")
        )
    row = activity.participations.create(
        organisation=draft.organisation,
        role=role,
        draft=draft,
        withdraws_draft=withdraws_draft,
        message=message.strip(),
        asked_by=by,
    )
    tell(row, "asked", by=by)
    return row


@transaction.atomic
def act(row, what, *, by, reason="") -> Participation:
    """Answer, take back, or end it. Raises ParticipationRefused; ReasonMissing where
    something is declined without one."""
    activity = _held(row.activity)
    rows = Participation.objects.select_for_update(of=("self",))
    row = rows.select_related("organisation", "asked_by").get(pk=row.pk)
    row.activity = activity
    by.forget_roles()
    if what not in acts_of(row, by):
        raise ParticipationRefused(_("This is not possible now."))
    DO[what](row, by=by, reason=reason.strip() if fold(reason) else "")
    return row


def _accept(row, *, by, reason):
    if row.activity.open_publication() is None:
        raise ParticipationRefused(_("The record is no longer public."))
    _decide(row, Outcome.TAKEN, by=by, reason=reason)
    searching.changed(row.activity)
    is_withdrawn = row.withdraws_draft and row.draft and _withdraw(row)
    tell(row, "accepted", by=by, is_withdrawn=is_withdrawn)


def _decline(row, *, by, reason):
    if not reason:
        raise ReasonMissing(_("Please say why, in a comment."))
    _decide(row, Outcome.DECLINED, by=by, reason=reason)
    tell(row, "declined", by=by)


def _take_back(row, *, by, reason):
    _decide(row, Outcome.TAKEN_BACK, by=by, reason=reason)


def _end(row, *, by, reason):
    row.ended_at, row.ended_by, row.ended_reason = timezone.now(), by, reason
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    searching.changed(row.activity)
    tell(row, "ended", by=by)


DO = {
    Act.ACCEPT: _accept,
    Act.DECLINE: _decline,
    Act.TAKE_BACK: _take_back,
    Act.END: _end,
}


def _held(activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)


def _decide(row, outcome, *, by, reason):
    row.outcome, row.reason = outcome, reason
    row.decided_at, row.decided_by = timezone.now(), by
    row.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])


def _withdraw(row) -> bool:
    """Withdraw the draft it was asked with, as who asked had chosen; whether it was.
    One that has gone on meanwhile stays as it is, and no text is lost either way."""
    with translation.override(row.asked_by.language):
        told = _("It is told in %(code)s, in which we take part.")
        comment = told % {"code": row.activity.code}
    try:
        row.draft.take(Action.WITHDRAW, by=row.asked_by, comment=comment)
    except StepRefused:
        return False
    return True
