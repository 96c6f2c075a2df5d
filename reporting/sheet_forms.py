"""Which spreadsheet somebody takes away, and the one they bring back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.sheets import plain, reading
from reporting.forms import NOT_OFFERED
from reporting.models import SheetUpload

MOST_KEPT = 100  # files of an organisation


class _ForOrganisation(forms.Form):
    """Asks for the organisation where there are several."""

    organisation = forms.ChoiceField(label=_("Of which organisation?"))

    def __init__(self, *args, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = {body.code: body for body in organisations}
        field = self.fields["organisation"]
        if len(self.organisations) == 1:
            field.initial, field.widget = organisations[0].code, forms.HiddenInput()
        field.choices = [(body.code, str(body)) for body in organisations]
        field.error_messages["invalid_choice"] = NOT_OFFERED

    def clean_organisation(self):
        return self.organisations[self.cleaned_data["organisation"]]


class TakeForm(_ForOrganisation):
    """What to take away, and as which kind of file."""

    what = forms.ChoiceField(
        label=_("What do you want in it?"),
        choices=[
            ("activities", _("All our activities, to change them or add to them")),
            ("template", _("Nothing: an empty template")),
        ],
        initial="activities",
        widget=forms.RadioSelect,
    )
    ending = forms.ChoiceField(
        label=_("As which kind of file?"),
        choices=[
            ("xlsx", _("Workbook (XLSX), with words to choose from and a help sheet")),
            ("csv", _("CSV, for other programs")),
        ],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class BringForm(_ForOrganisation):
    """A file to be looked at."""

    file = forms.FileField(
        label=_("Which file?"),
        help_text=_("XLSX or CSV, up to 10 MB and 10,000 rows."),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )

    letters = forms.ChoiceField(
        label=_("In which letters was a CSV file saved?"),
        help_text=_(
            "Only where they could not be made out, or words looked wrong. Workbooks "
            "need no answer."
        ),
        choices=[("", _("Find out"))] + list(plain.LETTERS.items()),
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )

    def clean_file(self):
        """No file is kept that would not be read for its size."""
        file = self.cleaned_data["file"]
        if file.size > reading.LARGEST:
            raise forms.ValidationError(reading.REFUSALS[reading.Refusal.LARGE])
        return file

    def clean(self):
        body = self.cleaned_data.get("organisation")
        if body and SheetUpload.objects.kept_for(body).count() >= MOST_KEPT:
            text = _(
                "Your organisation has uploaded a hundred files within thirty days. "
                "Please go on when the oldest have gone."
            )
            raise forms.ValidationError(text)
        return self.cleaned_data
