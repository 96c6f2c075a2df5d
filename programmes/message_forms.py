"""How people narrow their inbox, and choose how they are told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.message_kinds import KINDS, MessageKind, Way, choices
from programmes.models import roles_of

OF_MEMBERS = ("decisions", "deadlines", "links", "receipts")  # of an organisation
OF_REVIEWERS = ("reviews",)


class InboxFilter(forms.Form):
    """What cannot be asked for is not asked for."""

    kind = forms.ChoiceField(
        label=_("Which kind of message?"),
        choices=lambda: [("", _("All kinds")), *choices()],
        required=False,
    )
    unread = forms.BooleanField(label=_("Only what I have not read"), required=False)

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())

    def narrow(self, rows):
        if not self.is_valid():
            return rows
        if kind := self.cleaned_data["kind"]:
            rows = rows.filter(kind=kind)
        return rows.unread() if self.cleaned_data["unread"] else rows


def kinds_for(user) -> list[MessageKind]:
    """Those the person's roles of today can bring them."""
    roles = roles_of(user)
    gets = dict.fromkeys(OF_MEMBERS, bool(roles.organisations))
    gets |= dict.fromkeys(OF_REVIEWERS, roles.is_reviewer)
    return [kind for kind in KINDS if gets.get(kind.code, True)]


class WaysForm(forms.Form):
    """A question for each of these kinds whose mails may be stopped. What was chosen
    of others stays as it is."""

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in kinds:
            if not kind.may_stop:
                continue
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.why,
                choices=Way.choices,
                widget=forms.RadioSelect,
            )
