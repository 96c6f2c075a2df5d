"""The lists of words the analyser brings together, line by line."""

from collections import defaultdict
from itertools import permutations

import pytest

from oneplanet.text.analysis import terms
from oneplanet.text.analysis.families import families
from oneplanet.text.analysis.written import variants

LISTS = {"ar": "arabic", "es": "spanish", "ru": "russian"}
LINES = [
    pytest.param(language, forms, id=f"{language}-{forms[0]}")
    for language, name in LISTS.items()
    for forms in families(name)
]
# Articles and clitics as they stand before a word; ل before an article is written لل.
PREFIXES = "ال وال بال كال فال وبال لل ولل و ب ل ك ف وب ول"
PRONOUNS = "ه ها هم هن نا كم"
# Another listed word is written as these are: as shares, their cup; trade, his traders.
WITH_BEFORE = {"كاسهم", "وباوان", "كميات", "كميه"}
WHOSE = {"تجاره", "سياحه", "معاهده", "مقاطعه", "مراجعه", "مراعيه"}
OF_THE_WORD = ("مياه", "فواكه")  # their ha is no ta marbuta


def found(word, language):
    return set(variants(word, (language,)))


@pytest.mark.parametrize(("language", "forms"), LINES)
def test_each_form_of_a_listed_word_finds_the_others(language, forms):
    lost = [
        (query, text)
        for query, text in permutations(forms, 2)
        if found(query, language).isdisjoint(found(text, language))
    ]
    assert len(forms) > 1
    assert lost == []


@pytest.mark.parametrize("language", LISTS)
def test_no_two_listed_words_are_read_as_one(language):
    """Two lines may share a form (مزارع: farms, farmer), which finds both; no other."""
    of_form, of_term = defaultdict(set), defaultdict(set)
    for line, forms in enumerate(families(LISTS[language])):
        for form in forms:
            of_form[form].add(line)
    for form, lines in of_form.items():
        for term in found(form, language):
            of_term[term] |= {(form, *lines)} if len(lines) == 1 else set()
    met = {
        term: sorted(form for form, _line in of)
        for term, of in of_term.items()
        if len({line for _form, line in of}) > 1
    }
    assert met == {}


def _prefixed(prefix, form):
    if prefix.endswith("لل") and form.startswith("ل"):
        return prefix + form[1:]
    return prefix + form


def test_listed_arabic_words_are_found_with_what_is_written_before_them():
    lost = {
        _prefixed(prefix, plural)
        for singular, *plurals in families("arabic")
        for plural in plurals
        for prefix in PREFIXES.split()
        if found(_prefixed(prefix, plural), "ar").isdisjoint(found(singular, "ar"))
    }
    assert lost == WITH_BEFORE


def test_listed_arabic_words_are_found_with_whose_they_are():
    lost = {
        plural + whose
        for singular, *plurals in families("arabic")
        for plural in plurals
        for whose in PRONOUNS.split()
        if found(_owned(plural, whose), "ar").isdisjoint(found(singular, "ar"))
    }
    assert lost == WHOSE


def _owned(form, whose):
    """أنشطة → أنشطتها, شركاء → شركائها."""
    for ending, changed in (("ه", "ت"), ("اء", "اي")):
        if form.endswith(ending) and form not in OF_THE_WORD:
            form = form.removesuffix(ending) + changed
    return form + whose


@pytest.mark.parametrize(
    ("singular", "written"),
    [
        ("شريك", "شركاؤها وشركائهم بالشركاء"),
        ("كتاب", "كتبًا كتبنا والكتب"),
        ("لون", "ألوان الألوان وألوانها"),
        ("لجنة", "للجنة للجان لجنتها"),
        ("مبنى", "مبانيها مبناها للمباني"),
        ("شجرة", "شجرتان الشجرتين شجرات"),
        ("عام", "لعام أعوام"),
        ("قانون", "القوانين وقانونها"),
    ],
)
def test_a_listed_word_is_found_however_it_is_written(singular, written):
    having = [{term.term for term in terms(word, "ar")} for word in written.split()]
    asked = {term.term for term in terms(singular, "ar")}
    assert [sorted(terms) for terms in having if asked.isdisjoint(terms)] == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ar", "مكتبة", "مكاتب المكتب مكتبية"),
        ("ar", "مدرسة", "مدرسون المدرسين"),
        ("ar", "مزرعة", "المزارعين مزارعون"),
        ("ar", "بلد", "بلدية البلديات بلدة"),
        ("ar", "موارد", "الموردين موردون"),
        ("ar", "معلمين", "معالم"),
        ("ar", "مشتريات", "المشترين مشترون"),
        ("ar", "تعبئة", "التعب"),
        ("ar", "خطوات", "الخطي الخطية"),
        ("ar", "تلال", "كتل"),
        ("ar", "آبار", "كبير كبيرة كبيرًا"),
        ("ar", "صلة", "فصلها وصفها"),
        ("ar", "حدود", "وحدة وحدات"),
        ("ar", "مياه", "المائة"),
        ("ar", "مئات", "كمية"),
        ("ar", "عدد", "إعداد"),
        ("ar", "مرجع", "مراجعة للمراجعة"),
        ("ar", "مراع", "مراعاة المراعية"),
        ("ar", "مواقع", "الموقعين الموقعة"),
        ("ar", "خبرة", "أخبار خبر"),
        ("ar", "تاجر", "تجارة التجارية"),
        ("ru", "образование", "образовать"),
        ("ru", "размораживание", "замораживание"),
        ("ru", "сохранение", "хранение"),
        ("es", "cuenta", "contar"),
    ],
)
def test_words_a_list_keeps_apart(language, one, other):
    met = [word for word in other.split() if not _apart(one, word, language)]
    assert met == []


def _apart(one, other, language):
    pair = [{term.term for term in terms(word, language)} for word in (one, other)]
    return pair[0].isdisjoint(pair[1])
