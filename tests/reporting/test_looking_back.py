"""Ways to what became of a report: from one's own pages, and by mail."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from oneplanet.models import OutgoingMail
from reporting.looking_back import last_over, outcome_path, reports_of
from reporting.period_rules import PeriodAction, PeriodState
from reporting.periods import take_step
from reporting.workflow import State
from tests.factories import (
    join,
    make_activity,
    make_administrator,
    make_organisation,
    make_period,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db
IN_2020 = {"ended_on": date(2020, 5, 1)}


def paths(reports):
    return [report.url for report in reports]


# --- Which there are ------------------------------------------------------------------


def test_an_organisation_looks_back_on_each_period_with_something_of_its_own():
    anna = make_user()
    body = make_organisation(name="B", editor=anna)
    other = make_organisation(name="A", editor=anna)
    old, new = make_period(2019), make_period(2020)
    in_2019 = {"started_on": date(2019, 1, 1), "ended_on": date(2019, 2, 1)}
    for organisation, state, given in (
        (body, State.SUBMITTED, IN_2020),
        (body, State.SUBMITTED, IN_2020),
        (body, State.RETURNED, in_2019),
        (other, State.RETURNED, in_2019),
        (other, State.DRAFT, IN_2020),
        (None, State.SUBMITTED, IN_2020),
    ):
        author = anna if organisation else None
        make_activity(state=state, organisation=organisation, author=author, **given)
    found = reports_of([body.pk, other.pk])
    assert paths(found) == [
        outcome_path(other.code, 2019),
        outcome_path(body.code, 2020),
        outcome_path(body.code, 2019),
    ]
    assert last_over(found) == []
    for period in (old, new):
        period.state = PeriodState.REPORTED
        period.save()
    assert paths(last_over(reports_of([body.pk, other.pk]))) == [
        outcome_path(other.code, 2019),
        outcome_path(body.code, 2020),
    ]


# --- Pages ----------------------------------------------------------------------------


@pytest.fixture
def reported():
    """Somebody whose organisation has a part in a period whose figures are out."""
    author = make_user(name="Anna", language="fr")
    body = make_organisation(editor=author, name="Ours")
    period = make_period(2020)
    people = {"author": author, "organisation": body}
    make_activity(state=State.APPROVED, **people, **IN_2020)
    period.state = PeriodState.CLOSED
    period.save()
    return {"period": period, **people}


def test_ones_organisation_leads_to_every_report_and_count_what_stands_where(
    client, reported
):
    people = {key: reported[key] for key in ("author", "organisation")}
    reviewer = make_user()
    public = make_activity(state=State.APPROVED, reviewer=reviewer, **people)
    revise(public, author=people["author"], title="Again")
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN):
        make_activity(state=state, **people)
    join(make_user(), people["organisation"])
    client.force_login(people["author"])
    page = client.get(reverse("reporting:my_organisations"), follow=True)
    assert f'href="{outcome_path(people["organisation"].code, 2020)}"' in page.text
    body = page.context["organisation"]
    states = ("draft", "again", "submitted", "returned", "public")
    counts = {state: getattr(body, f"{state}_count") for state in states}
    assert counts == {
        "draft": 1,
        "again": 1,
        "submitted": 1,
        "returned": 1,
        "public": 2,
    }


def test_what_is_due_leads_to_the_last_report_that_is_over(client, reported):
    link = outcome_path(reported["organisation"].code, 2020)
    client.force_login(reported["author"])
    assert f'href="{link}"' in client.get(reverse("reporting:due")).text
    reported["period"].state = PeriodState.OPEN
    reported["period"].save()
    assert f'href="{link}"' not in client.get(reverse("reporting:due")).text


def test_who_may_not_look_back_is_not_led_there(client, reported):
    body = reported["organisation"]
    inside = reverse("reporting:my_organisation", args=[body.code])
    found = {}
    for make in (make_secretariat, make_administrator):
        client.force_login(make())
        found[make] = outcome_path(body.code, 2020) in client.get(inside).text
    assert found == {make_secretariat: True, make_administrator: False}


def test_nobody_elses_report_is_named(client, reported):
    stranger = make_user()
    make_organisation(editor=stranger, name="Theirs")
    client.force_login(stranger)
    for name in ("due", "my_activities", "my_organisations"):
        page = client.get(reverse(f"reporting:{name}"), follow=True)
        assert page.status_code == 200 and "Ours" not in page.text


# --- The mail -------------------------------------------------------------------------


def test_when_a_period_is_reported_its_people_are_told_once_each(reported):
    second = make_organisation(editor=reported["author"], name="A second")
    gone, uninvolved = make_user(), make_user()
    for person in (gone, uninvolved):
        join(person, reported["organisation"])
    gone.is_active = False
    gone.save()
    membership = uninvolved.memberships.get()
    membership.until = membership.since
    membership.save()
    make_organisation(editor=make_user(), name="Without a report")
    given = {"organisation": second, "author": reported["author"]} | IN_2020
    reported["period"].state = PeriodState.OPEN
    reported["period"].save()
    make_activity(state=State.SUBMITTED, **given)
    reported["period"].state = PeriodState.CLOSED
    reported["period"].save()
    OutgoingMail.objects.all().delete()
    take_step(reported["period"], PeriodAction.REPORT, by=make_secretariat())
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == (reported["author"].email, "fr")
    with translation.override("fr"):
        links = [
            f"http://localhost:8000{outcome_path(body.code, 2020)}"
            for body in (second, reported["organisation"])
        ]
    assert [line for line in mail.body.splitlines() if "http" in line] == [
        *links,
        "http://localhost:8000",
    ]
    assert "2020" in mail.subject and "\n\n\n" not in mail.body


def test_no_other_step_of_a_period_tells_of_it(reported):
    OutgoingMail.objects.all().delete()
    by = make_secretariat()
    take_step(reported["period"], PeriodAction.REOPEN, by=by, note="More to come.")
    take_step(reported["period"], PeriodAction.CLOSE, by=by)
    assert not OutgoingMail.objects.exists()


def test_sample_people_hear_from_a_sample_portal_alone(reported, settings):
    reported["author"].is_sample = True
    reported["author"].save()
    OutgoingMail.objects.all().delete()
    settings.SAMPLE = False
    take_step(reported["period"], PeriodAction.REPORT, by=make_secretariat())
    assert not OutgoingMail.objects.exists()
