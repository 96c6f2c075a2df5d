"""How the texts of the reference files are written."""

import re
import tomllib

import pytest
from django.conf import settings

FILES = sorted(settings.BASE_DIR.glob("*/reference/**/*.toml"))

# What keeps Latin digits in an Arabic text.
CODES = re.compile(
    r"[A-Za-z][ -~’–]*"  # Latin letters and what goes with them: E/2021/56, M49
    r"|(?<![0-9])(?:[0-9]{1,2}\.[0-9a-c]\.[0-9]"  # indicators: 12.7.1, 12.a.1
    r"|[0-9]{4}\.Q[1-4]"  # releases: 2022.Q1
    r"|[0-9]{1,2}/[0-9]{1,3})(?![0-9])"  # resolutions: 76/202, 4/6
    r"|(?<=هدف )[0-9]{1,2}(?![0-9])"  # Goals: الهدف 12
    r"|(?<=غاية )[0-9]{1,2}\.[0-9a-c](?![0-9])"  # targets: الغاية 12.3
    r"|(?<=كوفيد-)19(?![0-9])"
)


def texts(node, language):
    """Every text of this language, however deep it stands."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == language and isinstance(value, str):
                yield value
            else:
                yield from texts(value, language)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, language)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_arabic_numbers_have_arabic_digits(path):
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [text for text in texts(content, "ar") if _has_latin_digits(text)]
    assert found == []


def _has_latin_digits(text) -> bool:
    return bool(re.search("[0-9]", CODES.sub("", text)))


def test_a_year_in_latin_digits_is_found_and_a_code_is_none():
    assert _has_latin_digits("في عام 2020")
    assert _has_latin_digits("المؤشر 12-7-1")
    assert not _has_latin_digits("في الوثيقة E/2021/56 عن المؤشر 12.7.1 في عام ٢٠٢١")
