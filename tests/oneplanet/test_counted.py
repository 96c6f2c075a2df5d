"""Numbers of texts in the six languages, in digits and in words."""

import pytest

from oneplanet.text.counted import LANGUAGES, _words, counted

LISTED = {*range(3, 1001), 1_000_000}  # but one, two, and 2,000, which may be a year

TOLD = [
    ("en", "Forty-two cooks of thirty schools", {42, 30}),
    ("en", "four hundred and twenty farms, 3,255 people, sixty-six", {420, 3255, 66}),
    ("en", "two days, one city, in 2021, COVID-19, version 2.5", set()),
    ("fr", "quatre-vingt-dix-sept fours, soixante-dix toits", {97, 70}),
    ("fr", "deux cent vingt et un, 5 000, trois mille quatre cents", {221, 5000, 3400}),
    ("es", "treinta y dos granjas, 1.200 kg, 60 mil bolsas", {32, 1200, 60_000}),
    ("es", "once artesanos; doscientos veinte", {11, 220}),
    ("ru", "сорок пять печей в шести сёлах", {45, 6}),
    ("ru", "двести тридцать семь, 5 тыс. саженцев", {237, 5000}),
    ("ar", "خمسة وأربعون عاملاً في ثلاثة عشر مطعماً", {45, 13}),
    ("ar", "لمئة وعشرين مزرعة، مئتا مزارع، ٤٢٠٠ علبة", {120, 200, 4200}),
    ("zh-hans", "45家餐馆、四十五人、一千二百公斤", {45, 1200}),
    ("zh-hans", "2021年5月第三期，三千零五个，1.2万", {3005, 12_000}),
    ("zh-hans", "学员三十人，岛上二十一家，授课三个月", {30, 21, 3}),
    ("zh-hans", "八月十八日在三亚和四川，18日，第三届", set()),
    ("de", "zwölf Höfe, 12 Dörfer", {12}),
    ("en", "twelve thirty", {12, 30}),
    ("en", "", set()),
]


@pytest.mark.parametrize(("language", "text", "numbers"), TOLD)
def test_numbers_are_read_whichever_way_they_are_written(language, text, numbers):
    assert counted(text, language) == numbers


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_list_counts_as_it_says(language):
    words = _words(language)
    wanted = {word: {n} if n in LISTED else set() for word, n in words.items()}
    assert len(words) > 30
    assert {word: counted(word, language) for word in words} == wanted
