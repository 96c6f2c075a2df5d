"""Several approved at once: asked first, each for itself, none twice, nothing half."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from oneplanet.models import OutgoingMail
from reporting import bulk_approving
from reporting.models import BulkApproval, BulkApprovalRow
from reporting.views import queue as views
from reporting.workflow import Action, State
from tests.factories import join, make_programme, make_user, revise
from tests.reporting.at_once import five
from tests.reporting.desks import key_of, make_bench

pytestmark = pytest.mark.django_db
APPROVE = reverse("reporting:review_approve")


@pytest.fixture
def bench():
    return make_bench()


@pytest.fixture
def ada(client, bench):
    client.force_login(bench.ada)
    return client


def sure(*reported, once="a-key"):
    return {"of": [key_of(row) for row in reported], "sure": "1", "once": once}


def outcomes():
    """(code, outcome, reason) of every row there is, from the first."""
    rows = BulkApprovalRow.objects.order_by("pk")
    return [(row.version.identity.code, row.outcome, row.reason) for row in rows]


def states(*reported):
    return [type(row).objects.get(pk=row.pk).state for row in reported]


def test_it_is_asked_first_and_nothing_is_written(ada, bench):
    first, second = bench.waits("First", days_ago=2), bench.initiative_waits("Second")
    of = [key_of(second), key_of(first), key_of(first), "activity:nobody:1"]
    for answer in (ada.post(APPROVE, {"of": of}), ada.get(APPROVE, {"of": of})):
        assert answer.status_code == 200
        titles = [row["card"]["title"] for row in answer.context["rows"]]
        assert titles == ["First", "Second"]
    assert states(first, second) == [State.SUBMITTED] * 2
    assert not BulkApproval.objects.exists()


def test_each_is_approved_by_the_one_verb(ada, bench):
    rows = [bench.waits("One"), bench.initiative_waits("Two"), bench.waits("Three")]
    OutgoingMail.objects.all().delete()
    answer = ada.post(APPROVE, sure(*rows))
    approval = BulkApproval.objects.get()
    assert answer["Location"] == approval.get_absolute_url()
    assert {row[1:] for row in outcomes()} == {("approved", "")}
    assert states(*rows) == [State.APPROVED] * 3
    for row in rows:
        last = row.history.latest("pk")
        assert (last.action, last.by) == (Action.APPROVE, bench.ada)
        assert row.open_publication().by == bench.ada
    assert OutgoingMail.objects.count() == 3, "each author is told"
    page = ada.get(answer["Location"])
    assert page.text.count("<strong>Approved</strong>") == 3


def test_what_is_refused_holds_up_nothing_and_says_why(ada, bench):
    good, own, gone = bench.waits("Good"), bench.waits("Own"), bench.waits("Gone")
    posted = sure(good, own, gone)
    join(bench.ada, own.organisation)
    gone.take(Action.RETURN, by=bench.bo, comment="Say more.")
    page = ada.post(APPROVE, posted, follow=True)
    assert states(good, own, gone) == [State.APPROVED, State.SUBMITTED, State.RETURNED]
    reasons = {code: (outcome, reason) for code, outcome, reason in outcomes()}
    own_reason = (
        "Only reviewers of its programme can do this, and never for their own "
        "organisation or for what they wrote themselves."
    )
    gone_reason = (
        "This is not possible now; it has the state “Returned to the partner”."
    )
    assert reasons == {
        good.code: ("approved", ""),
        own.code: ("refused", own_reason),
        gone.code: ("refused", gone_reason),
    }
    assert own_reason in page.text
    assert gone_reason in page.text


def test_a_reason_is_in_the_language_of_the_reader(ada, bench):
    gone = bench.waits("Gone")
    posted = sure(gone)
    gone.take(Action.RETURN, by=bench.bo, comment="Say more.")
    french = ada.post(APPROVE.replace("/en/", "/fr/"), posted, follow=True)
    row = BulkApprovalRow.objects.get()
    assert row.language == "fr"
    assert "L’état actuel" in row.reason or "état" in row.reason
    assert row.reason in french.text
    english = ada.get(row.approval.get_absolute_url())
    assert f'<span lang="fr" dir="ltr">{row.reason}</span>' in english.text


def test_what_was_submitted_since_is_not_approved_unread(ada, bench):
    author = make_user()
    reported = bench.waits("Read", author=author)
    posted = sure(reported)
    reported.take(Action.RECALL, by=author)
    reported.take(Action.SUBMIT, by=author)
    ada.post(APPROVE, posted)
    (row,) = outcomes()
    assert row[1] == "refused"
    assert row[2].startswith("A newer version was submitted")
    assert states(reported) == [State.SUBMITTED]
    assert reported.open_publication() is None
    assert [e.action for e in reported.history.all()][-1] == Action.SUBMIT


def test_a_revision_is_approved_in_place_of_the_public_one(ada, bench):
    author = make_user()
    reported = bench.waits("Old", author=author)
    reported.take(Action.APPROVE, by=bench.bo)
    revise(reported, author=author, title="New")
    reported.take(Action.SUBMIT, by=author)
    ada.post(APPROVE, sure(reported))
    assert reported.open_publication().version.title == "New"
    assert reported.publications.count() == 2


def test_a_double_post_does_nothing_twice(ada, bench):
    rows = [bench.waits("One"), bench.waits("Two")]
    posted = sure(*rows)
    answers = [ada.post(APPROVE, posted)["Location"] for _time in range(2)]
    assert answers[0] == answers[1]
    assert BulkApproval.objects.count() == 1
    assert [row.history.count() for row in rows] == [2, 2]


def test_a_key_used_for_others_approves_nothing(ada, bench):
    first, second = bench.waits("One"), bench.waits("Two")
    ada.post(APPROVE, sure(first))
    answer = ada.post(APPROVE, sure(second))
    assert answer.status_code == 422
    assert states(second) == [State.SUBMITTED]


@pytest.mark.django_db(transaction=True)
def test_five_posts_at_once_approve_once(client):
    bench = make_bench()
    client.force_login(bench.ada)
    rows = [bench.waits("One"), bench.waits("Two"), bench.initiative_waits("Three")]
    answers = five(client, APPROVE, sure(*rows))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1
    assert [row.history.count() for row in rows] == [2, 2, 2]
    assert [row.publications.count() for row in rows] == [1, 1, 1]
    assert {row[1] for row in outcomes()} == {"approved"}


def test_what_breaks_off_is_whole_so_far_and_goes_on(ada, bench, monkeypatch):
    """The second of three cannot be written: the first stands, the rest waits."""
    rows = [bench.waits(name, days_ago=9 - n) for n, name in enumerate("ABC")]
    real, calls = bulk_approving._approve, []

    def breaks(version, *, by):
        calls.append(version)
        real(version, by=by)
        if len(calls) == 2:
            raise RuntimeError("the power is off")

    with monkeypatch.context() as patched:
        patched.setattr(bulk_approving, "_approve", breaks)
        with pytest.raises(RuntimeError):
            ada.post(APPROVE, sure(*rows))
    assert [row[1] for row in outcomes()] == ["approved", "waiting", "waiting"]
    assert states(*rows) == ["approved", "submitted", "submitted"]
    page = BulkApproval.objects.get().get_absolute_url()
    assert ada.get(page).text.count("Not decided yet") == 2
    assert ada.post(page)["Location"] == page
    assert {row[1] for row in outcomes()} == {"approved"}
    assert [row.history.count() for row in rows] == [2, 2, 2]
    assert "Go on with the rest" not in ada.get(page).text


def test_no_more_than_the_limit_and_not_nothing(ada, bench, monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    rows = [bench.waits(name) for name in "ABC"]
    assert ada.post(APPROVE, sure(*rows)).status_code == 422
    assert ada.post(APPROVE, {"sure": "1"}).status_code == 422
    assert states(*rows) == [State.SUBMITTED] * 3
    assert ada.post(APPROVE, sure(*rows[:2])).status_code == 302


def test_nobody_else_approves_or_reads_it(ada, bench):
    mine, hidden = bench.waits("Mine"), None
    other = make_programme(desk=make_user())
    hidden = bench.waits("Hidden", programme=other)
    ada.post(APPROVE, sure(mine, hidden))
    assert [row[0] for row in outcomes()] == [mine.code]
    assert states(hidden) == [State.SUBMITTED]
    page = BulkApproval.objects.get().get_absolute_url()
    for person, status in ((bench.bo, 404), (bench.sam, 404), (bench.lea, 404)):
        client = Client()
        client.force_login(person)
        assert client.get(page).status_code == status
        assert client.post(page).status_code == status
    client.force_login(bench.lea)
    assert client.post(APPROVE, sure(mine)).status_code == 403, "who only follows"


def test_what_is_no_longer_ones_own_is_not_named(ada, bench):
    """Returned since, and the desk left: the row stays, its title does not."""
    reported = bench.waits("CANARY")
    posted = sure(reported)
    reported.take(Action.RETURN, by=bench.bo, comment="Say more.")
    ada.post(APPROVE, posted)
    bench.ada.appointments.all().delete()
    answer = ada.get(BulkApproval.objects.get().get_absolute_url())
    assert answer.status_code == 200
    assert "CANARY" not in answer.text
    assert "no longer yours to read" in answer.text


def test_the_database_holds_one_outcome_for_each_and_a_reason(bench):
    version = bench.waits().latest_sealed()
    approval = bulk_approving.begin([version], by=bench.ada)
    given = {"approval": approval, "language": "en"}
    other = bench.waits().latest_sealed()
    for wrong in (
        {"activity_version": version},
        {},
        {"activity_version": other, "outcome": "refused"},
        {"activity_version": other, "reason": "Why?"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BulkApprovalRow.objects.create(**given | wrong)
