"""How forms are drawn: a name, help and an error that belong to their control."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template

from oneplanet.forms import DayInput

COUNTRIES = [(str(n), f"Country {n}") for n in range(40)]


class ExampleForm(forms.Form):
    title = forms.CharField(label="What is it called?", help_text="Short.")
    kind = forms.ChoiceField(
        label="Which kind?", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    began = forms.DateField(label="When?", widget=DayInput, required=False)
    countries = forms.MultipleChoiceField(
        label="Where?",
        widget=forms.CheckboxSelectMultiple,
        choices=COUNTRIES,
        required=False,
    )
    agreed = forms.BooleanField(label="Agreed", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["began"].needed_to_submit = True


class Elements(HTMLParser):
    """Every start tag of a piece of markup, as (tag, attributes)."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def ids(self):
        return [attrs["id"] for _tag, attrs in self.found if attrs.get("id")]

    def named(self, name):
        return [attrs for _tag, attrs in self.found if attrs.get("name") == name]


@pytest.fixture
def refused():
    return ExampleForm({"countries": ["3", "5", "99"], "began": "2026-02-31"})


def summary(form):
    return Template("{% load page %}{% error_summary form %}").render(
        Context({"form": form})
    )


def test_a_refused_control_points_to_its_help_and_its_error(refused):
    html = Elements(str(refused))
    [title] = html.named("title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"] == "id_title_helptext id_title_error"
    assert {"id_title_helptext", "id_title_error", "id_kind_error"} <= set(html.ids())


def test_no_id_is_used_twice(refused):
    ids = Elements(str(refused)).ids()
    assert len(ids) == len(set(ids))


def test_a_group_of_choices_is_a_fieldset_with_its_error(refused):
    fieldsets = [a for tag, a in Elements(str(refused)).found if tag == "fieldset"]
    assert [a.get("aria-describedby") for a in fieldsets] == [
        "id_kind_error",
        "id_countries_error",
    ]


def test_the_summary_leads_to_controls_that_are_there(refused):
    targets = [
        attrs["href"].removeprefix("#")
        for tag, attrs in Elements(summary(refused)).found
        if tag == "a"
    ]
    assert targets == ["id_title", "id_kind_0", "id_began", "id_countries_0"]
    assert set(targets) <= set(Elements(str(refused)).ids())


def test_there_is_no_summary_without_errors():
    form = ExampleForm({"title": "A", "kind": "a"})
    assert form.is_valid() and summary(form).strip() == ""


def test_what_is_required_is_said_in_words():
    html = str(ExampleForm())
    assert html.count("(required)") == 2
    assert html.count("(needed before you submit)") == 1


def test_what_is_chosen_already_is_not_said_to_be_required():
    chosen = str(ExampleForm(initial={"kind": "a"})["kind"].as_field_group())
    unknown = str(ExampleForm({"kind": "z"})["kind"].as_field_group())
    assert ("(required)" in chosen, "(required)" in unknown) == (False, True)


def test_a_long_list_folds_away_says_what_is_chosen_and_opens_on_an_error(refused):
    kept = ExampleForm({"title": "A", "kind": "a", "countries": ["3", "5"]})
    assert "Country 3 · Country 5</summary>" in str(kept["countries"])
    assert "Choose from the list</summary>" in str(ExampleForm()["countries"])
    opened = [a for tag, a in Elements(str(refused)).found if tag == "details"]
    assert ["open" in attrs for attrs in opened] == [True]
    assert '<details class="long" data-choices>' in str(kept["countries"])


def test_a_refused_answer_is_shown_again(refused):
    [began] = Elements(str(refused)).named("began")
    assert began["value"] == "2026-02-31"
