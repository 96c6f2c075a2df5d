"""What a reviewer says beside one field of a submitted version."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.models import ReturnReason
from reporting.note_words import WHOLE


class NoteForm(forms.Form):
    """A reason, a comment, or both; neither takes the note away. ``labels`` are what
    the form asks, by the names of its fields."""

    field = forms.ChoiceField(label=_("About"), required=False)
    reason = forms.ModelChoiceField(
        ReturnReason.objects.none(),
        label=_("Reason"),
        required=False,
        empty_label=_("None of these"),
        help_text=_("The partner reads it in their language, with what to do."),
    )
    comment = PortalCharField(
        label=_("Your comment"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=_("Nobody else reads it before you return the report."),
    )

    def __init__(self, *args, labels, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", WHOLE), *labels.items()]
        self.fields["reason"].queryset = ReturnReason.objects.in_use()
