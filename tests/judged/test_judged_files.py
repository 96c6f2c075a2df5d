"""The files of judged searches are sound. What the search answers is tested apart."""

import csv
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest

from .reading import FOLDER, LANGUAGES, Query, documents, faults, queries

ROOT = Path(__file__).parents[2]
# As frozen. Whoever changes a file changes its line, in a commit that says why.
FROZEN = {
    "ar": "8b32050399de6fe7",
    "zh-hans": "f82c593a0d6388a6",
    "en": "389c2acc055ac65a",
    "fr": "e41aebbbac44a433",
    "ru": "31046fbe4191ef9e",
    "es": "90a608d1a25f8447",
}
KNOWLEDGE = "knowledge_hubs/reference"
TABLES = {
    "glossary": (f"{KNOWLEDGE}/glossary.toml", "word"),
    "resource": (f"{KNOWLEDGE}/resources.toml", "resource"),
    "event": (f"{KNOWLEDGE}/events.toml", "event"),
    "campaign": (f"{KNOWLEDGE}/campaigns.toml", "campaign"),
    "case_study": (f"{KNOWLEDGE}/case_studies.toml", "case_study"),
    "recommendation": (f"{KNOWLEDGE}/recommendations.toml", "recommendation"),
    "label": (f"{KNOWLEDGE}/labels.toml", "label"),
    "chain": (f"{KNOWLEDGE}/value_chains/*.toml", ""),
    "hub": (f"{KNOWLEDGE}/hubs/*.toml", ""),
    "page": (f"{KNOWLEDGE}/pages/*.toml", "page"),
    "programme": ("programmes/reference/programmes.toml", "programme"),
    "organisation": ("programmes/reference/organisations.toml", "organisation"),
    "target": ("programmes/reference/sdg.toml", "target"),
    "indicator": ("programmes/reference/sdg.toml", "indicator"),
    "policy": ("reporting/reference/policies.toml", "policy"),
    "initiative": ("reporting/sample/initiatives.toml", "initiative"),
}


def _tables(pattern: str, table: str) -> list[dict]:
    rows = []
    for path in sorted(ROOT.glob(pattern)):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found = data[table] if table else data
        rows += found if isinstance(found, list) else [found]
    return rows


def _activities() -> dict[str, bool]:
    """Code, and whether everybody may read it when the sample has been loaded."""
    public = {}
    for row in _tables("reporting/sample/activities.*.toml", "activity"):
        steps = [step["action"] for step in row["steps"]]
        gone = {"unpublish", "withdraw"} & set(steps)
        public[row["code"]] = "approve" in steps and not gone
    return public


@pytest.fixture(scope="module")
def known() -> set[str]:
    names = {
        f"{kind}:{row['code']}"
        for kind, (pattern, table) in TABLES.items()
        for row in _tables(pattern, table)
    }
    path = ROOT / "programmes/reference/countries.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names |= {f"country:{row['code']}" for row in csv.DictReader(file)}
    names |= {
        f"stage:{chain['code']}/{stage['address']}"
        for chain in _tables(*TABLES["chain"])
        for stage in chain["stages"]
    }
    names |= {f"activity:{code}" for code in _activities()}
    return names | {f"doc:{row['id']}" for one in LANGUAGES for row in documents(one)}


def test_the_files_are_as_they_were_frozen():
    files = {code: FOLDER / f"{code}.toml" for code in LANGUAGES}
    found = {code: sha256(f.read_bytes()).hexdigest()[:16] for code, f in files.items()}
    assert found == FROZEN


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_is_complete_and_fair(language):
    assert faults(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_named_exists(language, known):
    named = {name for q in queries(language) for name in q.find + q.not_find}
    assert named - known == set()


def test_what_must_be_found_is_public_and_what_is_hidden_is_not():
    public, asked = _activities(), [q for one in LANGUAGES for q in queries(one)]
    found = {name.removeprefix("activity:") for q in asked for name in q.find}
    barred = {name.removeprefix("activity:") for q in asked for name in q.not_find}
    assert {
        code: public[code] for code in found & set(public) if not public[code]
    } == {}
    assert {code: public[code] for code in barred & set(public) if public[code]} == {}


def test_an_answer_is_judged_by_its_order_and_by_all_of_it():
    query = Query("a", "plain: one", find=["x"], not_find=["y"], among_first=2)
    assert query.failings(["v", "x", "w"]) == []
    assert query.failings(["v", "w", "x", "y"]) == ["missing x", "wrongly y"]


def test_a_question_may_have_wrong_answers_far_down():
    query = Query("a", "question: one", find=["x"], not_find=["y"], among_first=2)
    assert query.failings(["x", "v", "y"]) == []
    assert query.failings(["x", "y"]) == ["wrongly y"]


def test_a_suggestion_is_compared_without_capitals():
    query = Query("shoos", "typo: one", suggest="shoes")
    assert query.failings([], "Shoes") == []
    assert query.failings([]) == ["not suggested shoes"]
