"""Form fields for days and numbers, as posted without any script."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from oneplanet.text.fields import PortalCharField, PortalDateField, PortalDecimalField


class Entry(forms.Form):
    day = PortalDateField(label="Day", required=False)
    amount = PortalDecimalField(
        label="Amount", required=False, max_digits=20, decimal_places=4
    )
    people = PortalDecimalField(label="People", required=False, min_value=0)


@pytest.mark.parametrize(
    ("language", "typed", "expected"),
    [
        ("en", ("23/04/2021", "3,255.5"), (date(2021, 4, 23), Decimal("3255.5"))),
        ("fr", ("1er avril 2021", "3 255,5"), (date(2021, 4, 1), Decimal("3255.5"))),
        ("es", ("23-4-2021", "3.255,5"), (date(2021, 4, 23), Decimal("3255.5"))),
        ("ru", ("23.04.2021", "−3 255,5"), (date(2021, 4, 23), Decimal("-3255.5"))),
        ("ar", ("٢٣/٤/٢٠٢١", "٣٬٢٥٥٫٥"), (date(2021, 4, 23), Decimal("3255.5"))),
        (
            "zh-hans",
            ("2021年4月23日", "3255.5"),
            (date(2021, 4, 23), Decimal("3255.5")),
        ),
        ("en", ("  ", " "), (None, None)),
    ],
)
def test_read_in_the_readers_language(language, typed, expected):
    with translation.override(language):
        form = Entry({"day": typed[0], "amount": typed[1]})
        assert form.errors == {}
        assert (form.cleaned_data["day"], form.cleaned_data["amount"]) == expected


def test_one_line_does_not_turn_the_direction_of_what_follows():
    line = PortalCharField()
    paragraphs = PortalCharField(widget=forms.Textarea)
    turned = "\u202e \u2067fdp.exe\u2069\u202c"
    typed_in_arabic = "C\u200e++ و\u200fHTML می\u200cخواهم"
    assert line.clean(turned) == "fdp.exe"
    assert line.clean(typed_in_arabic) == typed_in_arabic
    assert paragraphs.clean(turned) == turned
    with pytest.raises(forms.ValidationError, match="required"):
        line.clean("\u202e")


def test_what_was_refused_is_shown_as_it_was_typed():
    form = Entry({"day": "31/02/2021", "amount": "a lot <b>", "people": "-3"})
    assert form.errors == {
        "day": ["There is no such day. The day comes first, then the month."],
        "amount": ["Write a number in digits, for example 1234.5."],
        "people": ["Ensure this value is greater than or equal to 0."],
    }
    assert 'value="31/02/2021"' in str(form["day"])
    assert 'value="a lot &lt;b&gt;"' in str(form["amount"])
    assert 'value="-3"' in str(form["people"])


@pytest.mark.parametrize(
    ("language", "day", "amount"),
    [
        ("en", "23/04/2021", "14000.5"),
        ("fr", "23/04/2021", "14000,5"),
        ("es", "23/04/2021", "14000,5"),
        ("ar", "23/04/2021", "14000.5"),
        ("ru", "23.04.2021", "14000,5"),
        ("zh-hans", "23/04/2021", "14000.5"),
    ],
)
def test_what_is_stored_is_shown_with_latin_digits(language, day, amount):
    stored = {"day": date(2021, 4, 23), "amount": Decimal("14000.5000")}
    with translation.override(language):
        form = Entry(initial=stored)
        assert f'value="{day}"' in str(form["day"])
        assert f'value="{amount}"' in str(form["amount"])


@pytest.mark.parametrize("language", ["ar", "zh-hans", "en", "fr", "ru", "es"])
def test_what_is_sent_back_untouched_has_not_changed(language):
    stored = {"day": date(2021, 4, 23), "amount": Decimal("1.2340")}
    with translation.override(language):
        shown = Entry(initial=stored)
        sent = {
            name: str(shown.fields[name].prepare_value(value))
            for name, value in stored.items()
        }
        form = Entry(sent, initial=stored)
        assert form.is_valid()
        assert form.changed_data == []
        assert form.cleaned_data == stored | {"people": None}


def test_they_are_plain_text_inputs():
    form = Entry()
    assert form["day"].as_widget() == (
        '<input type="text" name="day" dir="auto" autocomplete="off" '
        'spellcheck="false" size="12" aria-describedby="id_day_helptext id_day_remark" '
        'id="id_day">'
    )
    assert 'type="text"' in str(form["amount"])
    assert "inputmode" not in str(form["amount"])
    assert 'inputmode="decimal"' in str(form["people"])


@pytest.mark.parametrize("typed", ["9" * 10_000_000, "\x00", "5\ud800", "٣2"])
def test_hostile_text_is_refused(typed):
    form = Entry({"day": typed, "amount": typed})
    assert set(form.errors) == {"day", "amount"}


def test_more_digits_than_the_column_holds_are_refused():
    form = Entry({"amount": "123456789012345678901"})
    assert form.errors == {
        "amount": ["Ensure that there are no more than 20 digits in total."]
    }
