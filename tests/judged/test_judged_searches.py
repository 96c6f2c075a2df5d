"""What the search answers to the judged queries, counted by language and difficulty."""

from collections import Counter
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from knowledge_hubs.search import explaining
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.results import answer, meant
from oneplanet.search import memory, rebuilding

from . import portal
from .reading import LANGUAGES, queries

OVERALL, IN_EACH = 95, 90  # per cent


def failings(query, language) -> list[str]:
    """What is wrong with what the page of results would show."""
    asked = Asked.of(QueryDict(urlencode({"q": query.ask})), language)
    found = answer(asked, most=1000)
    names = [f"{hit.key.kind}:{hit.key.id}" for hit in found.hits]
    return query.failings(names, meant(asked, found))


@pytest.mark.django_db
def test_the_judged_queries_find_what_they_must(reference, monkeypatch, capsys):
    monkeypatch.setattr(memory.KEEPER, "memory", None)
    monkeypatch.setitem(BY_NAME, "doc", None)
    rebuilding.rebuild(portal.documents(), say=str)
    judged = [
        (language, query, failings(query, language))
        for language in LANGUAGES
        for query in queries(language)
    ]
    lines, scores = report(judged)
    with capsys.disabled():
        print("", *lines, sep="\n")
    assert scores.pop("all") >= OVERALL, "\n".join(lines)
    assert min(scores.values()) >= IN_EACH, "\n".join(lines)
    told = {name: explaining.judged()[name] for name in ("asked", "right", "failed")}
    assert told == counted(judged), "knowledge_hubs/reference/judged_searches.toml"


def counted(judged) -> dict:
    """What the public page says of them."""
    kinds = Counter(k for _l, query, wrong in judged if wrong for k in query.kinds)
    return {
        "asked": Counter(language for language, _query, _wrong in judged),
        "right": Counter(language for language, _query, wrong in judged if not wrong),
        "failed": kinds,
    }


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
