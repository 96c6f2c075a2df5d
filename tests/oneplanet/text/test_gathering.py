"""Gathering for the index says what the terms of a text say, however it is written."""

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplanet.text.analysis import gather, gathering, terms
from tests.judged import reading

MIXED = (
    "l’eau aujourd'hui SDG12 12.1.1b 3 255 3,255.5 2'2 e-mail@x.org NGOs U.N. СО2 "
    "و2021 والكتاب مدينتنا ٣٬٢٥٥ año Закупок 中國－可持續 ⼀⼆ 可 𠀀々 ﷺ a-b-c-d ﬀ "
    "\u00ad-\n \r\n"
).split(" ")
texts = st.lists(st.sampled_from(MIXED) | st.text(max_size=6)).flatmap(
    lambda parts: st.sampled_from(["", " ", "'", "-"]).map(lambda by: by.join(parts))
)


def assert_alike(text, language, first=7):
    found = terms(text, language)
    wanted, written = defaultdict(list), {}
    for term, place, start, end in found:
        wanted[term].append(first + place)
        written[text[start:end]] = term
    places, forms = defaultdict(list), {}
    number, end = gather(text, language, places, forms, first)
    last = found[-1].position + 1 if found else 0
    assert (places, forms, number, end) == (wanted, written, len(found), first + last)
    assert list(places) == list(wanted)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(texts, st.sampled_from(reading.LANGUAGES))
def test_gathering_says_what_terms_say(text, language):
    assert_alike(text, language)


@pytest.mark.parametrize("language", reading.LANGUAGES)
def test_it_says_so_of_whole_texts(language):
    for row in reading.documents(language):
        for other in reading.LANGUAGES:
            assert_alike(f"{row['title']}\n{row['body']}", other)


def test_it_remembers_only_so_much(monkeypatch):
    monkeypatch.setattr(gathering, "_known", {})
    monkeypatch.setattr(gathering, "MOST_KNOWN", 20)
    for number in range(30):
        assert_alike(f"one two three w{number} {'x' * 500}", "en")
    assert sum(map(len, gathering._known.values())) <= 30
    assert not any(len(w) > 64 for known in gathering._known.values() for w in known)
