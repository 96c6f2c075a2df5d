"""Whoever an agreement concerns is told once, and what is so for them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from oneplanet.outbox import OutgoingMail
from oneplanet.text.dates import today
from programmes.models import Membership
from reporting import agreements
from reporting.agreement_mails import tell_what_ran_out
from tests.factories import (
    join,
    make_agreement,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db
ADMIN = Membership.Role.ADMIN
GOES_ON = "you go on reading and changing all of it."
LOST = "What you wrote is kept there; you can no longer change it."
ENDED = "An agreement has ended by which The Office reported for The Ministry"


@pytest.fixture
def owner():
    return make_user(name="Olu Owner")


@pytest.fixture
def writer():
    return make_user(name="Wim Writer")


@pytest.fixture
def ours(owner):
    return make_organisation(admin=owner, code="ours", name="The Ministry")


@pytest.fixture
def office(writer):
    return make_organisation(admin=writer, code="office", name="The Office")


def told(what) -> dict[str, tuple]:
    """Address → (subject, body) of the mails about agreements given, or ended; an
    address with two mails fails."""
    rows = OutgoingMail.objects.filter(key__contains=f"-{what}-")
    found = {mail.to: (mail.subject, mail.body) for mail in rows}
    assert len(found) == len(rows)
    return found


def test_who_is_on_both_sides_is_told_once_that_they_go_on(ours, office, owner, writer):
    both = make_user(name="Bo Both")
    join(both, ours)
    join(both, office, role=ADMIN)
    agreement = make_agreement(ours, office, by=owner)
    subject, body = told("given")[both.email]
    assert subject == "The Office may report for The Ministry"
    assert "you read and change all of it, as before." in body
    agreements.end(by=owner, agreement=agreement)
    subject, body = told("ended")[both.email]
    assert subject == ENDED
    assert "Olu Owner has ended an agreement" in body
    assert (GOES_ON in body, LOST in body) == (True, False)
    subject, body = told("ended")[writer.email]
    assert subject == "You no longer report for The Ministry"
    assert (GOES_ON in body, LOST in body) == (False, True)
    assert set(told("ended")) == {both.email, writer.email}


def test_who_ends_it_on_both_sides_reads_that_they_did(ours, office, owner):
    join(owner, office, role=ADMIN)
    agreement = make_agreement(ours, office, by=owner)
    assert "You let The Office report for The Ministry" in told("given")[owner.email][1]
    agreements.end(by=owner, agreement=agreement)
    subject, body = told("ended")[owner.email]
    assert (subject, GOES_ON in body) == (ENDED, True)
    assert "You have ended an agreement" in body
    assert "/organisations/ours/agreements/" in body


def test_the_owners_other_admins_are_told_and_who_did_it_is_not(
    ours, office, owner, writer
):
    second = make_user()
    join(second, ours, role=ADMIN)
    join(make_user(), ours)
    join(make_user(), office)
    agreement = make_agreement(ours, office, by=owner)
    assert set(told("given")) == {second.email, writer.email}
    agreements.end(by=make_secretariat(name="Staff"), agreement=agreement)
    assert set(told("ended")) == {second.email, owner.email, writer.email}
    assert "Staff has ended an agreement" in told("ended")[owner.email][1]


def test_who_still_reports_by_another_agreement_is_not_told_the_contrary(
    ours, office, owner, writer
):
    food = make_programme(name="Food")
    agreement = make_agreement(ours, office, by=owner, programme=food)
    make_agreement(ours, office, by=owner, programme=make_programme())
    agreements.end(by=owner, agreement=agreement)
    subject, body = told("ended")[writer.email]
    assert (subject, LOST in body) == (ENDED, False)
    assert "It was for one programme: Food." in body
    assert "you go on reporting for The Ministry." in body


def test_an_editor_whose_draft_is_lost_to_them_is_told(ours, office, owner, writer):
    food, other = make_programme(), make_programme()
    agreement = make_agreement(ours, office, by=owner, programme=food)
    make_agreement(ours, office, by=owner, programme=other)
    has_begun, elsewhere = make_user(), make_user()
    for person, programme in ((has_begun, food), (elsewhere, other)):
        join(person, office)
        make_draft(author=person, organisation=ours, programme=programme)
    agreements.end(by=owner, agreement=agreement)
    assert set(told("ended")) == {writer.email, has_begun.email}
    assert "/my/activities/" in told("ended")[has_begun.email][1]


def test_of_an_agreement_that_ran_out_people_are_told_once(
    ours, office, owner, writer, time_machine
):
    make_agreement(ours, office, by=owner, until_on=today())
    make_agreement(ours, office, by=owner, programme=make_programme(), until_on=today())
    lasting = make_agreement(make_organisation(), office, by=make_secretariat())
    call_command("run_due")
    assert told("run_out") == {}, "its last day is not over"
    time_machine.move_to(timezone.now() + timedelta(days=1))
    ended = lasting.organisation.agreements_given.get()
    agreements.end(by=make_secretariat(), agreement=ended)
    call_command("run_due", "--dry-run")
    assert OutgoingMail.objects.filter(key__contains="-run_out-").count() == 0
    for _again in range(2):
        call_command("run_due")
    mails = OutgoingMail.objects.filter(key__contains="-run_out-")
    assert sorted(mails.values_list("to", "subject")) == sorted(
        2
        * [
            (owner.email, ENDED),
            (writer.email, "You no longer report for The Ministry"),
        ]
    )
    assert all("has run out: it was given until" in mail.body for mail in mails)
    assert all(LOST in mail.body for mail in mails.filter(to=writer.email))
    assert all(GOES_ON in mail.body for mail in mails.filter(to=owner.email))


def test_after_a_long_outage_nobody_is_told_of_what_is_long_over(
    ours, office, owner, time_machine
):
    make_agreement(ours, office, by=owner, until_on=today())
    now = timezone.now()
    time_machine.move_to(now + timedelta(days=31))
    assert tell_what_ran_out() == 0
    time_machine.move_to(now + timedelta(days=30))
    assert (tell_what_ran_out(), tell_what_ran_out()) == (1, 0)
