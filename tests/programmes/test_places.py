"""The reporting region of a country follows the rules, whatever is changed, and how."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.urls import reverse

from programmes.models import Country, Region, ReportingRegionRule, Term
from programmes.models.places import apply_region_rules
from tests.factories import make_country, make_secretariat, make_term

pytestmark = pytest.mark.django_db

# --- A small world ------------------------------------------------------------------


@pytest.fixture
def world():
    """Kenya in Eastern Africa, France in Western Europe, a rule for each part."""
    return World()


class World:
    def __init__(self):
        self.africa = make_region("002")
        self.east = make_region("014", parent=self.africa)
        self.north = make_region("015", parent=self.africa)
        self.west = make_region("155", parent=make_region("150"))
        self.kenya = make_country("KEN", region=self.africa, sub_region=self.east)
        self.france = make_country("FRA", sub_region=self.west)
        self.of_africa = make_rule("AFRICA", area=self.africa)
        self.of_west = make_rule("EUROPE", area=self.west)


def make_region(code, **given):
    kind = "m49_subregion" if "parent" in given else "m49_region"
    return Region.objects.create(code=code, kind=kind, name=code, **given)


def make_rule(region, **place):
    region = make_term("reporting_region", region)
    return ReportingRegionRule.objects.create(region=region, **place)


def regions():
    """{country: reporting region} as stored, and none of them stale."""
    stored = dict(Country.objects.values_list("code", "reporting_region__code"))
    assert apply_region_rules() == 0
    return stored


def test_a_region_follows_its_rules(world):
    assert regions() == {"KEN": "AFRICA", "FRA": "EUROPE"}


def test_a_closer_rule_goes_before_a_wider_one(world):
    make_rule("EAST", area=world.east)
    assert regions()["KEN"] == "EAST"
    make_rule("KENYA", country=world.kenya)
    assert regions()["KEN"] == "KENYA"


# --- Every way to change a rule -------------------------------------------------------


def test_a_changed_rule_is_followed(world):
    world.of_west.region = make_term("reporting_region", "NORTH")
    world.of_west.save()
    assert regions() == {"KEN": "AFRICA", "FRA": "NORTH"}
    world.of_west.area, world.of_west.country = None, world.kenya
    world.of_west.save()
    assert regions() == {"KEN": "NORTH", "FRA": None}


def test_a_deleted_rule_is_followed(world):
    world.of_west.delete()
    assert regions() == {"KEN": "AFRICA", "FRA": None}


def test_rules_deleted_together_are_followed(world):
    ReportingRegionRule.objects.all().delete()
    assert regions() == {"KEN": None, "FRA": None}


def test_rules_changed_together_are_followed(world):
    ReportingRegionRule.objects.update(region=make_term("reporting_region", "WORLD"))
    assert regions() == {"KEN": "WORLD", "FRA": "WORLD"}


def test_rules_made_or_changed_in_bulk_are_followed(world):
    rules = ReportingRegionRule.objects
    region = make_term("reporting_region", "BULK")
    rules.bulk_create([ReportingRegionRule(area=world.east, region=region)])
    assert regions() == {"KEN": "BULK", "FRA": "EUROPE"}
    world.of_west.region = region
    rules.bulk_update([world.of_west], ["region"])
    assert regions() == {"KEN": "BULK", "FRA": "BULK"}


# --- Every way to change a country ----------------------------------------------------


def test_a_country_moved_to_another_sub_region_follows_it(world):
    world.kenya.region, world.kenya.sub_region = None, world.west
    world.kenya.save()
    assert world.kenya.reporting_region.code == "EUROPE"
    assert regions() == {"KEN": "EUROPE", "FRA": "EUROPE"}


def test_so_does_one_saved_column_by_column(world):
    world.kenya.sub_region = world.west
    world.kenya.save(update_fields=["sub_region"])
    assert regions()["KEN"] == "EUROPE"


def test_countries_moved_together_follow(world):
    Country.objects.update(sub_region=None, region=None)
    assert regions() == {"KEN": None, "FRA": None}


def test_a_new_country_has_its_region_at_once(world):
    new = make_country("BEL", sub_region=world.west)
    assert new.reporting_region.code == "EUROPE"
    given = {"kind": "state", "iso2": "TZ", "iso3": "TZA", "m49": "834"}
    given |= {"name": "Tanzania", "region": world.africa}
    Country.objects.bulk_create([Country(code="TZA", **given)])
    assert regions() == {
        "KEN": "AFRICA",
        "FRA": "EUROPE",
        "BEL": "EUROPE",
        "TZA": "AFRICA",
    }


def test_nobody_writes_another_region_into_a_country(world):
    world.kenya.reporting_region = make_term("reporting_region", "MOON")
    world.kenya.save()
    Country.objects.update(reporting_region=make_term("reporting_region", "MOON"))
    assert regions() == {"KEN": "AFRICA", "FRA": "EUROPE"}


# --- History ------------------------------------------------------------------------


def test_a_country_remembers_when_a_rule_moved_it(world):
    before = world.kenya.history.count()
    world.of_west.delete()
    assert world.kenya.history.count() == before
    last = world.france.history.first()
    assert last.reporting_region_id is None
    assert last.history_change_reason == "reporting-region rules"


def test_a_saved_country_has_one_line_of_history_with_its_region(world):
    before = world.kenya.history.count()
    world.kenya.sub_region = world.west
    world.kenya.save()
    assert world.kenya.history.count() == before + 1
    assert world.kenya.history.first().reporting_region.code == "EUROPE"


# --- In the admin -------------------------------------------------------------------


def of_admin(model, page, *args):
    return reverse(f"admin:programmes_{model}_{page}", args=args)


def test_rules_deleted_in_the_admins_list_are_followed(client, world):
    secretariat = make_secretariat()
    client.force_login(secretariat)
    client.post(
        of_admin("reportingregionrule", "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [world.of_west.pk],
            "post": "yes",
        },
    )
    assert regions() == {"KEN": "AFRICA", "FRA": None}
    assert world.france.history.first().history_user == secretariat


def test_a_rule_deleted_in_the_admin_is_followed(client, world):
    client.force_login(make_secretariat())
    client.post(
        of_admin("reportingregionrule", "delete", world.of_africa.pk), {"post": "yes"}
    )
    assert regions() == {"KEN": None, "FRA": "EUROPE"}


def test_a_rule_added_and_changed_in_the_admin_is_followed(client, world):
    client.force_login(make_secretariat())
    east = make_term("reporting_region", "EAST")
    given = {"area": world.east.pk, "country": "", "region": east.pk, "note": "Why"}
    client.post(of_admin("reportingregionrule", "add"), given)
    assert regions()["KEN"] == "EAST"
    rule = ReportingRegionRule.objects.get(region=east)
    given["area"] = world.north.pk
    client.post(of_admin("reportingregionrule", "change", rule.pk), given)
    assert regions()["KEN"] == "AFRICA"


# --- At once ------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres_only
def test_a_country_moved_while_a_rule_changes_is_not_left_behind(world):
    """The rule is written and not yet committed when the country moves there."""
    written, saved = Barrier(2, timeout=10), Event()

    def change_the_rule():
        try:
            with transaction.atomic():
                world.of_west.region = Term.objects.get(code="NEW")
                world.of_west.save()
                written.wait()
                saved.wait(1)  # without the lock the country is saved in between
        finally:
            connection.close()

    def move_the_country():
        try:
            kenya = Country.objects.get(code="KEN")
            kenya.sub_region = world.west
            written.wait()
            kenya.save()
            saved.set()
        finally:
            connection.close()

    make_term("reporting_region", "NEW")
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(change_the_rule), pool.submit(move_the_country)]:
            done.result()
    assert regions() == {"KEN": "NEW", "FRA": "NEW"}
