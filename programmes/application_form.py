"""What an organisation is asked that wants to join the network."""

from django import forms
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalAddressField, PortalCharField
from oneplanet.text.folding import fold
from programmes.forms import NameField
from programmes.models import Country, Programme, Term

MORE_NAMES = (2, 3)


def languages():
    """The six first, then every other whose name we know, each group in order."""
    six = dict(settings.LANGUAGES)
    others = [code for code, info in LANG_INFO.items() if "name" in info]
    named = [(c, get_language_info(c)["name_translated"]) for c in {*others} - {*six}]
    first = [(code, get_language_info(code)["name_translated"]) for code in six]
    return [
        ("", "–"),
        (_("Languages of the United Nations"), sorted(first, key=_by_name)),
        (_("Other languages"), sorted(named, key=_by_name)),
    ]


def _by_name(pair) -> str:
    return fold(str(pair[1]))


class LanguageField(forms.ChoiceField):
    def __init__(self, **kwargs):
        super().__init__(choices=languages, **kwargs)


class ApplicationForm(forms.Form):
    """Names with their languages, what it is, who writes, and why."""

    name = PortalCharField(
        label=_("What is your organisation called, officially?"), max_length=250
    )
    name_language = LanguageField(label=_("In which language is this name?"))
    name_2 = PortalCharField(
        label=_("Its official name in another language, if it has one"),
        max_length=250,
        required=False,
    )
    language_2 = LanguageField(
        label=_("In which language is this name?"), required=False
    )
    name_3 = PortalCharField(
        label=_("And in a third language"), max_length=250, required=False
    )
    language_3 = LanguageField(
        label=_("In which language is this name?"), required=False
    )
    type = forms.ModelChoiceField(
        queryset=Term.objects.none(),
        to_field_name="code",
        label=_("What kind of organisation is it?"),
    )
    country = forms.ChoiceField(
        required=False,
        label=_("In which country is it based?"),
        help_text=_("Leave this empty where it belongs to no one country."),
    )
    website = PortalAddressField(label=_("Its website"), max_length=200, required=False)
    programmes = forms.ModelMultipleChoiceField(
        queryset=Programme.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("Which programmes would you like to take part in?"),
    )
    why = PortalCharField(
        label=_("Why would it like to join, and what does it do already?"),
        help_text=_("A few sentences. The secretariat reads them; nobody else does."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    contact = NameField(label=_("What is your name?"))
    contact_role = PortalCharField(
        label=_("What do you do there?"), max_length=150, required=False
    )
    email = forms.EmailField(
        label=_("Your e-mail address there"),
        help_text=_("We send a link to it. The application counts once you opened it."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = Term.objects.in_use().filter(vocabulary="stakeholder_type")
        self.fields["type"].queryset = words
        rows = sorted(Country.objects.all(), key=lambda row: fold(row.name))
        self.countries = {row.code: row for row in rows}
        named = [(row.code, row.name) for row in rows]
        self.fields["country"].choices = [("", "–"), *named]
        self.fields["programmes"].queryset = Programme.objects.all()

    def clean(self):
        given = super().clean()
        for number in MORE_NAMES:
            name, language = f"name_{number}", f"language_{number}"
            if given.get(name) and not given.get(language):
                self.add_error(language, _("Say in which language this name is."))
        return given

    def names(self) -> list[tuple]:
        """(name, language) pairs, the main one first."""
        given = self.cleaned_data
        pairs = [(given["name"], given["name_language"])]
        pairs += [(given[f"name_{n}"], given[f"language_{n}"]) for n in MORE_NAMES]
        return [pair for pair in pairs if pair[0]]

    def values(self) -> dict:
        """As :func:`programmes.applications.apply` takes them."""
        given = self.cleaned_data
        same = ("type", "website", "programmes", "why", "contact_role", "email")
        return {name: given[name] for name in same} | {
            "names": self.names(),
            "name": given["contact"],
            "country": self.countries.get(given["country"]),
        }
