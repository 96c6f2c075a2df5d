"""The policies loaded, value by value, against those typed by another hand."""

import pytest

from reporting.models import PolicyInstrument
from tests.fact_tables import facts, loaded, typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

YES_NO = {True: "yes", False: "no", None: "unknown"}


def test_policies():
    """The EU is no country. A year known only from elsewhere is no year of a policy."""
    same = "year_text start_year adoption_year end_year paragraph basis"
    assert typed("policies", f"code iso3 language document {same}") == loaded(
        PolicyInstrument.objects,
        f"code country__iso3 name_language document__symbol {same}",
    )


def test_names_of_policies():
    assert [words(row["name"]) for row in facts("policies")] == [
        words(policy.name) for policy in PolicyInstrument.objects.all()
    ]


def test_what_policies_are_about():
    """What the report leaves open is neither yes nor no; it gives no type."""
    columns = "code sectors tags types single_use_plastics"
    assert typed("policies", columns) == [
        (
            policy.code,
            _codes(policy.sectors),
            _codes(policy.tags),
            _codes(policy.types),
            YES_NO[policy.is_single_use_plastics],
        )
        for policy in PolicyInstrument.objects.all()
    ]


def _codes(terms):
    return ";".join(sorted(terms.values_list("code", flat=True)))
