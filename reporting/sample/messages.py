"""What sample people find in their inbox: the latest steps others took."""

from oneplanet.outbox import OutgoingMail
from reporting.models import HistoryEntry
from reporting.notifications import tell_the_other_side
from reporting.workflow import Action, State

MOST = 6  # of each step
STATES = {
    Action.SUBMIT: State.SUBMITTED,
    Action.RETURN: State.RETURNED,
    Action.APPROVE: State.APPROVED,
}


def add_messages() -> None:
    """Tell of them in the inbox alone: nobody is mailed."""
    for action, state in STATES.items():
        steps = HistoryEntry.objects.filter(action=action, activity__is_sample=True)
        steps = steps.filter(activity__state=state).select_related("activity")
        for entry in steps.order_by("-at", "-pk")[:MOST]:
            tell_the_other_side(entry)
            mails = OutgoingMail.objects.filter(key__startswith=f"step-{entry.pk}-")
            mails.delete()
