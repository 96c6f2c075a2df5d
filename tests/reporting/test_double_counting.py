"""Staff are warned of what may be counted twice in a period, with the reasons."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from reporting import double_counting
from reporting.double_counting import double_counts
from reporting.models import TwinAnswer
from reporting.periods import move
from reporting.workflow import Action
from tests.factories import (
    join,
    make_country,
    make_draft,
    make_organisation,
    make_period,
    make_programme,
    make_secretariat,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


class Bodies:
    """Organisations that report in one period to one desk."""

    def __init__(self):
        self.desk, self.staff = make_user(), make_secretariat()
        self.food = make_programme(desk=self.desk, name="Food")
        self.homes = make_programme(desk=self.desk, name="Homes")
        self.period = make_period(2025)
        self.earlier = make_period(2024)

    def body(self, name):
        body = make_organisation(name=name)
        body.author = make_user()
        join(body.author, body)
        return body

    def workshop(self, body, programme=None, *, year=2025, numbers=(), partners=()):
        """A workshop on food waste in Nairobi in spring, told by one of its hosts."""
        activity = make_draft(
            author=body.author,
            organisation=body,
            programme=programme or self.food,
            title="Food waste workshop for school kitchens in Nairobi",
            summary="Cooks of school kitchens in Nairobi learned to waste less food.",
            started_on=date(year, 4, 2),
            ended_on=date(year, 4, 4),
            countries=[make_country()],
            scope=make_term("scope", "NATIONAL"),
        )
        draft = activity.draft()
        for what, value, unit in numbers:
            given = {"what": what, "value": value, "unit": unit, "status": "value"}
            draft.quantities.create(**given)
        for partner in partners:
            draft.partners.create(organisation=partner, role="host")
        activity.take(Action.SUBMIT, by=body.author)
        return activity

    def found(self, period=None):
        counts = double_counts(period or self.period, user=self.staff)
        kinds = (counts.organisations, counts.programmes, counts.numbers)
        return [[_codes(pair) for pair in kind] for kind in kinds]


def _codes(pair) -> set[str]:
    return {pair.one.activity.code, pair.other.activity.code}


@pytest.fixture
def bodies():
    return Bodies()


def test_two_organisations_with_one_activity_are_found_with_the_reasons(bodies):
    ada, bo = bodies.body("Ada"), bodies.body("Bo")
    one, other = bodies.workshop(ada), bodies.workshop(bo)
    one.take(Action.APPROVE, by=bodies.desk)  # public, the other under review
    assert bodies.found() == [[{one.code, other.code}], [], []]
    pair = double_counts(bodies.period, user=bodies.staff).organisations[0]
    assert pair.why[:2] == ["the same days or weeks", "the same country"]
    assert set(pair.ways) == {one.page("review"), other.page("review")}
    assert bodies.found(bodies.earlier) == [[], [], []]


def test_one_organisation_in_two_programmes_is_found(bodies):
    ada = bodies.body("Ada")
    one, other = bodies.workshop(ada), bodies.workshop(ada, bodies.homes)
    assert bodies.found() == [[], [{one.code, other.code}], []]


def test_two_of_one_organisation_in_one_programme_are_the_form_s_to_ask(bodies):
    ada = bodies.body("Ada")
    bodies.workshop(ada), bodies.workshop(ada)
    assert bodies.found() == [[], [], []]


def test_what_does_not_count_or_counts_elsewhere_is_left_out(bodies):
    ada, bo, cy = (bodies.body(name) for name in ("Ada", "Bo", "Cy"))
    bodies.workshop(ada)
    bodies.workshop(bo, year=2024)
    bodies.workshop(cy).take(Action.RETURN, by=bodies.desk, comment="Which?")
    assert bodies.found() == [[], [], []]


def test_a_pair_across_two_periods_is_told_in_the_years_of_both(client, bodies):
    """A record of 2024 came when that period was closed, and counts in 2025."""
    ada, bo, cy = (bodies.body(name) for name in ("Ada", "Bo", "Cy"))
    late = bodies.workshop(ada, year=2024)
    late.take(Action.APPROVE, by=bodies.desk)
    move(late, by=bodies.desk, period=bodies.period, note="It came late.")
    other = bodies.workshop(bo, year=2024)
    other.take(Action.APPROVE, by=bodies.desk)
    both = {late.code, other.code}
    assert bodies.found() == [[both], [], []]
    assert bodies.found(bodies.earlier) == [[both], [], []]
    client.force_login(bodies.staff)
    for year in (2024, 2025):
        page = reverse("reporting:double_counting")
        text = client.get(page, {"year": year}).content.decode()
        said = "The first counts in 2025, the second in 2024."
        assert strip_tags(text).count(said) == 1
    third = bodies.workshop(cy, year=2024)
    inside, across = {other.code, third.code}, {late.code, third.code}
    assert sorted(map(sorted, bodies.found()[0])) == sorted(map(sorted, (both, across)))
    assert inside in bodies.found(bodies.earlier)[0]


def test_what_too_many_share_elsewhere_is_no_sign(bodies, monkeypatch):
    monkeypatch.setattr(double_counting, "SHARED_BY", 2)
    late = bodies.workshop(bodies.body("Ada"), year=2024)
    move(late, by=bodies.desk, period=bodies.period, note="It came late.")
    for n in range(3):
        bodies.workshop(bodies.body(f"Body {n}"), year=2024)
    assert bodies.found() == [[], [], []]


def test_a_number_two_joint_partners_give_is_found(bodies):
    ada, bo, cy = (bodies.body(name) for name in ("Ada", "Bo", "Cy"))
    trained, cooks = ("Cooks trained", 250, "Cooks"), ("People", 250, "cooks")
    first = bodies.workshop(ada, numbers=[trained], partners=[bo])
    second = bodies.workshop(bo, numbers=[cooks, ("Halls", 1, "hall")])
    bodies.workshop(cy, numbers=[trained])  # nobody's partner
    bodies.workshop(ada, numbers=[("Cooks", 251, "cooks")], partners=[cy])
    numbers = double_counts(bodies.period, user=bodies.staff).numbers
    assert [_codes(pair) for pair in numbers] == [{first.code, second.code}]
    assert [row.what for row in numbers[0].numbers] == ["Cooks trained"]


def test_what_a_partner_keeps_apart_comes_last_and_says_so(bodies):
    ada, bo, cy = (bodies.body(name) for name in ("Ada", "Bo", "Cy"))
    one, other, third = (bodies.workshop(body) for body in (ada, bo, cy))
    given = {"by": ada.author, "at": timezone.now(), "reason": "Another school."}
    TwinAnswer.objects.create(activity=one, other=other, choice="apart", **given)
    pairs = double_counts(bodies.period, user=bodies.staff).organisations
    assert [(_codes(pair), pair.is_apart) for pair in pairs][-1] == (
        {one.code, other.code},
        True,
    )
    assert [pair.is_apart for pair in pairs] == [False, False, True]
    given |= {"choice": "desk", "at": timezone.now()}
    TwinAnswer.objects.create(activity=other, other=one, **given)
    pairs = double_counts(bodies.period, user=bodies.staff).organisations
    assert not any(pair.is_apart for pair in pairs)
    assert third.code in _codes(pairs[0]) | _codes(pairs[1])


@pytest.mark.parametrize(("name", "most"), [("READ", 3), ("JUDGED", 1), ("SHOWN", 1)])
def test_what_is_not_looked_at_is_said(bodies, monkeypatch, client, name, most):
    for n in range(3):
        bodies.workshop(bodies.body(f"Body {n}"))
    client.force_login(bodies.staff)
    page = reverse("reporting:double_counting")
    said = "Not everything could be looked at"
    assert said not in client.get(page).content.decode()
    monkeypatch.setattr(double_counting, name, most)
    assert said in client.get(page).content.decode()


def test_the_page_names_both_and_why(client, bodies):
    ada, bo = bodies.body("Ada"), bodies.body("Bo")
    one = bodies.workshop(ada, numbers=[("Cooks", 250, "cooks")], partners=[bo])
    other = bodies.workshop(bo, numbers=[("Cooks", 250, "cooks")])
    client.force_login(bodies.staff)
    text = client.get(reverse("reporting:double_counting")).content.decode()
    for each in (one, other):
        assert text.count(f'href="{each.page("review")}#twins"') == 2
    assert ("Both say:" in text, "Why:" in text) == (True, True)
