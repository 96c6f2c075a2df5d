"""A number that others would read otherwise is said to have been read in one way."""

import pytest

from oneplanet.text.numbers import STYLES
from oneplanet.text.readings import day_remark, remark

WHOLE = "“{}” was read as the whole number {}."
BETWEEN = (
    "“{}” was read with decimals: more than {}, less than {}. "
    "If you mean the whole number, write {}."
)


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "1,234", WHOLE.format("1,234", "1234")),
        ("en", "1.234", BETWEEN.format("1.234", "1", "2", "1234")),
        ("en", "-1.234", BETWEEN.format("-1.234", "-2", "-1", "-1234")),
        ("fr", "1,234", BETWEEN.format("1,234", "1", "2", "1234")),
        ("es", "1.234", WHOLE.format("1.234", "1234")),
        ("ru", "12.345", BETWEEN.format("12.345", "12", "13", "12345")),
        ("zh-hans", " 1,234 ", WHOLE.format("1,234", "1234")),
        ("ar", "١,٢٣٤", WHOLE.format("١,٢٣٤", "1234")),
        ("ar", "١.٢٣٤", BETWEEN.format("١.٢٣٤", "1", "2", "1234")),
        ("ar", "١،٢٣٤", WHOLE.format("١،٢٣٤", "1234")),
    ],
)
def test_it_is_said_how_an_ambiguous_number_was_read(language, typed, said):
    assert remark(typed, language) == said


@pytest.mark.parametrize("language", STYLES)
@pytest.mark.parametrize(
    "typed",
    ["", "many", "1234", "1,5", "1.25", "0,123", "1 234", "1,234,567", "1.234,5"]
    + ["1,234.5", "1'234", "١٬٢٣٤", "١٫٢٣٤", "١٢٣٤", "١٢٬٣٤٥٫٦", "1234.567"],
)
def test_nothing_is_said_of_what_everybody_reads_alike(language, typed):
    assert remark(typed, language) == ""


@pytest.mark.parametrize(
    "typed",
    ["03/04/2026", "3/4/2026", " 3-4-2026 ", "03042026", "٣/٤/٢٠٢٦", "٣؍٤؍٢٠٢٦"],
)
def test_it_is_said_how_a_day_was_read_whose_month_could_be_another(typed):
    assert day_remark(typed) == f"“{typed.strip()}” was read as 3 April 2026."


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "23/04/2026", "4/4/2026", "3.4.2026", "2026-04-03", "20260403"]
    + ["20/13/2026", "3 April 2026", "2026年4月3日", "20042026", "19031204"],
)
def test_nothing_is_said_of_a_day_everybody_reads_alike(typed):
    assert day_remark(typed) == ""
