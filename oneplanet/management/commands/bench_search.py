"""What searching costs: the engine, and beside it what the database has of its own."""

import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.test.utils import override_settings, setup_databases, teardown_databases
from django.urls import reverse
from django.utils import translation

from oneplanet.management.bench_drawing import drawn
from oneplanet.management.commands.bench_pages import ask
from oneplanet.search import memory
from oneplanet.search.asking import search
from oneplanet.search.documents import Request
from oneplanet.search.models import SearchDocument
from oneplanet.search.rebuilding import rebuild
from oneplanet.search_bench import corpus
from oneplanet.search_bench.rivals import Rival

ROUNDS = 3
COUNTED = ("kind", "language", *corpus.FACETS)
FEW = 8  # of the queries every eighth is asked of the slow ones
HOSTILE = ('"' * 90, "-" * 200, "a* " * 60, "可" * 200, "\x00\u202e" * 90, "the " * 50)
HOSTILE += (
    '"food water" ' * 9,
    "-food " * 40,
    "foo* wat* con* pro* " * 9,
    "x" * 200_000,
)


class Timed(NamedTuple):
    """Milliseconds of each query: by the clock, of this process's processor, and the
    best time by the clock, which says what it takes where nothing else is done."""

    clock: list[float]
    processor: list[float]
    best: list[float]

    def line(self) -> str:
        return " · ".join(
            f"{name} p50 {part(times, 50):.2f} p95 {part(times, 95):.2f} ms"
            for name, times in zip(self._fields, self, strict=True)
        )


def part(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


def timed(ask: Callable, requests: list[Request], rounds=ROUNDS) -> Timed:
    """Each query several times, after one for nothing; its median counts. The slow
    are asked once.
    """
    found = []
    for request in requests:
        if rounds > 1:
            ask(request)
        each = []
        for _ in range(rounds):
            clock, processor = time.perf_counter(), time.process_time()
            ask(request)
            each.append((time.perf_counter() - clock, time.process_time() - processor))
        clock, processor = zip(*each, strict=True)
        one = statistics.median(clock), statistics.median(processor), min(clock)
        found.append([1000 * seconds for seconds in one])
    return Timed(*map(list, zip(*found, strict=True)))


class Command(BaseCommand):
    help = (
        "In a scratch database: a corpus of six languages is indexed, and 240 queries "
        "are asked of the engine; every eighth of them of the database's own full text "
        "with facets counted in memory, every sixteenth with facets by SQL. The last "
        "line holds the figures."
    )

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=int, default=10_000)

    def handle(self, *, documents, **options):
        with tempfile.TemporaryDirectory() as folder:
            connection.settings_dict["TEST"]["NAME"] = (
                str(Path(folder) / "bench.sqlite3")
                if connection.vendor == "sqlite"
                else "bench_search"
            )
            old = setup_databases(verbosity=0, interactive=False)
            try:
                with override_settings(DEBUG=False):  # or each statement is kept
                    self._measure(documents)
            finally:
                teardown_databases(old, verbosity=0)

    def _measure(self, number):
        before = _size()
        build = self._build(number)
        megabytes = (_size() - before) / 1e6
        self._say(f"Index: {megabytes:.1f} MB in the database.")
        kept = self._load()
        requests = corpus.requests()
        engine = timed(search, requests)
        self._say(f"Engine: {engine.line()}")
        hostile = timed(search, [Request(query, count=COUNTED) for query in HOSTILE])
        self._say(f"Hostile queries: {hostile.line()}")
        worst = part(hostile.clock, 99), part(hostile.processor, 99)
        self._say("Their p99: clock {:.2f}, processor {:.2f} ms.".format(*worst))
        page = self._page(requests, number)
        rival = self._rival(kept, number)
        native = timed(rival.native, requests[::FEW])
        self._say(f"Full text of {connection.vendor}: {native.line()}")
        by_sql = timed(rival.by_sql, requests[:: 2 * FEW], 1)
        self._say(f"The same, facets by SQL: {by_sql.line()}")
        self._say(
            f"documents={number} engine_p50_ms={part(engine.clock, 50):.2f} "
            f"engine_p95_ms={part(engine.clock, 95):.2f} page={page} "
            f"sql_facets_p95_ms={part(by_sql.clock, 95):.1f} "
            f"native_p95_ms={part(native.clock, 95):.1f} "
            f"build_s={build:.1f} index_mb={megabytes:.1f}"
        )

    def _build(self, number) -> float:
        every = list(corpus.documents(number)) if number <= 200_000 else None
        clock, processor = time.perf_counter(), time.process_time()
        rebuild(every or corpus.documents(number), say=lambda line: None)
        took = time.perf_counter() - clock
        self._say(
            f"{number} documents on {connection.vendor}: built in {took:.1f} s, "
            f"{time.process_time() - processor:.1f} s of the processor."
        )
        return took

    def _load(self):
        clock = time.perf_counter()
        kept = memory.KEEPER.now()
        arrays = (kept.dates, kept.starts, kept.codes, kept.windows)
        size = sum(array.nbytes for array in arrays)
        size += sum(len(bitmap.serialize()) for bitmap in kept.bitmaps.values())
        took = (time.perf_counter() - clock) * 1000
        whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        self._say(
            f"In memory: {size / 1e6:.1f} MB, loaded in {took:.0f} ms; this process "
            f"with the corpus {whole:.0f} MB at most."
        )
        return kept

    def _page(self, requests, number) -> str:
        """The results page with cards and facets beside a bare view, as a ratio of the
        processor's time. "none" where the page does not ask the engine."""
        if not hasattr(settings, "SEARCH_KINDS"):
            return "none"
        call_command("load_reference", verbosity=0)
        addresses = [_address(request) for request in requests[::FEW] if request.query]
        request = partial(ask, WSGIHandler())
        with drawn({}) as found:
            for address in addresses:
                request(address)
        with drawn({d.key: d for d in corpus.documents(number) if d.key in found}):
            page = timed(request, addresses)
        bare = timed(request, [reverse("healthz")] * len(addresses))
        self._say(f"Results page: {page.line()}")
        self._say(f"Bare view: {bare.line()}")
        ratio = statistics.median(page.processor) / statistics.median(bare.processor)
        return f"{ratio:.1f}"

    def _rival(self, kept, number):
        rival = Rival(kept)
        rows = SearchDocument.objects.filter(generation=kept.generation)
        ordinals = dict(rows.values_list("key", "ord"))
        rival.build((ordinals[d.id], d) for d in corpus.documents(number))
        return rival

    def _say(self, line):
        self.stdout.write(line)
        self.stdout.flush()


def _address(request: Request) -> str:
    chosen = {facet: list(values) for facet, values in request.selected.items()}
    asked = urlencode({"q": request.query} | chosen, doseq=True)
    with translation.override(request.language):
        return f"{reverse('knowledge_hubs:search')}?{asked}"


def _size() -> int:
    """Bytes of the tables and indexes of the search."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            sizes = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_count", "freelist_count", "page_size")
            ]
            return (sizes[0] - sizes[1]) * sizes[2]
        cursor.execute(
            "SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0) FROM pg_class "
            "WHERE relkind = 'r' AND relname LIKE 'oneplanet_search%%'"
        )
        return int(cursor.fetchone()[0])
