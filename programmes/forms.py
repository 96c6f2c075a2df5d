from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import ZoneField
from programmes.models import Membership, User

JOINERS = "\u200c\u200d"  # letters of some scripts are written with them


class NameField(forms.CharField):
    """A person's name on one line, without invisible characters."""

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 150)
        kwargs.setdefault(
            "widget", forms.TextInput({"autocomplete": "name", "dir": "auto"})
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        words = " ".join(super().to_python(value).split())
        return "".join(c for c in words if c.isprintable() or c in JOINERS)


class ProfileForm(forms.ModelForm):
    name = NameField(label=_("What is your name?"))
    time_zone = ZoneField(
        label=_("In which time zone do you live?"),
        help_text=_(
            "Choose the city whose clocks are yours; beside it is how far they are "
            "from UTC today. Times on your pages and in your mails are given in this "
            "zone and name it. Deadlines are the same for everybody."
        ),
    )

    class Meta:
        model = User
        fields = ["name", "language", "time_zone"]
        labels = {"language": _("In which language shall we write to you?")}
        help_texts = {
            "language": _("The language of mails. Pages follow their address.")
        }


class InviteForm(forms.Form):
    """Whom an organisation invites, and as what."""

    email = forms.EmailField(
        label=_("Which e-mail address shall the invitation go to?"),
        help_text=_("Choose an address that only this person reads."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr"}),
    )
    role = forms.ChoiceField(
        label=_("What will this person do?"),
        choices=[
            (
                Membership.Role.EDITOR,
                _("Editor: writes activities and submits them for review"),
            ),
            (
                Membership.Role.ADMIN,
                _("Admin: the same, and decides who else works here"),
            ),
        ],
        widget=forms.RadioSelect,
        initial=Membership.Role.EDITOR,
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write?"), choices=settings.LANGUAGES
    )
