"""What a partner is asked who proposes a resource, an event or a piece of news."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import Hub
from oneplanet.text.fields import PortalAddressField, PortalCharField, PortalDateField
from programmes.models import Programme
from reporting.uploads import check, in_words

ONLY = {"resource": ("file",), "event": ("starts_on", "ends_on", "place")}
QUESTIONS = {
    "resource": _("What is it called?"),
    "event": _("What is the event called?"),
    "article": _("What is the headline?"),
}


class ProposalForm(forms.Form):
    """Short on purpose: editors ask for what they miss."""

    organisation = forms.ModelChoiceField(
        queryset=None,
        to_field_name="code",
        label=_("For which organisation do you propose it?"),
    )
    title = PortalCharField(max_length=300)
    language = forms.ChoiceField(
        label=_("In which language is this title?"),
        choices=lambda: [("", "–"), *settings.LANGUAGES],
    )
    what = PortalCharField(
        label=_("What is it, in one sentence?"),
        help_text=_("In the language of the title. Readers see it in lists."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    url = PortalAddressField(
        label=_("Where is it on the web?"),
        help_text=_("Its address, or its DOI as an address."),
        max_length=500,
        required=False,
    )
    file = forms.FileField(
        label=_("Or send the file"),
        help_text=_(
            "Only what the network may hand out. Up to 20 MB as PDF, DOCX, XLSX, PPTX, "
            "ODT, ODS, ODP, CSV, JPEG or PNG; for anything larger give its address."
        ),
        required=False,
    )
    starts_on = PortalDateField(label=_("When does it begin?"))
    ends_on = PortalDateField(
        label=_("When does it end, if on another day?"), required=False
    )
    place = PortalCharField(
        label=_("Where?"),
        help_text=_("City and country, or “online”."),
        max_length=200,
        required=False,
    )
    programme = forms.ModelChoiceField(
        queryset=Programme.objects.all(),
        to_field_name="code",
        required=False,
        label=_("Which programme does it belong to?"),
        empty_label=_("The whole network"),
    )
    hub = forms.ModelChoiceField(
        queryset=Hub.objects.none(),
        to_field_name="code",
        required=False,
        label=_("Which knowledge hub should show it?"),
        empty_label="–",
    )
    why = PortalCharField(
        label=_("Why does it matter to others?"),
        help_text=_("A few sentences for the secretariat; nobody else reads them."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, kind, organisations, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["title"].label = QUESTIONS[kind]
        self.fields["language"].initial = get_language()
        for other, names in ONLY.items():
            for name in names if other != kind else ():
                del self.fields[name]
        if kind == "article":
            self.fields["url"].required = True
        self.fields["hub"].queryset = Hub.objects.published()
        field = self.fields["organisation"]
        field.queryset = organisations
        if len(organisations) == 1:
            field.initial = organisations[0].code
            field.widget = forms.HiddenInput()

    def clean_file(self):
        sent = self.cleaned_data["file"]
        if not sent:
            return None
        upload = check(sent)
        if upload.mistake:
            raise ValidationError(in_words(upload.mistake, upload.name))
        return upload

    def clean(self):
        given = super().clean()
        if self.kind == "resource" and not self.errors:
            if not given["url"] and not given["file"]:
                self.add_error("url", _("Give its address, or send the file."))
        begin, end = given.get("starts_on"), given.get("ends_on")
        if begin and end and end < begin:
            self.add_error("ends_on", _("The end comes before the start."))
        return given

    def ask_again_for_file(self):
        """A form that comes back cannot bring a file; its person is told which."""
        sent = self.files.get("file")
        if sent and "file" not in self.errors:
            text = _("Please choose “%(name)s” once more: files do not come back.")
            self.add_error("file", text % {"name": sent.name})

    def values(self) -> dict:
        """As :func:`knowledge_hubs.proposals.propose` takes them, the file aside."""
        given = dict(self.cleaned_data)
        given.pop("file", None)
        return given | {"kind": self.kind}


class AnswerForm(forms.Form):
    words = PortalCharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
