"""What is said with an answer to who asks to take part in a record, or with its end."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.participating import Act


class ParticipationForm(forms.Form):
    """``acts`` are those open to the reader."""

    reason = PortalCharField(
        label=_("What do you want to say to them?"),
        help_text=_("The other organisation reads it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data=None, *, acts=()):
        super().__init__(data)
        self.acts = acts
        if Act.DECLINE in acts:
            self.fields["reason"].help_text = _(
                "Needed where you decline. The other organisation reads it."
            )
