"""Which stretch of a text is shown with a result, and what is marked in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplanet.text.analysis import best_window, highlights, parse, terms
from oneplanet.text.analysis.highlights import LOOKED_AT
from tests.oneplanet.text.test_analysis import LANGUAGES, TEXTS


def marked(text, query, language, size=70):
    """The window as text, what is marked between brackets."""
    asked = parse(query, language).wanted
    window = best_window(
        text,
        language,
        {term for word in asked for term in word.terms},
        size,
        tuple(word.surface for word in asked if word.is_prefix),
    )
    shown, at = "", window.start
    for start, end in window.marks:
        shown += f"{text[at:start]}[{text[start:end]}]"
        at = end
    assert window.end - window.start <= size
    return shown + text[at : window.end]


@pytest.mark.parametrize(
    ("language", "text", "query", "expected"),
    [
        (
            "en",
            "Nothing here. " * 9 + "The organisations recycle. " + "No more. " * 9,
            "organization recycling",
            "The [organisations] [recycle]. No more. No more. No more. No more. No",
        ),
        (
            "fr",
            "Rien ici. " * 9 + "L’économie circulaire crée des emplois.",
            "economie circulaire",
            "Rien ici. L’[économie] [circulaire] crée des emplois.",
        ),
        (
            "es",
            "Nada. " * 20 + "Las ciudades de España. " + "Nada. " * 9,
            "ciudad españa",
            "Las [ciudades] de [España]. Nada. Nada. Nada. Nada. Nada. Nada. Nada.",
        ),
        (
            "ru",
            "Слова. " * 20 + "Ещё об отходах зелёных городов. ",
            "зеленый отходы",
            "Слова. Слова. Ещё об [отходах] [зелёных] городов. ",
        ),
        (
            "ar",
            "كلمات أخرى. " * 9 + "تعمل الحكومات على الاستِهلاك المستدام.",
            "استهلاك حكومة",
            "كلمات أخرى. تعمل [الحكومات] على [الاستِهلاك] المستدام.",
        ),
        (
            "zh-hans",
            "其他。" * 30 + "我們支持可持續消費與生產方式。",
            "可持续消费和生产",
            "其他。其他。其他。其他。其他。其他。我們支持[可持續消費]與[生產]方式。",
        ),
        (
            "en",
            "Words begin plainly. " * 9,
            "absent",
            "Words begin plainly. " * 3 + "Words",
        ),
        (
            "fr",
            "Rien ici. " * 9 + "L’économie.",
            "economie",
            "Rien ici. L’[économie].",
        ),
        (
            "en",
            "Nothing here. " * 9 + "All organisations.",
            "organization",
            "Nothing here. All [organisations].",
        ),
        ("zh-hans", "保護水資源和飲水", "水", "保護[水]資源和飲[水]"),
        ("zh-hans", "一个PET瓶子", "PET瓶子", "一个[PET瓶子]"),
        ("en", "A life-cycle view", "lifecycle", "A [life-cycle] view"),
        ("en", "Sustaining sustainable use", "sust*", "[Sustaining] [sustainable] use"),
        ("en", "", "waste", ""),
    ],
)
def test_the_best_stretch_of_a_text_is_shown(language, text, query, expected):
    assert marked(text, query, language) == expected


def test_the_stretch_with_more_of_the_words_wins_over_an_earlier_one():
    text = ("Waste alone. " + "Filler. " * 20) * 5 + "Waste of food. " + "Filler. " * 20
    assert (
        marked(text, "food waste", "en", 40)
        == "[Waste] of [food]. Filler. Filler. Filler."
    )


def test_only_the_beginning_of_a_very_long_text_is_looked_at():
    text = "x" * LOOKED_AT + " waste"
    assert best_window(text, "en", {"wast"}, 50) == (0, 50, [])
    assert best_window(text[10:], "en", {"wast"}, 50).marks == [
        (LOOKED_AT - 9, LOOKED_AT - 4)
    ]


@given(TEXTS, LANGUAGES, st.integers(1, 80))
def test_of_any_text_a_window_is_shown_with_marks_in_it(text, language, size):
    wanted = {term.term for term in terms(text, language)[::2]}
    start, end, marks = best_window(text, language, wanted, size)
    assert 0 <= start <= end <= len(text) and end - start <= size
    at = start - 1
    for from_, to in marks:
        assert at < from_ < to <= end
        at = to


@pytest.mark.parametrize(
    "text", ["a" * 10**6, "a " * 10**6, "中" * 10**6, "\u0301" * 10**6, "e.\n" * 10**6]
)
def test_a_long_text_costs_no_more_than_its_beginning(text):
    start, end, _marks = best_window(text, "en", {"a", "中中", "x"}, 300)
    assert end - start <= 300


def test_words_known_to_hold_nothing_change_no_mark():
    """Remembered for a query and the stems of a language, not for another."""
    texts = {
        "fr": "Des organisations mangent du pain, et aussi des pommes de terre.",
        "en": "What organisations say: we eat bread; mangeons is French.",
        "es": "Los años de las ciudades; el año de la ciudad.",
        "ru": "Пластик и пластиковые отходы; без пластика.",
        "ar": "البلاستيك والنفايات البلاستيكية في المدن.",
        "zh-hans": "塑料污染和塑料包装，plastic 也一样。",
    }
    asked = [
        ({"organis"}, ()),
        ({"mangeon"}, ()),
        ({"organiz"}, ()),
        (set(), ("plas",)),
    ]
    asked += [({"пластик"}, ()), ({"塑料"}, ()), ({"año"}, ()), ({"pain"}, ("pom",))]
    asked += [({each.term for each in terms("البلاستيك", "ar")}, ())]

    def windows(is_known):
        found = []
        for wanted, prefixes in asked:
            for language, text in texts.items():
                if not is_known:
                    highlights._words_without.cache_clear()
                found.append(best_window(text, language, wanted, 60, prefixes))
        return found

    alone = windows(is_known=False)
    assert sum(bool(window.marks) for window in alone) >= 8
    for _time in range(2):
        assert windows(is_known=True) == alone
