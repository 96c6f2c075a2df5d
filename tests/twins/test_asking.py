"""Partners are asked about likely twins before they submit; reviewers read what they
said."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from oneplanet.idempotency import new_key
from programmes.models import Appointment
from reporting.models import Participation, TwinAnswer, TwinProfile
from reporting.participating import act
from reporting.sample import clear_sample
from reporting.twin_answers import answer, answers_to, unanswered
from reporting.twin_finding import SHOWN
from reporting.twin_forms import WORDS
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    appoint,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.twins.test_finding import PUBLISHED

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    author = make_user(name="Amina Author")
    client.force_login(author)
    return author


@pytest.fixture
def public(told):
    return told(steps=PUBLISHED)


@pytest.fixture
def mine(told, public, author):
    return told("fr", author=author)


def page(activity, name="twins"):
    return reverse(f"reporting:activity_{name}", args=[activity.code])


def step(client, activity, action=Action.SUBMIT):
    address = reverse("reporting:activity_step", args=[activity.code, action])
    return client.post(address, {"comment": "", "once": new_key()})


def said(twin, choice, reason="", **more):
    words = WORDS.get(choice, "reason")
    given = {f"{twin.code}-choice": choice, f"{twin.code}-{words}": reason}
    return given | {"once": new_key()} | more


def rows(activity):
    return list(activity.twin_answers.values_list("other", "choice", "reason", "by"))


def state(activity):
    activity.refresh_from_db()
    return activity.state


def test_submitting_leads_to_the_likely_twins_first(client, mine, public):
    response = step(client, mine)
    assert response.url == page(mine) + "?submit=1"
    assert state(mine) == State.DRAFT
    shown = client.get(response.url).content.decode()
    for text in (public.code, public.latest_sealed().title, "the same country"):
        assert text in shown
    assert 'name="submit"' in shown


def test_what_is_kept_apart_is_submitted_with_its_reason(client, mine, public, author):
    asked = said(public, "apart", " Another school. ", submit="1")
    response = client.post(page(mine), asked)
    assert response.url == page(mine, "record")
    assert rows(mine) == [(public.pk, "apart", "Another school.", author.pk)]
    assert state(mine) == State.SUBMITTED


def test_apart_needs_a_reason_and_nothing_is_kept_without(client, mine, public):
    for choice in ("apart", "", "nonsense"):
        response = client.post(page(mine), said(public, choice, submit="1"))
        assert response.status_code == 422
    assert (rows(mine), state(mine)) == ([], State.DRAFT)
    response = client.post(page(mine), said(public, "", "My words.", submit="1"))
    assert "My words." in response.content.decode()


def test_the_desk_is_asked_a_question(client, mine, public, author):
    response = client.post(page(mine), said(public, "desk", " Is it ours? "))
    assert response.url == page(mine)
    assert rows(mine) == [(public.pk, "desk", "Is it ours?", author.pk)]
    assert state(mine) == State.DRAFT
    assert "The desk is asked" in client.get(response.url).content.decode()


def test_a_question_without_words_is_refused_beside_its_field(client, mine, public):
    for words in ("", "  "):
        asked = said(public, "desk", words, **{f"{public.code}-reason": "Else."})
        response = client.post(page(mine), asked)
        form = response.context["forms"][0]
        error = "Please say what you want to ask the desk."
        assert (response.status_code, form.errors) == (422, {"question": [error]})
    assert rows(mine) == []


def test_what_was_answered_is_not_asked_again(client, mine, public, author):
    answer(mine, public, choice="desk", by=author)
    assert unanswered(mine.draft(), user=author) == []
    assert step(client, mine).url == page(mine, "record")
    assert state(mine) == State.SUBMITTED


def test_what_is_beyond_the_first_few_is_counted_and_asked_about_next(
    client, told, mine, public
):
    """Submitting goes on when nothing is left to ask."""
    public = [public, *(told(steps=PUBLISHED) for _n in range(SHOWN + 1))]
    for name in ("twins", "twins_found"):
        shown = client.get(page(mine, name)).content.decode()
        assert [one.code in shown for one in public] == [True] * SHOWN + [False] * 2
        assert "<bdi>2</bdi> more records look alike." in shown
    first, rest = public[:SHOWN], public[SHOWN:]
    response = client.post(page(mine), all_said(first, submit="1"))
    assert response.url == page(mine) + "?submit=1"
    shown = client.get(response.url).content.decode()
    assert all(one.code in shown for one in rest)
    assert "look alike" not in shown
    response = client.post(page(mine), all_said(rest, submit="1"))
    assert (response.url, state(mine)) == (page(mine, "record"), State.SUBMITTED)
    assert {row[0] for row in rows(mine)} == {one.pk for one in public}


def all_said(twins, **more):
    given = {}
    for twin in twins:
        given |= said(twin, "desk", "Is it ours?")
    return given | more


def test_reviewers_are_told_how_many_more_look_alike(
    client, told, mine, public, author, desk
):
    """But for those the partner has said something of, which are shown."""
    public = [public, *(told(steps=PUBLISHED) for _n in range(SHOWN + 1))]
    answer(mine, public[-1], choice="desk", by=author)
    mine.take(Action.SUBMIT, by=author)
    client.force_login(desk)
    shown = client.get(page(mine, "review")).content.decode()
    assert [one.code in shown for one in public] == [True] * SHOWN + [False, True]
    assert "<bdi>1</bdi> more record looks alike." in shown


def test_pressing_twice_keeps_it_once(client, mine, public):
    asked = said(public, "desk", "Is it ours?", submit="1")
    first, second = (client.post(page(mine), asked) for _n in range(2))
    assert first.url == second.url == page(mine, "record")
    assert len(rows(mine)) == 1


def test_a_draft_that_is_not_complete_is_told_what_is_missing_first(
    client, mine, public
):
    draft = mine.draft()
    draft.type = None
    draft.save()
    assert step(client, mine).url == page(mine, "edit") + "?check=1"


def test_nothing_is_asked_where_there_is_no_twin(client, mine, public):
    unpublish(public)
    assert step(client, mine).url == page(mine, "record")
    assert state(mine) == State.SUBMITTED


def unpublish(activity):
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")


def test_the_form_leads_to_the_page_too(client, mine, public):
    form = client.get(page(mine, "edit")).content.decode()
    assert 'name="twins"' in form
    assert f'data-twins="{page(mine, "twins_found")}"' in form
    found = client.get(page(mine, "twins_found")).content.decode()
    assert public.code in found
    assert f'href="{page(mine)}"' in found


def test_what_cannot_be_edited_is_asked_about_no_more(client, mine, public, author):
    answer(mine, public, choice="desk", by=author)
    mine.take(Action.SUBMIT, by=author)
    assert client.get(page(mine)).url == page(mine, "record")
    assert client.get(page(mine, "twins_found")).content.strip() == b""
    with pytest.raises(StepRefused):
        answer(mine, public, choice="desk", by=author)


def test_nobody_else_answers(client, mine, public, desk):
    with pytest.raises(StepRefused):
        answer(mine, public, choice="desk", by=desk)
    client.force_login(desk)
    for name in ("twins", "twins_found"):
        assert client.get(page(mine, name)).status_code == 404


# --- What reviewers read --------------------------------------------------------------


def test_the_reviewer_reads_the_twins_and_what_was_said(
    client, mine, public, author, desk
):
    answer(mine, public, choice="apart", reason="Another school.", by=author)
    mine.take(Action.SUBMIT, by=author)
    client.force_login(desk)
    shown = client.get(page(mine, "review")).content.decode()
    told = (public.code, "Kept apart", "Another school.", "Amina Author")
    assert [text for text in told if text not in shown] == []


def test_of_two_answers_the_later_stands_and_both_are_kept(mine, public, author, desk):
    answer(mine, public, choice="desk", by=author)
    answer(mine, public, choice="apart", reason="Another.", by=author)
    (row,) = answers_to(mine, user=desk)
    assert (row.answer.choice, row.version) == ("apart", public.latest_sealed())
    assert len(rows(mine)) == 2


def test_an_answer_tells_nobody_of_a_record_they_may_not_read(
    client, told, author, mine
):
    """A partner's own record of another programme, which this desk does not read."""
    other = told("fr", author=author)
    other.programme = make_programme(code="ST", slug="tourism")
    other.save()
    other.take(Action.SUBMIT, by=author)
    answer(mine, other, choice="desk", reason="Is it ours?", by=author)
    mine.take(Action.SUBMIT, by=author)
    desk = mine.reviewers().get()
    assert [row.version for row in answers_to(mine, user=desk)] == [None]
    client.force_login(desk)
    shown = client.get(page(mine, "review")).content.decode()
    assert "Is it ours?" in shown
    assert other.code not in shown
    assert [row.version for row in answers_to(mine, user=author)] == [
        other.latest_sealed()
    ]


# --- What the database refuses --------------------------------------------------------


@pytest.mark.parametrize(
    "given", [{"choice": "maybe"}, {"choice": "apart", "reason": ""}, {"other": None}]
)
def test_the_database_refuses_nonsense(mine, public, author, given):
    given = {"other": public, "choice": "desk", "by": author} | given
    given["other"] = given["other"] or mine
    given["at"] = mine.created_at
    with pytest.raises(IntegrityError), transaction.atomic():
        mine.twin_answers.create(**given)


def test_the_sample_goes_with_its_answers(told, public, author):
    body = make_organisation(editor=author, is_sample=True)
    invented = told("fr", author=author, organisation=body)
    answer(invented, public, choice="desk", by=author)
    invented.take(Action.SUBMIT, by=author)
    removed = clear_sample()
    assert (removed["activities"], removed["versions"]) == (1, 1)
    assert TwinAnswer.objects.count() == 0
    assert list(TwinProfile.objects.values_list("version__activity", flat=True)) == [
        public.pk
    ]


# --- Joining --------------------------------------------------------------------------


def joining(twin, draft="withdraw", **more):
    given = {f"{twin.code}-role": "host", f"{twin.code}-draft": draft}
    return said(twin, "join", "We hosted it.", **given, **more)


def test_who_joins_asks_its_owner_and_submits_nothing(client, mine, public, author):
    response = client.post(page(mine), joining(public, submit="1"))
    assert response.url == page(mine, "record")
    assert state(mine) == State.DRAFT
    row = Participation.objects.get()
    found = (row.activity, row.organisation, row.role, row.draft, row.withdraws_draft)
    assert found == (public, mine.organisation, "host", mine, True)
    assert (row.message, row.asked_by) == ("We hosted it.", author)
    assert rows(mine) == [(public.pk, "join", "We hosted it.", author.pk)]
    assert unanswered(mine.draft(), user=author) == []


def test_joining_needs_a_role_and_what_becomes_of_the_draft(client, mine, public):
    for missing in ("role", "draft"):
        asked = joining(public) | {f"{public.code}-{missing}": ""}
        assert client.post(page(mine), asked).status_code == 422
    assert (rows(mine), Participation.objects.count()) == ([], 0)


def test_who_was_declined_is_asked_again(client, mine, public, author):
    client.post(page(mine), joining(public))
    owner = public.authors().get()
    act(Participation.objects.get(), "decline", by=owner, reason="Another day.")
    assert [
        twin.version.activity for twin in unanswered(mine.draft(), user=author)
    ] == [public]
    assert step(client, mine).url == page(mine) + "?submit=1"


def test_ones_own_record_and_one_not_public_are_not_joined(client, told, author):
    """The desk's own draft, where the desk reads what is under review."""
    waiting, mine = told(steps=[Action.SUBMIT]), told("fr", author=author)
    author.forget_roles()
    appoint(author, Appointment.Role.DESK, programme=waiting.programme)
    shown = client.get(page(mine)).content.decode()
    assert waiting.code in shown
    assert 'value="join"' not in shown
    response = client.post(page(mine), joining(waiting))
    assert response.status_code == 422
    assert Participation.objects.count() == 0
