"""How the board is narrowed, and the form in which a row is translated."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from knowledge_hubs.models import Hub
from knowledge_hubs.translating.kinds import kind_of, kinds_for, rows_of
from oneplanet.curating import CuratedForm
from oneplanet.desk import column, other_languages
from oneplanet.language_tabs import in_its_language
from oneplanet.rich_fields import RichTextField, with_marks
from oneplanet.sheets import reading
from oneplanet.text.folding import fold
from oneplanet.translations import State, TranslationMark

WAITING = [
    ("waiting", _("Missing or outdated")),
    (State.MISSING.value, State.MISSING.label),
    (State.OUTDATED.value, State.OUTDATED.label),
    (State.MACHINE.value, State.MACHINE.label),
    (State.DONE.value, State.DONE.label),
]


class BoardForm(forms.Form):
    """What somebody wants to see of what is theirs on the board; what it does not know
    is left out."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    hub = forms.ChoiceField(label=_("Hub"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    words = forms.CharField(
        label=_("Words in the English name"), required=False, max_length=100
    )

    def __init__(self, data, user):
        super().__init__(data, label_suffix="")
        named = [(kind.label, kind.title) for kind in kinds_for(user)]
        hubs = [(str(hub.pk), hub.title) for hub in rows_of(kind_of(Hub), user)]
        languages = other_languages()
        for name, choices in (
            ("kind", named),
            ("hub", hubs),
            ("language", languages),
            ("state", WAITING),
        ):
            every = pgettext_lazy("no filter", "All")
            self.fields[name].choices = [("", every), *choices]
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """What was understood, by name."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def keeps(self, row) -> bool:
        """But for language and state, which are counted."""
        chosen = self.chosen
        words = fold(chosen.get("words", "")).split()
        return (
            chosen.get("kind", row.kind.label) == row.kind.label
            and chosen.get("hub", str(row.hub)) == str(row.hub)
            and all(word in row.found_by for word in words)
        )

    @property
    def languages(self) -> list[str]:
        code = self.chosen.get("language")
        return [code] if code else [code for code, _name in other_languages()]

    @property
    def states(self) -> frozenset[State]:
        """Of which a row is to be in one, in one of the languages."""
        chosen = self.chosen.get("state")
        if chosen == "waiting":
            return frozenset({State.MISSING, State.OUTDATED})
        return frozenset([State(chosen)] if chosen else State)


# --- A row in a language --------------------------------------------------------------


class TranslationForm(CuratedForm):
    """The texts of a row in one language; what is outdated, or a machine's, may be
    found right.
    """

    tells_states = False  # the page does, beside the source
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, texts, code, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts, self.code = texts, code
        for text in texts:
            if text.is_to_check:
                right = forms.BooleanField(label=_right(text), required=False)
                self.fields[f"right_{text.name}"] = right

    def rows(self):
        """(text with its source, the field to write in, the tick or None)"""
        for text in self.texts:
            tick = f"right_{text.name}"
            field = self[column(text.name, self.code)]
            yield text, field, self[tick] if tick in self.fields else None

    @property
    def marked(self) -> list[str]:
        """Fields whose texts may have marks."""
        fields = self.fields.items()
        return [name for name, field in fields if isinstance(field, RichTextField)]

    @property
    def is_to_check(self) -> bool:
        return any(text.is_to_check for text in self.texts)

    @property
    def right(self) -> list[str]:
        given = self.cleaned_data
        return [t.name for t in self.texts if given.get(f"right_{t.name}")]


def _right(text):
    if text.is_outdated:
        return _("Still right as it is")
    return _("I have checked it: right as it is")


def form_class(kind, code, names) -> type[TranslationForm]:
    """For these texts of a kind, checked as the editors' own page would."""
    return forms.modelform_factory(
        kind.model,
        form=TranslationForm,
        fields=[column(name, code) for name in names],
        formfield_callback=partial(_field, kind),
    )


def _field(kind, db_field, **kwargs):
    field = in_its_language(db_field, db_field.formfield(**kwargs))
    field.required = False
    if db_field.translated_field.name in kind.rich:
        return with_marks(field)
    if not isinstance(field.widget, forms.Textarea):
        area = forms.Textarea(attrs=field.widget.attrs | {"rows": 2})
        field.widget = area
    field.help_text = ""
    return field


# --- A workbook -----------------------------------------------------------------------


class WorkbookForm(forms.Form):
    """A workbook that comes back from a translator."""

    file = forms.FileField(
        label=_("The workbook"),
        help_text=_("XLSX, as it was taken from the board, up to 10 MB."),
        error_messages={"required": _("Choose a file.")},
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    origin = forms.ChoiceField(
        label=_("Who translated it?"),
        choices=[
            (TranslationMark.Origin.PERSON, pgettext_lazy("translator", "A person")),
            (TranslationMark.Origin.MACHINE, pgettext_lazy("translator", "A machine")),
        ],
        initial=TranslationMark.Origin.PERSON,
        widget=forms.RadioSelect,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > reading.LARGEST:
            raise forms.ValidationError(reading.REFUSALS[reading.Refusal.LARGE])
        return file
