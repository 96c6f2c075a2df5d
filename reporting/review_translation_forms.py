"""What reviewers enter who ask for a translation, or give one."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.choices import CHOOSE_ONE, NOT_OFFERED
from reporting.models import Origin

LONGEST = 20_000


class AskForm(forms.Form):
    """Into which language, and why. ``written_in`` is the report's own."""

    language = forms.ChoiceField(
        label=_("Into which language?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OFFERED, "required": CHOOSE_ONE},
    )
    why = PortalCharField(
        label=_("Why do you need it?"),
        help_text=_("Colleagues read it on this page."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, *args, written_in="", **kwargs):
        super().__init__(*args, **kwargs)
        offered = [pair for pair in settings.LANGUAGES if pair[0] != written_in]
        self.fields["language"].choices = offered


class TranslationForm(forms.Form):
    """A field for each text of the version, and whose translation it is. ``originals``
    are reporting.review_translating.Original; each field knows its own."""

    origin = forms.ChoiceField(
        label=_("Who translated it?"),
        help_text=_("If a machine did, say so even if you have mended it."),
        choices=Origin,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_ONE},
    )

    def __init__(self, *args, originals, **kwargs):
        super().__init__(*args, **kwargs)
        self.originals = originals
        for original in originals:
            rows = 8 if len(original.text) > 200 else 2
            self.fields[original.name] = PortalCharField(
                label=original.label,
                max_length=LONGEST,
                required=False,
                widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
            )

    def clean(self):
        if not self.errors and not any(self.texts.values()):
            self.add_error(None, _("Translate at least one text."))
        return self.cleaned_data

    @property
    def texts(self) -> dict[str, str]:
        names = [original.name for original in self.originals]
        return {name: self.cleaned_data.get(name, "") for name in names}

    @property
    def pairs(self):
        """Each original with its field."""
        return [(original, self[original.name]) for original in self.originals]
