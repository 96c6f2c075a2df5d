"""Documents, days and paragraphs in words for readers."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from knowledge_hubs.citing import by_source, cited, listed_in, named, place

DAY = date(2021, 4, 23)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("6", "paragraph 6"),
        ("28–29", "paragraphs 28–29"),
        ("fn 8", "footnote 8"),
        ("fn 3, fn 6", "footnotes 3, 6"),
        ("Annex II", "Annex II"),
        ("7, fn 5", "paragraph 7, footnote 5"),
        (
            "6, 11, 28–29, 8(b), Annex I, fn 8",
            "paragraphs 6, 11, 28–29, 8(b), Annex I, footnote 8",
        ),
        ("Table 3", "Table 3"),
        ("cover, 73", "paragraph 73, cover"),
    ],
)
def test_paragraphs_are_written_out(text, expected):
    assert cited(text) == expected


def test_their_numbers_follow_the_language():
    with translation.override("ar"):
        assert "٢٨–٢٩" in cited("28–29")


def test_a_figure_names_its_document_and_place():
    assert place("E/2021/56", "10") == "E/2021/56, paragraph 10"
    assert place("SDG metadata", "") == "SDG metadata"


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("E/2021/56", "E/2021/56"),
        ("SDG metadata", '<span lang="en" dir="ltr">SDG metadata</span>'),
    ],
)
def test_a_document_named_in_english_words_is_marked_elsewhere(symbol, expected):
    assert named(symbol) == symbol
    with translation.override("ar"):
        assert named(symbol) == expected
        assert f"<bdi>{expected}</bdi>" in listed_in(symbol, DAY)


def printed_day(words="23 April 2021", machine="2021-04-23"):
    return f'<bdi><time datetime="{machine}">{words}</time></bdi>'


@pytest.mark.parametrize(
    ("document", "day", "paragraphs", "expected"),
    [
        ("", None, "", ""),
        ("E/2021/56", DAY, "", f"As listed in <bdi>E/2021/56</bdi>, {printed_day()}."),
        ("SDG metadata", None, "", "As listed in <bdi>SDG metadata</bdi>."),
        ("The sheet", None, "3", "As listed in <bdi>The sheet, paragraph 3</bdi>."),
        (None, DAY, "", f"As listed on {printed_day()}."),
        (
            *("E/2021/56", DAY, "6, fn 8"),
            f"As listed in <bdi>E/2021/56</bdi>, {printed_day()}: "
            "<bdi>paragraph 6, footnote 8</bdi>.",
        ),
        (
            *("SDG metadata 12.1.1, 6 December 2021", date(2021, 12, 6), ""),
            "As listed in <bdi>SDG metadata 12.1.1</bdi>, "
            f"{printed_day('6 December 2021', '2021-12-06')}.",
        ),
        ("A<b>", None, "", "As listed in <bdi>A&lt;b&gt;</bdi>."),
    ],
)
def test_the_sentence_says_what_is_known(document, day, paragraphs, expected):
    assert listed_in(document, day, paragraphs) == expected


def test_rows_stand_together_by_document_and_day():
    def row(document, day):
        return SimpleNamespace(document=document, listed_on=day)

    first, later, undated = row("A", DAY), row("B", DAY), row("A", None)
    again = row("A", DAY)
    groups = by_source([first, later, again, undated])
    assert [(g.document, g.listed_on, g.rows) for g in groups] == [
        ("A", DAY, [first, again]),
        ("B", DAY, [later]),
        ("A", None, [undated]),
    ]
