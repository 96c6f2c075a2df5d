"""Trusted organisations: approved with the submission, by a setting that is dated and
logged; and all that makes a reviewer read it after all."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from oneplanet.models import OutgoingMail
from oneplanet.text.dates import today
from reporting.doubts import DOUBTS, doubts_of
from reporting.models import TrustedOrganisation
from reporting.twin_answers import answer
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_agreement,
    make_draft,
    make_initiative_draft,
    make_organisation,
    make_period,
    make_secretariat,
    make_trust,
    make_user,
    revise,
)
from tests.reporting.desks import make_bench

pytestmark = pytest.mark.django_db
ENOUGH = "We trained the cooks of forty-two schools, and weighed what is thrown away."


@pytest.fixture
def bench():
    return make_bench()


@pytest.fixture
def author():
    return make_user()


@pytest.fixture
def body(author):
    return make_organisation(editor=author)


@pytest.fixture
def trust(bench, body):
    return make_trust(body, bench.programme, by=bench.sam)


def draft(bench, author, body, **given):
    given = {"programme": bench.programme, "summary": ENOUGH} | given
    return make_draft(author=author, organisation=body, **given)


def submitted(bench, author, body, **given):
    activity = draft(bench, author, body, **given)
    activity.take(Action.SUBMIT, by=author)
    return activity


def steps(reported):
    """(step, from, to, who took it) from the first."""
    return [
        (row.action, row.from_state, row.to_state, row.by or row.process)
        for row in reported.history.all()
    ]


def waits(reported) -> bool:
    return reported.state == State.SUBMITTED and reported.open_publication() is None


def test_it_is_approved_with_the_submission_by_the_setting(bench, author, body, trust):
    activity = submitted(bench, author, body)
    assert steps(activity) == [
        ("submit", "draft", "submitted", author),
        ("approve", "submitted", "approved", f"trust-{trust.pk}"),
    ]
    publication = activity.open_publication()
    assert (publication.version.number, publication.by) == (1, bench.sam)
    last = activity.history.last()
    assert last.who == f"No person: setting {trust.pk} on trusted organisations"


def test_an_initiative_too(bench, author, body, trust):
    initiative = make_initiative_draft(
        author=author, organisation=body, programme=bench.programme
    )
    initiative.take(Action.SUBMIT, by=author)
    assert steps(initiative)[-1][-1] == f"trust-{trust.pk}"
    assert initiative.open_publication().by == bench.sam


def test_the_author_is_told_and_no_reviewer_is_asked(bench, author, body, trust):
    activity = draft(bench, author, body)
    OutgoingMail.objects.all().delete()
    activity.take(Action.SUBMIT, by=author)
    mails = list(OutgoingMail.objects.order_by("pk"))
    assert [mail.to for mail in mails] == [author.email] * 2
    receipt, approved = (mail.body for mail in mails)
    assert "It was approved at once" in receipt
    assert "The reviewers have been told" not in receipt
    assert "has been approved and is on the public site now" in approved


def test_the_page_says_so(client, bench, author, body, trust):
    activity = draft(bench, author, body)
    client.force_login(author)
    step = reverse("reporting:activity_step", args=[activity.code, "submit"])
    page = client.post(step, follow=True)
    assert "Submitted, and approved at once" in page.text
    assert "You will hear by mail" not in page.text
    assert f"setting {trust.pk} on trusted organisations" in page.text
    assert client.get(activity.get_absolute_url()).status_code == 200


def test_a_revision_takes_the_place_of_the_public_one(bench, author, body, trust):
    activity = submitted(bench, author, body)
    revise(activity, author=author, title="Newer")
    activity.take(Action.SUBMIT, by=author)
    assert activity.state == State.APPROVED
    assert activity.open_publication().version.title == "Newer"
    assert activity.publications.exclude(until_at=None).get().until_by == bench.sam


# --- When the setting does nothing ----------------------------------------------------


@pytest.mark.parametrize(
    ("given", "is_approved"),
    [
        ({"from_on": 0, "until_on": 0}, True),
        ({"from_on": 1, "until_on": 9}, False),
        ({"from_on": -9, "until_on": -1}, False),
    ],
)
def test_it_holds_on_its_days(bench, author, body, given, is_approved):
    days = {name: today() + timedelta(days=days) for name, days in given.items()}
    make_trust(body, bench.programme, by=bench.sam, **days)
    assert waits(submitted(bench, author, body)) is not is_approved


def test_once_ended_it_does_nothing(bench, author, body, trust):
    assert trust.end(by=bench.sam)
    assert not trust.end(by=bench.ada), "ended once"
    assert waits(submitted(bench, author, body))
    trust.refresh_from_db()
    assert trust.ended_by == bench.sam


def test_it_is_of_one_organisation_and_programme(bench, author, body, trust):
    other = make_bench()
    elsewhere = draft(bench, author, body, programme=other.programme)
    nowhere = draft(bench, author, body, programme=None)
    somebody = make_user()
    others = draft(bench, somebody, make_organisation(editor=somebody))
    for activity, by in ((elsewhere, author), (nowhere, author), (others, somebody)):
        activity.take(Action.SUBMIT, by=by)
        assert waits(activity)


def test_what_somebody_else_reports_for_it_is_read(bench, author, body, trust):
    """And what it reports for another, which is not trusted."""
    writer, admin = make_user(), make_user()
    join(admin, body, role="admin")
    make_agreement(body, make_organisation(editor=writer), by=admin)
    activity = draft(bench, writer, body, reported_by=writer_of(writer))
    activity.take(Action.SUBMIT, by=writer)
    assert waits(activity)


def writer_of(user):
    return user.memberships.get().organisation


def test_what_was_noted_afterwards_is_not_approved(bench, author, body, trust):
    activity = draft(bench, author, body)
    activity.take(Action.SUBMIT, by=author, at=activity.created_at)
    assert waits(activity)


def test_what_is_not_ready_is_refused_as_ever(bench, author, body, trust):
    activity = draft(bench, author, body, title="")
    with pytest.raises(Exception, match="not complete"):
        activity.take(Action.SUBMIT, by=author)
    assert (activity.state, steps(activity)) == (State.DRAFT, [])


# --- Doubts ---------------------------------------------------------------------------


def was_returned(bench, author, body):
    """Returned before the organisation was trusted."""
    activity = draft(bench, author, body)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.RETURN, by=bench.ada, comment="Say more.")
    return activity


def is_late(bench, author, body):
    make_period(2020, state="closed", allows_late=True)
    return draft(bench, author, body, ended_on="2020-06-01")


def is_of_a_closed_year(bench, author, body):
    make_period(2020, state="closed", allows_late=False)
    make_period(2021)
    return draft(bench, author, body, ended_on="2020-06-01")


def is_shouted(bench, author, body):
    return draft(bench, author, body, title="ALL SCHOOL KITCHENS")


def is_a_second(bench, author, body):
    draft(bench, author, body, title="Twelve cities")
    return draft(bench, author, body, title="Twelve  CITIES")


def has_a_twin(bench, author, body):
    bench.waits("Twelve cities")
    return draft(bench, author, body, title="Twelve cities")


def asks_the_desk(bench, author, body):
    activity = draft(bench, author, body, title="Twelve cities")
    other = draft(bench, author, body, title="Another")
    answer(activity, other, choice="desk", reason="Is it the same?", by=author)
    return activity


@pytest.mark.parametrize(
    ("make", "doubt"),
    [
        (was_returned, "it was returned"),
        (is_late, "its period is closed"),
        (is_of_a_closed_year, "its period is closed"),
        (is_shouted, "it looks wrong"),
        (is_a_second, "it looks wrong"),
        (has_a_twin, "it has a twin"),
        (asks_the_desk, "it asks the desk"),
    ],
)
def test_what_is_doubted_waits_for_a_reviewer(bench, author, body, make, doubt):
    activity = make(bench, author, body)
    make_trust(body, bench.programme, by=bench.sam)
    OutgoingMail.objects.all().delete()
    activity.take(Action.SUBMIT, by=author)
    assert waits(activity)
    assert doubts_of(activity.latest_sealed()) == [doubt]
    told = OutgoingMail.objects.filter(key__startswith="step-")
    assert {mail.to for mail in told} == {bench.ada.email, bench.bo.email}


def test_every_doubt_has_a_case():
    names = {"it was returned", "its period is closed", "it looks wrong"}
    assert set(DOUBTS) == names | {"it has a twin", "it asks the desk"}


def test_after_an_approval_it_is_trusted_again(bench, author, body):
    activity = was_returned(bench, author, body)
    make_trust(body, bench.programme, by=bench.sam)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=bench.ada)
    activity.take(Action.REVISE, by=author)
    activity.take(Action.SUBMIT, by=author)
    assert steps(activity)[-1][:2] == ("approve", "submitted")
    assert activity.state == State.APPROVED


def told_by_another(bench, **given):
    activity = make_draft(programme=bench.programme, summary=ENOUGH, **given)
    activity.take(Action.SUBMIT, by=activity.created_by)
    return activity


def test_a_twin_by_another_title_is_one_too(bench, author, body, trust):
    told_by_another(bench, title="Cooks weigh what is thrown away")
    activity = submitted(bench, author, body, title="A course on food waste")
    assert waits(activity)
    assert doubts_of(activity.latest_sealed()) == ["it has a twin"]


def test_the_same_title_years_apart_or_withdrawn_is_no_twin(bench, author, body, trust):
    year = date(2019, 3, 4)
    told_by_another(bench, title="Twelve cities", started_on=year, ended_on=year)
    gone = told_by_another(bench, title="Twelve cities")
    gone.take(Action.RETURN, by=bench.ada, comment="Why?")
    gone.take(Action.WITHDRAW, by=gone.created_by)
    assert not waits(submitted(bench, author, body, title="Twelve cities"))


def test_looking_for_a_twin_asks_as_much_for_many_as_for_one(
    bench, author, body, django_assert_num_queries
):
    for title in ("Twelve cities", "Twelve more cities", "Twelve last cities"):
        told_by_another(bench, title=title)
    version = submitted(bench, author, body, title="Twelve cities").latest_sealed()
    assert version.identity and version.rows and version.twin_profile
    with django_assert_num_queries(2):
        assert DOUBTS["it has a twin"](version)


def test_initiatives_have_a_twin_by_their_title(bench, author, body, trust):
    for by, of in ((make_user(), None), (author, body)):
        initiative = make_initiative_draft(
            author=by,
            programme=bench.programme,
            title="Twelve cities",
            **({"organisation": of} if of else {}),
        )
        initiative.take(Action.SUBMIT, by=by)
    assert waits(initiative)


def test_a_draft_of_another_is_no_twin(bench, author, body, trust):
    make_draft(title="Twelve cities", programme=bench.programme)
    assert not waits(submitted(bench, author, body, title="Twelve cities"))


# --- Who sets it ----------------------------------------------------------------------

ADMIN = "admin:reporting_trustedorganisation"


def form(body, programme):
    day = today()
    return {
        "organisation": body.pk,
        "programme": programme.pk,
        "from_on": day.isoformat(),
        "until_on": (day + timedelta(days=30)).isoformat(),
        "reason": "Four years without a return.",
    }


def test_staff_set_it_with_a_reason_and_it_is_logged(client, bench, body):
    client.force_login(bench.sam)
    add = reverse(f"{ADMIN}_add")
    for lacking in ("reason", "until_on", "organisation", "programme"):
        answer = client.post(add, form(body, bench.programme) | {lacking: ""})
        assert list(answer.context["adminform"].form.errors) == [lacking]
    assert client.post(add, form(body, bench.programme)).status_code == 302
    trust = TrustedOrganisation.objects.get()
    assert (trust.set_by, trust.ended_at) == (bench.sam, None)
    again = client.post(add, form(body, bench.programme))
    assert "There is such a setting already" in again.text
    change = reverse(f"{ADMIN}_change", args=[trust.pk])
    assert client.post(change, form(body, bench.programme)).status_code == 403
    asked = {"action": "end", "_selected_action": trust.pk}
    client.post(reverse(f"{ADMIN}_changelist"), asked)
    trust.refresh_from_db()
    assert (trust.ended_by, str(trust.state)) == (bench.sam, "no longer in force")
    history = client.get(reverse(f"{ADMIN}_history", args=[trust.pk]))
    assert history.text.count("Sam") >= 2
    assert client.post(add, form(body, bench.programme)).status_code == 302


def test_nobody_sets_it_for_their_own_organisation(client, bench, body):
    insider = make_secretariat()
    join(insider, body)
    client.force_login(insider)
    answer = client.post(reverse(f"{ADMIN}_add"), form(body, bench.programme))
    assert "Somebody of another organisation" in answer.text
    assert not TrustedOrganisation.objects.exists()


def test_the_database_holds_its_dates_and_its_reason(bench, body, trust):
    other = make_organisation()
    day = today()
    for of, given in (
        (body, {}),
        (other, {"until_on": day - timedelta(days=1)}),
        (other, {"reason": ""}),
        (other, {"ended_by": bench.sam}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_trust(of, bench.programme, by=bench.sam, **given)
