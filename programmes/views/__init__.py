from programmes.views.inbox import (
    inbox,
    inbox_message,
    inbox_read,
    inbox_read_all,
    mail_again,
)
from programmes.views.invitations import invitation_accept
from programmes.views.message_ways import message_ways
from programmes.views.people import people, people_step
from programmes.views.profile import profile
from programmes.views.unsubscribing import unsubscribe

__all__ = [
    "inbox",
    "inbox_message",
    "inbox_read",
    "inbox_read_all",
    "invitation_accept",
    "mail_again",
    "message_ways",
    "people",
    "people_step",
    "profile",
    "unsubscribe",
]
