"""The policies loaded, value by value, against those typed by another hand."""

import pytest

from reporting.models import PolicyInstrument
from tests.fact_tables import facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_policies():
    """The EU is no country; what the report leaves open is neither yes nor no."""
    assert [
        (row["code"], row["iso3"], row["paragraph"], row["single_use_plastics"])
        for row in facts("policies")
    ] == [
        (
            policy.code,
            policy.country.iso3 or "",
            policy.paragraph,
            {True: "yes", False: "no", None: "unknown"}[policy.is_single_use_plastics],
        )
        for policy in PolicyInstrument.objects.all()
    ]
