"""The text inside files, whatever is sent as one."""

import pytest

from oneplanet.extracting import reading
from oneplanet.extracting.guessing import language_of
from oneplanet.extracting.opened import plain
from oneplanet.extracting.reading import Extracted, extract
from tests.oneplanet.extracting.files import docx, pdf

ENGLISH = "The report of the year, and what is to be done with it in the future."
FRENCH = "Le rapport de l'année, et ce qui est à faire dans les villes avec nous."
SPANISH = "El informe del año, y lo que hay que hacer en las ciudades con los demás."
TEXTS = {
    "ar": "تقرير السنة وما يجب القيام به في المدن من أجل الاستهلاك المستدام",
    "zh-hans": "年度报告以及今后在城市中为可持续消费和生产需要做的工作内容说明",
    "en": ENGLISH,
    "fr": FRENCH,
    "ru": "Доклад за год и то, что предстоит сделать в городах вместе с нами.",
    "es": SPANISH,
}


def extracted(tmp_path, kind, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    return extract(str(path), kind)


def test_the_pages_of_a_pdf_are_read_in_order(tmp_path):
    found = extracted(tmp_path, "pdf", pdf(ENGLISH, "Second page."))
    assert found == Extracted(f"{ENGLISH}\n\nSecond page.", "en")


def test_the_paragraphs_of_a_document_are_read(tmp_path):
    found = extracted(tmp_path, "docx", docx(FRENCH, "Fin & suite <1>"))
    assert found == Extracted(f"{FRENCH}\n\nFin & suite <1>", "fr")


def test_no_more_is_read_than_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_CHARACTERS", 30)
    found = extracted(tmp_path, "docx", docx("a" * 20, "b" * 20, "c" * 20))
    assert (len(found.text), found.is_cut) == (30, True)
    monkeypatch.setattr(reading, "MOST_PAGES", 1)
    found = extracted(tmp_path, "pdf", pdf("One", "Two"))
    assert (found.text, found.is_cut) == ("One", True)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    ("kind", "content", "refusal"),
    [
        ("pdf", b"%PDF-1.4 nothing", "damaged"),
        ("pdf", b"", "damaged"),
        ("docx", b"PK\x03\x04", "damaged"),
        ("docx", docx(document=LAUGHS), "damaged"),
        ("docx", docx(document="<w>" * 50), "damaged"),
        ("docx", docx(document="<w>" + " " * 61 * 2**20 + "</w>"), "too_large"),
    ],
    ids=["words", "empty", "zip", "laughs", "open", "bomb"],
)
def test_what_cannot_be_read_is_refused(tmp_path, kind, content, refusal):
    assert extracted(tmp_path, kind, content) == Extracted(refusal=refusal)


def test_a_process_that_does_not_end_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "WAIT", 0.01)
    found = extracted(tmp_path, "pdf", pdf(ENGLISH))
    assert found == Extracted(refusal="too_large")


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_is_told_from_the_text(code):
    assert language_of(TEXTS[code] * 2) == code


def test_what_says_too_little_is_in_no_language():
    assert [language_of(t) for t in ("", "12.3 %", "Lorem ipsum " * 20)] == [""] * 3


def test_letters_are_as_people_write_them():
    assert plain("ef\ufb01cient\x00 \u200bwords \n of\n\n\n\n a PDF") == (
        "efficient words of\n\na PDF"
    )
    assert plain("\ufee3\ufeae\ufea3\ufe92\ufe8e") == "مرحبا"
