"""What the search answers to the judged queries, counted by language and difficulty."""

from collections import Counter

import pytest

from oneplanet.search import memory, rebuilding
from oneplanet.search.asking import search
from oneplanet.search.documents import Request
from oneplanet.search.meanings import Meanings
from oneplanet.search.mending import mended

from . import portal
from .reading import LANGUAGES, queries

OVERALL, IN_EACH = 95, 90  # per cent


def failings(query, language, meanings) -> list[str]:
    request = Request(
        query.ask, language, limit=1000, **meanings.of(query.ask, language)
    )
    answer = search(request)
    found = [f"{hit.key.kind}:{hit.key.id}" for hit in answer.hits]
    suggested = mended(query.ask, language)
    return query.failings(found, suggested or "")


@pytest.mark.django_db
def test_the_judged_queries_find_what_they_must(monkeypatch, capsys):
    monkeypatch.setattr(memory.KEEPER, "memory", None)
    rebuilding.rebuild(portal.documents(), say=str)
    meanings = Meanings(portal.meanings())
    judged = [
        (language, query, failings(query, language, meanings))
        for language in LANGUAGES
        for query in queries(language)
    ]
    lines, scores = report(judged)
    with capsys.disabled():
        print("", *lines, sep="\n")
    assert scores.pop("all") >= OVERALL, "\n".join(lines)
    assert min(scores.values()) >= IN_EACH, "\n".join(lines)


def report(judged) -> tuple[list[str], dict[str, float]]:
    asked = Counter(language for language, _query, _wrong in judged)
    wrong = Counter(language for language, _query, wrong in judged if wrong)
    kinds = Counter(k for _l, query, wrong in judged if wrong for k in query.kinds)
    scores = {code: 100 * (1 - wrong[code] / asked[code]) for code in LANGUAGES}
    scores["all"] = 100 * (1 - wrong.total() / asked.total())
    each = " ".join(f"{code} {score:.1f}" for code, score in scores.items())
    weak = ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items()))
    lines = [f"Judged searches, per cent right: {each}", f"Failed by kind: {weak}"]
    lines += [
        f"  {language} {query.ask} ({query.why}): {', '.join(faults)}"
        for language, query, faults in judged
        if faults
    ]
    return lines, scores
