"""What a partner says of likely twins, who reads it, and what the desk says to it."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet.text.folding import fold
from reporting.models import (
    Activity,
    ActivityVersion,
    Participation,
    TwinAnswer,
    TwinReply,
)
from reporting.participating import ask
from reporting.twin_finding import Twins, twins_of, with_address
from reporting.twin_mails import tell_replied
from reporting.workflow import Role, State, StepRefused


class Answered(NamedTuple):
    """An answer that stands, and the version of the other record this person may read;
    None where they may read none."""

    answer: TwinAnswer
    version: ActivityVersion | None


def unanswered(version, *, user) -> Twins:
    """Likely twins of a draft nothing has been said of yet; also those it asked to take
    part in, where the answer was no, and those the desk has found to be the same."""
    others = ActivityVersion.objects.exclude(activity__in=_said_of(version.activity))
    return twins_of(version, user=user, among=others)


def _said_of(activity) -> set:
    """Keys of the records of which what the authors said stands."""
    rows = activity.twin_answers.standing().values_list("other", "choice", "found")
    same = TwinReply.Finding.SAME
    said = {pk: choice for pk, choice, found in rows if found != same}
    if TwinAnswer.Choice.JOIN in said.values():
        body = activity.organisation_id
        asked = Participation.objects.open().filter(organisation=body)
        still = set(asked.filter(activity__in=said).values_list("activity", flat=True))
        return {pk for pk, choice in said.items() if choice != "join" or pk in still}
    return set(said)


@transaction.atomic
def answer(activity, other, *, choice, by, reason="", **asked) -> TwinAnswer:
    """Note what the authors of a draft say of its likely twin, and ask to take part in
    it where they want that: ``asked`` are the role and whether the draft is to be
    withdrawn then. Raises StepRefused and ParticipationRefused."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        raise StepRefused(_("This activity can no longer be edited."))
    given = {"other": other, "choice": choice, "reason": reason.strip(), "by": by}
    if choice == TwinAnswer.Choice.JOIN:
        ask(other, draft=activity, by=by, message=reason, **asked)
    return activity.twin_answers.create(at=timezone.now(), **given)


def answers_to(activity, *, user) -> list[Answered]:
    """What stands of what was said, in the order it was; the records it is about only
    as far as this person may read them. Three queries."""
    replies = Prefetch("replies", TwinReply.objects.select_related("by"))
    rows = activity.twin_answers.select_related("by").prefetch_related(replies)
    standing = {row.other_id: row for row in rows}.values()
    others = [row.other_id for row in standing]
    versions = ActivityVersion.objects.filter(activity__in=others)
    readable = versions.exclude(sealed_at=None).visible_to(user).order_by("number")
    rows = with_address(readable, user) if others else []
    known = {row.activity_id: row for row in rows}  # the last of each
    order = sorted(standing, key=lambda row: (row.at, row.pk))
    return [Answered(row, known.get(row.other_id)) for row in order]


# --- The desk -------------------------------------------------------------------------


def may_reply(activity, user) -> bool:
    """Whether the person says for the desk what a likely twin is: its reviewers, while
    it is not withdrawn."""
    roles = activity.roles_of(user, among={Role.REVIEWER})
    return bool(roles) and activity.state != State.WITHDRAWN


@transaction.atomic
def reply(said, *, finding, reason, by) -> TwinReply:
    """Say to what a partner ``said`` or asked (a TwinAnswer) whether the two are one;
    its authors are told. Raises StepRefused."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=said.activity_id)
    if not may_reply(activity, by):
        raise StepRefused(_("Only reviewers may do this."))
    if not activity.twin_answers.standing().filter(pk=said.pk).exists():
        raise StepRefused(
            _("The partner has said something else since. Please look again.")
        )
    if not fold(reason):
        raise StepRefused(_("Please say why."))
    given = {"finding": finding, "reason": reason.strip(), "by": by}
    row = said.replies.create(at=timezone.now(), **given)
    tell_replied(row)
    return row


def reply_by_merge(merge):
    """What a merge, or its undoing, says to what the authors of both said of each
    other; they are told of the merge itself."""
    if merge.undone_at:
        given = {"finding": TwinReply.Finding.APART, "reason": merge.undone_reason}
        given |= {"by": merge.undone_by, "at": merge.undone_at}
    else:
        given = {"finding": TwinReply.Finding.SAME, "reason": merge.reason}
        given |= {"by": merge.by, "at": merge.at}
    of_two = Q(activity=merge.gone, other=merge.kept)
    of_two |= Q(activity=merge.kept, other=merge.gone)
    for said in TwinAnswer.objects.standing().filter(of_two):
        said.replies.create(**given)
