"""What readers say of pages: taken in, taken in hand, settled; addresses forgotten."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge_hubs.models import Feedback
from oneplanet import outbox

MOST_WAITING = 5000
ADDRESS_KEPT = timedelta(days=90)
SETTLED_KEPT = timedelta(days=365)  # the words; they may name somebody


class FeedbackRefused(Exception):
    """The message is written for the person."""


@transaction.atomic
def send(*, key, page, language, kind, words, email="") -> Feedback:
    """Keep what a reader says; one ``key`` says it once. Raises FeedbackRefused."""
    if there := Feedback.objects.filter(key=key).first():
        return there
    if Feedback.objects.waiting().count() >= MOST_WAITING:
        raise FeedbackRefused(
            _("We have more to read than we can. Please write to us by e-mail instead.")
        )
    given = {"page": page, "language": language, "kind": kind, "words": words}
    return Feedback.objects.create(key=key, email=email.strip().lower(), **given)


@transaction.atomic
def take(*, by, row) -> Feedback:
    """Whoever takes it in hand takes it over, from a colleague too."""
    row = _waiting(row, by)
    row.state, row.assigned_to = Feedback.State.IN_HAND, by
    row.save()
    return row


def settle(*, by, row, answer="") -> Feedback:
    """It is done. An answer goes to who left an address, which is then forgotten."""
    return _settle(row, by, Feedback.State.DONE, answer)


def leave(*, by, row, answer="") -> Feedback:
    """There is nothing to do; told like :func:`settle`."""
    return _settle(row, by, Feedback.State.NO_ACTION, answer)


@transaction.atomic
def _settle(row, by, state, answer) -> Feedback:
    row = _waiting(row, by)
    if answer and not row.email:
        raise FeedbackRefused(_("Nobody left an address to answer to."))
    row.state, row.answer = state, answer
    row.settled_at, row.settled_by = timezone.now(), by
    if answer:
        _post(row)
    row.email = ""
    row.save()
    return row


def _post(row) -> None:
    outbox.post(
        key=f"feedback-{row.pk}-answer",
        to=row.email,
        language=row.language,
        template="knowledge_hubs/mail/feedback_answered.txt",
        context={"feedback": row},
    )


def _waiting(row, by) -> Feedback:
    if not by.roles.is_staff:
        raise PermissionDenied
    row = Feedback.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if not row.is_waiting:
        raise FeedbackRefused(_("This has been settled meanwhile."))
    return row


def forget_readers() -> int:
    """Addresses after 90 days, the words a year after they were settled; how many."""
    now = timezone.now()
    old = Feedback.objects.filter(sent_at__lte=now - ADDRESS_KEPT).exclude(email="")
    gone = Feedback.objects.filter(settled_at__lte=now - SETTLED_KEPT)
    return old.update(email="") + gone.delete()[0]
