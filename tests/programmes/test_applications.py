"""Organisations apply to join the network; the secretariat decides."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from oneplanet.outbox import OutgoingMail
from oneplanet.text.folding import fold
from programmes import applications, asking
from programmes.asking import AskingRefused
from programmes.models import Application, Invitation, Organisation
from tests.factories import (
    make_application,
    make_country,
    make_organisation,
    make_programme,
    make_secretariat,
    make_term,
    make_user,
)
from tests.programmes.test_accounts import address

pytestmark = pytest.mark.django_db

FORM = address("programmes:application_new")


@pytest.fixture
def words():
    make_term("stakeholder_type", "ST_CSO")
    make_country("KEN", name="Kenya")
    make_programme(code="SFS")


def answers(**changes):
    return {
        "key": "k1",
        "name": "Repair Kenya",
        "name_language": "en",
        "name_2": "Réparer le Kenya",
        "language_2": "fr",
        "type": "ST_CSO",
        "country": "KEN",
        "website": "repair.example.org",
        "programmes": ["SFS"],
        "why": "We repair things.",
        "contact": "Ann Applicant",
        "contact_role": "Director",
        "email": "Ann@repair.example.org",
    } | changes


def mails():
    return [(mail.to, mail.key.split("-")[2]) for mail in OutgoingMail.objects.all()]


def test_an_organisation_applies_confirms_is_approved_and_its_first_admin_invited(
    client, words
):
    desk = make_secretariat()
    assert client.post(FORM, answers()).url == address("programmes:link_sent")
    application = Application.objects.get()
    assert mails() == [("ann@repair.example.org", "confirm")]
    page = client.get(application.get_absolute_url())
    assert page.status_code == 200
    assert not Application.objects.waiting().exists()  # looking has changed nothing
    client.post(application.get_absolute_url())
    assert mails()[1:] == [(desk.email, str(desk.pk))]
    made = applications.approve(
        by=desk, application=Application.objects.get(), code="repair-kenya"
    )
    official = [(row.name, row.language) for row in made.other_names.all()]
    assert (made.code, made.name, made.name_language, made.website, official) == (
        "repair-kenya",
        "Repair Kenya",
        "en",
        "https://repair.example.org",
        [("Réparer le Kenya", "fr")],
    )
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.role, invitation.email) == (
        made,
        "admin",
        "ann@repair.example.org",
    )
    assert mails()[-1] == ("ann@repair.example.org", "answer")
    assert "agreed" in client.get(application.get_absolute_url()).text


def test_the_secretariat_approves_and_declines_in_the_admin(client, editor):
    one, other = make_application("Yes Body"), make_application("No Body")

    def step(row, action, **given):
        where = reverse("admin:programmes_application_step", args=[row.pk, action])
        return client.post(where, given)

    assert "Give the organisation a code." in step(one, "approve", code="").text
    make_organisation(code="taken")
    assert "This code is taken." in step(one, "approve", code="taken").text
    assert step(one, "approve", code="yes-body").status_code == 302
    asked_again = step(other, "decline", reason="")
    assert asked_again.status_code == 200
    assert "Approved. Who applied is told by mail and invited" in asked_again.text
    assert step(other, "decline", reason="Not now.").status_code == 302
    states = {str(row): (row.outcome, row.reason) for row in Application.objects.all()}
    assert states == {"Yes Body": ("accepted", ""), "No Body": ("declined", "Not now.")}
    assert Organisation.objects.get(code="yes-body").history.get().history_user
    said = [str(word) for word in get_messages(client.get("/").wsgi_request)]
    assert said == ["Declined. Who applied is told by mail, with your reason."]
    assert "Not now." in client.get(other.get_absolute_url()).text
    assert "Not now." in OutgoingMail.objects.latest("pk").body
    again = step(one, "decline", reason="Too late.")  # it has been decided
    assert again.status_code == 302
    assert Application.objects.get(pk=one.pk).outcome == "accepted"


def test_who_is_in_the_network_already_is_invited_to_what_is_there(client, editor):
    there = make_organisation(code="there", name="Réparer", acronym="RP")
    row = make_application("reparer")
    where = reverse("admin:programmes_application_step", args=[row.pk, "approve"])
    assert "Is it one of these?" in client.get(where).text
    client.post(where, {"organisation": "there", "code": ""})
    assert Application.objects.get().organisation == there
    assert Invitation.objects.get().organisation == there
    assert Organisation.objects.count() == 1


def test_nobody_but_staff_decides():
    row = make_application()
    with pytest.raises(PermissionDenied):
        applications.approve(by=make_user(), application=row, code="x")
    with pytest.raises(PermissionDenied):
        applications.decline(by=make_user(), application=row, reason="No.")


def test_what_is_not_confirmed_reaches_nobody(client, editor):
    row = make_application(is_confirmed=False)
    change = reverse("admin:programmes_application_change", args=[row.pk])
    assert client.get(change).status_code == 302
    assert row.email not in client.get("/en/admin/programmes/application/").text
    with pytest.raises(AskingRefused):
        applications.approve(by=editor, application=row, code="x")


def test_a_name_of_the_network_is_asked_about_and_nothing_typed_is_lost(client, words):
    make_organisation(name="RÉPAIR  Kenya", code="there")
    page = client.post(FORM, answers())
    assert (page.status_code, Application.objects.count()) == (422, 0)
    assert "RÉPAIR  Kenya" in page.text
    assert 'value="Repair Kenya"' in page.text
    assert "We repair things." in page.text
    assert client.post(FORM, answers(sure="1")).status_code == 302


def test_pressing_twice_applies_once_and_an_address_gets_three_links_a_day(
    client, words
):
    for _n in range(2):
        assert client.post(FORM, answers()).status_code == 302
    assert Application.objects.count() == 1
    mended = {"why": "We mend things."}  # the same page, kept by the browser
    client.post(FORM, answers(**mended))
    assert Application.objects.count() == 2
    client.post(FORM, answers(key="k3"))
    page = client.post(FORM, answers(key="k4"))
    assert (page.status_code, Application.objects.count()) == (422, 3)
    assert "several links to this address" in page.text


def test_the_form_is_counted_by_address_and_keeps_what_was_typed(
    client, words, settings
):
    settings.LIMITS = settings.LIMITS | {"forms": (1, 0)}
    client.post(FORM, answers())
    page = client.post(FORM, answers(key="k2"))
    assert page.status_code == 429
    assert "We repair things." in page.text


def test_bad_answers_are_told_beside_their_questions(client, words):
    page = client.post(
        FORM,
        answers(
            name_language="xx", language_2="", website="no address", email="nobody"
        ),
    )
    assert page.status_code == 422
    assert sorted(page.context["form"].errors) == [
        "email",
        "language_2",
        "name_language",
        "website",
    ]
    assert "We repair things." in page.text


def test_the_six_languages_are_offered_first_and_apart_from_the_others(client, words):
    field = client.get(FORM).context["form"].fields["name_language"]
    nothing, (first, six), (rest, others) = field.choices
    assert (nothing, str(first), str(rest)) == (
        ("", "–"),
        "Languages of the United Nations",
        "Other languages",
    )
    assert [code for code, _name in six] == ["ar", "en", "fr", "ru", "zh-hans", "es"]
    names = [fold(str(name)) for _code, name in others]
    assert len(names) > 50 and names == sorted(names)
    assert not {code for code, _name in six} & {code for code, _name in others}


def test_a_link_expires_after_a_week_and_what_was_written_is_removed(client):
    row = make_application(is_confirmed=False)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        page = client.get(row.get_absolute_url())
        assert page.status_code == 410
        client.post(row.get_absolute_url())
        assert not Application.objects.waiting().exists()
        assert asking.forget(Application.objects) == 2  # and its name
    assert client.get(row.get_absolute_url()).status_code == 404


def test_the_applicant_takes_it_back_and_is_forgotten_in_ninety_days(client):
    row = make_application()
    client.post(row.get_absolute_url(), {"withdraw": "1"})
    assert Application.objects.get().outcome == "withdrawn"
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert asking.forget(Application.objects) == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert asking.forget(Application.objects) == 1
    row.refresh_from_db()
    assert (row.name, row.email, str(row)) == ("", "", "New Body")


def test_a_token_of_something_else_opens_nothing(client):
    row = make_application()
    assert client.get(row.get_absolute_url()[:-3] + "xx/").status_code == 404
    other = Invitation(pk=row.pk).token
    path = reverse("programmes:application_state", args=[other])
    assert client.get(path).status_code == 404
