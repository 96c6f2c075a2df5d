"""How people narrow their inbox, and choose how they are told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.message_kinds import STOPPABLE, Way, choices


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


class WaysForm(forms.Form):
    """A question for each kind whose mails may be stopped."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in STOPPABLE:
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                help_text=kind.why,
                choices=Way.choices,
                widget=forms.RadioSelect,
            )
