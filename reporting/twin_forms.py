"""What is asked about one likely twin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.models import TwinAnswer
from reporting.twins import reasons


class TwinForm(forms.Form):
    """The choice about one record; ``twin`` says which, and why it is asked about."""

    choice = forms.ChoiceField(
        label=_("What is it to yours?"),
        choices=TwinAnswer.Choice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; the desk may be asked.")},
    )
    reason = PortalCharField(
        label=_("What keeps the two apart, or what do you want to ask?"),
        help_text=_("A sentence. The desk reads it when it reviews."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data=None, *, twin, **kwargs):
        super().__init__(data, prefix=twin.version.activity.code, **kwargs)
        self.twin = twin
        why = reasons.in_words(twin.judgement.reasons)
        self.line = {"version": twin.version, "why": why}

    def clean(self):
        data = self.cleaned_data
        is_apart = data.get("choice") == TwinAnswer.Choice.APART
        if is_apart and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say what keeps the two apart."))
        return data
