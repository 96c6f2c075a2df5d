"""What the index suggests: words that begin so, words nearly so, documents much alike.

All of it is looked up among what is visible now: what was withdrawn suggests nothing.
"""

from django.utils import timezone
from pyroaring import BitMap

from oneplanet.search import asking, finding, postings, ranking, statements, words
from oneplanet.search.documents import Document, Request
from oneplanet.search.memory import KEEPER
from oneplanet.search.models import SearchDocument, SearchForm
from oneplanet.text.folding import fold

LOOKED_AT = 40  # forms, of which the best are suggested
TELLING = 12  # terms of a document that others may share
SHARED = 2  # of them at least
MOST_MENDED = 4  # words of a query
SHORTEST_MENDED, LONGEST_MENDED = 4, 24
ALPHABETS = ("abcdefghijklmnopqrstuvwxyzñ", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
ALPHABETS += ("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",)


def suggest(beginning: str, language: str, limit: int = 8, *, keeper=KEEPER):
    """What was typed with its last word completed, in ways that find something; those
    that find most first."""
    memory = keeper.now()
    before, _space, last = beginning[-200:].rpartition(" ")
    folded = fold(last)
    if not folded:
        return []
    visible = memory.visible(timezone.now())
    among = finding.find(memory, visible, Request(before, language)).hits
    where = (
        "generation = %s AND language = %s AND folded >= %s AND folded < %s "
        "ORDER BY documents DESC, folded LIMIT %s"
    )
    span = (folded, folded + "\U0010ffff", LOOKED_AT)
    forms = _forms(where, memory.generation, language, *span)
    return [f"{before} {form}".strip() for form in _best(memory, among, forms)[:limit]]


def did_you_mean(word: str, language: str, *, keeper=KEEPER) -> str | None:
    """A word that is found, one letter away from one that is not."""
    memory, folded = keeper.now(), fold(word)
    near = _near(folded)
    if not near:
        return None
    where = (
        "generation = %s AND language IN (*) AND folded IN (*) "
        "ORDER BY documents DESC, folded LIMIT %s"
    )
    languages = [language] if language == "en" else [language, "en"]
    forms = _forms(where, memory.generation, languages, near, LOOKED_AT)
    best = _best(memory, memory.visible(timezone.now()), forms)
    best.sort(
        key=lambda form: fold(form)[0] != folded[0]
    )  # it seldom errs in the first
    return best[0] if best else None


def mended(query: str, language: str, *, keeper=KEEPER) -> str | None:
    """The query with each word that no document has in the way it is found; None
    where nothing is to be mended."""
    memory = keeper.now()
    visible = memory.visible(timezone.now())
    unknown = finding.find(memory, visible, Request(query, language)).unknown
    found, text = words.parse(query, language), query
    for word in sorted(found.wanted, key=lambda word: -word.start):
        if word.surface in unknown[:MOST_MENDED]:
            better = did_you_mean(word.surface, language, keeper=keeper)
            if better:
                text = text[: word.start] + better + text[word.end :]
    return None if text == query else text


def more_like(document: Document, limit: int = 5, *, kinds=(), keeper=KEEPER):
    """Other documents that share its most telling words, as hits."""
    memory, at = keeper.now(), timezone.now()
    where = "generation = %s AND kind = %s AND key = %s"
    own = statements.select(
        SearchDocument, "ord", where, memory.generation, *document.key
    )
    visible = asking.visible(memory, at, kinds).difference(BitMap(o for (o,) in own))
    weights = words.analyse(document, words.average_length([document])).weights
    weights = {term: impact for term, (impact, _places) in weights.items()}
    most = sorted(weights, key=lambda term: (-weights[term], term))[: 4 * TELLING]
    lists = postings.read(memory.generation, most)
    shared = [
        finding.Word(term, rows, postings.union(rows) & visible)
        for term, rows in sorted(lists.items())
    ]

    def telling(word):
        return weights[word.surface] * ranking.rarity(len(word.found), len(visible))

    shared = [word for word in shared if word.found]
    shared = sorted(shared, key=telling, reverse=True)[:TELLING]
    if not shared:
        return []
    hits = finding.in_most([word.found for word in shared], SHARED)
    found = finding.Found(hits, len(visible), shared)
    language = next(iter(document.texts))
    ordinals, scores = ranking.best(memory, found, hits, language, at.date(), limit)
    return asking.named(memory, ordinals.tolist(), scores.tolist())


def _forms(where, *given) -> list[tuple[str, str]]:
    return statements.select(SearchForm, "form, term", where, *given)


def _best(memory, among, forms) -> list[str]:
    """Of the forms of each term the first, by how many documents have it; those that
    none has are left out."""
    by_term = {}
    for form, term in forms:
        by_term.setdefault(term, form)
    rows = postings.read(memory.generation, by_term)
    found = {term: len(postings.union(r) & among) for term, r in rows.items()}
    terms = [term for term in by_term if found.get(term)]
    return [by_term[term] for term in sorted(terms, key=lambda term: -found[term])]


def _near(word: str) -> list[str]:
    """All that one letter more, less, other or exchanged makes of it."""
    if not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED:
        return []
    letters = next((a for a in ALPHABETS if set(word) & set(a)), "")
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1:] for a, b in parts if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    near |= {a + letter + b[1:] for a, b in parts if b for letter in letters}
    near |= {a + letter + b for a, b in parts for letter in letters}
    return sorted(near - {word})
