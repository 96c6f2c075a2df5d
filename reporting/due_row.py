"""One thing that is due for somebody: its kinds, how urgent it is, and what a page says
of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

MOST = 50  # rows of one kind


class Kind(StrEnum):
    TEXT = "text"  # what the person typed while they were signed out
    RETURNED = "returned"  # an activity the reviewers sent back
    NOTHING = "nothing"  # an organisation that has nothing counted in an open period
    DRAFT = "draft"  # an activity not submitted yet
    REVIEW = "review"  # all that waits for the person's review, in one row
    ESCALATED = "escalated"  # all nobody has answered that was brought up to them
    CLASSIFY = "classify"  # all they are to classify blind, in one row
    DIFFER = "differ"  # all disagreements they may discuss, in one row
    TRANSLATE = "translate"  # a reviewer asks for a submission in another language
    INVITED = "invited"  # an invitation the person has not answered
    INVITATION = "invitation"  # one the person made that nobody has answered
    CONTRIBUTED = "contributed"  # what somebody outside sent for a draft
    ASKED = "asked"  # somebody asks to join an organisation they answer for
    TAKING_PART = "taking_part"  # an organisation asks to take part in their record
    APPLICATIONS = "applications"  # all that wait for the secretariat, in one row


class Urgency(IntEnum):
    UNSAVED = 0
    OVER = 1
    WAITING = 2
    SOON = 3
    LATER = 4


HEADINGS = {
    Urgency.UNSAVED: _("Not saved yet"),
    Urgency.OVER: _("The deadline is over"),
    Urgency.WAITING: _("Others wait for you"),
    Urgency.SOON: _("Due within 30 days"),
    Urgency.LATER: _("When you can"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do. ``since`` is the day from which it waits, ``until`` the last day
    for it. ``what`` is its title, name or address; for REVIEW, ESCALATED, CLASSIFY and
    DIFFER empty, and counted. ``who`` asks or has contributed; ``into`` is the language
    asked for. Of a TEXT: its ``form``, the moment ``at`` which it was sent, and where
    to ``throw_away`` what was typed.
    """

    kind: Kind
    urgency: Urgency
    url: str
    what: str = ""
    what_language: str = ""
    who: str = ""
    into: str = ""
    organisation: str = ""
    organisation_language: str = ""
    programme: str = "NET"
    since: date | None = None
    until: date | None = None
    year: int | None = None
    count: int = 1
    has_expired: bool = False
    form: str = ""
    at: datetime | None = None
    throw_away: str = ""

    @property
    def is_over(self):
        return self.urgency is Urgency.OVER


def first_of_each(rows, kind, *order):
    """The first in this order of each kind of rows, MOST at most. One query."""
    place = Window(RowNumber(), partition_by=[kind], order_by=order)
    return rows.annotate(place=place).filter(place__lte=MOST)
