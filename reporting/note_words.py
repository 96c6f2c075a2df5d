"""What a note can be about besides a single question of the form, in words."""

from django.utils.translation import gettext_lazy as _

WHOLE = _("The report as a whole")
FILES = _("Files")
NO_REASON = _("No reason, a comment alone")
OF_A_PROGRAMME = _("Questions of the programme")
