"""What taking a step does to the activity, its versions, its history, its readers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from oneplanet.models import OutgoingMail
from reporting.models import Activity, ActivityVersion, NotReady
from reporting.workflow import Action, CommentMissing, State, StepRefused
from tests.factories import (
    join,
    make_activity,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


def mails():
    told = OutgoingMail.objects.filter(key__startswith="step-")
    return list(told.values_list("to", "language"))


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


def given_up(people, action):
    """A public activity whose revision went to the desk and was then discarded."""
    activity = make_activity(state=State.APPROVED, **people)
    revise(activity, author=people["author"], title="In vain")
    activity.take(Action.SUBMIT, by=people["author"])
    by = people["author"] if action == Action.RECALL else people["reviewer"]
    activity.take(action, by=by, comment="No.")
    entry = activity.take(Action.DISCARD, by=people["author"])
    assert (activity.versions.count(), activity.state) == (2, "approved")
    return activity, entry


@pytest.mark.parametrize("action", [Action.RETURN, Action.RECALL])
def test_an_approved_activity_is_about_its_public_version(people, action):
    activity, entry = given_up(people, action)
    public = activity.open_publication().version
    newest = ActivityVersion.objects.newest_of(Activity.objects.all())
    assert (activity.latest_sealed(), list(newest)) == (public, [public])
    assert entry.version == public
    activity.take(Action.REVISE, by=people["author"])
    assert activity.draft().title == public.title


@pytest.mark.parametrize("action", [Action.RETURN, Action.RECALL])
def test_no_page_shows_what_was_submitted_in_vain_as_approved(client, people, action):
    activity, _entry = given_up(people, action)
    pages = {
        "my_activities": (people["author"], []),
        "activity_record": (people["author"], [activity.code]),
        "activity_review": (people["reviewer"], [activity.code]),
    }
    shown = {}
    for name, (person, args) in pages.items():
        client.force_login(person)
        page = client.get(reverse(f"reporting:{name}", args=args)).content.decode()
        shown[name] = ("In vain" in page, "Approved" in page)
    assert shown == dict.fromkeys(pages, (False, True))


def test_a_copy_is_in_the_words_of_who_wrote_it(people):
    colleague = make_user()
    activity = make_activity(state=State.SUBMITTED, **people)
    join(colleague, activity.organisation)
    written_by = []
    for action, by in (
        (Action.RETURN, people["reviewer"]),
        (Action.SUBMIT, colleague),
        (Action.APPROVE, people["reviewer"]),
        (Action.REVISE, colleague),
        (Action.SUBMIT, people["author"]),
    ):
        activity.take(action, by=by, comment="Say more.")
        written_by += activity.versions.values_list("entered_by", flat=True)
    assert set(written_by) == {people["author"].pk}


def test_a_copy_stays_on_behalf_of_whom_it_was(people):
    partner = make_organisation()
    activity = make_activity(state=State.DRAFT, on_behalf_of=partner, **people)
    activity.take(Action.SUBMIT, by=people["author"])
    activity.take(Action.RECALL, by=people["author"])
    assert activity.draft().on_behalf_of == partner


def test_taking_off_the_public_site_closes_the_publication(people):
    activity = make_activity(state=State.APPROVED, **people)
    revise(activity, author=people["author"], title="Later")
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong figures.")
    assert (activity.state, activity.open_publication()) == ("withdrawn", None)
    assert list(Activity.objects.public()) == []
    assert list(Activity.objects.once_public()) == [activity]


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RETURNED])
def test_what_is_taken_off_is_the_version_that_was_public(people, state):
    activity = make_activity(state=State.APPROVED, title="Public", **people)
    public = activity.open_publication().version
    revise(activity, author=people["author"], title="Later")
    activity.take(Action.SUBMIT, by=people["author"])
    if state == State.RETURNED:
        activity.take(Action.RETURN, by=people["reviewer"], comment="Say more.")
    entry = activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    mail = OutgoingMail.objects.latest("pk")
    assert (entry.version, mail.subject) == (
        public,
        "Taken off the public site: Public",
    )


def test_a_draft_never_submitted_is_deleted_by_its_author(people):
    activity = make_activity(state=State.DRAFT, **people)
    activity.delete_draft(by=people["author"])
    assert (Activity.objects.count(), ActivityVersion.objects.count()) == (0, 0)


def test_why_a_draft_is_not_deleted_is_true(people):
    author = people["author"]
    withdrawn = make_activity(state=State.DRAFT, **people)
    withdrawn.take(Action.WITHDRAW, by=author)
    returned = make_activity(state=State.RETURNED, **people)
    why = {}
    for name, activity in {"withdrawn": withdrawn, "returned": returned}.items():
        with pytest.raises(StepRefused) as refusal:
            activity.delete_draft(by=author)
        why[name] = str(refusal.value)
    assert why == {
        "withdrawn": "This is not possible now; it has the state “Withdrawn”.",
        "returned": "It was submitted once, so it can no longer be deleted.",
    }


@pytest.mark.parametrize("comment", ["", " \n", "\u200b", "\u2800", "\u3164"])
def test_a_comment_nobody_can_see_is_none(people, comment):
    activity = make_activity(state=State.DRAFT, **people)
    entry = activity.take(Action.SUBMIT, by=people["author"], comment=comment)
    assert entry.comment == ""
    with pytest.raises(CommentMissing):
        activity.take(Action.RETURN, by=people["reviewer"], comment=comment)


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
