"""A question to the desk about a likely twin reaches it where it decides, is answered
before anything is approved, and its partner hears."""

import re

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.urls import reverse

from oneplanet.idempotency import new_key
from oneplanet.models import OutgoingMail
from programmes.models import Appointment
from reporting.models import BulkApprovalRow, TwinAnswer, TwinReply
from reporting.participating import act
from reporting.twin_answers import answer, answers_to, reply, unanswered
from reporting.uniting import separate, unite
from reporting.workflow import Action, State, StepRefused
from tests.factories import make_programme, make_secretariat, make_user
from tests.reporting.desks import key_of
from tests.twins.test_finding import PUBLISHED

pytestmark = pytest.mark.django_db
APPROVE = reverse("reporting:review_approve")
FIRST = (
    "Its partner asks whether it is the same as another record. Please answer that "
    "first."
)
NAMED = "Its partner has named a likely twin. Look at both, and decide on its own page."
FOUND = (
    "The desk has found it to be the same as another record. Merge the two, or decide "
    "on its own page."
)


@pytest.fixture
def author():
    return make_user(name="Amina Author")


@pytest.fixture
def public(told):
    return told(steps=PUBLISHED)


@pytest.fixture
def mine(told, public, author):
    return told("fr", author=author)


@pytest.fixture
def asked(mine, public, author):
    """A function that says what the record is and submits; what was said."""

    def ask(choice="desk", reason="Is it the school next door?"):
        said = answer(mine, public, choice=choice, reason=reason, by=author)
        OutgoingMail.objects.all().delete()
        mine.take(Action.SUBMIT, by=author)
        return said

    return ask


def page(activity, name="review"):
    return activity.page(name)


def reply_page(said):
    args = [said.activity.code, said.pk]
    return reverse("reporting:activity_twin_reply", args=args)


def text_of(response) -> str:
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(text.split())


def state(activity):
    activity.refresh_from_db()
    return activity.state


def approve_all(client, *activities):
    keys = [key_of(activity) for activity in activities]
    body = {"of": keys, "sure": "1", "once": new_key()}
    client.post(APPROVE, body)
    rows = BulkApprovalRow.objects.order_by("pk")
    return list(rows.values_list("activity_version__activity", "outcome", "reason"))


# --- Where the desk decides -----------------------------------------------------------


def test_the_mail_to_review_tells_the_question(asked, desk):
    asked()
    mail = OutgoingMail.objects.get(to=desk.email)
    told = "It asks you whether this is the same activity as another record:"
    assert f"{told}\n\nIs it the school next door?" in mail.body


def test_a_mail_without_a_question_says_nothing_of_it(asked, desk):
    asked("apart", "Another school.")
    assert "It asks you" not in OutgoingMail.objects.get(to=desk.email).body


MARKS = [
    ("desk", None, "asks the desk: is it the same as another?"),
    ("desk", "same", "the same as another, the desk has found"),
    ("desk", "apart", ""),
    ("apart", None, "a likely twin is named"),
    ("apart", "same", "the same as another, the desk has found"),
]


@pytest.mark.parametrize(("choice", "finding", "mark"), MARKS)
def test_the_queue_tells_what_was_said_and_found(
    client, asked, mine, told, desk, choice, finding, mark
):
    other = told(title="Another", steps=[Action.SUBMIT])
    said = asked(choice)
    if finding:
        reply(said, finding=finding, reason="We looked.", by=desk)
    client.force_login(desk)
    for address in (reverse("reporting:review_queue"), APPROVE):
        of = {"of": [key_of(mine), key_of(other)]}
        response = client.get(address, of)
        cards = {row["code"]: row["card"] for row in response.context["rows"]}
        assert cards[mine.code]["twin"] == mark
        assert cards[other.code]["twin"] == ""
        assert not mark or mark in text_of(response)


def test_of_several_the_weightiest_is_told(client, asked, mine, told, author, desk):
    second = told(steps=PUBLISHED)
    answer(mine, second, choice="apart", reason="Another.", by=author)
    asked()
    client.force_login(desk)
    (row,) = client.get(reverse("reporting:review_queue")).context["rows"]
    assert row["card"]["twin"] == MARKS[0][2]


CASES = [
    ("desk", None, FIRST),
    ("desk", "same", FOUND),
    ("apart", None, NAMED),
]


@pytest.mark.parametrize(("choice", "finding", "why"), CASES)
def test_several_at_once_are_approved_without_it(
    client, asked, mine, told, desk, choice, finding, why
):
    other = told(title="Another", steps=[Action.SUBMIT])
    said = asked(choice)
    if finding:
        reply(said, finding=finding, reason="We looked.", by=desk)
    client.force_login(desk)
    confirmed = text_of(client.get(APPROVE, {"of": [key_of(mine)]}))
    assert "It will not be approved with the others" in confirmed
    assert set(approve_all(client, mine, other)) == {
        (mine.pk, "refused", why),
        (other.pk, "approved", ""),
    }
    assert (state(mine), state(other)) == (State.SUBMITTED, State.APPROVED)


def test_what_the_desk_kept_apart_is_approved_with_the_others(
    client, asked, mine, desk
):
    reply(asked(), finding="apart", reason="Two schools.", by=desk)
    client.force_login(desk)
    assert approve_all(client, mine) == [(mine.pk, "approved", "")]
    assert state(mine) == State.APPROVED


def test_nothing_is_approved_over_a_question(client, asked, mine, desk):
    said = asked()
    with pytest.raises(StepRefused, match=re.escape(FIRST)):
        mine.take(Action.APPROVE, by=desk)
    client.force_login(desk)
    address = reverse("reporting:activity_step", args=[mine.code, "approve"])
    body = {"comment": "Well told.", "once": new_key()}
    shown = text_of(client.post(address, body, follow=True))
    assert FIRST in shown
    assert "Well told." in shown
    assert state(mine) == State.SUBMITTED
    reply(said, finding="same", reason="One school.", by=desk)
    mine.take(Action.APPROVE, by=desk)
    assert state(mine) == State.APPROVED


def test_it_may_be_returned_over_a_question(asked, mine, desk):
    asked()
    mine.take(Action.RETURN, by=desk, comment="Say more.")
    assert state(mine) == State.RETURNED


# --- The answer -----------------------------------------------------------------------


def test_the_desk_answers_from_the_review_page(client, asked, mine, public, desk):
    said = asked()
    client.force_login(desk)
    shown = client.get(page(mine)).content.decode()
    assert f'href="{reply_page(said)}">Answer the partner' in shown
    asked_page = client.get(reply_page(said))
    assert public.code in text_of(asked_page)
    assert "Is it the school next door?" in text_of(asked_page)
    body = {"finding": "apart", "reason": " Two schools. ", "once": new_key()}
    for _press in range(2):
        response = client.post(reply_page(said), body)
        assert response.url == page(mine) + "#twins"
    rows = list(TwinReply.objects.values_list("answer", "finding", "reason", "by"))
    assert rows == [(said.pk, "apart", "Two schools.", desk.pk)]
    shown = text_of(client.get(page(mine)))
    assert "The desk was asked" in shown
    assert "The desk: They are two activities: keep them apart" in shown
    assert "Two schools." in shown
    assert "Answer the partner" not in shown


def test_an_answer_needs_a_finding_and_words(client, asked, desk):
    said = asked()
    client.force_login(desk)
    response = client.post(reply_page(said), {"reason": "", "finding": "maybe"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"finding", "reason"}
    with pytest.raises(StepRefused):
        reply(said, finding="same", reason=" \u200b ", by=desk)
    assert not TwinReply.objects.exists()


def test_the_partner_hears_and_reads_question_and_answer(
    client, asked, mine, public, author, desk
):
    said = asked()
    OutgoingMail.objects.all().delete()
    reply(said, finding="same", reason="It is one school.", by=desk)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.kind) == (author.email, "decisions")
    assert mail.subject == f"Answered by the desk: {mine.latest_sealed().title}"
    assert "In their words:\nIt is one school." in mail.body
    assert f"{page(mine, 'record')}#twins" in mail.body
    assert public.code not in mail.body
    client.force_login(author)
    shown = text_of(client.get(page(mine, "record")))
    for text in (
        public.code,
        "The desk was asked",
        "Is it the school next door?",
        "The desk: It is the same activity",
        "It is one school.",
    ):
        assert text in shown


def test_a_partner_who_said_nothing_reads_nothing_of_it(client, mine, author):
    client.force_login(author)
    assert 'id="twins"' not in client.get(page(mine, "record")).content.decode()


def test_what_the_desk_found_to_be_the_same_is_asked_about_again(
    asked, mine, public, author, desk
):
    said = asked()
    mine.take(Action.RETURN, by=desk, comment="See the answer.")
    assert unanswered(mine.draft(), user=author) == []
    reply(said, finding="same", reason="One school.", by=desk)
    (twin,) = unanswered(mine.draft(), user=author)
    assert twin.version.activity == public
    answer(mine, public, choice="apart", reason="Look at the street.", by=author)
    assert unanswered(mine.draft(), user=author) == []
    with pytest.raises(StepRefused):
        reply(said, finding="apart", reason="Well.", by=desk)


def test_of_two_answers_the_later_stands(asked, mine, desk):
    said = asked()
    reply(said, finding="same", reason="One.", by=desk)
    last = reply(said, finding="apart", reason="Two after all.", by=desk)
    (row,) = answers_to(mine, user=desk)
    assert row.answer.reply == last
    assert not TwinAnswer.objects.not_parted().exists()


def test_nobody_else_answers(client, asked, mine, author, told):
    said = asked()
    stranger = told(title="Another", steps=[Action.SUBMIT])
    other_desk = make_user()
    make_programme(desk=other_desk, code="ST", slug="tourism")
    for person in (author, other_desk, stranger.created_by):
        client.force_login(person)
        assert client.get(reply_page(said)).status_code == 404
        with pytest.raises(StepRefused):
            reply(said, finding="same", reason="So.", by=person)
    desk = mine.reviewers().get()
    client.force_login(desk)
    wrong = reverse("reporting:activity_twin_reply", args=[stranger.code, said.pk])
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("given", [{"finding": "maybe"}, {"reason": ""}])
def test_the_database_refuses_nonsense(asked, desk, given):
    said = asked()
    given = {"finding": "same", "reason": "So.", "by": desk, "at": said.at} | given
    with pytest.raises(IntegrityError), transaction.atomic():
        said.replies.create(**given)


def test_a_deleted_draft_takes_its_answers_along(mine, public, author, desk):
    said = answer(mine, public, choice="desk", reason="Is it?", by=author)
    said.replies.create(finding="same", reason="So.", by=desk, at=said.at)
    mine.delete_draft(by=author)
    with pytest.raises(ObjectDoesNotExist):
        said.refresh_from_db()
    assert not TwinReply.objects.exists()


# --- Merging --------------------------------------------------------------------------


def test_a_merge_answers_and_its_undoing_does(client, asked, mine, public, desk):
    asked()
    OutgoingMail.objects.all().delete()
    merge = unite(gone=mine, kept=public, by=desk, reason="One school.")
    (row,) = answers_to(mine, user=desk)
    found = row.answer.reply
    assert (found.finding, found.reason, found.by) == ("same", "One school.", desk)
    separate(merge, by=desk, reason="Two after all.")
    (row,) = answers_to(mine, user=desk)
    found = row.answer.reply
    assert (found.finding, found.reason, found.by) == ("apart", "Two after all.", desk)
    assert not OutgoingMail.objects.filter(key__startswith="twin-").exists()
    client.force_login(desk)
    assert "The desk is asked" not in text_of(client.get(page(mine)))


def test_another_programmes_desk_is_told_who_merges(client, asked, mine, public, desk):
    """And finds no door that leads nowhere."""
    public.programme = make_programme(code="ST", slug="tourism")
    public.save()
    asked()
    for name in ("review", "unite"):
        client.force_login(desk)
        response = client.get(page(mine, name))
        assert "so the secretariat merges the two" in text_of(response)
        door = f"{page(mine, 'unite')}?with={public.code}"
        assert door not in response.content.decode()
        client.force_login(make_secretariat())
        response = client.get(page(mine, name))
        assert "so the secretariat merges the two" not in text_of(response)
        assert door in response.content.decode()


def test_the_desk_of_both_finds_the_door(client, asked, mine, public, desk):
    asked()
    client.force_login(desk)
    door = f'href="{page(mine, "unite")}?with={public.code}"'
    for name in ("review", "unite"):
        assert door in client.get(page(mine, name)).content.decode()


# --- Taking part already --------------------------------------------------------------


@pytest.fixture
def part(mine, public, author):
    said = {"role": "host", "withdraws_draft": True}
    answer(mine, public, choice="join", reason="We hosted it.", by=author, **said)
    return public.participations.get()


def test_a_draft_that_asks_to_join_remembers_it(client, part, mine, author):
    client.force_login(author)
    shown = client.get(page(mine, "record"))
    assert "This draft asks to take part in another record:" in text_of(shown)
    assert f'href="{part.get_absolute_url()}"' in shown.content.decode()
    assert page(mine, "delete") not in shown.content.decode()
    act(part, "take_back", by=author)
    shown = client.get(page(mine, "record"))
    assert "This draft asks" not in text_of(shown)
    assert page(mine, "delete") in shown.content.decode()


def test_who_takes_part_already_is_told(client, part, mine, public, told, author, desk):
    second = told("fr", author=author, organisation=mine.organisation)
    client.force_login(author)
    shown = text_of(client.get(page(second, "twins")))
    assert "Your organisation has asked already to take part" in shown
    act(part, "accept", by=public.authors().get())
    shown = text_of(client.get(page(second, "twins")))
    assert "Your organisation takes part in this record already" in shown
    second.take(Action.SUBMIT, by=author)
    client.force_login(desk)
    for name in ("review", "unite"):
        shown = text_of(client.get(page(second, name)))
        assert "The organisation takes part in this record already." in shown
    beside = f"{page(second, 'unite')}?with={public.code}"
    shown = text_of(client.get(beside))
    assert "reported the record that stays or is named with it already" in shown


# --- Whose word counts ----------------------------------------------------------------


def test_the_desks_word_stands_beside_the_partners(asked, desk):
    said = asked("apart", "Another school.")
    (row,) = TwinAnswer.objects.standing()
    assert (row, row.found) == (said, None)
    reply(said, finding="same", reason="One.", by=desk)
    assert [row.found for row in TwinAnswer.objects.standing()] == ["same"]


def test_a_secretariat_that_reviews_answers_where_no_desk_can(asked, mine, desk):
    said = asked()
    secretariat = make_secretariat()
    with pytest.raises(StepRefused):
        reply(said, finding="same", reason="So.", by=secretariat)
    Appointment.objects.filter(user=desk).delete()
    assert reply(said, finding="same", reason="So.", by=secretariat).by == secretariat
