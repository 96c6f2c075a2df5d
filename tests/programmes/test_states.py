"""What counts as a State: where every count of countries starts."""

import pytest

from programmes.models import Country

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_states_are_193_members_and_2_observers():
    states = Country.objects.states()
    assert states.count() == 195
    assert states.filter(kind="state").count() == 193
    observers = states.filter(kind="observer").values_list("iso3", flat=True)
    assert set(observers) == {"VAT", "PSE"}


@pytest.mark.parametrize(
    ("code", "kind"), [("ORG_EU", "organisation"), ("ATA", "area"), ("HKG", "area")]
)
def test_the_union_and_areas_are_no_states(code, kind):
    assert Country.objects.get(code=code).kind == kind
    assert not Country.objects.states().filter(code=code).exists()
