"""Who hears of a step by mail, in which language, and what the mail says."""

import pytest
from django.utils import timezone, translation

from oneplanet.models import OutgoingMail
from programmes.models import Appointment, User
from reporting.workflow import Action, State
from tests.factories import (
    appoint,
    join,
    make_activity,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db

COMMENT = "The figures of <May> & June\nare missing."
TITLE = "Cooking at school"
BEGIN = {
    Action.SUBMIT: [],
    Action.RECALL: [Action.SUBMIT],
    Action.RETURN: [Action.SUBMIT],
    Action.APPROVE: [Action.SUBMIT],
    Action.REVISE: [Action.SUBMIT, Action.APPROVE],
    Action.DISCARD: [Action.SUBMIT, Action.APPROVE, Action.REVISE],
    Action.WITHDRAW: [],
    Action.UNPUBLISH: [Action.SUBMIT, Action.APPROVE],
}
DESK, MEMBERS, NOBODY = "desk", "members", ""
TOLD = {
    Action.SUBMIT: DESK,
    Action.RECALL: DESK,
    Action.RETURN: MEMBERS,
    Action.APPROVE: MEMBERS,
    Action.REVISE: NOBODY,
    Action.DISCARD: NOBODY,
    Action.WITHDRAW: NOBODY,
    Action.UNPUBLISH: MEMBERS,
}
SUBJECTS = {
    Action.SUBMIT: "To review: Cooking at school",
    Action.RECALL: "Taken back: Cooking at school",
    Action.RETURN: "Please have another look: Cooking at school",
    Action.APPROVE: "Approved and public: Cooking at school",
    Action.UNPUBLISH: "Taken off the public site: Cooking at school",
}
LANGUAGES = ("en", "ar", "zh-hans", "fr", "ru", "es")
each_step = pytest.mark.parametrize("action", TOLD)
each_mail = pytest.mark.parametrize("action", SUBJECTS)


@pytest.fixture
def author():
    return make_user(language="ru", name="Anna")


@pytest.fixture
def desk():
    return make_user(language="ar", name="Dalia")


@pytest.fixture
def activity(author, desk):
    """A draft; everybody near it who might hear of it, and some who must not."""
    programme = make_programme(desk=desk, code="SFS")
    make = {"state": State.DRAFT, "programme": programme, "title": TITLE}
    activity = make_activity(author=author, reviewer=desk, **make)
    appoint(make_user(language="fr"), Appointment.Role.DESK, programme=programme)
    appoint(make_user(is_active=False), Appointment.Role.DESK, programme=programme)
    former = appoint(make_user(), Appointment.Role.DESK, programme=programme)
    Appointment.objects.filter(pk=former.pk).update(until_on=timezone.localdate())
    appoint(make_user(), Appointment.Role.LEAD, programme=programme)
    make_programme(desk=make_user(), code="ST")
    make_secretariat()
    make_administrator()
    join(make_user(language="zh-hans"), activity.organisation, role="admin")
    join(make_user(is_active=False), activity.organisation)
    gone = join(make_user(), activity.organisation)
    gone.until = timezone.now()
    gone.save()
    make_organisation(editor=make_user())
    return activity


def take(activity, action, *, comment=""):
    """Bring the activity there, then take the step; the mails of this step alone."""
    author = activity.created_by
    desk = User.objects.get(name="Dalia")
    by = {Action.RETURN: desk, Action.APPROVE: desk}
    for step in BEGIN[action]:
        activity.take(step, by=by.get(step, author), comment="Before.")
    OutgoingMail.objects.all().delete()
    if action == Action.UNPUBLISH:
        author = User.objects.filter(appointments__role="secretariat").get()
    entry = activity.take(action, by=by.get(action, author), comment=comment)
    return entry, to_the_other_side().order_by("pk")


def to_the_other_side():
    """Without the receipts, which go to who submits."""
    return OutgoingMail.objects.exclude(key__startswith="receipt-")


# --- Who hears of it ------------------------------------------------------------------


@each_step
def test_the_other_side_hears_of_a_step_and_nobody_else(activity, action):
    _entry, mails = take(activity, action, comment=COMMENT)
    languages = {DESK: ["ar", "fr"], MEMBERS: ["ru", "zh-hans"], NOBODY: []}
    told = languages[TOLD[action]]
    assert sorted(mails.values_list("language", flat=True)) == told
    people = User.objects.filter(email__in=mails.values("to"))
    assert sorted(people.values_list("language", flat=True)) == told


def test_every_step_is_in_the_table():
    of_two = {Action.MERGE, Action.SEPARATE}  # told by reporting/uniting_mails.py
    assert set(TOLD) == set(BEGIN) == set(Action) - of_two
    assert set(SUBJECTS) == {action for action, side in TOLD.items() if side}


def test_without_a_desk_that_works_the_secretariat_hears_of_it(author, desk):
    activity = make_activity(state=State.DRAFT, author=author, reviewer=desk)
    User.objects.filter(pk=desk.pk).update(is_active=False)
    secretariat = make_secretariat(language="es")
    make_secretariat(is_active=False)
    activity.take(Action.SUBMIT, by=author)
    mail = to_the_other_side().get()
    assert (mail.to, mail.language) == (secretariat.email, "es")


def test_a_step_noted_afterwards_is_mailed_to_nobody(activity, author):
    activity.take(Action.SUBMIT, by=author, at=timezone.now())
    assert activity.latest_sealed().receipt
    assert not OutgoingMail.objects.exists()


def test_the_history_names_who_took_the_step(activity):
    for action in (Action.SUBMIT, Action.RETURN, Action.WITHDRAW):
        activity.refresh_from_db()
        by = {Action.RETURN: User.objects.get(name="Dalia")}
        by = by.get(action, activity.created_by)
        entry = activity.take(action, by=by, comment="Why.")
        assert (entry.by, entry.process) == (by, "")
        assert activity.history.latest("pk").by == by


# --- What it says ---------------------------------------------------------------------


@each_mail
def test_a_mail_carries_the_title_the_code_and_the_comment_as_typed(activity, action):
    User.objects.update(language="en")
    _entry, mails = take(activity, action, comment=COMMENT)
    for mail in mails:
        assert mail.subject == SUBJECTS[action]
        assert activity.code in mail.body
        assert "this comment:" in mail.body
        assert f"\n\n{COMMENT}\n\n" in mail.body
        name = User.objects.get(email=mail.to).name
        assert mail.body.startswith(f"Dear {name},\n\n")


@pytest.mark.parametrize("action", [Action.SUBMIT, Action.RECALL, Action.APPROVE])
def test_where_nothing_was_said_no_comment_is_announced(activity, action):
    User.objects.update(language="en")
    _entry, mails = take(activity, action)
    for mail in mails:
        assert "comment" not in mail.body
        assert "\n\n\n" not in mail.body


@pytest.mark.parametrize("language", LANGUAGES)
@each_mail
def test_a_mail_and_its_links_are_in_the_readers_language(activity, action, language):
    User.objects.update(language=language)
    with translation.override("fr" if language == "en" else "en"):
        _entry, mails = take(activity, action, comment=COMMENT)
    place = "review" if TOLD[action] == DESK else "my/activities"
    expected = [f"http://localhost:8000/{language}/{place}/{activity.code}/"]
    if action == Action.APPROVE:
        public = f"http://localhost:8000/{language}/activities/{activity.code}/"
        expected.insert(0, public)
    for mail in mails:
        lines = mail.body.splitlines()
        home = "http://localhost:8000"
        links = [line for line in lines if line.startswith(f"{home}/")]
        assert links == expected
        assert mail.language == language
        assert (mail.subject == SUBJECTS[action]) is (language == "en")
        assert lines[-1] == home


def test_a_later_round_is_about_the_later_version(activity, author, desk):
    User.objects.update(language="en")
    for action, by in ((Action.SUBMIT, author), (Action.APPROVE, desk)):
        activity.take(action, by=by)
    revise(activity, author=author, title="Second title")
    OutgoingMail.objects.all().delete()
    activity.take(Action.SUBMIT, by=author)
    assert {mail.subject for mail in to_the_other_side()} == {"To review: Second title"}
