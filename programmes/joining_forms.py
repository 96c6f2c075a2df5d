"""What somebody is asked who asks to join an organisation, and who answers."""

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from oneplanet import searching
from oneplanet.text.fields import PortalAddressField, PortalCharField
from programmes.forms import NameField
from programmes.models import Membership, Organisation


class JoinForm(forms.Form):
    """A message; of somebody without an account the name and address too."""

    name = NameField(label=_("What is your name?"))
    email = forms.EmailField(
        label=_("Your e-mail address there"),
        help_text=_("We send a link to it. The request counts once you opened it."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    message = PortalCharField(
        label=_("A word to those who decide"),
        help_text=_("Who you are there, so that they recognise you."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, *, has_account=False):
        super().__init__(data)
        if has_account:
            del self.fields["name"], self.fields["email"]


class AnswerForm(forms.Form):
    """Accept in a role, or decline with a reason: ``answer`` says which."""

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
        required=False,
    )
    reason = PortalCharField(
        label=_("If you decline: why?"),
        help_text=_("The person reads this, in the mail and on a page."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def accepts(self) -> bool:
        return self.data.get("answer") == "accept"

    def clean(self):
        given = super().clean()
        if self.accepts and not given.get("role"):
            self.add_error("role", _("Choose what this person will do."))
        if not self.accepts and not (given.get("reason") or "reason" in self.errors):
            self.add_error("reason", _("Say why."))
        return given


class OrganisationForm(forms.ModelForm):
    """What an organisation's own admins may change of it."""

    website = PortalAddressField(label=_("Its website"), max_length=200, required=False)
    acronym = PortalCharField(
        label=_("Its acronym, if it has one"), max_length=40, required=False
    )

    class Meta:
        model = Organisation
        fields = ["website", "acronym"]

    @transaction.atomic
    def save(self, commit=True):
        organisation = super().save(commit)
        searching.changed(organisation)
        return organisation
