"""What a visitor's query asks for, in six languages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from oneplanet.text.analysis import Query, Word, parse, terms, words
from oneplanet.text.analysis.queries import LONGEST_QUERY, MOST_PHRASES, MOST_WORDS
from tests.oneplanet.text.test_analysis import LANGUAGES, TEXTS


def asked(query, language="en"):
    """In the parts of a query only words as they are looked for, by their kind."""
    found = parse(query, language)
    return {
        "words": [word.surface for word in found.words],
        "phrases": [[word.surface for word in phrase] for phrase in found.phrases],
        "excluded": [[word.surface for word in phrase] for phrase in found.excluded],
        "ignored": list(found.ignored),
    }


def only(*words, phrases=(), excluded=(), ignored=()):
    return {
        "words": list(words),
        "phrases": [phrase.split() for phrase in phrases],
        "excluded": [phrase.split() for phrase in excluded],
        "ignored": list(ignored),
    }


def finds(query, text, language):
    """Whether a text of that language has every word of the query."""
    having = {term.term for term in terms(text, language)}
    return all(not having.isdisjoint(word.terms) for word in words(query, language))


# --- Words ---------------------------------------------------------------------------


def test_a_latin_word_is_looked_for_in_three_languages_the_readers_first():
    assert [word.terms for word in words("cities", "en")] == [("citi", "cit")]
    assert [word.terms for word in words("cities", "ru")] == [("citi", "cit")]
    assert [word.terms for word in words("cities", "fr")] == [("cit", "citi")]
    assert [word.terms for word in words("ciudades", "es-419")] == [("ciud", "ciudad")]


def test_a_word_of_parts_is_each_part_or_the_whole():
    assert words("re-use", "en") == [
        Word("re", ("re", "reus"), 0, 2, False),
        Word("use", ("use", "reus"), 3, 6, True),
    ]


def test_a_code_asks_for_no_less_than_itself():
    assert words("12.1", "en") == [Word("12.1", ("12.1",), 0, 4, False)]


def test_words_of_one_chinese_run_belong_together():
    assert words("循环經濟 塑料 水", "zh-hans") == [
        Word("循环", ("循环",), 0, 2, False, run=1),
        Word("环经", ("环经",), 1, 3, False, run=1),
        Word("经济", ("经济",), 2, 4, False, run=1),
        Word("塑料", ("塑料",), 5, 7, False),
        Word("水", ("水",), 8, 9, True, is_prefix=True),
    ]


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", "organisation Organizations organised ORGANIZE"),
        ("en", "policy policies"),
        ("en", "lifecycle life-cycle Life‑Cycle"),
        ("en", "behaviour behavior behaviours"),
        ("en", "analyse analyzed analysing"),
        ("en", "authority authorities"),
        ("en", "catalogue catalogs"),
        ("en", "centre center centre’s"),
        ("en", "hypothesis hypotheses"),
        ("fr", "nouveau nouveaux nouvelle nouvelles"),
        ("fr", "actif active actives"),
        ("fr", "premier premières première"),
        ("fr", "enjeu enjeux"),
        ("fr", "vœu vœux VOEU"),
        ("fr", "prévu prévue prévus prévues"),
        ("fr", "agricultrices agriculteur"),
        ("fr", "énergie énergétique"),
        ("fr", "économie économies économique ECONOMIE l’économie d'économies"),
        ("fr", "durable durabilité durablement durables"),
        ("fr", "travail travaux"),
        ("fr", "recyclage recycler recyclées"),
        ("fr", "cœur coeur CŒURS"),
        ("es", "ciudad ciudades CIUDADES"),
        ("es", "año años"),
        ("es", "energía energético"),
        ("es", "isla islas"),
        ("es", "línea líneas"),
        ("es", "luz luces"),
        ("es", "enlace enlaces"),
        ("es", "cauce cauces"),
        ("es", "índice índices"),
        ("es", "hogar hogares"),
        ("es", "gobierno gobiernos"),
        ("es", "alimento alimentaria alimentarios"),
        ("es", "sostenible sostenibilidad sostenibles"),
        ("es", "economía económico económicas economia"),
        ("ru", "потребление потребления потреблением ПОТРЕБЛЕНИЕ"),
        ("ru", "пластик пластика пластиковый пластиковая"),
        ("ru", "ребёнок ребенок дети детей"),
        ("ru", "зелёный зеленая зелёного"),
        ("ru", "закупка закупки закупок"),
        ("ru", "окно окна окон"),
        ("ru", "батарейка батареек"),
        ("ru", "ремонт ремонтировать ремонта"),
        ("ru", "переработка перерабатывать переработать"),
        ("ru", "замораживания заморозка замороженные заморозит замораживают"),
        ("ru", "загрязнения загрязняющих загрязнили загрязнённая"),
        ("ru", "использования используют использованный используя"),
        ("es", "regar riegan riego regando regado"),
        ("es", "reducir reduce reduzcan redujeron"),
        ("en", "knife knives"),
        ("fr", "acheteur acheteuse acheteuses acheteurs"),
        ("ar", "استهلاك الاستهلاك والاستهلاك للاستهلاك بالاستهلاك اسْتِهْلاك"),
        ("ar", "لتعزيز تعزيز وتعزيز"),
        ("ar", "مستدام المستدامة المستدامين مستدامه"),
        ("ar", "هدف الأهداف اهداف أهدافها أهدافه"),
        ("ar", "تكنولوجيا التكنولوجية"),
        ("ar", "برنامج برنامجا برنامجها برامج"),
        ("ar", "مشاركة مشاركتها مشاركته المشاركة"),
        ("ar", "بيئة البيئي بيئية"),
        ("ar", "بيت بيوت بيوتهم والبيوت"),
        ("ar", "مدينة مدينتنا مدينتهم المدينة"),
        ("zh-hans", "消费 消費"),
        ("zh-hans", "可持续发展 可持續發展"),
    ],
)
def test_each_form_of_a_word_finds_the_others(language, forms):
    forms = forms.split()
    lost = [
        (query, text)
        for query in forms
        for text in forms
        if not finds(query, text, language)
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("language", "query", "text"),
    [
        ("es", "año", "ano"),
        ("en", "organic", "organisation"),
        ("en", "police", "policy"),
        ("en", "import", "important authority"),
        ("en", "12.1.1", "12.1"),
        ("en", "CO2", "co-operation of 2"),
        ("ru", "мир", "меры, мэр, миф"),
        ("en", "news", "new"),
        ("fr", "coûteuse", "coteur"),
        ("ar", "بيئة", "بيوت"),
        ("zh-hans", "消费", "费消"),
        ("zh-hans", "生产", "先生、产品"),
    ],
)
def test_words_that_only_look_alike_stay_apart(language, query, text):
    assert not finds(query, text, language)


@pytest.mark.parametrize("query", ["ano", "año", "AÑO"])
def test_who_has_no_ñ_finds_words_with_it(query):
    assert finds(query, "Un año", "es")


# --- Operators -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "query", "expected"),
    [
        ("en", "circular economy", only("circular", "economy")),
        # Phrases, in the quotes of each language
        ("en", '"circular economy"', only(phrases=["circular economy"])),
        ("en", "“the circular economy” x", only("x", phrases=["the circular economy"])),
        ("fr", "« économie de l’eau »", only(phrases=["economie de eau"])),
        ("ru", "„зелёная экономика“", only(phrases=["зеленая экономика"])),
        ("ru", "«зелёная экономика»", only(phrases=["зеленая экономика"])),
        ("es", "”economía verde”", only(phrases=["economia verde"])),
        ("zh-hans", "「循环经济」", only(phrases=["循环 环经 经济"])),
        ("ar", "”الاستهلاك المستدام“", only(phrases=["الاستهلاك المستدام"])),
        ("en", '"plastic" "" "', only("plastic")),
        ("en", '"circular economy', only("circular", "economy")),
        # What must not occur
        ("en", "waste -plastic", only("waste", excluded=["plastic"])),
        ("en", "−plastic –e-waste", only(excluded=["plastic", "e waste"])),
        ("en", 'waste -"single use"', only("waste", excluded=["single use"])),
        ("en", "re-use 2013 – 2020", only("re", "use", "2013", "2020")),
        ("en", "- -- - waste", only("waste")),
        ("en", '"zero waste"-plastic', only("plastic", phrases=["zero waste"])),
        # Common words
        ("en", "what is the SCP", only("scp", ignored=["what", "is", "the"])),
        ("en", "to be", only("to", "be")),
        ("en", "WHO and IT", only("who", "it", ignored=["and"])),
        ("en", "WHO IS IT FOR", only("who", "is", "it", "for")),
        ("en", "WHAT IS SCP", only("scp", ignored=["what", "is"])),
        ("en", "the* waste", only("the", "waste")),
        ("en", "economía de la mer", only("economia", "mer", ignored=["de", "la"])),
        ("es", "cooperación Sur-Sur", only("cooperacion", "sur", "sur")),
        ("fr", "l’eau et la mer", only("eau", "mer", ignored=["et", "la"])),
        ("ru", "вода и отходы", only("вода", "отходы", ignored=["и"])),
        ("ar", "المدن في آسيا", only("المدن", "اسيا", ignored=["في"])),
        ("zh-hans", "消费和生产", only("消费", "生产")),
        ("zh-hans", "目的", only("目的")),
        ("zh-hans", "水 和 食物", only("水", "食物", ignored=["和"])),
        # Nothing
        ("en", "", only()),
        ("en", ' * "" - «» \0 \u202e', only()),
    ],
)
def test_a_query_is_read(language, query, expected):
    assert asked(query, language) == expected


@pytest.mark.parametrize("query", ["sustain*", "SUSTAIN*", "plastic sustain＊"])
def test_a_star_stands_for_the_rest_of_a_word(query):
    assert parse(query, "en").words[-1].is_prefix


def test_a_star_is_for_the_last_part_of_a_word():
    found = parse("long-last* waste", "en").words
    assert [word.is_prefix for word in found] == [False, True, False]


@pytest.mark.parametrize("query", ["su*", "12*", "sus *", "*sustain", "消费*"])
def test_short_beginnings_numbers_and_loose_stars_stand_for_nothing_more(query):
    assert not any(word.is_prefix for word in parse(query, "en").words)


def test_words_say_where_they_were_typed():
    query = 'the «économie verte» or l’eau -"mers du sud" 3 255'
    found = parse(query, "en")
    every = [*found.wanted, *found.excluded[0]]
    assert [query[word.start : word.end] for word in every] == [
        *("eau", "3", "255", "économie", "verte", "mers", "du", "sud")
    ]


def test_a_long_query_is_cut_and_says_so():
    longest = "a " * (LONGEST_QUERY // 2)
    assert not parse("x" * LONGEST_QUERY, "en").is_cut
    assert parse("x" * (LONGEST_QUERY + 1), "en").is_cut
    assert parse(longest, "en").is_cut
    assert len(parse(longest, "en").words) == MOST_WORDS
    assert parse('"a b" ' * (MOST_PHRASES + 1), "en").is_cut
    assert not parse('"a b" ' * MOST_PHRASES, "en").is_cut


OPERATORS = st.text(st.sampled_from("ab 的中ا«»“”\"「」*-−–'."), max_size=60)


@given(OPERATORS | TEXTS, LANGUAGES)
@example('"' * 200_000, "en")
@example('-"' * 100_000, "ru")
@example("中" * 200_000, "zh-hans")
@example("a'b-" * 50_000, "fr")
@example("وبشجرتين", "ar")
def test_any_text_is_a_query_of_bounded_size(query, language):
    found = parse(query, language)
    parts = (found.words, *found.phrases, *found.excluded)
    assert isinstance(found, Query)
    assert len(found.phrases) <= MOST_PHRASES and len(found.excluded) <= MOST_WORDS
    assert all(len(part) <= MOST_WORDS for part in parts)
    for word in (word for part in parts for word in part):
        assert 0 <= word.start < word.end <= min(len(query), LONGEST_QUERY)
        assert 0 < len(word.terms) <= 12
        assert all(0 < len(term) <= 64 for term in word.terms)
