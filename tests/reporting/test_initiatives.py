"""An initiative holds activities: who reads it when, what an activity takes over."""

import pytest
from django.urls import reverse
from django.utils import timezone

from oneplanet.outbox import OutgoingMail
from programmes.models import Term
from reporting.copying import begin_from
from reporting.joining import begin_in, choices_for, join
from reporting.models import Activity, ActivityVersion, Initiative
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    join as make_member,
)
from tests.factories import (
    make_activity,
    make_agreement,
    make_country,
    make_draft,
    make_initiative,
    make_initiative_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_term,
    make_type,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """An author with an organisation, and the desk of a programme."""
    author, desk = make_user(), make_user()
    return {
        "author": author,
        "organisation": make_organisation(editor=author, name="House of Examples"),
        "programme": make_programme(desk=desk),
        "desk": desk,
    }


def given(people):
    return {name: people[name] for name in ("author", "organisation", "programme")}


def approved(people, **content):
    initiative = make_initiative_draft(**given(people), **content)
    initiative.take(Action.SUBMIT, by=people["author"])
    initiative.take(Action.APPROVE, by=people["desk"])
    return initiative


def activity_in(initiative, people, *, is_public=True, **content):
    activity = make_draft(**given(people), initiative=initiative, **content)
    if is_public:
        activity.take(Action.SUBMIT, by=people["author"])
        activity.take(Action.APPROVE, by=people["desk"])
    return activity


def is_public(initiative) -> bool:
    return Initiative.objects.public().filter(pk=initiative.pk).exists()


def answer(client, initiative) -> int:
    client.logout()
    return client.get(initiative.get_absolute_url()).status_code


# --- Who reads it when ----------------------------------------------------------------


def test_it_is_public_while_one_of_its_activities_is(client, people):
    initiative = approved(people)
    assert answer(client, initiative) == 404
    first, second = (activity_in(initiative, people) for _n in range(2))
    assert answer(client, initiative) == 200
    secretariat = make_secretariat()
    for activity, status in ((first, 200), (second, 404)):
        activity.take(Action.UNPUBLISH, by=secretariat, comment="A mistake.")
        assert answer(client, initiative) == status


def test_without_an_approved_version_a_public_activity_shows_nothing_of_it(
    client, people
):
    for route in ([], [Action.SUBMIT], [Action.SUBMIT, Action.RETURN]):
        initiative = make_initiative_draft(**given(people), title="CANARY-initiative")
        for action in route:
            by = people["desk" if action == Action.RETURN else "author"]
            initiative.take(action, by=by, comment="More, please.")
        activity = activity_in(initiative, people)
        assert answer(client, initiative) == 404
        page = client.get(activity.get_absolute_url()).text
        assert "CANARY" not in page and initiative.code not in page


def test_an_activity_that_left_it_in_a_new_version_no_longer_shows_it(client, people):
    initiative = approved(people)
    activity = activity_in(initiative, people)
    draft = revise(activity, author=people["author"], title="Alone")
    join(activity, None, by=people["author"])
    assert is_public(initiative), "the public version still says so"
    activity.take(Action.SUBMIT, by=people["author"])
    activity.take(Action.APPROVE, by=people["desk"])
    assert not is_public(initiative)
    assert activity.versions.get(number=1).initiative == initiative
    assert ActivityVersion.objects.get(pk=draft.pk).initiative is None


def test_taken_off_the_site_it_is_gone(client, people):
    initiative = approved(people)
    activity_in(initiative, people)
    initiative.take(Action.UNPUBLISH, by=make_secretariat(), comment="A mistake.")
    assert answer(client, initiative) == 410


def test_its_page_lists_its_public_activities_and_owners(client, people):
    owner = make_organisation(name="A Further Owner")
    initiative = approved(people, title="Less of it", owners=[owner])
    activity_in(initiative, people, title="A public one")
    activity_in(initiative, people, title="CANARY-draft", is_public=False)
    make_activity(state=State.APPROVED, title="Of nothing")
    page = client.get(initiative.get_absolute_url()).text
    for text in ("Less of it", "A public one", "A Further Owner", "House of Examples"):
        assert text in page
    assert "CANARY" not in page and "Of nothing" not in page
    assert "activity is public." in page


def test_what_is_revised_stays_as_approved(client, people):
    initiative = approved(people, title="As approved")
    activity_in(initiative, people)
    initiative.take(Action.REVISE, by=people["author"])
    initiative.versions.filter(sealed_at=None).update(title="CANARY-later")
    page = client.get(initiative.get_absolute_url()).text
    assert "As approved" in page and "CANARY" not in page


def test_an_activity_says_which_public_initiative_it_is_part_of(client, people):
    initiative = approved(people, title="The whole of it")
    activity = activity_in(initiative, people)
    page = client.get(activity.get_absolute_url()).text
    assert "Part of the initiative" in page
    assert f'<a href="{initiative.get_absolute_url()}">' in page
    assert "The whole of it" in page


def test_organisations_show_the_public_initiatives_they_lead_or_own(client, people):
    owner = make_organisation()
    for title in ("Shared", "CANARY-unseen"):
        initiative = approved(people, title=title, owners=[owner])
        if title == "Shared":
            activity_in(initiative, people)
    for organisation in (people["organisation"], owner):
        page = client.get(organisation.get_absolute_url()).text
        assert page.count(f'href="{Initiative.objects.public().get().page("detail")}"')
        assert "Shared" in page and "CANARY" not in page
    other = client.get(make_organisation().get_absolute_url()).text
    assert "Initiatives" not in other


def test_lists_and_counts_know_activities_alone(client, people):
    before = counts(client)
    initiative = approved(people)
    assert counts(client) == before == (0, 0)
    activity_in(initiative, people)
    assert counts(client) == (1, 1)


def counts(client) -> tuple:
    """How many the list of activities and the API count."""
    listed = client.get(reverse("reporting:activity_list")).context["page_of"]
    data = client.get(reverse("api:activities")).json()
    return listed.paginator.count, len(data["results"])


def test_open_data_name_the_initiative_while_it_is_public(client, people):
    approved_one, draft = approved(people), make_initiative_draft(**given(people))
    codes = {}
    for initiative in (approved_one, draft, None):
        activity = activity_in(initiative, people)
        codes[activity.code] = initiative.code if initiative is approved_one else None
    rows = client.get(reverse("api:activities")).json()["results"]
    assert {row["code"]: row["initiative"] for row in rows} == codes


# --- Beginning and joining ------------------------------------------------------------


def described(people):
    """An initiative with a kind, lists and a word that is no longer used."""
    retired = make_term("sector", "SEC_OLD")
    initiative = make_initiative_draft(
        **given(people),
        type=make_type("PRACTICE", label="Practice"),
        countries=[make_country("KEN"), make_country("FRA")],
        regions=[make_term("reporting_region", "R_AFR")],
        sectors=[make_term("sector", "SEC_FOOD"), retired],
    )
    Term.objects.filter(pk=retired.pk).update(retired_on="2020-01-01")
    return initiative


def copied(version) -> dict:
    lists = ("countries", "regions", "sectors")
    codes = {
        name: sorted(getattr(version, name).values_list("code", flat=True))
        for name in lists
    }
    return {"type": version.type and version.type.code} | codes


TAKEN_OVER = {
    "type": "PRACTICE",
    "countries": ["FRA", "KEN"],
    "regions": ["R_AFR"],
    "sectors": ["SEC_FOOD"],
}


def begin(client, people, **posted):
    client.force_login(people["author"])
    data = {"organisation": people["organisation"].code, "title": "New"} | posted
    return client.post(reverse("reporting:activity_new"), data)


def test_a_new_activity_takes_over_what_its_initiative_says(client, people):
    initiative = described(people)
    response = begin(client, people, initiative=initiative.code)
    activity = Activity.objects.get()
    assert response.url == activity.page("edit")
    assert activity.programme == people["programme"]
    draft = activity.draft()
    assert (draft.initiative, copied(draft)) == (initiative, TAKEN_OVER)
    assert (draft.title, draft.summary) == ("New", "")


def test_what_the_initiative_says_later_is_not_followed(people):
    initiative = described(people)
    organisation, author = people["organisation"], people["author"]
    activity = begin_in(initiative, by=author, organisation=organisation, title="New")
    initiative.draft().countries.clear()
    initiative.versions.update(type=make_type("OTHER"))
    assert copied(activity.draft()) == TAKEN_OVER


def test_another_programme_may_be_chosen(client, people):
    other = make_programme()
    begin(client, people, initiative=described(people).code, programme=other.code)
    assert Activity.objects.get().programme == other


def test_without_initiative_and_programme_the_programme_is_asked_for(client, people):
    described(people)
    response = begin(client, people, initiative="")
    assert response.status_code == 422
    assert response.context["form"].errors == {"programme": ["Choose the programme."]}


def test_who_has_no_initiative_is_not_asked(client, people):
    make_initiative()  # of somebody else
    client.force_login(people["author"])
    response = client.get(reverse("reporting:activity_new"))
    assert list(response.context["form"].fields) == [
        "organisation",
        "programme",
        "title",
    ]


def test_a_draft_changes_its_initiative_and_copies_nothing_unless_asked(client, people):
    initiative = described(people)
    activity = make_draft(**given(people))
    before = copied(activity.draft())
    client.force_login(people["author"])
    address = reverse("reporting:activity_initiative", args=[activity.code])
    client.post(address, {"initiative": initiative.code})
    draft = activity.draft()
    assert (draft.initiative, copied(draft)) == (initiative, before)
    assert draft.edit_count == 0
    client.post(address, {"initiative": initiative.code, "copies": "on"})
    draft = activity.draft()
    assert copied(draft) == TAKEN_OVER
    assert draft.edit_count == 1, "a form opened before shows both texts"
    client.post(address, {"initiative": ""})
    assert activity.draft().initiative is None
    assert copied(activity.draft()) == TAKEN_OVER


def test_a_submitted_activity_does_not_change_its_initiative(people):
    initiative = described(people)
    activity = activity_in(None, people)
    with pytest.raises(StepRefused, match="can no longer be edited"):
        join(activity, initiative, by=people["author"])


def test_an_owner_joins_once_a_version_that_names_it_is_approved(people):
    member = make_user()
    owner = make_organisation(editor=member)
    initiative = make_initiative_draft(
        **given(people), title="Shared", owners=[owner], countries=[make_country("KEN")]
    )
    activity = make_draft(author=member, organisation=owner)
    assert choices_for(member) == {}
    with pytest.raises(StepRefused, match="cannot be part of it"):
        join(activity, initiative, by=member)
    initiative.take(Action.SUBMIT, by=people["author"])
    initiative.take(Action.APPROVE, by=people["desk"])
    initiative.take(Action.REVISE, by=people["author"])
    initiative.versions.filter(sealed_at=None).update(title="CANARY-later")
    assert choices_for(member) == {initiative.code: "Shared"}
    join(activity, initiative, by=member, copies=True)
    assert [c.code for c in activity.draft().countries.all()] == ["KEN"]


def test_who_reports_by_agreement_takes_over_and_reads_what_is_approved(client, people):
    initiative = approved(people, title="Shared", countries=[make_country("KEN")])
    initiative.take(Action.REVISE, by=people["author"])
    initiative.versions.filter(sealed_at=None).update(title="CANARY-later")
    initiative.draft().countries.set([make_country("PER")])
    writer = make_user()
    reporter = make_organisation(editor=writer)
    admin = make_user()
    make_member(admin, people["organisation"], role="admin")
    make_agreement(people["organisation"], reporter, by=admin)
    activity = Activity.begin(
        by=writer, organisation=people["organisation"], programme=people["programme"]
    )
    client.force_login(writer)
    address = reverse("reporting:activity_initiative", args=[activity.code])
    pages = [client.get(address)]
    client.post(address, {"initiative": initiative.code, "copies": "on"})
    draft = activity.draft()
    assert draft.initiative == initiative
    assert [country.code for country in draft.countries.all()] == ["KEN"]
    pages.append(client.get(activity.page("record")))
    assert [page.status_code for page in pages] == [200, 200]
    for page in pages:
        assert "CANARY" not in page.text
        assert initiative.page("record") not in page.text
    assert client.get(initiative.page("record")).status_code == 404
    client.force_login(people["author"])
    page = client.get(activity.page("record"))
    assert "CANARY-later" in page.text


def test_a_stranger_cannot_join(client, people):
    other = make_initiative(state=State.APPROVED)
    response = begin(
        client, people, initiative=other.code, programme=people["programme"].code
    )
    assert Activity.objects.get().draft().initiative is None, "it was never asked"
    assert response.status_code == 302
    with pytest.raises(StepRefused):
        join(Activity.objects.get(), other, by=people["author"])


def test_of_two_organisations_the_chosen_one_must_own_it(client, people):
    initiative = described(people)
    other = make_organisation(editor=people["author"])
    response = begin(
        client, people, organisation=other.code, initiative=initiative.code
    )
    assert response.status_code == 422
    assert response.context["form"].errors == {
        "initiative": ["Activities of this organisation cannot be part of it."]
    }


def test_a_report_copied_from_last_years_stays_in_its_initiative(people):
    initiative = approved(people)
    activity = activity_in(initiative, people)
    again = begin_from(activity, by=people["author"])
    assert again.draft().initiative == initiative
    initiative.take(Action.UNPUBLISH, by=make_secretariat(), comment="A mistake.")
    again = begin_from(activity, by=people["author"])
    assert again.draft().initiative is None


def test_reviewers_see_that_an_activity_changed_its_initiative(client, people):
    initiative = approved(people)
    activity = activity_in(None, people)
    activity.take(Action.REVISE, by=people["author"])
    join(activity, initiative, by=people["author"])
    activity.take(Action.SUBMIT, by=people["author"])
    client.force_login(people["desk"])
    response = client.get(activity.page("review"))
    rows = response.context["fields"]["asked"]
    assert [row.change.field for row in rows] == ["initiative"]
    assert initiative.code in response.text


# --- Steps and mails ------------------------------------------------------------------


def test_each_step_tells_the_other_side_and_the_author_gets_a_receipt(people):
    initiative = make_initiative_draft(**given(people), title="Together")
    initiative.take(Action.SUBMIT, by=people["author"])
    initiative.take(Action.APPROVE, by=people["desk"])
    mails = [
        (mail.to, mail.key.partition("-")[0], mail.subject)
        for mail in OutgoingMail.objects.order_by("pk")
    ]
    receipt = initiative.versions.get().receipt
    assert mails == [
        (people["desk"].email, "initiative_step", "To review: Together"),
        (
            people["author"].email,
            "initiative_receipt",
            f"Receipt {receipt.code}: Together",
        ),
        (people["author"].email, "initiative_step", "Approved: Together"),
    ]
    bodies = [mail.body for mail in OutgoingMail.objects.order_by("pk")]
    assert initiative.page("review") in bodies[0]
    assert receipt.get_absolute_url() in bodies[1]
    assert "while one of its activities is" in bodies[2]


def test_a_draft_submitted_activities_name_is_withdrawn_not_deleted(client, people):
    initiative = make_initiative_draft(**given(people))
    activity = activity_in(initiative, people)
    draft = make_draft(**given(people), initiative=initiative)
    with pytest.raises(StepRefused, match="Withdraw it instead"):
        initiative.delete_draft(by=people["author"])
    draft.refresh_from_db()
    assert draft.draft().initiative == initiative
    client.force_login(people["author"])
    page = client.get(initiative.page("record"))
    assert [step.action for step in page.context["steps"]] == ["submit", "withdraw"]
    assert not page.context["may_delete"]
    initiative.take(Action.WITHDRAW, by=people["author"])
    assert activity.versions.get().initiative == initiative


def test_a_draft_only_drafts_name_goes_and_they_stay(people):
    initiative = make_initiative_draft(**given(people))
    activity = activity_in(initiative, people, is_public=False)
    initiative.delete_draft(by=people["author"])
    assert not Initiative.objects.exists()
    assert activity.draft().initiative is None


def test_a_returned_initiative_is_due(client, people):
    draft = make_initiative_draft(**given(people), title="A draft of one")
    returned = make_initiative_draft(**given(people), title="Back again")
    returned.take(Action.SUBMIT, by=people["author"])
    returned.take(Action.RETURN, by=people["desk"], comment="More, please.")
    client.force_login(people["author"])
    response = client.get(reverse("reporting:due"))
    rows = [
        (row.kind, row.what, row.url, row.since)
        for _heading, rows in response.context["sections"]
        for row in rows
    ]
    today = timezone.now().date()
    assert rows == [
        ("returned", "Back again", returned.page("record"), today),
        ("draft", "A draft of one", draft.page("record"), today),
    ]


def test_one_organisations_initiatives_are_not_anothers(client, people):
    make_initiative_draft(**given(people), title="Ours")
    make_initiative(title="CANARY-theirs")
    client.force_login(people["author"])
    page = client.get(reverse("reporting:my_initiatives")).text
    assert "Ours" in page and "CANARY" not in page
    stranger = make_user()
    make_member(stranger, make_organisation())
    client.force_login(stranger)
    assert "Ours" not in client.get(reverse("reporting:my_initiatives")).text


def test_its_list_speaks_to_who_reported_the_activities(client, people):
    initiative = approved(people)
    activity = activity_in(initiative, people, is_public=False)
    activity.take(Action.SUBMIT, by=people["author"])
    activity.take(Action.RETURN, by=people["desk"], comment="More, please.")
    client.force_login(people["author"])
    page = client.get(reverse("reporting:initiative_record", args=[initiative.code]))
    said = [card["state_label"] for card in page.context["activities"]]
    assert said == ["Returned to you"]
    assert "Returned to the partner" not in page.text
