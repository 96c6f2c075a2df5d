"""Reviews in hand: taken, given, handed on, given back, and ended by the step."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oneplanet.models import OutgoingMail
from oneplanet.text import dates
from reporting.assigning import AssignmentRefused, assign, free_what_is_in_vain
from reporting.models import ReviewAssignment
from reporting.queue import Line
from reporting.workflow import Action
from tests.factories import join, make_programme, make_user
from tests.reporting.at_once import all_at_once
from tests.reporting.desks import key_of, make_bench

pytestmark = pytest.mark.django_db
QUEUE, ASSIGN = reverse("reporting:review_queue"), reverse("reporting:review_assign")


@pytest.fixture
def bench():
    return make_bench()


def log_of(reported):
    """(who, given by, ended by) from the first."""
    rows = reported.assignments.order_by("pk")
    return [(row.reviewer.name, row.by.name, str(row.until_by)) for row in rows]


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
def test_a_review_is_taken_given_and_given_back(bench, kind):
    reported = getattr(bench, kind)()
    assign(reported, to=bench.ada, by=bench.ada)
    assign(reported, to=bench.bo, by=bench.ada)
    assign(reported, to=None, by=bench.bo)
    assert log_of(reported) == [("Ada", "Ada", "Ada"), ("Bo", "Ada", "Bo")]
    assert not reported.assignments.open().exists()


def test_taking_twice_writes_one_row(bench):
    reported = bench.waits()
    rows = [assign(reported, to=bench.ada, by=bench.ada) for _time in range(2)]
    assert (rows[0], log_of(reported)) == (rows[1], [("Ada", "Ada", "None")])
    assign(reported, to=None, by=bench.ada)
    assert assign(reported, to=None, by=bench.ada) is None
    assert log_of(reported) == [("Ada", "Ada", "Ada")]


def test_only_those_who_may_review_it_take_give_and_get(bench):
    author, outsider = make_user(), make_user(name="Other")
    make_programme(desk=outsider)
    reported = bench.waits(author=author)
    join(bench.bo, reported.organisation)
    for to, by in (
        (bench.bo, bench.ada),  # of the organisation that reported it
        (bench.ada, bench.bo),
        (outsider, bench.ada),
        (outsider, outsider),
        (bench.lea, bench.ada),  # who leads follows, and decides nothing
        (bench.lea, bench.lea),
        (bench.sam, bench.sam),  # there is a desk
        (author, author),
        (None, bench.lea),
    ):
        with pytest.raises(AssignmentRefused):
            assign(reported, to=to, by=by)
    assert not ReviewAssignment.objects.exists()


@pytest.mark.parametrize("action", [Action.RETURN, Action.APPROVE, Action.RECALL])
def test_the_step_that_ends_the_review_ends_it(bench, action):
    author = make_user(name="Author")
    reported = bench.waits(author=author)
    assign(reported, to=bench.bo, by=bench.ada)
    by = author if action == Action.RECALL else bench.ada
    reported.take(action, by=by, comment="Because.")
    assert log_of(reported) == [("Bo", "Ada", by.name)]
    with pytest.raises(AssignmentRefused, match="not waiting"):
        assign(reported, to=bench.ada, by=bench.ada)


def test_a_refused_step_ends_nothing(bench):
    reported = bench.waits()
    assign(reported, to=bench.bo, by=bench.ada)
    with pytest.raises(Exception, match="comment"):
        reported.take(Action.RETURN, by=bench.ada, comment="")
    assert log_of(reported) == [("Bo", "Ada", "None")]


def test_the_database_holds_one_open_row_for_each(bench):
    activity, initiative = bench.waits(), bench.initiative_waits()
    given = {"reviewer": bench.ada, "by": bench.ada}
    for reported in (activity, initiative):
        reported.assignments.create(**given)
        with pytest.raises(IntegrityError), transaction.atomic():
            reported.assignments.create(**given)
    both = {"activity": activity, "initiative": initiative}
    now = timezone.now()
    ended = {"until_at": now, "until_by": bench.ada, "from_at": now}
    for wrong in (
        both | ended,
        ended,
        {"activity": activity} | ended | {"until_by": None},
        {"activity": activity} | ended | {"until_at": now - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewAssignment.objects.create(**given | wrong)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it():
    bench = make_bench()
    reported = bench.waits()
    presses = [
        lambda person=person: assign(
            type(reported).objects.get(pk=reported.pk), to=person, by=person
        )
        for person in (bench.ada, bench.bo)
    ]
    all_at_once(*presses * 2)
    assert reported.assignments.open().count() == 1
    ends = [row.until_at is None for row in reported.assignments.order_by("pk")]
    assert ends[:-1] == [False] * (len(ends) - 1)


def test_who_is_given_a_review_is_told_in_their_language(bench):
    bench.bo.language = "fr"
    bench.bo.save()
    reported = bench.waits(title="Ten ovens")
    OutgoingMail.objects.all().delete()
    assign(reported, to=bench.ada, by=bench.ada)
    assert not OutgoingMail.objects.exists(), "who takes it knows"
    assign(reported, to=bench.bo, by=bench.ada)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == (bench.bo.email, "fr")
    assert f"/fr/review/{reported.code}/" in mail.body


# --- By the pages ---------------------------------------------------------------------


def posted(client, person, *reported, **given):
    client.force_login(person)
    of = [key_of(row) for row in reported]
    return client.post(ASSIGN, {"of": of} | given, follow=True)


def test_what_is_ticked_is_taken_and_each_refusal_named(client, bench):
    mine, theirs = bench.waits("Mine"), bench.waits("Theirs")
    initiative = bench.initiative_waits()
    join(bench.ada, theirs.organisation)
    answer = posted(client, bench.ada, mine, theirs, initiative, to="me")
    said = [str(message) for message in answer.context["messages"]]
    assert said == [
        f"{theirs.code}: Only those who may review it share it out.",
        "2 reviews are in hand with Ada.",
    ]
    held = [row.assignments.open().count() for row in (mine, theirs, initiative)]
    assert held == [1, 0, 1]


def test_hand_over_asks_to_whom_of_the_same_desk(client, bench):
    reported = bench.waits()
    asked = posted(client, bench.ada, reported)
    assert [person.name for _key, person in asked.context["people"]] == ["Bo"]
    assert not reported.assignments.exists()
    answer = posted(client, bench.ada, reported, to=str(bench.bo.pk), one="1")
    assert answer.redirect_chain[-1][0] == reported.page("review")
    assert "In hand with Bo." in answer.text
    assert posted(client, bench.ada, reported, to=str(bench.sam.pk)).status_code == 422
    assert log_of(reported) == [("Bo", "Ada", "None")]


def test_what_one_may_not_read_is_not_named(client, bench):
    other = make_programme(desk=make_user())
    hidden = bench.waits("Hidden", programme=other)
    answer = posted(client, bench.ada, hidden, to="me")
    assert "Hidden" not in answer.text
    assert not hidden.assignments.exists()
    for key in ("", "x", "activity:", f"activity:{hidden.code}:x", "a:b:c:d", "\0:1:1"):
        assert client.post(ASSIGN, {"of": key, "to": "me"}).status_code == 422, key


def _duty_ends(bench, reported):
    bench.bo.appointments.update(until_on=dates.today())


def _joins_who_reported(bench, reported):
    join(bench.bo, reported.organisation)


def _is_shut_out(bench, reported):
    bench.bo.is_active = False
    bench.bo.save()


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
@pytest.mark.parametrize("leave", [_duty_ends, _joins_who_reported, _is_shut_out])
def test_who_may_decide_no_more_has_nothing_in_hand(bench, caplog, kind, leave):
    reported, kept = getattr(bench, kind)(), bench.waits()
    assign(reported, to=bench.bo, by=bench.ada)
    assign(kept, to=bench.ada, by=bench.ada)
    leave(bench, reported)
    line = Line(bench.ada, {})
    assert [(row["code"], row["reviewer_name"]) for row in line.rows()] == [
        (reported.code, None),
        (kept.code, "Ada"),
    ]
    assert [(row["reviewer__name"], row["number"]) for row in line.loads] == [
        ("Ada", 1)
    ]
    with caplog.at_level("INFO", logger="reporting.assigning"):
        assert (free_what_is_in_vain(), free_what_is_in_vain()) == (1, 0)
    said = f"review of {reported.code} is free again: user {bench.bo.pk} left"
    assert caplog.messages == [said]
    assert log_of(reported) == [("Bo", "Ada", "Bo")]
    assert log_of(kept) == [("Ada", "Ada", "None")]


def test_the_secretariat_keeps_what_no_desk_can_decide_on(bench):
    """Until there is a desk: then it is the desk's."""
    reported = bench.waits()
    for person in (bench.ada, bench.bo):
        person.appointments.update(until_on=dates.today())
    assign(reported, to=bench.sam, by=bench.sam)
    assert free_what_is_in_vain() == 0
    bench.ada.appointments.update(until_on=None)
    assert free_what_is_in_vain() == 1
