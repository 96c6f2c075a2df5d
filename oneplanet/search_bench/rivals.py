"""What a portal without an engine would do: the database's own full text, and facets
counted by SQL. The same questions, in the database's own words.
"""

from heapq import nlargest

from django.db import connection, transaction
from pyroaring import BitMap

from oneplanet.search import facets, ranking
from oneplanet.search.documents import Document, Request
from oneplanet.search.memory import Memory

TOP = 20
BATCH = 1_000
IN_PARTS = {"zh-hans": 2}  # they cut no Chinese: given as pairs of characters


class Rival:
    """Documents under the ordinals the engine gave them."""

    def __init__(self, memory: Memory):
        self.memory = memory
        self.is_sqlite = connection.vendor == "sqlite"

    def build(self, documents):
        """``documents``: (ordinal, document)."""
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in SQLITE if self.is_sqlite else POSTGRESQL:
                cursor.execute(statement)
            rows, values = [], []
            for ordinal, document in documents:
                rows.append((ordinal, _text(document)))
                values += [(ordinal, f, v) for f, v in document.all_facets()]
                if len(rows) == BATCH:
                    self._write(cursor, rows, values)
                    rows, values = [], []
            self._write(cursor, rows, values)
            for statement in INDEXES if self.is_sqlite else (*INDEXES, *TEXT_INDEX):
                cursor.execute(statement)

    def _write(self, cursor, rows, values):
        text = "INSERT INTO rival_text (rowid, text) VALUES (%s, %s)"
        if not self.is_sqlite:
            text = "INSERT INTO rival_text VALUES (%s, to_tsvector('simple', %s))"
        cursor.executemany(text, rows)
        cursor.executemany("INSERT INTO rival_value VALUES (%s, %s, %s)", values)

    # --- Full text of the database, facets in memory -----------------------------

    def native(self, request: Request):
        """The best 20, the total and the counts."""
        if request.query:
            with connection.cursor() as cursor:
                cursor.execute(self._match(ranked=True), self._q(request, ranked=True))
                ranks = dict(cursor.fetchall())
            found = BitMap(ranks)
        else:
            found, ranks = self.memory.live, None
        chosen = {
            facet: facets.having_any(self.memory, facet, values)
            for facet, values in request.selected.items()
        }
        hits = BitMap.intersection(found, *chosen.values())
        if ranks is None:
            best = ranking.newest(self.memory, hits, TOP)
        else:
            best = nlargest(TOP, hits, key=ranks.__getitem__)
        counts = facets.count_each(self.memory, request.count, found, chosen, hits)
        return best, len(hits), counts

    # --- Everything by SQL -------------------------------------------------------

    def _best(self, cursor, request):
        chosen, given = self._chosen(request.selected)
        if not request.query:
            cursor.execute(
                f"SELECT DISTINCT t.ord FROM rival_value AS t WHERE {chosen} "
                "ORDER BY t.ord DESC LIMIT 20",
                given,
            )
        else:
            cursor.execute(
                f"SELECT t.ord FROM ({self._match(ranked=True)}) AS t "
                f"WHERE {chosen} ORDER BY t.rank DESC LIMIT 20",
                [*self._q(request, ranked=True), *given],
            )
        return [row[0] for row in cursor]

    def by_sql(self, request: Request):
        """The same with one statement per facet."""
        with connection.cursor() as cursor:
            best = self._best(cursor, request)
            counts = {
                facet: self._counted(cursor, request, facet) for facet in request.count
            }
        return best, counts

    def _counted(self, cursor, request, facet):
        others = {f: v for f, v in request.selected.items() if f != facet}
        chosen, given = self._chosen(others)
        match = f"t.ord IN ({self._match()}) AND" if request.query else ""
        cursor.execute(
            f"SELECT t.value, COUNT(*) FROM rival_value AS t WHERE {match} {chosen} "
            "AND t.facet = %s GROUP BY t.value",
            [*(self._q(request) if request.query else []), *given, facet],
        )
        return dict(cursor.fetchall())

    def _match(self, *, ranked=False):
        if self.is_sqlite:
            rank = ", -bm25(rival_text) AS rank" if ranked else ""
            where = "rival_text MATCH %s"
            return f"SELECT rowid AS ord{rank} FROM rival_text WHERE {where}"
        query = "plainto_tsquery('simple', %s)"
        rank = f", ts_rank(words, {query}) AS rank" if ranked else ""
        return f"SELECT ord{rank} FROM rival_text WHERE words @@ {query}"

    def _q(self, request, *, ranked=False):
        words = _in_pairs(request.query, request.language).split()
        if self.is_sqlite:
            return [" ".join(f'"{word}"' for word in words)]
        return [" ".join(words)] * (2 if ranked else 1)

    def _chosen(self, selected):
        """A condition on t.ord, and what it is given."""
        parts, given = ["TRUE"], []
        for facet, values in selected.items():
            marks = ", ".join(["%s"] * len(values))
            parts.append(
                "t.ord IN (SELECT ord FROM rival_value "
                f"WHERE facet = %s AND value IN ({marks}))"
            )
            given += [facet, *values]
        return " AND ".join(parts), given


SQLITE = (
    "CREATE VIRTUAL TABLE rival_text USING fts5(text, content='')",
    "CREATE TABLE rival_value (ord integer, facet text, value text)",
)
POSTGRESQL = (
    "CREATE TABLE rival_text (ord integer PRIMARY KEY, words tsvector)",
    "CREATE TABLE rival_value (ord integer, facet text, value text)",
)
INDEXES = (
    "CREATE INDEX rival_by_value ON rival_value (facet, value, ord)",
    "CREATE INDEX rival_by_ord ON rival_value (ord, facet, value)",
    "ANALYZE",
)
TEXT_INDEX = ("CREATE INDEX rival_words ON rival_text USING gin (words)",)


def _text(document: Document) -> str:
    return " ".join(
        _in_pairs(part, language)
        for language, text in document.texts.items()
        for part in text
    )


def _in_pairs(text: str, language: str) -> str:
    if language != "zh-hans":
        return text
    return " ".join(
        word[at : at + 2] for word in text.split() for at in range(len(word) - 1)
    )
