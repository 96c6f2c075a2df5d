"""The one form in which texts are compared, searched and put in order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplanet.text.folding import fold
from tests.factories import make_organisation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (None, ""),
        ("  Two\twords\n\u3000and\u00a0more ", "two words and more"),
        # Latin
        ("Économie CIRCULAIRE, Œuvre, Ægir", "economie circulaire, oeuvre, aegir"),
        ("España, año, ESPAÑA", "españa, año, españa"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("İstanbul ISPARTA ılıca", "istanbul isparta ilica"),
        ("Łódź Đà Nẵng Ørsted ǿ Þór", "lodz da nang orsted o thor"),
        ("ﬁnance ﬀ ﬃ", "finance ff ffi"),
        ("ＳＣＰ １２", "scp 12"),
        # Cyrillic
        ("Пластик ЙОД ёлка Ёж", "пластик йод елка еж"),
        ("йод", "йод"),
        # Arabic
        ("الإنتاج المُسْتَدَام", "الانتاج المستدام"),
        ("أإآٱ ؤ ئ ى ة ء", "اااا و ي ي ه ء"),
        ("ســـلام", "سلام"),
        ("ﻻ ﻵ ﺍﻟﺴﻼﻡ", "لا لا السلام"),
        ("ایران کتاب ہ ھ", "ايران كتاب ه ه"),
        ("٢٠٢١ ۲۰۲۱ ２０２１", "2021 2021 2021"),
        # Chinese
        ("可持续消费（ＳＣＰ）", "可持续消费(scp)"),
        # Signs
        ("l’eau l'eau l´eau lʼeau", "l'eau l'eau l'eau l'eau"),
        ("“Un” «deux» „drei“", '"un" "deux" "drei"'),
        ("2013–2020 — CI‑SCP −5", "2013-2020 - ci-scp -5"),
        # What nobody sees
        ("a\u200bb\u200cc\u200dd\ufeffe\u00adf", "abcdef"),
        ("\u202eabc\u202c \u2067x\u2069 \u061cy", "abc x y"),
        ("a\x00b\x1bc", "abc"),
        ("a\ud800b\udfff", "ab"),
        ("❤\ufe0f", "❤"),
        ("a\u3164\uffa0\u115f\u1160\u2800b\u17b4", "a b"),
        ("\u200b \u2800\u3164", ""),
        # One sign for a phrase stays one sign
        ("ﷺ", "ﷺ"),
        ("ⅷ Ⅷ", "ⅷ ⅷ"),
    ],
)
def test_folded(text, expected):
    assert fold(text) == expected


def test_composed_and_decomposed_fold_alike():
    text = "Été Ñandú Йод Ёж أحمد آخر مؤتمر شيئ Åse"
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_a_folded_text_can_be_stored_and_is_not_much_longer(text):
    folded = fold(text)
    folded.encode()
    assert "\x00" not in folded
    assert len(folded) <= 3 * len(text)


latin = st.characters(max_codepoint=0x24F)
cyrillic = st.characters(min_codepoint=0x400, max_codepoint=0x52F)


@given(st.text(latin | cyrillic))
def test_case_makes_no_difference(text):
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.sqlite_only
def test_every_character_of_the_first_plane():
    for code in range(0x10000):
        folded = fold(chr(code))
        assert len(folded) <= 3
        assert fold(folded) == folded


@pytest.mark.django_db
def test_names_are_found_and_put_in_order_by_their_folded_twin():
    names = ["zebra", "Élan", "eland", "Ёлка", "ель", "жук", "أمل", "باب", "Ant"]
    for name in names:
        make_organisation(name=name)
    model = type(make_organisation(name="x"))
    listed = model.objects.filter(name__in=names).values_list("name", flat=True)
    assert list(listed) == [
        *("Ant", "Élan", "eland", "zebra", "Ёлка", "ель", "жук", "أمل", "باب")
    ]
    found = model.objects.filter(name_folded__contains=fold("ЕЛ"))
    assert {row.name for row in found} == {"Ёлка", "ель"}
