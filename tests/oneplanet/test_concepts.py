"""Things and cities, recognised in texts of the six languages."""

import pytest

from oneplanet.text.concepts import (
    LANGUAGES,
    Spoken,
    common_words,
    concepts,
    spoken_of,
)
from oneplanet.text.sounds import consonants

SAID = {  # the same said six times, by forms of words and with what clings to them
    "en": "Trainings of public buyers in Nairobi cut food waste",
    "fr": "À Nairobi, des formations d’acheteurs contre le gaspillage alimentaire",
    "es": "Capacitaciones de compradores en Nairobi contra el desperdicio alimentario",
    "ru": "В Найроби обучение закупщиков сократило пищевые отходы",
    "ar": "والتدريب للمشترين في نيروبي لتقليل هدر الطعام",
    "zh-hans": "在内罗毕为采购人员举办的培训减少了食物浪费",
}


@pytest.mark.parametrize("language", SAID)
def test_one_thing_in_six_languages(language):
    said = spoken_of(SAID[language], language)
    assert said.words >= {"training", "buyers", "food waste"}
    assert said.places == {"Nairobi"}


def test_every_label_is_recognised_as_what_it_names():
    missed = [
        (concept.name, language, label)
        for concept in concepts()
        for language, labels in concept.labels.items()
        for label in labels
        if concept.name not in set().union(*spoken_of(label, language))
    ]
    assert missed == []


def test_every_line_has_all_languages_and_a_name_of_its_own():
    lines = concepts()
    names = [(line.list, line.name) for line in lines]
    assert len(set(names)) == len(names)
    assert [line for line in lines if not all(line.labels[x] for x in LANGUAGES)] == []
    assert common_words() < {line.name for line in lines}


def test_a_city_is_written_as_a_name():
    assert spoken_of("Des bons de réduction à Lyon", "fr").places == {"Lyon"}
    assert spoken_of("Más de 60 mil bolsas en Managua", "es").places == {"Managua"}


def test_traditional_characters_say_the_same():
    assert spoken_of("減少塑料包裝", "zh-hans") == spoken_of("减少塑料包装", "zh-hans")


def test_a_text_of_nothing_and_one_in_another_language():
    nothing = Spoken(frozenset(), frozenset())
    assert spoken_of("", "en") == nothing
    assert spoken_of("Закупки в Найроби", "fr") == nothing


@pytest.mark.parametrize(
    "names",
    [
        ("Nairobi", "Найроби", "نيروبي"),
        ("Tashkent", "Tachkent", "Ташкент"),
        ("Helsinki", "Хельсинки", "هلسنكي"),
        ("Jakarta", "Джакарта", "جاكرتا"),
        ("Kigali", "Кигали", "كيغالي"),
        ("Philips", "Филипс", "فيليبس"),
    ],
)
def test_names_sound_alike_in_other_letters(names):
    assert len({consonants(name) for name in names}) == 1
    assert consonants(names[0])


def test_names_of_few_consonants_say_nothing():
    assert consonants("Quito") == consonants("Bo") == consonants("") == ""
