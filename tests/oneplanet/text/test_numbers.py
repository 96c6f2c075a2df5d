"""How each language writes numbers, and what people may type."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from oneplanet.text.numbers import (
    digits,
    figure,
    for_input,
    number,
    parse,
    percent,
    share,
)
from programmes.models import FigureText, PublishedFigure

LANGUAGES = ["ar", "zh-hans", "en", "fr", "ru", "es"]
D = Decimal


def in_all(write, *args) -> dict:
    return {language: write(*args, language) for language in LANGUAGES}


@pytest.mark.parametrize(
    ("value", "ar", "zh", "en", "fr", "ru", "es"),
    [
        (0, "٠", "0", "0", "0", "0", "0"),
        (7, "٧", "7", "7", "7", "7", "7"),
        (999, "٩٩٩", "999", "999", "999", "999", "999"),
        (3255, "٣٬٢٥٥", "3,255", "3,255", "3\u202f255", "3\xa0255", "3255"),
        (
            *(14000, "١٤٬٠٠٠", "14,000", "14,000"),
            *("14\u202f000", "14\xa0000", "14\xa0000"),
        ),
        (
            *(1234567, "١٬٢٣٤٬٥٦٧", "1,234,567", "1,234,567"),
            *("1\u202f234\u202f567", "1\xa0234\xa0567", "1\xa0234\xa0567"),
        ),
        (D("2.2000"), "٢٫٢", "2.2", "2.2", "2,2", "2,2", "2,2"),
        (
            *(D("3255.125"), "٣٬٢٥٥٫١٢٥", "3,255.125", "3,255.125"),
            *("3\u202f255,125", "3\xa0255,125", "3255,125"),
        ),
        (D("-74"), "−٧٤", "−74", "−74", "−74", "−74", "−74"),
        (D("-0.00"), "٠", "0", "0", "0", "0", "0"),
        (D("1E+3"), "١٬٠٠٠", "1,000", "1,000", "1\u202f000", "1\xa0000", "1000"),
    ],
)
def test_a_number_in_every_language(value, ar, zh, en, fr, ru, es):
    expected = {"ar": ar, "zh-hans": zh, "en": en, "fr": fr, "ru": ru, "es": es}
    assert in_all(number, value) == expected


def test_a_share_in_every_language():
    assert in_all(percent, D("49.5")) == {
        "ar": "٤٩٫٥٪",
        "zh-hans": "49.5%",
        "en": "49.5%",
        "fr": "49,5\u202f%",
        "ru": "49,5\xa0%",
        "es": "49,5\xa0%",
    }


def test_no_digit_is_lost_of_a_long_number():
    long = 10**50 + 1
    assert number(long, "en").replace(",", "") == str(long)
    assert number(D(f"{long}.{long}"), "en").endswith(f".{long}")


@pytest.mark.parametrize("value", [2.5, True, "3255", None])
def test_only_whole_and_decimal_numbers_are_written(value):
    with pytest.raises(TypeError):
        number(value, "en")


@pytest.mark.parametrize("value", [D("NaN"), D("Infinity")])
def test_what_is_no_number_is_not_written(value):
    with pytest.raises(ValueError, match="cannot be written"):
        number(value, "en")


def test_the_language_is_the_active_one_or_english():
    with translation.override("fr"):
        assert number(3255) == "3\u202f255"
    with translation.override(None):
        assert number(3255) == "3,255"
    assert number(3255, "pt") == "3,255"


def test_digits_of_a_text_follow_the_language():
    assert digits("2013–2020", "ar") == "٢٠١٣–٢٠٢٠"
    assert digits("2013–2020", "ru") == "2013–2020"


# --- Published figures --------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "unit", "parts", "whole"),
    [
        ({"number": 140}, "Member States", ("", "140"), "140\xa0Member States"),
        (
            {"number": 4000, "qualifier": "more_than"},
            *("policies", ("more than", "4,000"), "more than 4,000\xa0policies"),
        ),
        (
            {"number": 3255, "qualifier": "approx"},
            *("activities", ("about", "3,255"), "about 3,255\xa0activities"),
        ),
        (
            {"number": 75, "qualifier": "at_least"},
            *("%", ("at least", "75"), "at least 75%"),
        ),
        (
            {"low": 80, "high": 100, "qualifier": "range"},
            *("%", ("", "80–100"), "80–100%"),
        ),
        ({"number": D("2.2")}, "% a year", ("", "2.2"), "2.2% a year"),
        ({"number": 3, "qualifier": "approx"}, "×", ("about", "×3"), "about ×3"),
        ({"number": -74}, "%", ("", "−74"), "−74%"),
        ({"number": 6}, "", ("", "6"), "6"),
    ],
)
def test_a_published_figure_in_the_order_it_is_read(values, unit, parts, whole):
    values = {"qualifier": "exact"} | values
    found = figure(PublishedFigure(**values), FigureText(unit_label=unit), "en")
    assert (found.qualifier, found.number) == parts
    assert str(found) == whole


def test_a_published_figure_in_every_language():
    words = {
        "ar": ("أكثر من", "٪"),
        "zh-hans": ("超过", "%"),
        "en": ("more than", "%"),
        "fr": ("plus de", "%"),
        "ru": ("более", "%"),
        "es": ("más de", "%"),
    }
    shown = {}
    for language, (qualifier, unit) in words.items():
        one = SimpleNamespace(
            number=D("50.0000"),
            qualifier="more_than",
            get_qualifier_display=lambda qualifier=qualifier: qualifier,
        )
        text = SimpleNamespace(unit_label=unit)
        shown[language] = str(figure(one, text, language))
    assert shown == {
        "ar": "أكثر من ٥٠٪",
        "zh-hans": "超过50%",
        "en": "more than 50%",
        "fr": "plus de 50\u202f%",
        "ru": "более 50\xa0%",
        "es": "más de 50\xa0%",
    }


def test_a_published_range_in_every_language():
    one = PublishedFigure(low=80, high=100, qualifier="range")
    shown = {
        language: str(
            figure(
                one, FigureText(unit_label="٪" if language == "ar" else "%"), language
            )
        )
        for language in LANGUAGES
    }
    assert shown == {
        "ar": "٨٠–١٠٠٪",
        "zh-hans": "80%至100%",
        "en": "80–100%",
        "fr": "80–100\u202f%",
        "ru": "80–100\xa0%",
        "es": "80–100\xa0%",
    }


# --- Reading ------------------------------------------------------------------------

ONE_AND_A_BIT, THOUSANDS = D("1.234"), D("1234")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *{"ar": THOUSANDS, "zh-hans": THOUSANDS, "en": THOUSANDS}.items(),
        *{"fr": ONE_AND_A_BIT, "ru": ONE_AND_A_BIT, "es": ONE_AND_A_BIT}.items(),
    ],
)
def test_a_comma_before_three_digits_means_what_it_means_to_the_reader(typed, expected):
    assert parse("1,234", typed) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        *{"ar": ONE_AND_A_BIT, "zh-hans": ONE_AND_A_BIT, "en": ONE_AND_A_BIT}.items(),
        *{"fr": ONE_AND_A_BIT, "ru": ONE_AND_A_BIT, "es": THOUSANDS}.items(),
    ],
)
def test_a_point_before_three_digits_too(language, expected):
    assert parse("1.234", language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("3255", "3255"),
        ("  3255\u200f ", "3255"),
        ("3 255", "3255"),
        ("3\u202f255", "3255"),
        ("3\xa0255,5", "3255.5"),
        ("3'255.5", "3255.5"),
        ("3’255", "3255"),
        ("٣٬٢٥٥", "3255"),
        ("٣٬٢٥٥٫٥", "3255.5"),
        ("٣٢٥٥٫٢٥٥", "3255.255"),
        ("۳۲۵۵", "3255"),
        ("３２５５．５", "3255.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1,234,567.125", "1234567.125"),
        ("1.234.567,125", "1234567.125"),
        ("1,234.567", "1234.567"),
        ("1.234,567", "1234.567"),
        ("1 234,567", "1234.567"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("٢٫٥", "2.5"),
        ("٢،٥", "2.5"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("-74", "-74"),
        ("−74", "-74"),
        ("–74,5", "-74.5"),
        ("+74", "74"),
        ("007", "7"),
    ],
)
def test_numbers_as_people_type_them(typed, expected, language):
    assert parse(typed, language) == D(expected)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", "+-5", "--5", "5-", ".", ",", "٫", "5.", "5,", "1,,234"),
        *("many", "1e5", "0x10", "1_000", "NaN", "Infinity", "½", "²", "5%", "3.5万"),
        *("12 34", "1 2345", "1234 567", "1,23,456", "1.2,3.4", "1 234'567"),
        *("1,234,56", "1.234.56", "1'234,567.8", "٫٥٫٥", "(5)", "५", "٣2", "１2"),
        *("3\x0055", "\x00", "5\ud800", "3\n255\n", "4" * 61),
    ],
)
def test_what_is_no_number_is_refused(typed, language):
    if typed == "3\n255\n":  # white space like any other
        assert parse(typed, language) == 3255
        return
    with pytest.raises(ValueError, match="Write a number in digits"):
        parse(typed, language)


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "1,2345"), ("en", "1234,567"), ("zh-hans", "1,0000"), ("es", "1.2345")],
)
def test_a_slip_in_the_grouping_is_refused_and_not_taken_for_decimals(language, typed):
    with pytest.raises(ValueError, match="Write a number"):
        parse(typed, language)


@pytest.mark.parametrize(
    "typed", ["9" * 10_000_000, "٩" * 10_000_000, " " * 10_000_000, "1," * 5_000_000]
)
def test_endless_text_is_refused(typed):
    with pytest.raises(ValueError, match="Write a number"):
        parse(typed, "en")


def test_the_refusal_shows_an_example_as_the_reader_would_write_it():
    with translation.override("fr"), pytest.raises(ValueError, match="1234,5"):
        parse("beaucoup")


decimals = st.decimals(-(10**16), 10**16, places=4) | st.integers(-(10**20), 10**20)


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=decimals)
def test_what_is_written_is_read_back_unchanged(language, value):
    assert parse(number(value, language), language) == value
    assert parse(for_input(value, language), language) == value


@given(text=st.text(), language=st.sampled_from(LANGUAGES))
def test_any_text_is_a_number_or_refused_in_words(text, language):
    try:
        assert parse(text, language).is_finite()
    except ValueError as error:
        assert str(error).startswith("Write a number")


@given(
    text=st.text("0123456789٠٣۵ ,.'٬٫-−\u202f", max_size=12),
    language=st.sampled_from(LANGUAGES),
)
def test_no_digit_is_lost_or_invented(text, language):
    try:
        found = parse(text, language)
    except ValueError:
        return
    kept = "".join(digit for digit in f"{found:f}" if digit.isdigit()).lstrip("0")
    typed = "".join(str(int(d)) for d in text if d.isdigit()).lstrip("0")
    assert kept == typed


def test_a_share_is_all_or_nothing_only_where_it_is():
    parts = (0, 1, 2, 99, 150, 200, 298, 299, 300)
    assert [share(part, 300) for part in parts] == [0, 1, 1, 33, 50, 67, 99, 99, 100]
    assert [share(part, 1) for part in (D("0"), D("0.00001"), D("0.985"), D("1"))] == [
        0,
        1,
        99,
        100,
    ]
    assert (share(1, 1), share(0, 5), share(0, 0)) == (100, 0, None)
