"""PDFs made of plain blocks: tagged, in six languages, whatever people wrote."""

import re
import time
import zlib
from datetime import date
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from pypdf import PdfReader

from oneplanet.pdf import printing
from oneplanet.pdf.answers import pdf_answer
from oneplanet.pdf.blocks import (
    Document,
    Facts,
    Heading,
    Note,
    Points,
    Prose,
    Quote,
    Said,
    Table,
    as_data,
    clean,
)
from oneplanet.pdf.printing import Unprintable, print_pdf

DAY = date(2026, 3, 14)
WORDS = {
    "ar": "الإيصال ٣٬٢٥٥",
    "zh-hans": "收据（第1版）",
    "en": "Receipt",
    "fr": "Reçu : « un »",
    "ru": "Квитанция № 5",
    "es": "Recibo ¿cuál?",
}
HOSTILE = """#panic("x") $x$ \\ * _ ` <x> @y [z] {w} //c /*d*/ "q" 'r' ~ -- = + -"""


def document(*blocks, language="en", title="A title", **given):
    given = {"kicker": "A kicker", "foot": "A foot", "made_on": DAY} | given
    return Document(Said(title), language, blocks=list(blocks), **given)


def one_of_each(words="Words"):
    return [
        Facts([("Name", [Said(words, is_strong=True), " and ", Said(words, "ar")])]),
        Heading(words),
        Prose(f"{words}\n\n{words}"),
        Heading(words, 3),
        Quote(words, "fr"),
        Points([words, Said("a page", url="https://example.org/")]),
        Table(["Year", "Number"], [["2026", "3"]], frozenset({1})),
        Note(words),
    ]


def written(pdf: bytes) -> bytes:
    """Everything in the file, unpacked."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S)
    unpacked = [zlib.decompress(s) if s[:1] == b"x" else s for s in streams]
    return pdf + b"\n".join(unpacked)


def refusal(*blocks) -> str:
    with pytest.raises(Unprintable) as caught:
        print_pdf(document(*blocks))
    return str(caught.value)


# --- What it is -----------------------------------------------------------------------


def test_it_is_tagged_and_the_same_document_gives_the_same_bytes():
    first = print_pdf(document(*one_of_each()))
    assert first == print_pdf(document(*one_of_each()))
    assert first != print_pdf(document(*one_of_each("Others")))
    inside = written(first)
    assert first.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"<pdfuaid:part>1<", b"/Lang(en)", b"2026-03-14"):
        assert mark in inside.replace(b"/Lang (", b"/Lang("), mark


@pytest.mark.parametrize("language", WORDS)
def test_every_language_is_set_without_a_missing_sign(language):
    words = WORDS[language]
    try:
        pdf = print_pdf(document(*one_of_each(words), language=language, title=words))
    except Unprintable as refused:
        assert language == "zh-hans" and "no font" in str(refused)
        pytest.skip("no Chinese font on this machine")
    assert len(pdf) > 10_000


def test_a_direction_goes_with_its_language():
    data = as_data(document(Prose("نص", "ar"), Prose("Text", "zh-hans")))
    runs = [block["paragraphs"][0] for block in data["blocks"]]
    assert [(run["lang"], run["dir"]) for run in runs] == [("ar", "rtl"), ("zh", "ltr")]
    assert (data["lang"], data["dir"]) == ("en", "ltr")


# --- What people write ----------------------------------------------------------------


def test_nothing_anybody_wrote_is_read_as_instructions():
    """A heading stands in the outline of the file as it was written."""
    pdf = print_pdf(document(*one_of_each(HOSTILE), title=HOSTILE))
    assert b'#panic\\("x"\\)' in written(pdf) or b'#panic("x")' in written(pdf)


def test_signs_that_are_no_letters_are_left_out():
    dirty = "a\x00b\x07c\u202ed\u2066e\ufefff\U000e0041g\ue000h\r\ni\u2028j"
    assert clean(dirty) == "abcdefgh\ni\nj"
    assert clean("co\u00adop می\u200cخواهم") == "co\u00adop می\u200cخواهم"


def test_a_word_too_long_for_a_line_may_break():
    assert clean("w" * 39) == "w" * 39
    assert clean("w" * 45) == "\u200b".join(["w" * 10] * 4 + ["w" * 5])
    assert clean("字" * 80) == "字" * 80
    long = "W" * 300
    print_pdf(document(Facts([(long, long)]), Table([long], [[long]]), title=long))


# --- Where there is none --------------------------------------------------------------


@pytest.fixture
def no_fonts(monkeypatch):
    """As on a machine without any."""
    monkeypatch.setattr(printing, "OWN_FONTS_ONLY", True)


def test_a_sign_no_font_has_is_named_and_never_a_box(no_fonts):
    said = refusal(Prose("fine"), Prose("a ꯀ b"))
    assert said == "This server has no font for: ꯀ"


def test_without_a_font_for_chinese_it_says_so(no_fonts):
    assert refusal(Prose("你好")) == "This server has no font for: 你"


def test_without_any_font_of_the_machine_five_languages_are_set(no_fonts):
    for language in sorted(set(WORDS) - {"zh-hans"}):
        words = WORDS[language]
        print_pdf(document(Prose(words), language=language, title=words))


def test_a_text_of_five_megabytes_is_refused_at_once():
    began = time.monotonic()
    assert refusal(Prose("word " * 1_000_000)) == "It is too long for one PDF."
    assert time.monotonic() - began < 10


def test_too_many_pages_are_refused():
    assert refusal(Prose("a\n" * 22_000)) == "It is too long for one PDF."


def test_it_waits_for_no_document_for_ever(monkeypatch):
    monkeypatch.setattr(printing, "SECONDS", 0.001)
    assert refusal(Prose("a")) == "It is too long for one PDF."


def test_a_document_that_needs_too_much_memory_is_refused(monkeypatch):
    monkeypatch.setattr(printing, "MEMORY", 60_000_000)
    assert refusal(Prose("a")) == "It could not be made."


def test_few_are_made_at_once(monkeypatch):
    monkeypatch.setattr(printing, "PATIENCE", 0)
    for _place in range(printing.AT_ONCE):
        printing._places.acquire()
    try:
        answer = pdf_answer(_request(), document(), name="receipt", page_url="/page/")
        assert answer.status_code == 503 and "try again in a minute" in answer.text
    finally:
        printing._places.release(printing.AT_ONCE)


# --- The answer -----------------------------------------------------------------------


def _request():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.session = {}
    return request


def test_it_is_a_private_download_of_that_name():
    answer = pdf_answer(_request(), document(), name="receipt-R-1", page_url="/page/")
    assert answer.content.startswith(b"%PDF")
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control")} == {
        "Content-Type": "application/pdf",
        "Cache-Control": "private, no-store",
    }
    assert answer["Content-Disposition"] == 'attachment; filename="receipt-R-1.pdf"'


# --- How it stands on the page --------------------------------------------------------


def heights(pdf) -> dict:
    """Piece of text → how high on the first page it stands."""
    found = {}

    def note(text, matrix, _at, _font, _size):
        found[text] = round(matrix[5], 1)

    PdfReader(BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return found


def test_what_stands_in_one_row_is_level_in_letters_of_either_kind():
    found = heights(print_pdf(document(Facts([("دار", ["CODE"])]), language="ar")))
    level = {found[text] for text in found if set(text) & set("دار")}
    assert level == {found["CODE"]}


def test_a_code_stays_on_one_line():
    lengths = range(40, 80)
    rows = [("Part of", [f"{'Word ' * 20}"[:n] + " – IN-SAMPLE-01"]) for n in lengths]
    text = PdfReader(BytesIO(print_pdf(document(Facts(rows))))).pages[0].extract_text()
    assert text.count("IN-SAMPLE-01") == text.count("Part of") > 20


def test_each_page_says_which_of_how_many_it_is():
    pages = PdfReader(BytesIO(print_pdf(document(*[Heading("A")] * 20)))).pages
    last = [page.extract_text().split("\n")[-1] for page in pages]
    assert last == ["A foot 1 / 2", "A foot 2 / 2"]
