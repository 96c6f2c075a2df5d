from programmes.views.answers import joining_answer, organisation_edit
from programmes.views.applications import (
    application_new,
    application_state,
    link_sent,
)
from programmes.views.invitations import invitation_accept
from programmes.views.joining import joining, joining_ask, joining_state
from programmes.views.people import people, people_step
from programmes.views.profile import profile

__all__ = [
    "application_new",
    "application_state",
    "invitation_accept",
    "joining",
    "joining_answer",
    "joining_ask",
    "joining_state",
    "link_sent",
    "organisation_edit",
    "people",
    "people_step",
    "profile",
]
