"""Who decides on a submission: told by mail, offered in the queue, allowed to act."""

import pytest
from django.utils import timezone

from oneplanet.models import OutgoingMail
from programmes.models import Appointment, User
from reporting.models import Activity
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    appoint,
    join,
    make_activity,
    make_administrator,
    make_draft,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db


def who_decides(activity, people) -> dict:
    """Of these people by name: who is told, who finds it in the queue, who can act."""
    told = set(activity.reviewers())
    found = {"told": set(), "in the queue": set(), "can act": set()}
    for name, person in people.items():
        person.__dict__.pop("roles", None)
        steps = {step.action for step in activity.steps_for(person)}
        if person in told:
            found["told"].add(name)
        if activity in Activity.objects.awaiting_review_by(person):
            found["in the queue"].add(name)
        if {Action.RETURN, Action.APPROVE} <= steps:
            found["can act"].add(name)
    return found


def only(*names) -> dict:
    return dict.fromkeys(("told", "in the queue", "can act"), set(names))


def mailed() -> set:
    told = OutgoingMail.objects.filter(key__startswith="step-")
    return set(told.values_list("to", flat=True))


@pytest.fixture
def network():
    """A submission and everybody around it: two for the desk, two secretaries."""
    people = {name: make_user() for name in ("author", "desk", "second", "lead")}
    people |= {"secretary": make_secretariat(), "other": make_secretariat()}
    people |= {"administrator": make_administrator()}
    programme = make_programme(desk=people["desk"])
    appoint(people["second"], Appointment.Role.DESK, programme=programme)
    appoint(people["lead"], Appointment.Role.LEAD, programme=programme)
    activity = make_activity(
        state=State.DRAFT, author=people["author"], programme=programme
    )
    return people, activity


def submitted(network, *, by="author"):
    people, activity = network
    activity.take(Action.SUBMIT, by=people[by])
    return who_decides(activity, people)


def test_the_desk_decides(network):
    assert submitted(network) == only("desk", "second")
    assert mailed() == {network[0][name].email for name in ("desk", "second")}


def test_nobody_decides_on_an_activity_of_their_own_organisation(network):
    people, activity = network
    join(people["desk"], activity.organisation)
    assert submitted(network) == only("second")
    with pytest.raises(StepRefused, match="never for their own organisation"):
        activity.take(Action.APPROVE, by=people["desk"])


def test_the_secretariat_decides_where_the_whole_desk_is_of_the_organisation(network):
    people, activity = network
    for name in ("desk", "second", "other"):
        join(people[name], activity.organisation)
    assert submitted(network) == only("secretary")
    assert mailed() == {people["secretary"].email}
    activity.take(Action.APPROVE, by=people["secretary"])
    assert activity.state == "approved"


@pytest.mark.parametrize("names", [("desk",), ("desk", "second")])
def test_a_desk_that_is_closed_decides_nothing(network, names):
    people, _activity = network
    for name in names:
        User.objects.filter(pk=people[name].pk).update(is_active=False)
    rest = {"desk", "second"} - {*names}
    assert submitted(network) == only(*rest or ("secretary", "other"))


@pytest.mark.parametrize("wrote", ["entered_by", "sealed_by"])
def test_nobody_decides_on_what_they_wrote_once_they_have_left(network, wrote):
    people, activity = network
    membership = join(people["desk"], activity.organisation)
    if wrote == "entered_by":
        activity.versions.update(entered_by=people["desk"])
    by = "desk" if wrote == "sealed_by" else "author"
    activity.take(Action.SUBMIT, by=people[by])
    membership.until = timezone.now()
    membership.save()
    assert who_decides(activity, people) == only("second")
    activity.take(Action.RETURN, by=people["second"], comment="Say more.")
    assert submitted(network) == only("second")  # nor on what was made of it


def test_the_secretariat_decides_where_the_whole_desk_wrote(network):
    people, activity = network
    memberships = [join(people[n], activity.organisation) for n in ("desk", "second")]
    activity.versions.update(entered_by=people["second"])
    activity.take(Action.SUBMIT, by=people["desk"])
    for membership in memberships:
        membership.until = timezone.now()
        membership.save()
    assert who_decides(activity, people) == only("secretary", "other")


def test_the_secretariat_decides_where_there_is_no_programme_or_no_desk():
    secretariat, author = make_secretariat(), make_user()
    network_wide = make_draft(author=author)
    without_desk = make_draft(author=author, programme=make_programme())
    with_desk = make_draft(author=author, programme=make_programme(desk=make_user()))
    for activity in (network_wide, without_desk, with_desk):
        activity.take(Action.SUBMIT, by=author)
    waiting = Activity.objects.awaiting_review_by(secretariat)
    assert set(waiting) == {network_wide, without_desk}
    network_wide.take(Action.APPROVE, by=secretariat)
    with pytest.raises(StepRefused):
        with_desk.take(Action.APPROVE, by=secretariat)


def test_a_former_desk_no_longer_decides(network):
    people, activity = network
    Appointment.objects.filter(user=people["desk"]).update(until_on="2021-06-01")
    assert submitted(network) == only("second")
    with pytest.raises(StepRefused):
        activity.take(Action.APPROVE, by=people["desk"])
