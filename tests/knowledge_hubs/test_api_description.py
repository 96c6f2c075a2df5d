"""The OpenAPI description: valid, and true of what is answered."""

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from knowledge_hubs.open_data import KINDS
from knowledge_hubs.search.describing import described as search
from oneplanet.open_data.describing import describe

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture(scope="module")
def described():
    return describe(KINDS, search())


def schema_of(described, path):
    answer = described["paths"][path]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    return Draft202012Validator(schema | {"components": described["components"]})


def test_it_is_a_valid_description(described):
    validate(described)


def test_it_is_a_file_in_english_whoever_asks(client, described):
    response = client.get("/api/v1/openapi.json", headers={"Accept-Language": "ar"})
    assert response.json() == described
    assert response["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_answers_are_what_it_says(client, described, kind):
    listed = client.get(f"/api/v1/{kind.name}/?lang=ar").json()
    schema_of(described, f"/{kind.name}/").validate(listed)
    for row in listed["results"][:2]:
        assert set(row) == {head.name for head in kind.heads}
        code = row.get("id") or row["code"]
        one = client.get(f"/api/v1/{kind.name}/{code}/?lang=ar").json()
        schema_of(described, f"/{kind.name}/{{code}}/").validate(one)


def test_the_reference_is_all_there(client):
    """Counted from a harvest of each list, page by page."""
    found = {}
    for kind in KINDS:
        number, path = 0, f"/api/v1/{kind.name}/?limit=60"
        while path:
            answer = client.get(path).json()
            number += len(answer["results"])
            path = answer["next"]
        found[kind.name] = number
    assert found == {
        "activities": 0,
        "initiatives": 0,
        "policies": 12,
        "resources": 28,
        "coalitions": 20,
        "working-groups": 12,
        "campaigns": 9,
        "case-studies": 2,
        "recommendations": 7,
        "labels": 1,
        "events": 10,
        "articles": 0,
        "hubs": 22,
        "organisations": 81,
        "programmes": 6,
        "board-members": 11,
        "countries": 249,
        "regions": 27,
        "published-figures": 137,
        "sdg-targets": 11,
        "sdg-indicators": 13,
        "terms": 175,
        "activity-types": 14,
        "stages": 45,
        "glossary": 86,
        "source-documents": 28,
        "classification-agreements": 0,
    }
