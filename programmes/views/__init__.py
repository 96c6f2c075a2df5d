from programmes.views.applications import (
    application_new,
    application_state,
    link_sent,
)
from programmes.views.invitations import invitation_accept
from programmes.views.people import people, people_step
from programmes.views.profile import profile

__all__ = [
    "application_new",
    "application_state",
    "invitation_accept",
    "link_sent",
    "people",
    "people_step",
    "profile",
]
