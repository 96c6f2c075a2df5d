"""What the style guide shows: each token and component with plain example content.

Pure: no database, no request. Programmes, figures and their paragraphs are real; the
activities are made up and say so.
"""

from datetime import date

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs.citing import place
from oneplanet.forms import DayInput
from oneplanet.templatetags.page import file_size
from oneplanet.text.dates import date_words, year, years
from oneplanet.text.numbers import number, style_of
from reporting.facets import Choice, Facet
from reporting.workflow import BY_ACTION, Action, State

COLOURS = (
    ("paper", gettext_lazy("The ground")),
    ("wash", gettext_lazy("Tints; text on them is ink")),
    ("field", gettext_lazy("The ground of fields")),
    ("ink", gettext_lazy("Text, rules, states")),
    ("quiet", gettext_lazy("Text of second rank")),
    ("link", gettext_lazy("Links, focus, the main button")),
    ("problem", gettext_lazy("Problems, and nothing else")),
    ("hairline", gettext_lazy("Lines between things")),
    ("edge", gettext_lazy("Borders of fields and buttons")),
)
PROGRAMMES = (
    ("SFS", gettext_lazy("Sustainable Food Systems")),
    ("SBC", gettext_lazy("Sustainable Buildings and Construction")),
    ("ST", gettext_lazy("Sustainable Tourism")),
    ("SPP", gettext_lazy("Sustainable Public Procurement")),
    ("CI", gettext_lazy("Consumer Information")),
    ("SLE", gettext_lazy("Sustainable Lifestyles and Education")),
)


class ExampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(
        label=gettext_lazy("What is the activity called?"),
        help_text=gettext_lazy("Up to 120 characters, without abbreviations."),
        max_length=120,
    )
    summary = forms.CharField(
        label=gettext_lazy("What was done, in a few sentences?"),
        widget=forms.Textarea,
        required=False,
    )
    started_on = forms.DateField(
        label=gettext_lazy("When did it begin?"), widget=DayInput, required=False
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("How far does it reach?"),
        widget=forms.RadioSelect,
        choices=[
            ("global", gettext_lazy("The whole world")),
            ("regional", gettext_lazy("One region or several")),
            ("national", gettext_lazy("One country or several")),
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of activity is it?"),
        choices=[
            ("", gettext_lazy("Choose one")),
            ("training", gettext_lazy("Training")),
            ("outreach", gettext_lazy("Outreach")),
        ],
    )
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("Which programmes does it belong to?"),
        help_text=gettext_lazy("One or more."),
        widget=forms.CheckboxSelectMultiple,
        choices=PROGRAMMES,
        required=False,
    )
    years = forms.MultipleChoiceField(
        label=gettext_lazy("Which years does it cover?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Is there a file that shows it?"), required=False
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("I have the right to publish this."), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["summary"].needed_to_submit = True
        self.fields["years"].choices = [(str(y), year(y)) for y in range(2012, 2032)]


def examples() -> dict:
    """Context of the style guide's template."""
    return {
        "colours": COLOURS,
        "programmes": PROGRAMMES,
        "doors": _doors(),
        "figures": _figures(),
        "cards": _cards(),
        "states": State.choices,
        "notices": _notices(),
        "form": ExampleForm(),
        "form_with_errors": _form_with_errors(),
        "facets": _facets(),
        "chosen": [
            {"facet": _("Programme"), "label": PROGRAMMES[3][1], "url": "#facets"}
        ],
        "page_obj": Paginator(range(240), 20).page(4),
        "table": _table(),
        "entries": _entries(),
        "steps": [BY_ACTION[Action.APPROVE], BY_ACTION[Action.RETURN]],
        "files": _files(),
        "steps_code": "OPN-2026-0001",
    }


def _doors():
    return [{"code": code, "name": name, "url": "#arcs"} for code, name in PROGRAMMES]


def _figures():
    return [
        {
            "number": number(700),
            "qualifier": _("more than"),
            "label": _("partners in the network"),
            "source": place("E/2021/56", "6"),
            "url": "#figures",
        },
        {
            "number": number(140),
            "label": _("Member States with a national focal point"),
            "source": place("E/2021/56", "5"),
            "url": "#figures",
        },
        {
            "number": number(21),
            "unit": style_of().percent_gap + style_of().percent,
            "is_close": True,
            "label": _("share of the reported activities carried out in 2020"),
            "source": place("E/2021/56", "10"),
            "url": "#figures",
        },
        {
            "number": number(12),
            "label": _("activities in this sample"),
            "live": True,
            "counted": _("today"),
        },
    ]


def _cards():
    made_up = {"url": "#records", "is_sample": True, "who": _("Example organisation")}
    return [
        made_up
        | {
            "title": _("Training for the buyers of twelve cities"),
            "programme": "SPP",
            "programme_name": PROGRAMMES[3][1],
            "kind": _("Training"),
            "kind_code": "TRAINING",
            "code": "OPN-2026-0001",
            "summary": _("Two days on life-cycle costs, and a year of questions."),
            "where": "Chile, Kenya",
            "when": years(2020, 2021),
            "state": State.APPROVED,
            "state_label": State.APPROVED.label,
        },
        made_up
        | {
            "title": "Des cantines scolaires sans gaspillage",
            "lang": "fr",
            "dir": "ltr",
            "programme": "SFS",
            "programme_name": PROGRAMMES[0][1],
            "kind": _("Outreach"),
            "kind_code": "OUTREACH",
            "code": "OPN-2026-0002",
            "language": _("French"),
            "where": "Sénégal",
            "when": year(2021),
        },
        made_up
        | {
            "title": _("A map of what visitors leave behind"),
            "programme": "ST",
            "programme_name": PROGRAMMES[2][1],
            "kind": _("Knowledge"),
            "kind_code": "KNOW_PROD",
            "code": "OPN-2026-0003",
            "where": "Fiji",
            "when": year(2022),
            "state": State.RETURNED,
            "state_label": State.RETURNED.label,
        },
    ]


def _notices():
    return [
        ("info", _("The reporting year closes on 31 January.")),
        ("done", _("Saved. You can leave and come back at any time.")),
        ("attention", _("Two parts are still empty.")),
        ("problem", _("The file could not be read. Please choose it again.")),
    ]


def _form_with_errors():
    form = ExampleForm(
        data={
            "wrong-title": "",
            "wrong-scope": "lunar",
            "wrong-kind": "training",
            "wrong-programmes": ["SPP", "CI"],
            "wrong-years": ["2020", "2021"],
        },
        prefix="wrong",
    )
    form.is_valid()
    return form


def _facets():
    programmes = [
        Choice(code, name, code == "SPP", count=n)
        for n, (code, name) in enumerate(PROGRAMMES, start=3)
    ]
    years = [Choice(str(y), year(y), False) for y in (2019, 2020, 2021)]
    return [
        Facet("programme", _("Programme"), programmes),
        Facet("year", _("Year"), years),
    ]


def _table():
    return {
        "caption": _("Activities in this sample"),
        "columns": [
            {"label": _("Programme"), "is_number": False},
            {"label": year(2020), "is_number": True},
            {"label": year(2021), "is_number": True},
        ],
        "rows": [
            [name, number(n * 31), number(n * 407)]
            for n, (_code, name) in enumerate(PROGRAMMES, start=2)
        ],
    }


def _entries():
    return [
        {
            "what": State.RETURNED.label,
            "who": _("Reviewer"),
            "when": date_words(date(2026, 11, 21)),
            "at": "2026-11-21",
            "comment": _("Please say which cities took part."),
        },
        {
            "what": State.SUBMITTED.label,
            "who": _("Example organisation"),
            "when": date_words(date(2026, 11, 18)),
            "at": "2026-11-18",
        },
        {
            "what": State.DRAFT.label,
            "who": _("Example organisation"),
            "when": date_words(date(2026, 11, 12)),
            "at": "2026-11-12",
        },
    ]


def _files():
    return [
        {
            "url": "#files",
            "name": "programme-2020.pdf",
            "type": "PDF",
            "size": file_size(1_200_000),
        },
        {
            "url": "#files",
            "name": "liste-des-villes.xlsx",
            "type": "XLSX",
            "size": file_size(38_000),
            "language": _("French"),
        },
    ]
