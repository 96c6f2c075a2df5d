"""The filters and tags that print numbers, days, ages and texts of partners."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.html import escape

DAY = date(2021, 4, 23)
MOMENT = datetime(2021, 4, 23, 14, 32, tzinfo=UTC)


def printed(template, language="en", *, autoescape=True, **values) -> str:
    with translation.override(language):
        return Template(template).render(Context(values, autoescape=autoescape))


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{{ v|number }}", 3255, "<bdi>3,255</bdi>"),
        ("{{ v|percent }}", Decimal("49.50"), "<bdi>49.5%</bdi>"),
        ("{{ v|year }}", 2021, '<bdi><time datetime="2021">2021</time></bdi>'),
        ("{{ v|year }}", DAY, '<bdi><time datetime="2021">2021</time></bdi>'),
        (
            *("{{ v|date_words }}", DAY),
            '<bdi><time datetime="2021-04-23">23 April 2021</time></bdi>',
        ),
        (
            *("{{ v|moment }}", MOMENT),
            '<bdi><time datetime="2021-04-23T14:32:00+00:00">'
            "23 April 2021, 14:32 UTC</time></bdi>",
        ),
        ("{{ v|date_range:v }}", DAY, "<bdi>23 April 2021</bdi>"),
        ("{{ v|date_range:None }}", DAY, "<bdi>since 23 April 2021</bdi>"),
    ],
)
def test_in_english(template, value, expected):
    assert printed(template, v=value) == expected


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{{ v|number }}", -3255, '<bdi dir="rtl">−٣٬٢٥٥</bdi>'),
        ("{{ v|percent }}", 49, '<bdi dir="rtl">٤٩٪</bdi>'),
        (
            "{{ v|year }}",
            2021,
            '<bdi dir="rtl"><time datetime="2021">٢٠٢١</time></bdi>',
        ),
        (
            *("{{ v|date_words }}", DAY),
            '<bdi dir="rtl"><time datetime="2021-04-23">'
            "٢٣ نيسان/أبريل ٢٠٢١</time></bdi>",
        ),
    ],
)
def test_in_arabic_the_direction_is_said(template, value, expected):
    assert printed(template, "ar", v=value) == expected


def test_an_age_names_the_moment_for_machines():
    then = timezone.now() - timedelta(days=3, hours=1)
    assert printed("{{ v|age }}", v=then) == (
        f'<bdi><time datetime="{then.isoformat()}">3 days</time></bdi>'
    )


@pytest.mark.parametrize("name", ["number", "percent", "year", "date_words", "moment"])
@pytest.mark.parametrize("value", [None, ""])
def test_what_is_unknown_prints_nothing(name, value):
    assert printed(f"{{{{ v|{name} }}}}", v=value) == ""


def test_zero_is_known():
    assert printed("{{ v|number }}", v=0) == "<bdi>0</bdi>"


def test_mails_get_the_words_alone():
    template = "{{ n|number }} {{ d|date_words }} {% shown row 'name' %}"
    row = SimpleNamespace(name_en="Rock & roll", name_ar="")
    text = printed(template, "ar", autoescape=False, n=3255, d=DAY, row=row)
    assert text == "٣٬٢٥٥ ٢٣ نيسان/أبريل ٢٠٢١ Rock & roll"


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, "0\u00a0B"),
        (176, "176\u00a0B"),
        (999, "999\u00a0B"),
        (1000, "1\u00a0kB"),
        (1250, "1.2\u00a0kB"),
        (38_400, "38\u00a0kB"),
        (999_600, "1\u00a0MB"),
        (20_000_000, "20\u00a0MB"),
        (2_500_000_000, "2,500\u00a0MB"),
    ],
)
def test_sizes_of_files_have_signs_and_no_plurals(size, expected):
    assert printed("{{ v|file_size }}", v=size) == f"<bdi>{expected}</bdi>"


def test_sizes_follow_the_language():
    arabic = '<bdi dir="rtl">١٫٢\u00a0kB</bdi>'
    assert printed("{{ v|file_size }}", "ar", v=1200) == arabic
    assert printed("{{ v|file_size }}", "fr", v=1200) == "<bdi>1,2\u00a0kB</bdi>"
    assert printed("{{ v|file_size }}", v=None) == ""


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("One. Two three. Four", ["One.", "Two three.", "Four"]),
        ("واحد، اثنان، ثلاثة", ["واحد،", "اثنان،", "ثلاثة"]),
        ("一，二。", ["一，", "二。"]),
        ("Version 2.0 of 1,000 <b>, done", ["Version 2.0 of 1,000 <b>,", "done"]),
    ],
)
def test_a_title_of_several_sentences_breaks_between_them(title, pieces):
    spans = [f'<span class="clause">{escape(piece)}</span>' for piece in pieces]
    gap = "" if "，" in title else " "
    assert printed("{{ v|clauses }}", v=title) == gap.join(spans)


def test_a_title_of_one_sentence_stays_as_it_is():
    assert printed("{{ v|clauses }}", v="Food & drink.") == "Food &amp; drink."


def test_a_language_is_named_in_the_readers():
    template = "{{ v|language_name }}"
    assert printed(template, v="zh-hans") == "Simplified Chinese"
    assert printed(template, "fr", v="de") == "Allemand"
    assert printed(template, v="tlh") == "tlh"


def test_a_text_of_somebodys_own_says_its_language_where_it_differs():
    template = "{% in_language v code %}"
    assert printed(template, v="A<b>", code="en") == "A&lt;b&gt;"
    assert printed(template, v="A<b>", code="ar") == (
        '<span lang="ar" dir="rtl">A&lt;b&gt;</span>'
    )


def test_codes_of_languages_become_attributes():
    template = "{{ v|lang_tag }} {{ v|text_dir }}"
    assert printed(template, v="zh-hans") == "zh-Hans ltr"
    assert printed(template, v="ar") == "ar rtl"


def test_a_translated_text_is_plain_in_its_own_language():
    row = SimpleNamespace(name_en="Food", name_fr="L’alimentation <b>")
    assert (
        printed("{% shown row 'name' %}", "fr", row=row) == "L’alimentation &lt;b&gt;"
    )


def test_a_text_in_another_language_says_which():
    row = SimpleNamespace(name_en="Food <b>", name_zh_hans="", name_ar=None)
    marked = '<span lang="en" dir="ltr">Food &lt;b&gt;</span>'
    assert printed("{% shown row 'name' %}", "zh-hans", row=row) == marked
    assert printed("{% shown row 'name' %}", "ar", row=row) == marked


def test_a_text_nobody_wrote_prints_nothing():
    row = SimpleNamespace(name_en="", name_ru="")
    assert printed("{% shown row 'name' %}", "ru", row=row) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (None, ""),
        ("One line", "<p>One line</p>"),
        ("One\r\ntwo\n\n \nthree\n", "<p>One<br>two</p><p>three</p>"),
        ("<script>&", "<p>&lt;script&gt;&amp;</p>"),
    ],
)
def test_what_partners_wrote_keeps_its_lines_and_is_no_html(text, expected):
    assert printed("{{ v|paragraphs }}", v=text) == expected
