"""Ten thousand queries meant to hurt: each is answered, by few and short readings."""

import random
import time

import pytest
from django.db import connection

from oneplanet.search import postings, statements, words
from oneplanet.search.asking import search
from oneplanet.search.documents import Request
from oneplanet.search.indexing import index
from oneplanet.search.meanings import Meaning, Meanings
from oneplanet.search.mending import mended
from oneplanet.search.suggesting import suggest
from oneplanet.text import analysis
from tests.judged.reading import LANGUAGES
from tests.oneplanet.search.made import document

pytestmark = pytest.mark.django_db
QUERIES, LONG = 10_000, 200_000
STATEMENTS = 6  # of a search
READ = 2_500  # marks of a statement: terms asked for, each a few rows
ROWS = 1_500  # of postings, and all else, of a search; a beginning has 400
LATIN = "abcdfghijklmnopqrstuvwxyz"  # 625 pairs of them: words that begin alike
MARKS = "\"“”„«»「」'’`-−–*＊٭()[]{}<>|&!?.,;:/\\%_~^@#$=+\0\t\r\n\x1b\x7f"
SIGNS = (
    "\u00ad\u0301\u200b\u200f\u202e\u2066\ufeff\ufffe\ud800\udfff\U000e0041\U0010ffff"
)
LETTERS = "aéñßﬁœİıя́Ёعـﷺةىकไ可國⼀々㐀𠀀🏳️‍🌈٣२"
WORDS = (
    'the -the "the" food -food food* -food* *food foo* con* a* 可* и* *** -- -"" -" "" '
    "- * AND OR NOT NEAR/2 title:food food^9 food~2 [a TO z] (food OR ) 12.1.1.1.1.1.1 "
    "1,000,000,000,000 l'l'l'l'l' a-b-c-d-e-f-g-h x@y.z '; DROP-- <script> %00 ${7*7} "
    "../../etc consumer water 可持续消费 的的的 والكتاب بببببب перерабатывать "
).split()


def queries(number):
    chance = random.Random("hostile")
    for at in range(number):
        pieces = [
            chance.choice(WORDS)
            if chance.random() < 0.5
            else "".join(
                chance.choices(MARKS + SIGNS + LETTERS, k=chance.choice((1, 2, 3, 9)))
            )
            for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 4, 9, 40)))
        ]
        query = chance.choice(("", " ", " ", '"', "-", " -", '" "')).join(pieces)
        if at % 500 == 0:
            query = query * (LONG // max(len(query), 1)) or "x" * LONG
        yield query, chance.choice(LANGUAGES)


@pytest.fixture(autouse=True)
def _the_true_analyser(monkeypatch, _foreseeable):
    monkeypatch.setattr(words, "analysis", analysis)
    index(
        document(n, "food, consumer 可持续消费", f"the water w{n}", language=language)
        for n, language in enumerate(LANGUAGES * 3)
    )
    pairs = [a + b for a in LATIN for b in LATIN]
    for first in ("food", "foo", "con"):
        index([document(first, " ".join(first + pair + "k" for pair in pairs))])


class Counted:
    """Statements of one call, the marks of the longest, the rows all of them read."""

    def __init__(self):
        self.statements, self.longest, self.rows = 0, 0, 0

    def reading(self, select):
        def counted(*given):
            found = select(*given)
            self.rows += len(found)
            return found

        return counted

    def __call__(self, execute, sql, params, many, context):
        self.statements += 1
        self.longest = max(self.longest, len(params or ()))
        return execute(sql, params, many, context)


def test_every_one_is_answered_by_few_and_short_readings(monkeypatch):
    labels = tuple(("en", word) for word in ("food", "the", "water", "可持续消费"))
    meanings = Meanings([Meaning(labels, (("kind", "activity"),), is_said=True)])
    number = QUERIES if connection.vendor == "sqlite" else QUERIES // 20
    most, select = Counted(), statements.select
    search(Request())
    for query, language in queries(number):
        besides = meanings.of(query, language)
        request = Request(query, language, count=("kind",), **besides)
        counted = Counted()
        monkeypatch.setattr(statements, "select", counted.reading(select))
        with connection.execute_wrapper(counted):
            answer = search(request)
        assert len(answer.hits) <= min(answer.total, request.limit), query
        most.statements = max(most.statements, counted.statements)
        most.longest = max(most.longest, counted.longest)
        most.rows = max(most.rows, counted.rows)
    assert most.statements <= STATEMENTS
    assert most.longest <= READ
    assert postings.MOST_ROWS < most.rows <= ROWS


def test_what_is_suggested_for_them_takes_as_few():
    most = 0
    for query, language in queries(200):
        counted = Counted()
        with connection.execute_wrapper(counted):
            suggest(query, language)
            mended(query, language)
        most = max(most, counted.statements)
    assert most <= 40


def test_the_longest_takes_no_longer_than_what_is_read_of_it():
    long = Request('"可 -a* ' * (LONG // 7))
    began = time.process_time()
    for _ in range(10):
        search(long)
    assert time.process_time() - began < 1
