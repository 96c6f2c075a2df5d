"""One organisation reports for another by agreement."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from oneplanet.outbox import OutgoingMail
from oneplanet.text.dates import for_input, today
from reporting import agreements
from reporting.agreements import AgreementRefused
from reporting.due import due_for
from reporting.models import Activity, ActivityVersion, ReportingAgreement
from reporting.workflow import Action
from tests.factories import (
    join,
    make_agreement,
    make_draft,
    make_initiative,
    make_organisation,
    make_programme,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make_user(name="Olu Owner")


@pytest.fixture
def writer():
    return make_user(name="Wim Writer", language="fr")


@pytest.fixture
def ours(owner):
    return make_organisation(admin=owner, code="ours", name="The Ministry")


@pytest.fixture
def office(writer):
    return make_organisation(admin=writer, code="office", name="The Office")


@pytest.fixture
def agreement(ours, office, owner):
    return make_agreement(ours, office, by=owner)


def written(ours, writer, **given):
    """What the office writes for the ministry."""
    return make_draft(author=writer, organisation=ours, **{"title": "CANARY"} | given)


def page_of(organisation):
    return reverse("reporting:agreements", args=[organisation.code])


def end_of(organisation, agreement):
    return reverse("reporting:agreement_end", args=[organisation.code, agreement.pk])


def edit_of(activity):
    return reverse("reporting:activity_edit", args=[activity.code])


def test_it_is_the_owners_activity_written_by_the_other(
    client, agreement, ours, office, owner, writer
):
    client.force_login(writer)
    begin = reverse("reporting:activity_new")
    assert "The Ministry" in client.get(begin).text
    posted = {"organisation": "ours", "programme": "NET", "title": "Ovens"}
    assert client.post(begin, posted).status_code == 302
    activity = Activity.objects.get()
    draft = activity.draft()
    assert (activity.organisation, activity.reporter) == (ours, office)
    assert (draft.reported_by, draft.on_behalf_of, draft.entered_by) == (
        office,
        ours,
        writer,
    )
    for person in (owner, writer):
        client.force_login(person)
        assert client.get(edit_of(activity)).status_code == 200
        assert "Ovens" in client.get(reverse("reporting:my_activities")).text
        assert "Ovens" in [row.what for row in due_for(person)]


def test_the_other_reads_nothing_else_of_the_owner(
    client, agreement, ours, owner, writer
):
    own = make_draft(author=owner, organisation=ours, title="CANARY of the owner")
    client.force_login(writer)
    assert client.get(edit_of(own)).status_code == 404
    assert "CANARY" not in client.get(reverse("reporting:my_activities")).text
    assert list(Activity.objects.visible_to(writer)) == []
    assert list(ActivityVersion.objects.visible_to(writer)) == []
    assert own.steps_for(writer) == []


def test_who_submits_reports_and_the_public_reads_both_names(
    client, agreement, ours, office, owner, writer
):
    desk = make_user()
    programme = make_programme(desk=desk)
    activity = written(ours, writer, programme=programme, title="Ovens")
    activity.take(Action.SUBMIT, by=writer)
    activity.take(Action.APPROVE, by=desk)
    told = set(OutgoingMail.objects.filter(key__startswith="step-").values_list("to"))
    assert {(owner.email,), (writer.email,)} < told
    page = client.get(activity.get_absolute_url())
    byline = " ".join(page.text.partition('class="byline"')[2].split())
    assert byline.index("The Office") < byline.index("on behalf of")
    assert byline.index("on behalf of") < byline.index("The Ministry")
    activity.take(Action.REVISE, by=owner)
    activity.take(Action.SUBMIT, by=owner)
    version = activity.latest_sealed()
    assert (version.reported_by, version.on_behalf_of) == (ours, None)


def test_after_its_end_the_owner_goes_on_and_what_was_typed_is_shown(
    client, agreement, ours, owner, writer
):
    activity = written(ours, writer)
    client.force_login(owner)
    client.post(end_of(ours, agreement))
    agreement.refresh_from_db()
    assert agreement.ended_by == owner
    client.force_login(writer)
    posted = {"title": "Words of mine", "counter": "0"}
    page = client.post(edit_of(activity), posted)
    assert (page.status_code, "Words of mine" in page.text) == (404, True)
    assert "CANARY" not in page.text
    for model in (Activity, ActivityVersion):
        assert list(model.objects.visible_to(writer)) == []
    assert activity.steps_for(writer) == []
    assert due_for(writer) == []
    client.force_login(owner)
    assert "CANARY" in client.get(edit_of(activity)).text
    activity.take(Action.SUBMIT, by=owner)


@pytest.mark.parametrize(
    "days", [{"from_on": 1}, {"from_on": -3, "until_on": -1}], ids=["before", "after"]
)
def test_outside_its_days_it_opens_nothing(ours, office, owner, writer, days):
    given = {name: today() + timedelta(days=n) for name, n in days.items()}
    make_agreement(ours, office, by=owner, **given)
    assert list(agreements.organisations_of(writer)) == [office]
    activity = written(ours, writer)
    assert activity.reporter is None
    assert list(Activity.objects.written_by(writer)) == []


def test_an_agreement_of_one_programme_opens_no_other(
    client, ours, office, owner, writer
):
    programme, other = make_programme(), make_programme()
    make_agreement(ours, office, by=owner, programme=programme)
    mine = written(ours, writer, programme=programme)
    assert list(Activity.objects.written_by(writer)) == [mine]
    client.force_login(writer)
    posted = {"organisation": "ours", "programme": other.code, "title": "Ovens"}
    page = client.post(reverse("reporting:activity_new"), posted)
    assert page.status_code == 422
    assert "another programme" in page.context["form"].errors["programme"][0]
    assert 'value="Ovens"' in page.text


def test_nobody_reviews_what_their_own_organisation_wrote_for_another(
    agreement, ours, office, writer
):
    desk, colleague = make_user(), make_user()
    programme = make_programme(desk=desk)
    make_programme(desk=colleague, code=programme.code)
    join(colleague, office)
    activity = written(ours, writer, programme=programme)
    activity.take(Action.SUBMIT, by=writer)
    assert list(activity.reviewers()) == [desk]
    assert list(Activity.objects.reviewed_by(colleague)) == []
    assert list(Activity.objects.reviewed_by(desk)) == [activity]


def test_admins_give_an_agreement_on_its_page(client, ours, office, owner, writer):
    client.force_login(owner)
    bad = {"reporter": "Nobody at all", "from_on": "soon", "until_on": "1/1/2020"}
    page = client.post(page_of(ours), bad)
    assert sorted(page.context["form"].errors) == ["from_on", "reporter", "until_on"]
    assert "Nobody at all" in page.text
    posted = {"reporter": "the office", "from_on": for_input(today())}
    assert client.post(page_of(ours), posted).status_code == 302
    row = ReportingAgreement.objects.get()
    assert (row.organisation, row.reporter, row.given_by) == (ours, office, owner)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == (writer.email, "fr")
    again = client.post(page_of(ours), posted)
    assert "already" in again.context["form"].errors["reporter"][0]
    own = client.post(page_of(ours), posted | {"reporter": "The Ministry"})
    assert "your own" in own.context["form"].errors["reporter"][0]


def test_only_the_owner_gives_and_ends(client, agreement, ours, office, owner, writer):
    with pytest.raises(PermissionDenied):
        agreements.end(by=writer, agreement=agreement)
    with pytest.raises(PermissionDenied):
        make_agreement(ours, office, by=writer)
    with pytest.raises(AgreementRefused):
        make_agreement(ours, office, by=owner)
    client.force_login(writer)
    assert client.get(page_of(ours)).status_code == 404
    assert client.post(end_of(office, agreement)).status_code == 404
    assert "The Ministry" in client.get(page_of(office)).text
    editor = make_user()
    join(editor, ours)
    client.force_login(editor)
    assert client.get(page_of(ours)).status_code == 404


def test_it_is_asked_first_and_says_what_it_brings(
    client, agreement, ours, office, owner, writer
):
    written(ours, writer)
    make_draft(author=owner, organisation=ours)
    client.force_login(owner)
    assert f'href="{end_of(ours, agreement)}"' in client.get(page_of(ours)).text
    page = client.get(end_of(ours, agreement)).text
    assert "What it wrote for you stays with you, drafts too" in page
    assert "<bdi>1</bdi> draft is open that it writes for you." in page
    agreement.refresh_from_db()
    assert agreement.ended_at is None
    for _time in range(2):
        answer = client.post(end_of(ours, agreement))
        assert (answer.status_code, answer["Location"]) == (302, page_of(ours))
    agreement.refresh_from_db()
    assert agreement.ended_by == owner
    assert client.get(end_of(ours, agreement)).status_code == 302


# --- Whom one means -------------------------------------------------------------------


def asked_for(client, owner, **given):
    """The page after an organisation was asked for by a name, or None once given."""
    client.force_login(owner)
    posted = {"programme": "", "from_on": for_input(today()), "until_on": ""} | given
    response = client.post(reverse("reporting:agreements", args=["ours"]), posted)
    return response.text if response.status_code == 422 else None


def offered(page):
    found = re.findall('name="meant" value="(.*?)".*?<span>(.*?)</span>', page, re.S)
    return dict(found)


def test_a_word_or_an_acronym_is_answered_with_a_choice(client, ours, office, owner):
    make_organisation(code="unep", name="United Nations Environment Programme")
    make_organisation(code="unido", name="United Nations Industrial Development")
    make_organisation(code="fao", name="Food and Agriculture", acronym="FAO")
    page = asked_for(client, owner, reporter="united nations")
    assert offered(page) == {
        "unep": "United Nations Environment Programme",
        "unido": "United Nations Industrial Development",
    }
    assert 'value="united nations"' in page
    assert "Choose one of those below, or write another name." in page
    assert offered(asked_for(client, owner, reporter="fao")) == {
        "fao": "Food and Agriculture (FAO)"
    }
    assert offered(asked_for(client, owner, reporter="United Nation Enviroment")) == {
        "unep": "United Nations Environment Programme",
        "unido": "United Nations Industrial Development",
    }
    assert offered(asked_for(client, owner, reporter="The Offise")) == {
        "office": "The Office"
    }
    assert ReportingAgreement.objects.count() == 0


def test_what_is_chosen_is_taken_and_an_exact_name_needs_no_choice(
    client, ours, office, owner
):
    assert asked_for(client, owner, reporter="offic", meant="office") is None
    assert ReportingAgreement.objects.get().reporter == office
    other = make_organisation(code="other", name="Another")
    assert asked_for(client, owner, reporter="ANOTHER", meant="office") is None
    assert set(ReportingAgreement.objects.values_list("reporter", flat=True)) == {
        office.pk,
        other.pk,
    }


def test_one_may_not_choose_what_was_not_offered(client, ours, office, owner):
    make_organisation(code="hidden", name="Zzz")
    page = asked_for(client, owner, reporter="offic", meant="hidden")
    assert "One of your choices is not on the list." in page
    page = asked_for(client, owner, reporter="qqqqqq")
    assert "No organisation of the network is called so. Write a word" in page
    assert ReportingAgreement.objects.count() == 0


def test_the_form_suggests_every_other_organisation(client, ours, office, owner):
    client.force_login(owner)
    page = client.get(page_of(ours)).text
    assert 'list="organisations"' in page
    assert '<option value="The Office">' in page
    assert '<option value="The Ministry">' not in page


# --- Initiatives of the other ---------------------------------------------------------


def test_who_reports_by_agreement_may_begin_in_the_owners_initiatives(
    client, ours, office, owner, writer
):
    desk = make_user()
    food = make_programme(code="SFS", desk=desk)
    tourism = make_programme(code="ST", desk=desk)
    make_agreement(ours, office, by=owner, programme=food)
    given = {"author": owner, "reviewer": desk, "organisation": ours}
    approved = make_initiative(
        state="approved", title="Of food", programme=food, **given
    )
    make_initiative(title="CANARY draft", programme=food, **given)
    make_initiative(
        state="approved", title="CANARY tourism", programme=tourism, **given
    )
    make_initiative(
        state="approved", title="CANARY of nobody", programme=food, reviewer=desk
    )
    client.force_login(writer)
    begin = reverse("reporting:activity_new")
    page = client.get(begin).text
    assert ("Of food" in page, "CANARY" in page) == (True, False)
    posted = {"organisation": "ours", "initiative": approved.code, "title": "Ovens"}
    assert client.post(begin, posted).status_code == 302
    activity = Activity.objects.get()
    assert (activity.draft().initiative, activity.reporter) == (approved, office)
    ReportingAgreement.objects.update(until_on=today() - timedelta(days=1))
    assert "Of food" not in client.get(begin).text
