from programmes.views.invitations import invitation_accept
from programmes.views.people import people, people_step
from programmes.views.profile import profile

__all__ = ["invitation_accept", "people", "people_step", "profile"]
