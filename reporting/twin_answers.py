"""What a partner says of likely twins, and who reads it."""

from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.models import Activity, ActivityVersion, Participation, TwinAnswer
from reporting.participating import ask
from reporting.twin_finding import Twins, twins_of, with_address
from reporting.workflow import StepRefused


class Answered(NamedTuple):
    """An answer that stands, and the version of the other record this person may read;
    None where they may read none."""

    answer: TwinAnswer
    version: ActivityVersion | None


def unanswered(version, *, user) -> Twins:
    """Likely twins of a draft nothing has been said of yet; also those it asked to take
    part in, where the answer was no."""
    others = ActivityVersion.objects.exclude(activity__in=_said_of(version.activity))
    return twins_of(version, user=user, among=others)


def _said_of(activity) -> set:
    """Keys of the records of which what the authors said stands."""
    said = dict(
        activity.twin_answers.values_list("other", "choice")
    )  # the later counts
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
    as far as this person may read them. Two queries."""
    rows = activity.twin_answers.select_related("by")
    standing = {row.other_id: row for row in rows}.values()
    others = [row.other_id for row in standing]
    versions = ActivityVersion.objects.filter(activity__in=others)
    readable = versions.exclude(sealed_at=None).visible_to(user).order_by("number")
    rows = with_address(readable, user) if others else []
    known = {row.activity_id: row for row in rows}  # the last of each
    order = sorted(standing, key=lambda row: (row.at, row.pk))
    return [Answered(row, known.get(row.other_id)) for row in order]
