"""Taking part in another's record: who asks, who answers, what changes, who hears."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oneplanet.idempotency import new_key
from oneplanet.models import OutgoingMail
from reporting.models import Activity, Participation
from reporting.participating import (
    Act,
    ParticipationRefused,
    ReasonMissing,
    act,
    acts_of,
    ask,
    may_be_joined,
)
from reporting.participation_mails import remind_of_participations
from reporting.sample import clear_sample
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db
BEGUN = "participation-"


@pytest.fixture
def at():
    """Olga's organisation has a public record, Piet's a draft of the same."""
    olga, piet, desk = (make_user(name=name) for name in ("Olga", "Piet", "Dina"))
    programme = make_programme(desk=desk)
    owner, partner = make_organisation(editor=olga), make_organisation(editor=piet)
    record = make_draft(
        author=olga, organisation=owner, programme=programme, title="A workshop"
    )
    record.take(Action.SUBMIT, by=olga)
    record.take(Action.APPROVE, by=desk)
    given = {"organisation": partner, "programme": programme, "title": "Our workshop"}
    draft = make_draft(author=piet, **given)
    people = {"olga": olga, "piet": piet, "desk": desk, "stranger": make_user()}
    people["secretariat"] = make_secretariat()
    people["programme"], people["owner"], people["partner"] = programme, owner, partner
    return SimpleNamespace(record=record, draft=draft, people=people, **people)


def asked(at, **given):
    given = {"draft": at.draft, "by": at.piet, "role": "host"} | given
    return ask(at.record, **given)


def made_old(row, days):
    row.asked_at -= timedelta(days=days)
    row.save()
    return row


def told():
    """(who, which message) of every mail about a participation, in order."""
    mails = OutgoingMail.objects.filter(key__startswith=BEGUN).order_by("pk")
    return [(mail.to, mail.key.split("-")[2]) for mail in mails]


def state(activity):
    return Activity.objects.get(pk=activity.pk).state


# --- Asking ---------------------------------------------------------------------------


def test_asking_writes_one_row_and_tells_the_owner(at):
    row = asked(at, message=" We hosted it. ", withdraws_draft=True)
    found = (row.activity, row.organisation, row.role, row.draft, row.asked_by)
    assert found == (at.record, at.partner, "host", at.draft, at.piet)
    assert (row.message, row.withdraws_draft, row.outcome) == (
        "We hosted it.",
        True,
        "",
    )
    assert told() == [(at.olga.email, "asked")]
    mail = OutgoingMail.objects.get(key__startswith=BEGUN)
    assert "We hosted it." in mail.body
    assert "Our workshop" not in mail.body  # a draft is its authors' own


def test_one_organisation_asks_once(at):
    asked(at)
    with pytest.raises(ParticipationRefused):
        asked(at)
    assert Participation.objects.count() == 1


def test_what_may_be_joined_is_public_and_of_others(at):
    other = make_draft(author=at.olga, organisation=at.owner, title="Not public")
    mine = [at.record.pk, other.pk]
    assert may_be_joined(mine, at.partner) == {at.record.pk}
    assert may_be_joined(mine, at.owner) == set()
    asked(at)
    assert may_be_joined(mine, at.partner) == set()


@pytest.mark.parametrize("who", ["olga", "desk", "stranger", "secretariat"])
def test_only_authors_of_the_draft_ask(at, who):
    with pytest.raises(ParticipationRefused):
        asked(at, by=at.people[who])
    assert Participation.objects.count() == 0


def test_a_record_taken_off_the_site_is_not_joined(at):
    at.record.take(Action.UNPUBLISH, by=at.secretariat, comment="Wrong.")
    with pytest.raises(ParticipationRefused):
        asked(at)


# --- Who may do what ------------------------------------------------------------------

ACCEPT, DECLINE, TAKE_BACK, END = Act
# state → who → acts; nobody else has any.
OPEN = {
    "waiting": {"olga": [ACCEPT, DECLINE], "piet": [TAKE_BACK]},
    "unanswered": {
        "olga": [ACCEPT, DECLINE],
        "piet": [TAKE_BACK],
        "desk": [ACCEPT, DECLINE],
    },
    "joined": {"olga": [END], "piet": [END]},
    "declined": {},
    "taken_back": {},
    "ended": {},
}
SEE = {"olga", "piet", "desk", "secretariat"}
WHO = ["olga", "piet", "desk", "stranger", "secretariat"]


def brought_to(at, name):
    row = asked(at)
    if name == "unanswered":
        return made_old(row, days=14)
    steps = {
        "joined": [(ACCEPT, at.olga)],
        "declined": [(DECLINE, at.olga)],
        "taken_back": [(TAKE_BACK, at.piet)],
        "ended": [(ACCEPT, at.olga), (END, at.piet)],
    }
    for what, by in steps.get(name, []):
        row = act(row, what, by=by, reason="Because.")
    return row


@pytest.mark.parametrize("name", OPEN)
def test_each_state_opens_these_acts_to_these_people(client, at, name):
    row = brought_to(at, name)
    found = {who: acts_of(row, at.people[who]) for who in WHO}
    assert found == {who: OPEN[name].get(who, []) for who in WHO}
    for who in WHO:
        client.force_login(at.people[who])
        response = client.get(row.get_absolute_url())
        assert response.status_code == (200 if who in SEE else 404), who
        if who in SEE:
            body = response.content.decode()
            offered = [a for a in Act if f'name="act" value="{a}"' in body]
            assert offered == found[who]
        for what in set(Act) - set(found[who]):
            with pytest.raises(ParticipationRefused):
                act(row, what, by=at.people[who], reason="Because.")


def test_the_desk_does_not_answer_for_its_own_organisation(at):
    row = made_old(asked(at), days=20)
    join(at.desk, at.partner)
    at.desk.forget_roles()
    assert acts_of(row, at.desk) == [TAKE_BACK]


# --- Answering ------------------------------------------------------------------------


def test_declining_needs_a_reason_and_leaves_the_draft(at):
    row = asked(at, withdraws_draft=True)
    with pytest.raises(ReasonMissing):
        act(row, DECLINE, by=at.olga, reason="\u200b ")
    act(row, DECLINE, by=at.olga, reason="Another day.")
    assert state(at.draft) == State.DRAFT
    assert told() == [(at.olga.email, "asked"), (at.piet.email, "declined")]
    assert "Another day." in OutgoingMail.objects.latest("pk").body
    asked(at)  # and it may ask again


def test_accepting_opens_no_seal_and_shows_at_once(client, at):
    page = at.record.get_absolute_url()
    assert at.partner.name not in client.get(page).content.decode()
    before = list(at.record.versions.values())
    row = act(asked(at), ACCEPT, by=at.olga)
    assert list(at.record.versions.values()) == before
    assert (row.outcome, row.decided_by, row.is_joined) == ("taken", at.olga, True)
    shown = client.get(page).content.decode()
    assert at.partner.name in shown
    assert "Hosted it" in shown
    assert row.get_absolute_url() not in shown
    act(row, END, by=at.piet)
    assert at.partner.name not in client.get(page).content.decode()


def test_the_draft_is_withdrawn_where_that_was_chosen_and_stays_readable(client, at):
    act(asked(at, withdraws_draft=True), ACCEPT, by=at.olga)
    assert state(at.draft) == State.WITHDRAWN
    entry = at.draft.history.get()
    assert (entry.action, entry.by) == (Action.WITHDRAW, at.piet)
    assert at.record.code in entry.comment
    client.force_login(at.piet)
    address = reverse("reporting:activity_record", args=[at.draft.code])
    shown = client.get(address).content.decode()
    assert [
        t for t in ("Our workshop", "What we did, and why.") if t not in shown
    ] == []
    assert "is withdrawn, as you chose" in OutgoingMail.objects.latest("pk").body


def test_a_draft_that_went_on_meanwhile_stays_as_it_is(at):
    row = asked(at, withdraws_draft=True)
    at.draft.take(Action.SUBMIT, by=at.piet)
    act(row, ACCEPT, by=at.olga)
    assert state(at.draft) == State.SUBMITTED
    assert "is as it was" in OutgoingMail.objects.latest("pk").body


def test_a_draft_that_is_gone_holds_nothing_up(at):
    row = asked(at, withdraws_draft=True)
    at.draft.delete_draft(by=at.piet)
    row = act(row, ACCEPT, by=at.olga)
    assert (row.is_joined, row.draft) == (True, None)


def test_a_record_no_longer_public_takes_nobody_in(at):
    row = asked(at)
    at.record.take(Action.UNPUBLISH, by=at.secretariat, comment="Wrong.")
    with pytest.raises(ParticipationRefused):
        act(row, ACCEPT, by=at.olga)
    assert act(row, DECLINE, by=at.olga, reason="Gone.").outcome == "declined"


def test_either_side_ends_it_and_both_hear(at):
    row = act(asked(at), ACCEPT, by=at.olga)
    act(row, END, by=at.olga, reason="A mistake.")
    row.refresh_from_db()
    found = (row.outcome, row.ended_by, row.ended_reason)
    assert found == ("taken", at.olga, "A mistake.")
    assert told()[-1] == (at.piet.email, "ended")


# --- Silence --------------------------------------------------------------------------


def test_the_owner_is_reminded_after_a_week_and_the_desk_told_after_two(at):
    row = asked(at)
    now = row.asked_at
    found = [
        remind_of_participations(now=now + timedelta(days=days, seconds=seconds))
        for days, seconds in ((7, -60), (7, 60), (13, 0), (14, 60), (40, 0))
    ]
    assert found == [0, 1, 0, 1, 0]
    assert told()[1:] == [(at.olga.email, "waits"), (at.desk.email, "unanswered")]


def test_run_due_tells_and_repeats_nothing(at):
    made_old(asked(at), days=15)
    call_command("run_due", verbosity=0)
    call_command("run_due", verbosity=0)
    assert told()[1:] == [(at.olga.email, "waits"), (at.desk.email, "unanswered")]


# --- Pages ----------------------------------------------------------------------------


def post(client, row, what, reason="", **more):
    given = {"act": what, "reason": reason, "once": new_key()} | more
    return client.post(row.get_absolute_url(), given)


def test_the_owner_answers_on_the_page(client, at):
    row = asked(at)
    client.force_login(at.olga)
    response = post(client, row, "decline", "")
    assert response.status_code == 422
    assert post(client, row, "nonsense", "My words.").status_code == 422
    assert "My words." in post(client, row, "nonsense", "My words.").content.decode()
    once = new_key()
    for _n in range(2):
        assert post(client, row, "accept", once=once).url == row.get_absolute_url()
    assert Participation.objects.get().is_joined
    assert len(told()) == 2


def test_each_is_told_what_their_words_are_needed_for(client, at):
    """Whoever answers needs them to decline; nobody needs them to end it."""
    row = asked(at)
    hint = "The other organisation reads it."

    def told(person):
        client.force_login(person)
        form = client.get(row.get_absolute_url()).context["form"]
        return str(form.fields["reason"].help_text)

    assert told(at.olga) == f"Needed where you decline. {hint}"
    assert told(at.piet) == hint
    act(row, Act.ACCEPT, by=at.olga)
    assert [told(person) for person in (at.olga, at.piet)] == [hint] * 2


def test_what_waits_for_an_answer_is_due_to_the_owner_alone(client, at):
    row = asked(at)
    address = reverse("reporting:due")
    for who in WHO:
        client.force_login(at.people[who])
        shown = client.get(address).content.decode()
        assert (row.get_absolute_url() in shown) is (who == "olga"), who
    act(row, ACCEPT, by=at.olga)
    client.force_login(at.olga)
    assert row.get_absolute_url() not in client.get(address).content.decode()


def test_partners_find_joint_records_among_theirs(client, at):
    row = act(asked(at), ACCEPT, by=at.olga)
    client.force_login(at.piet)
    shown = client.get(reverse("reporting:my_activities")).content.decode()
    told = (at.record.code, "A workshop", "Hosted it", row.get_absolute_url())
    assert [text for text in told if text not in shown] == []
    client.force_login(at.stranger)
    shown = client.get(reverse("reporting:my_activities")).content.decode()
    assert at.record.code not in shown


def test_a_record_no_longer_public_keeps_its_words_to_itself(client, at):
    row = act(asked(at), ACCEPT, by=at.olga)
    at.record.take(Action.UNPUBLISH, by=at.secretariat, comment="Wrong.")
    client.force_login(at.piet)
    for address in (reverse("reporting:my_activities"), row.get_absolute_url()):
        shown = client.get(address).content.decode()
        assert at.record.code in shown
        assert "A workshop" not in shown


@pytest.mark.parametrize("who, name", [("olga", "record"), ("desk", "review")])
def test_owner_and_reviewer_read_who_asks_and_who_takes_part(client, at, who, name):
    row = asked(at)
    client.force_login(at.people[who])
    address = at.record.page(name)
    for words in ("Not answered yet", "Takes part"):
        shown = client.get(address).content.decode()
        for text in (at.partner.name, words, row.get_absolute_url()):
            assert text in shown
        if words == "Not answered yet":
            act(row, ACCEPT, by=at.olga)


# --- What the database refuses --------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"role": "king"},
        {"outcome": "taken"},
        {"outcome": "maybe", "decided": True},
        {"outcome": "declined", "decided": True},
        {"ended": True},
        {"outcome": "declined", "reason": "No.", "decided": True, "ended": True},
        {"again": True},
    ],
)
def test_the_database_refuses_nonsense(at, given):
    given, now = dict(given), timezone.now()
    if given.pop("again", False):
        asked(at)
    if given.pop("decided", False):
        given |= {"decided_at": now, "decided_by": at.olga}
    if given.pop("ended", False):
        given |= {"ended_at": now, "ended_by": at.olga}
    row = {"organisation": at.partner, "role": "host", "asked_by": at.piet} | given
    with pytest.raises(IntegrityError), transaction.atomic():
        at.record.participations.create(**row)


def test_the_sample_goes_with_what_it_asked(at):
    at.partner.is_sample = True
    at.partner.save()
    asked(at)
    clear_sample()
    assert (Participation.objects.count(), told()) == (0, [])
    assert Activity.objects.filter(pk=at.record.pk).exists()
