"""What measures the search, with few documents: that it runs and what it says."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from oneplanet.management.commands import bench_search
from oneplanet.search.models import SearchDocument
from oneplanet.search_bench import corpus

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = r"\d+\.\d+"


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(corpus, "QUERIES", 64)
    monkeypatch.setattr(corpus, "VOCABULARY", 3_100)
    monkeypatch.setattr(bench_search, "ROUNDS", 2)
    monkeypatch.setattr(bench_search, "HOSTILE", bench_search.HOSTILE[:3])
    yield
    with connection.cursor() as cursor:
        for name in ("text", "value"):
            cursor.execute(f"DROP TABLE IF EXISTS rival_{name}")


def test_it_measures_the_engine_the_page_and_what_the_database_has(few):
    command = bench_search.Command(stdout=StringIO())
    command._measure(200)  # as handle() does in the scratch database it has made
    said = command.stdout.getvalue().splitlines()
    assert re.fullmatch(
        rf"documents=200 engine_p50_ms={NUMBER} engine_p95_ms={NUMBER} page={NUMBER} "
        rf"sql_facets_p95_ms={NUMBER} native_p95_ms={NUMBER} "
        rf"build_s={NUMBER} index_mb={NUMBER}",
        said[-1],
    )
    assert SearchDocument.objects.count() == 200
    heads = [line.partition(":")[0] for line in said if not line.startswith("Ref")]
    assert [head for head in heads if "added" not in head][:-1] == [
        f"200 documents on {connection.vendor}",
        "Index",
        "In memory",
        "Engine",
        "Hostile queries",
        "Their p99",
        "Results page",
        "Bare view",
        f"Full text of {connection.vendor}",
        "The same, facets by SQL",
    ]


@pytest.mark.parametrize("number", ["many", "99"])
def test_what_is_no_number_of_documents_is_refused(number):
    with pytest.raises(CommandError, match="documents"):
        call_command("bench_search", f"--documents={number}")
