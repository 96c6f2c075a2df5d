"""What taking a step does to the activity, its versions, its history, its readers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from oneplanet.models import OutgoingMail
from programmes.models import Appointment
from reporting.models import Activity, ActivityVersion, NotReady
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    appoint,
    join,
    make_activity,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    author, reviewer = make_user(), make_user(language="ar")
    return {
        "author": author,
        "reviewer": reviewer,
        "programme": make_programme(desk=reviewer),
    }


def mails():
    return list(OutgoingMail.objects.values_list("to", "language"))


def test_submitting_seals_the_draft_and_tells_the_desk(people):
    activity = make_activity(state=State.DRAFT, **people)
    entry = activity.take(Action.SUBMIT, by=people["author"])
    version = activity.versions.get()
    assert (activity.state, version.sealed_by) == ("submitted", people["author"])
    assert version.sealed_at == entry.at
    assert (entry.from_state, entry.to_state, entry.version) == (
        "draft",
        "submitted",
        version,
    )
    assert mails() == [(people["reviewer"].email, "ar")]


def test_an_incomplete_draft_is_not_submitted(people):
    activity = make_activity(state=State.DRAFT, title="", sectors=[], **people)
    with pytest.raises(NotReady) as refusal:
        activity.take(Action.SUBMIT, by=people["author"])
    assert [p.field for p in refusal.value.problems] == ["title", "sectors"]
    assert Activity.objects.get().state == "draft"
    assert mails() == []


def test_returning_copies_the_sealed_version_whole(people):
    activity = make_activity(state=State.DRAFT, **people)
    draft = activity.draft()
    draft.quantities.create(what="People", status="value", value="3", unit="people")
    draft.partners.create(name="Somebody", role="host")
    draft.links.create(url="https://example.org/a")
    activity.take(Action.SUBMIT, by=people["author"])
    activity.take(Action.RETURN, by=people["reviewer"], comment="Say more.")
    sealed, copy = activity.versions.order_by("number")
    assert (copy.number, copy.sealed_at, copy.title) == (2, None, sealed.title)
    assert [q.what for q in copy.quantities.all()] == ["People"]
    assert [p.name for p in copy.partners.all()] == ["Somebody"]
    assert [link.url for link in copy.links.all()] == ["https://example.org/a"]
    assert list(copy.sectors.all()) == list(sealed.sectors.all())
    assert sealed.quantities.count() == 1
    assert mails()[-1] == (people["author"].email, "en")


def test_approving_opens_one_publication_and_the_next_closes_it(people):
    activity = make_activity(state=State.APPROVED, **people)
    first = activity.open_publication()
    draft = revise(activity, author=people["author"], title="Better")
    assert activity.open_publication() == first
    activity.take(Action.SUBMIT, by=people["author"])
    assert activity.open_publication() == first
    activity.take(Action.APPROVE, by=people["reviewer"])
    second = activity.open_publication()
    assert second.version == draft
    first.refresh_from_db()
    assert first.until_at == second.from_at
    assert first.until_by == people["reviewer"]
    assert activity.publications.count() == 2


def test_recalling_makes_it_a_draft_again(people):
    activity = make_activity(state=State.SUBMITTED, **people)
    activity.take(Action.RECALL, by=people["author"])
    assert (activity.state, activity.draft().number) == ("draft", 2)


def test_discarding_a_revision_leaves_the_public_version(people):
    activity = make_activity(state=State.APPROVED, **people)
    public = activity.open_publication().version
    revise(activity, author=people["author"], title="Worse")
    activity.take(Action.DISCARD, by=people["author"])
    assert activity.state == "approved"
    assert list(activity.versions.all()) == [public]


def test_taking_off_the_public_site_closes_the_publication(people):
    activity = make_activity(state=State.APPROVED, **people)
    revise(activity, author=people["author"], title="Later")
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong figures.")
    assert (activity.state, activity.open_publication()) == ("withdrawn", None)
    assert list(Activity.objects.public()) == []
    assert list(Activity.objects.once_public()) == [activity]


def test_nobody_reviews_an_activity_of_their_own_organisation():
    reviewer = make_user()
    programme = make_programme(desk=reviewer)
    author = make_user()
    organisation = make_organisation(editor=author)
    join(reviewer, organisation)
    activity = make_draft(author=author, organisation=organisation, programme=programme)
    activity.take(Action.SUBMIT, by=author)
    assert list(Activity.objects.awaiting_review_by(reviewer)) == []
    with pytest.raises(StepRefused, match="Only reviewers of"):
        activity.take(Action.APPROVE, by=reviewer)
    assert mails() == []


def test_the_secretariat_reviews_where_there_is_no_programme_or_no_desk():
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


def test_a_former_desk_no_longer_reviews(people):
    activity = make_activity(state=State.SUBMITTED, **people)
    Appointment.objects.update(until_on="2021-06-01")
    people["reviewer"].__dict__.pop("roles", None)
    with pytest.raises(StepRefused):
        activity.take(Action.APPROVE, by=people["reviewer"])
    newcomer = make_user()
    appoint(newcomer, Appointment.Role.DESK, programme=people["programme"])
    activity.take(Action.APPROVE, by=newcomer)


def test_a_draft_never_submitted_is_deleted_by_its_author(people):
    activity = make_activity(state=State.DRAFT, **people)
    activity.delete_draft(by=people["author"])
    assert (Activity.objects.count(), ActivityVersion.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_of_several_people_pressing_at_once_one_succeeds():
    author, reviewer = make_user(), make_user()
    programme = make_programme(desk=reviewer)
    pk = make_activity(
        state=State.SUBMITTED, author=author, programme=programme, reviewer=reviewer
    ).pk
    ready = Barrier(4)

    def press(_):
        try:
            activity = Activity.objects.get(pk=pk)
            ready.wait()
            activity.take(Action.APPROVE, by=reviewer)
            return "done"
        except StepRefused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(press, range(4)))

    assert answers == ["done", "refused", "refused", "refused"]
    activity = Activity.objects.get(pk=pk)
    assert activity.publications.count() == 1
    assert activity.history.filter(action="approve").count() == 1
