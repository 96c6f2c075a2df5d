"""The kinds of message people get: one list, read by whatever sends, shows or stops.

A new kind is a row here; what is posted without one is of the kind ``other``.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    """How somebody is told of a kind of message. It stands in the inbox always."""

    AT_ONCE = "at_once", _("At once, by mail")
    DAILY = "daily", _("In one mail a day")
    WEEKLY = "weekly", _("In one mail a week")
    ONLY_HERE = "only_here", _("Only here, in my inbox")


HEARS = {
    Way.AT_ONCE: _("You will hear by mail."),
    Way.DAILY: _("You will hear in your daily mail."),
    Way.WEEKLY: _("You will hear in your weekly mail."),
    Way.ONLY_HERE: _("The answer will stand in your inbox here."),
}
DIGESTS = {Way.DAILY: _("Daily mail"), Way.WEEKLY: _("Weekly mail")}
ALERT = "alert"  # mails of searches, each ended by its own link; in no inbox


@dataclass(frozen=True, slots=True)
class MessageKind:
    """``why`` is said in its mails and beside its choice. ``always`` says why its mails
    cannot be stopped; empty where they can. One ``waited_for`` is tried even where
    mails came back: somebody has just asked for it.
    """

    code: str
    label: Promise
    why: Promise
    always: Promise | str = ""
    waited_for: bool = False

    @property
    def may_stop(self) -> bool:
        return not self.always


KINDS = (
    MessageKind(
        "decisions",
        _("Decisions on our activities"),
        _("You work for the organisation that reported the activity."),
    ),
    MessageKind(
        "reviews",
        _("Submissions to review"),
        _("You decide on what partners submit."),
    ),
    MessageKind(
        "deadlines",
        _("Reminders of deadlines"),
        _("Your organisation is expected to report by a day."),
    ),
    MessageKind(
        "links",
        _("Links that lead nowhere any more"),
        _("What your organisation reported points to them."),
    ),
    MessageKind(
        "other",
        _("Other news of my work here"),
        _("It concerns something you take part in on this portal."),
    ),
    MessageKind(
        "receipts",
        _("Receipts"),
        _("You have sent something in."),
        always=_("Each is your proof of what was sent, and when."),
    ),
    MessageKind(
        "invitations",
        _("Invitations"),
        _("Somebody invites you to an organisation or to a duty."),
        always=_("The link to accept an invitation comes by mail alone."),
        waited_for=True,
    ),
    MessageKind(
        "account",
        _("Account and security"),
        _("Somebody, probably you, does something with your account."),
        always=_("They tell you when somebody else uses your account."),
        waited_for=True,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
OTHER, ACCOUNT = "other", "account"
STOPPABLE = tuple(kind for kind in KINDS if kind.may_stop)


def choices() -> list[tuple]:
    return [(kind.code, kind.label) for kind in KINDS]


def mail_choices() -> list[tuple]:
    """Of mails: a kind, the mail that gathers several, or what a search tells."""
    return [*choices(), *DIGESTS.items(), (ALERT, _("Search alerts"))]
