"""Notes on single fields: a reviewer's own until sent, then beside the field."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oneplanet.models import OutgoingMail
from programmes.models import Appointment
from reporting.models import ActivityNote, ReturnReason
from reporting.review_notes import open_notes, settle_note, told_notes, write_note
from reporting.workflow import Action, CommentMissing, State, StepRefused
from tests.factories import (
    appoint,
    make_activity,
    make_initiative,
    make_programme,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_user()


@pytest.fixture
def author():
    return make_user(language="fr")


@pytest.fixture
def reason():
    return ReturnReason.objects.create(
        code="PLACE",
        label_en="Place unclear",
        label_fr="Lieu imprécis",
        guidance_en="Name the countries.",
        guidance_fr="Indiquez les pays.",
    )


@pytest.fixture
def activity(desk, author):
    programme = make_programme(desk=desk)
    return make_activity(
        state=State.SUBMITTED, author=author, reviewer=desk, programme=programme
    )


def note(activity, by, **given):
    given = {"field": "countries", "comment": "CANARY which ones?"} | given
    return write_note(activity, by=by, number=1, **given)


def test_one_note_a_field_changed_and_taken_away(activity, desk, reason):
    note(activity, desk)
    note(activity, desk, comment="Which?", reason=reason)
    rows = ActivityNote.objects.values_list("field", "comment", "reason", "sent_at")
    assert list(rows) == [("countries", "Which?", reason.pk, None)]
    assert note(activity, desk, comment=" ") is None
    assert not ActivityNote.objects.exists()


def test_a_draft_is_its_writers_alone(activity, desk, author):
    colleague = make_user()
    appoint(colleague, Appointment.Role.DESK, programme=activity.programme)
    mine = note(activity, desk)
    seen = {
        name: list(ActivityNote.objects.visible_to(person))
        for name, person in (("d", desk), ("c", colleague), ("a", author))
    }
    assert seen == {"d": [mine], "c": [], "a": []}
    activity.take(Action.RETURN, by=colleague, comment="Mine.")
    assert list(ActivityNote.objects.visible_to(author)) == []
    assert ActivityNote.objects.get().sent_at is None, "sent by its writer alone"


def test_a_note_says_why_instead_of_a_comment(activity, desk):
    with pytest.raises(CommentMissing):
        activity.take(Action.RETURN, by=desk)
    note(activity, desk)
    entry = activity.take(Action.RETURN, by=desk)
    assert ActivityNote.objects.get().sent_at == entry.at
    assert (activity.state, entry.comment) == (State.RETURNED, "")


def test_an_approval_sends_nothing(activity, desk, author):
    note(activity, desk)
    activity.take(Action.APPROVE, by=desk)
    assert ActivityNote.objects.get().sent_at is None
    assert not ActivityNote.objects.visible_to(author).exists()


def test_the_mail_tells_them_in_the_partners_language(activity, desk, reason):
    note(activity, desk, reason=reason)
    note(activity, desk, field="", comment="Look again.")
    activity.take(Action.RETURN, by=desk)
    body = OutgoingMail.objects.get(kind="decisions").body
    for text in ("Lieu imprécis. Indiquez les pays.", "CANARY", "Look again."):
        assert text in body


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": 2}, "A newer version was submitted meanwhile."),
        ({"field": "nothing"}, "This report has no such field."),
    ],
)
def test_what_is_refused(activity, desk, given, said):
    given = {"number": 1, "field": "title", "comment": "x"} | given
    with pytest.raises(StepRefused, match=said):
        write_note(activity, by=desk, **given)


def test_only_its_reviewers_write_while_it_waits(activity, desk, author):
    for person in (author, make_user()):
        with pytest.raises(StepRefused, match="Only its reviewers"):
            note(activity, person)
    activity.take(Action.APPROVE, by=desk)
    with pytest.raises(StepRefused, match="while it waits"):
        note(activity, desk)


def test_a_later_round_settles_and_opens_again(activity, desk, author):
    mine = note(activity, desk)
    with pytest.raises(StepRefused, match="no such note"):
        settle_note(activity, mine.pk, by=desk, is_settled=True)
    activity.take(Action.RETURN, by=desk)
    assert open_notes(activity) == [mine]
    activity.take(Action.SUBMIT, by=author)
    settled = settle_note(activity, mine.pk, by=desk, is_settled=True)
    assert (settled.resolved_by, open_notes(activity)) == (desk, [])
    assert [row.label for row in told_notes(activity)] == [
        "In which countries did it take place?"
    ]
    settle_note(activity, mine.pk, by=desk, is_settled=False)
    assert open_notes(activity) == [mine]


@pytest.mark.parametrize(
    "given",
    [
        {"comment": ""},
        {"resolved_at": timezone.now()},
        {"resolved_at": timezone.now(), "by_desk": True},
    ],
)
def test_the_database_refuses_nonsense(activity, desk, given):
    if given.pop("by_desk", False):
        given["resolved_by"] = desk  # settled, and never sent
    row = {"version": activity.latest_sealed(), "by": desk, "language": "en"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityNote.objects.create(**row | {"comment": "x"} | given)


@pytest.mark.parametrize("make", [make_activity, make_initiative])
def test_from_the_desk_to_the_form_and_back(client, make, desk, author, reason):
    """The page of a note, the return, the form beside the field, the second round."""
    programme = make_programme(desk=desk)
    reported = make(
        state=State.SUBMITTED, author=author, reviewer=desk, programme=programme
    )
    client.force_login(desk)
    body = {"field": "title", "reason": reason.pk, "comment": "CANARY", "number": 1}
    response = client.post(reported.page("note"), body | {"once": "1"})
    assert response["Location"] == f"{reported.page('review')}#notes-title"
    page = client.get(reported.page("review"))
    assert [row.name for row in page.context["fields"]["asked"]] == ["title"]
    assert "CANARY" in client.get(f"{reported.page('note')}?field=title").text
    client.force_login(author)
    assert "CANARY" not in client.get(reported.page("record")).text
    reported.take(Action.RETURN, by=desk)
    form = client.get(reported.page("edit"))
    control = form.context["form"]["title"]
    assert control.aria_describedby.split()[-1] == "id_title_notes"
    assert 'id="id_title_notes"' in form.text and "CANARY" in form.text
    assert "CANARY" in client.get(reported.page("record")).text
    draft = reported.draft()
    draft.title = "Mended title"
    draft.save()
    reported.take(Action.SUBMIT, by=author)
    client.force_login(desk)
    page = client.get(reported.page("review"))
    [row] = page.context["fields"]["asked"]
    assert (row.name, row.change.field, len(row.open)) == ("title", "title", 1)
    client.post(reported.page("note"), {"settle": row.open[0].pk})
    page = client.get(reported.page("review"))
    assert [len(row.settled) for row in page.context["fields"]["asked"]] == [1]


def test_the_page_of_a_note_is_the_deciders(client, activity, desk, author):
    address = reverse("reporting:activity_note", args=[activity.code])
    for person, status in ((desk, 200), (author, 404), (make_user(), 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
    assert mail.outbox == []
