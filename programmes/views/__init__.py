from programmes.views.answers import joining_answer, organisation_edit
from programmes.views.applications import (
    application_new,
    application_state,
    link_sent,
)
from programmes.views.inbox import (
    inbox,
    inbox_message,
    inbox_read,
    inbox_read_all,
    mail_again,
)
from programmes.views.invitations import invitation_accept
from programmes.views.joining import joining, joining_ask, joining_state
from programmes.views.leaving import organisation_leave
from programmes.views.message_ways import message_ways
from programmes.views.people import people
from programmes.views.people_steps import people_step
from programmes.views.profile import profile
from programmes.views.unsubscribing import unsubscribe

__all__ = [
    "application_new",
    "application_state",
    "inbox",
    "inbox_message",
    "inbox_read",
    "inbox_read_all",
    "invitation_accept",
    "joining",
    "joining_answer",
    "joining_ask",
    "joining_state",
    "link_sent",
    "mail_again",
    "message_ways",
    "organisation_edit",
    "organisation_leave",
    "people",
    "people_step",
    "profile",
    "unsubscribe",
]
