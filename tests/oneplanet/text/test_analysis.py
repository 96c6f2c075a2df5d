"""What texts in six languages are indexed under."""

import re
import unicodedata

import pytest
import Stemmer
from hypothesis import example, given
from hypothesis import strategies as st

from oneplanet.text.analysis import ANALYSER_VERSION, terms, words
from oneplanet.text.analysis.pieces import LONGEST
from oneplanet.text.analysis.scanning import MARKS
from oneplanet.text.folding import fold


def positions(text, language):
    """“a/b c”: terms that share a position are joined by a stroke."""
    found = {}
    for term in terms(text, language):
        found.setdefault(term.position, []).append(term.term)
    assert list(found) == list(range(len(found)))
    return " ".join("/".join(found[position]) for position in found)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # English
        ("en", "The organisations’ policy", "the organiz polici"),
        ("en", "organic, organised, Organization", "organic organiz organiz"),
        ("en", "labelling programmes; behaviour", "label program behavior"),
        ("en", "the country's children, don't", "the countri child don"),
        ("en", "life-cycle", "life/lifecycl cycl"),
        ("en", "sustain-\nable", "sustain/sustain abl"),
        ("en", "U.N. NGOs, the WHO", "un ngo the who"),
        # French
        ("fr", "L’économie de l'eau aujourd’hui", "econom de eau aujourdhui"),
        ("fr", "Côte d’Ivoire, cœur, CŒUR", "cot ivoir coeur coeur"),
        ("fr", "durable, durabilité, développée", "durabl durabl developp"),
        ("fr", "réseaux régionaux, travaux publics", "reseau regional travail public"),
        ("fr", "s’il jusqu'à, idées", "il a ide"),
        # Spanish
        ("es-419", "años, ciudades", "año/ano ciud"),
        ("es", "España y niños", "españ/espan y niñ/nin"),
        ("es", "sostenible, sostenibilidad", "sosten sosten"),
        ("es", "económica, economías", "econom econom"),
        ("es", "luces, gobiernos, paredes", "luz gobiern par"),
        # Russian
        ("ru", "Ещё зелёная, зеленого", "ещ зелен зелен"),
        ("ru", "потребления, потреблением", "потреблен потреблен"),
        ("ru", "закупок, закупки", "закупок/закупк закупк"),
        ("ru", "людей и детям, СО2", "человек и ребенок co2"),
        ("ru", "мой, Йод", "мо йод"),
        # Arabic
        ("ar", "الاستهلاك والإنتاج المستدامان", "استهلاك انتاج مستدام/مستدامان"),
        ("ar", "وَالسِّيـــاحَة السياحية", "سياح سياح"),
        ("ar", "بيئة البيئي", "بيي بيي"),
        ("ar", "غذاء الغذائية أغذية", "غذاي غذاي غذاي"),
        ("ar", "لتعزيز الأهداف", "لتعزيز/تعزيز هدف"),
        ("ar", "وزارة؛ وقانون", "وزار/زار وقان/وقانون/قانون"),
        ("ar", "وبتعزيز مدن", "وبتعزيز/بتعزيز/تعزيز مدين"),
        ("ar", "للحكومات 2030م", "حكوم 2030"),
        # Chinese
        ("zh-hans", "可持续消费", "可持 持续 续消 消费/费"),
        ("zh-hans", "可持續消費", "可持 持续 续消 消费/费"),
        ("zh-hans", "中\u3099国", "中国/国"),
        ("zh-hans", "生产。水", "生产/产 水"),
        ("zh-hans", "塑料\n污染", "塑料 料污 污染/染"),
        # Several scripts in one
        ("zh-hans", "中国COP26会议", "中国/国 cop/cop26 26 会议/议"),
        ("ru", "программа 10YFP: waste", "программ 10yfp wast"),
        ("ar", "هدف SDG 12.1", "هدف sdg 12.1/12"),
        ("en", "PET, CO₂ and 3R", "pet co2 and 3r"),
        # Numbers and codes
        ("en", "SDG 12.1.1, 12.a", "sdg 12.1.1/12.1/12 12.a/12"),
        ("en", "12.8.1b", "12.8.1b/12.8.1/12.8/12"),
        ("en", "3,255 or 1,234.5", "3255 or 1234.5/1234"),
        ("fr", "3\u202f255 ou 12,5 %", "3255 ou 12.5/12"),
        ("fr", "3\u202f255 2021", "3255 2021"),
        ("fr", "3 255 villes", "3255/3 255 vill"),
        ("es", "3.255", "3255/3.255/3"),
        ("ar", "٣٬٢٥٥ و٢٠٢١", "3255 2021"),
        ("en", "2013–2020, 2020/21", "2013 2020 2020 21"),
        ("en", "COVID-19", "covid/covid19 19"),
        ("en", "mail@un.org", "mail/mailunorg un org"),
        ("en", "https://un.org/a", "https un/unorg org a"),
        # Nothing to find
        ("en", "", ""),
        ("en", " – … «» 😀 \u202e\u0301", ""),
    ],
)
def test_a_text_is_indexed_under(language, text, expected):
    assert positions(text, language) == expected


def test_every_term_stands_where_it_is_written():
    text = "L’économie circulaire: 12.1.1, life-cycle 可持續"
    assert [(t.term, text[t.start : t.end]) for t in terms(text, "fr")] == [
        ("econom", "économie"),
        ("circulair", "circulaire"),
        ("12.1.1", "12.1.1"),
        ("12.1", "12.1.1"),
        ("12", "12.1.1"),
        ("lif", "life"),
        ("lifecycl", "life-cycle"),
        ("cycl", "cycle"),
        ("可持", "可持"),
        ("持续", "持續"),
        ("续", "續"),
    ]


def test_offsets_hold_where_accents_and_marks_are_signs_of_their_own():
    text = "cafe\u0301s \u202bالسِّيَاحَة\u202c 消\ufe00費"
    assert [text[t.start : t.end] for t in terms(text, "fr")] == [
        "cafe\u0301s",
        "السِّيَاحَة\u202c",
        "消\ufe00費",
        "費",
    ]


def test_what_may_stand_inside_a_word_folds_to_nothing():
    inside = re.compile(f"[{MARKS}]")
    signs = [sign for sign in map(chr, range(0x10000)) if inside.match(sign)]
    assert len(signs) > 300
    shown = [ascii(s) for s in signs if fold(s) and unicodedata.category(s) != "Cn"]
    assert shown == []
    assert not inside.search("،؛؟۔.,;:!?…·・。，、-'’ \u2028")


def test_latin_words_in_a_text_of_another_script_have_english_stems():
    expected = [("sustain", 0), ("citi", 1)]
    for language in ("ar", "ru", "zh-hans", "de"):
        found = terms("sustainable cities", language)
        assert [(t.term, t.position) for t in found] == expected


# --- Any text at all -----------------------------------------------------------------

SCRIPTS = (
    "aeéEñÑœßıİ zZ's’.-‐,@&_ 0123456789٠٢٣ _\n\r\t\0"
    "иёйЙстСО المسؤولةئءىَُـًوب 可持續续消費々ー゙ゟ⼥한ไทย"
    "\u0301\u00ad\u200b\u202e\u2067\ufeff\ufe0f\ud800😀ﷺﬁ²①½％（）《》“”«»"
)
LANGUAGES = st.sampled_from(["ar", "zh-hans", "en", "fr", "ru", "es", "pt-br", ""])
TEXTS = st.text(st.sampled_from(SCRIPTS) | st.characters(), max_size=60)


@given(TEXTS, LANGUAGES)
@example("a" * 200 + "'s-" + "b" * 200, "en")
@example("1" * 200 + ".1", "en")
@example("ﷺ" * 100, "ar")
def test_terms_of_any_text_are_bounded_and_point_into_it(text, language):
    found = terms(text, language)
    positions = [term.position for term in found]
    assert positions == sorted(positions)
    assert set(positions) == set(range(len(set(positions))))
    for term in found:
        assert 0 <= term.start < term.end <= len(text)
        assert 0 < len(term.term) <= LONGEST
        assert not set(" \0") & set(term.term)
        assert term.term == fold(term.term)
    assert len(found) <= 4 * len(text)
    assert terms(text, language) == found


@given(TEXTS, LANGUAGES)
@example("ciudades", "es")
@example("1.234.567,8", "fr")
def test_a_text_is_found_by_each_of_its_own_words(text, language):
    having = {term.term for term in terms(text, language)}
    for word in words(text, language):
        assert not having.isdisjoint(word.terms) or word.is_prefix
        assert 0 <= word.start < word.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 10**6, "e" + "\u0301" * 10**6, "\u202e" * 10**6, "\0" * 10**6),
        *("a-" * 10**4, "a'" * 10**4, "1." * 10**4, "1 000 " * 10**4, "ـ" * 10**6),
        *("中\n" * 10**4, "ﷺ" * 10**5, "😀" * 10**5, "12.1b-" * 10**4),
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_a_hostile_text_costs_no_more_than_any_other(text):
    found = terms(text, "en")
    assert len(found) <= len(text)
    assert all(len(term.term) <= LONGEST for term in found[:1000])


def test_the_index_is_made_anew_when_the_stemmers_change():
    """A newer pystemmer may cut words elsewhere: raise ANALYSER_VERSION with it."""
    assert (Stemmer.version(), ANALYSER_VERSION) == ("3.1.0", 5)
