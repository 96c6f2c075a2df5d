"""The index as simple as it can be written: every document is looked at, always.

What the engine answers is compared with this.
"""

import math
from collections import Counter
from datetime import UTC

from oneplanet.search.documents import Answer, Hit
from oneplanet.search.models import SearchDocument, SearchState
from tests.oneplanet.search import analyser


class PlainIndex:
    def __init__(self):
        self.documents = {}

    def index(self, documents):
        self.documents |= {document.key: document for document in documents}

    def delete(self, keys):
        for key in keys:
            self.documents.pop(key, None)

    def search(self, request) -> Answer:
        query = analyser.parse(request.query, request.language)
        visible = [d for d in self.documents.values() if _is_visible(d, request.at)]
        if request.kinds:
            visible = [d for d in visible if d.kind in request.kinds]
        words = query.words + sum(query.phrases, ())
        words = list({word.terms: word for word in words}.values())
        lists = {w.terms: self._having(w, visible, w in query.words) for w in words}
        away = [
            {d.key for d in visible if _has_phrase(d, some)} for some in query.excluded
        ]
        found = [
            d
            for d in visible
            if all(d.key in lists[w.terms] for w in words)
            and all(_has_phrase(d, phrase) for phrase in query.phrases)
            and not any(d.key in keys for keys in away)
        ]
        any_word = False
        if not found and len(words) > 1 and not query.phrases:
            found = [
                d
                for d in visible
                if _has_most(d, words, lists) and not any(d.key in k for k in away)
            ]
        if not found and len(words) > 1 and not query.phrases:
            found = [
                d
                for d in visible
                if any(d.key in keys for keys in lists.values())
                and not any(d.key in keys for keys in away)
            ]
            any_word = bool(found)
        hits = [d for d in found if _matches(d, request.selected)]
        ordinals, average = _as_stored()

        def order(document):
            score = 0
            if not request.newest_first:
                score = _score(
                    document, lists, len(visible), average, request, any_word
                )
            return score, document.date, ordinals[document.key]

        best = sorted(hits, key=order, reverse=True)
        page = best[request.offset : request.offset + request.limit]
        return Answer(
            total=len(hits),
            hits=[Hit(d.key, order(d)[0] if words else 0.0) for d in page],
            counts={f: _count(found, request.selected, f) for f in request.count},
            any_word=any_word,
            unknown=tuple(w.surface for w in words if not lists[w.terms]),
        )

    def _having(self, word, visible, may_begin) -> dict:
        """key → the greatest impact, of documents with the word."""
        found = {d.key: d for d in visible if set(word.terms) & _all_terms(d)}
        terms = set(word.terms)
        if may_begin and word.is_prefix_ok and (word.is_prefix or not found):
            every = set().union(*map(_all_terms, visible))
            terms |= {t for t in every if t.startswith(word.terms[0])}
            found = {d.key: d for d in visible if terms & _all_terms(d)}
        return {key: (document, terms) for key, document in found.items()}


def _is_visible(document, at):
    begun = document.visible_from is None or document.visible_from <= at
    return begun and (document.visible_until is None or document.visible_until > at)


def _terms(text, language):
    return [term.term for term in analyser.terms(text, language)]


def _all_terms(document):
    return {
        term
        for language, text in document.texts.items()
        for part in text
        for term in _terms(part, language)
    }


def _has_phrase(document, phrase):
    wanted = [word.terms[0] for word in phrase]
    return any(
        terms[at : at + len(wanted)] == wanted
        for language, text in document.texts.items()
        for terms in (_terms(part, language) for part in text)
        for at in range(len(terms) - len(wanted) + 1)
    )


def _has_most(document, words, lists):
    """Of each run of four words two in three, of what is no such run all."""
    had = {}
    for word in words:
        had.setdefault(word.run, []).append(document.key in lists[word.terms])
    return any(run and len(has) >= 4 for run, has in had.items()) and all(
        sum(has) >= (2 * len(has) / 3 if run and len(has) >= 4 else len(has))
        for run, has in had.items()
    )


def _facets(document):
    facets = {}
    for facet, value in document.all_facets():
        facets.setdefault(facet, set()).add(value)
    return facets


def _matches(document, selected):
    facets = _facets(document)
    return all(
        facets.get(facet, set()) & set(values)
        for facet, values in selected.items()
        if values
    )


def _count(found, selected, facet):
    others = {name: values for name, values in selected.items() if name != facet}
    return dict(
        Counter(
            value
            for document in found
            if _matches(document, others)
            for value in _facets(document).get(facet, ())
        )
    )


def _as_stored():
    state = SearchState.objects.first() or SearchState()
    rows = SearchDocument.objects.filter(generation=state.generation)
    ordinals = {
        (kind, key): o for o, kind, key in rows.values_list("ord", "kind", "key")
    }
    return ordinals, state.average_length


def _impact(document, term, average):
    best = 0
    for language, text in document.texts.items():
        title, body = _terms(text.title, language), _terms(text.body, language)
        weight = 5 * title.count(term) + body.count(term)
        if weight:
            norm = 1.2 * (0.25 + 0.75 * len(title + body) / average)
            best = max(best, max(1, round(255 * weight / (weight + norm))))
    return best


def _score(document, lists, among, average, request, any_word):
    score, matched, weights = 0.0, 0.0, 0.0
    for found in lists.values():
        rarity = math.log(1 + (among - len(found) + 0.5) / (len(found) + 0.5))
        weights += rarity
        if document.key in found:
            _document, terms = found[document.key]
            impact = max(_impact(document, term, average) for term in terms)
            score += impact * rarity
            matched += rarity
    days = max((request.at.astimezone(UTC).date() - document.date).days, 0)
    boost = 1 + 0.2 * 2 ** (-days / 730)
    if request.language not in document.texts:
        boost *= 0.7
    return score * boost * (matched / weights if any_word else 1)
