"""Where a merged organisation's addresses lead; the pages on which two are merged."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from knowledge_hubs.merging import merge, undo
from knowledge_hubs.models import Resource, ResourceParty
from oneplanet.text import dates
from oneplanet.text.dates import date_words
from programmes.memberships import end
from programmes.models import (
    Membership,
    Organisation,
    OrganisationMerge,
    ProgrammeRole,
)
from programmes.moved import PAGES
from reporting.partner_names import named, offer
from reporting.workflow import State
from tests.admin_forms import filled
from tests.factories import (
    join,
    make_activity,
    make_administrator,
    make_organisation,
    make_programme,
    make_record,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db
ADD = "admin:programmes_organisationmerge_add"
LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")


@pytest.fixture
def kept():
    return make_organisation(
        code="kept", name="Kept Body", acronym="KB", admin=make_user(name="Ada")
    )


@pytest.fixture
def gone():
    return make_organisation(code="gone", name="Gone Body", editor=make_user())


@pytest.fixture
def merged(kept, gone):
    return merge(by=make_secretariat(), kept=kept, gone=gone, reason="One body.")


@pytest.fixture
def staff(client):
    user = make_administrator()
    client.force_login(user)
    return user


def asked(kept, gone):
    return f"{reverse(ADD)}?kept={kept.pk}&gone={gone.pk}"


# --- Old addresses --------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_old_page_leads_to_the_new_one_in_every_language(client, merged, language):
    response = client.get(f"/{language}/organisations/gone/?from=mail")
    assert (response.status_code, response["Location"]) == (
        301,
        f"/{language}/organisations/kept/?from=mail",
    )
    assert "max-age=0" in response["Cache-Control"]  # it may be undone


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/organisations/{}/",
        "/en/organisations/{}/join/",
        "/en/organisations/{}/people/",
        "/en/organisations/{}/agreements/",
        "/en/my/organisations/{}/",
    ],
)
def test_so_do_the_api_and_the_pages_of_members(client, staff, merged, path):
    response = client.get(path.format("gone"))
    assert (response.status_code, response["Location"]) == (301, path.format("kept"))
    assert client.get(path.format("kept")).status_code == 200


def test_who_may_not_read_is_told_nothing_by_it(client, merged):
    client.force_login(make_user())
    client.get("/en/my/organisations/gone/", follow=True)
    response = client.get("/en/my/organisations/gone/", follow=True)
    assert response.status_code == 404


def test_once_undone_nothing_leads_away(client, merged):
    undo(by=merged.merged_by, merge=merged)
    assert client.get("/en/organisations/gone/").status_code == 200
    assert client.get("/api/v1/organisations/gone/").status_code == 200


def test_programs_that_follow_changes_hear_that_it_is_gone(client, merged):
    since = merged.merged_at.date().isoformat()
    found = client.get(f"/api/v1/organisations/?updated_since={since}").json()[
        "results"
    ]
    left = {row["code"]: "withdrawn_at" in row for row in found}
    assert (left["gone"], left["kept"]) == (True, False)


def test_lists_narrowed_by_the_old_code_show_what_moved(client, kept, gone):
    party = ResourceParty(organisation=gone, role="author")
    party.resource = make_record(Resource, "a-report")
    party.save()
    merge(by=make_secretariat(), kept=kept, gone=gone, reason="One body.")
    for code in ("gone", "kept"):
        where = reverse("knowledge_hubs:resource_list")
        page = client.get(where, {"organisation": code})
        assert [card["title"] for card in page.context["cards"]] == ["A-Report"]
        answer = client.get(f"/api/v1/resources/?organisation={code}").json()
        assert [row["code"] for row in answer["results"]] == ["a-report"]


def test_the_page_of_the_other_shows_the_names_and_what_is_sealed(client, kept, gone):
    author, reviewer = make_user(), make_user()
    activity = make_activity(author=author, reviewer=reviewer, title="With a partner")
    activity.draft().partners.create(organisation=gone, role="funding")
    for action, by in (("submit", author), ("approve", reviewer)):
        activity.take(action, by=by)
    merge(by=make_secretariat(), kept=kept, gone=gone, reason="One body.")
    page = client.get("/en/organisations/kept/").content.decode()
    assert "Gone Body" in page
    assert "With a partner" in page
    record = client.get(activity.get_absolute_url()).content.decode()
    assert "Gone Body" in record
    assert "Kept Body" not in record


def test_lists_choices_and_suggestions_are_without_it(client, staff, merged):
    page = client.get("/en/organisations/").content.decode()
    assert ("Kept Body" in page, "/organisations/gone/" in page) == (True, False)
    assert "gone" not in {code for _name, _acronym, code in named()}
    query = "app_label=programmes&model_name=membership&field_name=organisation&term=b"
    offered = client.get(f"{reverse('admin:autocomplete')}?{query}").json()["results"]
    assert [row["text"] for row in offered] == ["Kept Body"]


# --- In the admin ---------------------------------------------------------------------


def test_nothing_is_written_before_it_is_confirmed(client, staff, kept, gone):
    response = client.get(asked(kept, gone))
    assert response.status_code == 200
    assert not OrganisationMerge.objects.exists()
    moves = {kind.label: kind.rows for kind in response.context["plan"].moves}
    assert list(moves) == ["Memberships"]
    response = client.post(
        asked(kept, gone), {"kind": "former", "reason": " ", "name": "kept"}
    )
    assert response.context["form"].errors.keys() == {"reason"}
    assert "Please mend what is marked below" in response.text
    assert not OrganisationMerge.objects.exists()


def test_two_are_merged_with_what_was_chosen_and_undone(client, staff, kept, gone):
    given = {"kind": "alias", "reason": "One body.", "name": "gone"}
    response = client.post(asked(kept, gone), given)
    row = OrganisationMerge.objects.get()
    where = reverse("admin:programmes_organisationmerge_change", args=[row.pk])
    assert (response.status_code, response["Location"]) == (302, where)
    kept.refresh_from_db()
    assert (kept.name, row.merged_by, row.reason) == ("Gone Body", staff, "One body.")
    assert client.get(where).status_code == 200
    undoing = reverse("admin:programmes_organisationmerge_undo", args=[row.pk])
    assert client.get(undoing).context["stuck"] == []
    assert client.post(undoing)["Location"] == where
    kept.refresh_from_db()
    assert kept.name == "Kept Body"
    assert Organisation.objects.filter(pk=gone.pk).exists()
    assert client.get(undoing)["Location"] == where  # it was undone before


def test_what_was_changed_since_is_named_and_left_only_if_asked(client, staff, merged):
    member = Membership.objects.exclude(user__name="Ada").get()
    member.organisation = make_organisation()
    member.save()
    undoing = reverse("admin:programmes_organisationmerge_undo", args=[merged.pk])
    response = client.post(undoing)
    assert response.context["form"].errors.keys() == {"leaving"}
    assert response.context["stuck"] == [f"Membership: {member}"]
    assert client.post(undoing, {"leaving": "on"}).status_code == 302
    merged.refresh_from_db()
    assert [line["model"] for line in merged.stayed] == ["programmes.Membership"]


def test_two_ticked_in_the_list_lead_there(client, staff, kept, gone):
    rows = {"action": "merge_two", "_selected_action": [kept.pk, gone.pk]}
    response = client.post(reverse("admin:programmes_organisation_changelist"), rows)
    assert response["Location"] == asked(kept, gone)
    rows["_selected_action"] = [kept.pk]
    response = client.post(reverse("admin:programmes_organisation_changelist"), rows)
    assert ADD not in response.get("Location", "")


def test_a_merged_one_can_be_looked_at_and_not_changed(client, staff, merged):
    where = reverse("admin:programmes_organisation_change", args=[merged.gone.pk])
    response = client.get(where)
    assert response.status_code == 200
    assert response.context["merged"] == merged
    assert client.post(where, {"name": "Anything"}).status_code == 403
    history = reverse("admin:programmes_organisation_history", args=[merged.gone.pk])
    assert "Gone Body merged into Kept Body" in client.get(history).content.decode()
    listed = client.get(reverse("admin:programmes_organisation_changelist"))
    assert merged.gone not in listed.context["cl"].result_list


def test_drafts_are_counted_and_not_named(client, staff, kept, gone):
    member = gone.memberships.get().user
    make_activity(
        state=State.DRAFT, author=member, organisation=gone, title="CANARY-draft"
    )
    page = client.get(asked(kept, gone))
    kinds = {kind.label: (kind.count, kind.rows) for kind in page.context["plan"].moves}
    assert kinds["Activities"] == (1, [])
    assert "CANARY-draft" not in page.content.decode()


@pytest.mark.parametrize("person", ["visitor", "member", "admin of it"])
def test_nobody_else_merges(client, kept, gone, person):
    if person == "member":
        client.force_login(gone.memberships.get().user)
    if person == "admin of it":
        client.force_login(kept.memberships.get().user)
    given = {"kind": "former", "reason": "Mine."}
    assert client.post(asked(kept, gone), given).status_code in (302, 403, 404)
    assert not OrganisationMerge.objects.exists()


# --- What staff read before they decide -----------------------------------------------


@pytest.fixture
def busy(kept, gone):
    """The two, each with something of nearly everything a page of them counts."""
    author, desk = gone.memberships.get().user, make_user()
    programme = make_programme(desk=desk, code="SFS")
    given = {"author": author, "organisation": gone, "programme": programme}
    make_activity(state=State.APPROVED, reviewer=desk, **given)
    make_activity(state=State.DRAFT, **given)
    gone.other_names.create(name="Corps parti", language="fr", kind="official")
    gone.website = "https://example.org/gone"
    gone.save()
    for body in (kept, gone):
        body.programme_roles.create(programme=programme, role="partner")
    gone.programme_roles.create(programme=programme, role="lead")
    join(kept.memberships.get().user, gone)
    end(by=make_secretariat(), membership=join(make_user(name="Former"), gone))
    make_organisation(code="part", name="Part of it", part_of=gone)
    return kept, gone


def cells(response, heading):
    """The table under a heading: the words of each line, cell by cell."""
    found = section_table(response.content.decode(), heading)
    rows = re.findall(r"<tr>(.*?)</tr>", found, re.S)
    return [
        [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
        for row in rows
    ]


def section_table(html, heading):
    return html.partition(f'<h2 id="{heading}">')[2].partition("</table>")[0]


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_two_stand_side_by_side_with_the_choice_of_what_differs(
    client, staff, busy
):
    response = client.get(asked(*busy))
    head, *rows = cells(response, "both")
    assert head == ["What it is", "Stays Kept Body", "Is merged into it Gone Body"]
    found = {label: (mine, theirs) for label, mine, theirs in rows}
    today = date_words(dates.today())
    assert found == {
        "Official name": ("Official name: Kept Body", "Official name: Gone Body"),
        "Acronym": ("KB", "–"),
        "Other names": ("–", "Corps parti"),
        "Type": (str(busy[0].type),) * 2,
        "Country": ("–", "–"),
        "Part of": ("–", "–"),
        "Website": ("Website: –", "Website: https://example.org/gone"),
        "Address on this site": ("/en/organisations/kept/", "/en/organisations/gone/"),
        "On this site since": (today, today),
        "Members": ("1", "2"),
        "Activities": ("0", "2"),
    }
    boxes = re.findall(r'<input type="radio" name="(\w+)" value="(\w+)"', response.text)
    expected = [(name, who) for name in ("name", "website") for who in ("kept", "gone")]
    assert boxes[:-2] == expected


def test_what_moves_what_is_joined_and_what_stays_is_counted(client, staff, busy):
    response = client.get(asked(*busy))
    head, *rows = cells(response, "lines")
    assert head == ["What it is", "Moves", "Joined or ended", "Stays"]
    member = response.context["gone"].memberships.exclude(user__name="Ada")
    member = member.get(until=None).user.name
    programme = str(ProgrammeRole.objects.first().programme)
    assert rows == [
        [f"Memberships {member} , Ada", "1", "1", "1"],
        [
            f"Programme roles {programme} — Lead , {programme} — Partner",
            "1",
            "1",
            "–",
        ],
        ["Organisations Part of it", "1", "–", "–"],
        ["Activities", "2", "–", "–"],
        ["Versions of activities", "1", "–", "1"],
    ]
    _head, *leads = cells(response, "leads")
    assert ["/en/organisations/gone/", "/en/organisations/kept/"] in leads
    assert ["/api/v1/organisations/gone/", "/api/v1/organisations/kept/"] in leads
    assert response.context["plan"].names == ["Gone Body", "Corps parti"]


def test_every_address_that_is_told_leads_there_then(client, staff, busy):
    told = client.get(asked(*busy)).context["addresses"]
    merge(by=make_secretariat(), kept=busy[0], gone=busy[1], reason="One body.")
    assert len(told) == len(PAGES)
    for old, new in told:
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_the_buttons_say_which_becomes_which(client, staff, busy):
    page = client.get(asked(*busy)).text
    button = page.partition('name="merge"')[2].partition("</button>")[0]
    assert "Merge Gone Body into Kept Body" in plain(f"<button {button}")
    row = merge(by=make_secretariat(), kept=busy[0], gone=busy[1], reason="One.")
    undoing = reverse("admin:programmes_organisationmerge_undo", args=[row.pk])
    page = client.get(undoing).text
    button = page.partition('name="undo"')[2].partition("</button>")[0]
    assert "Make two again of Gone Body and Kept Body" in plain(f"<button {button}")


def test_what_goes_back_and_what_stays_is_counted_before_it_is_undone(
    client, staff, busy
):
    row = merge(by=make_secretariat(), kept=busy[0], gone=busy[1], reason="One.")
    Organisation.objects.filter(code="part").update(part_of=None)
    undoing = reverse("admin:programmes_organisationmerge_undo", args=[row.pk])
    response = client.get(undoing)
    head, *rows = cells(response, "lines")
    assert head == ["What it is", "Goes back", "Stays as it is"]
    assert rows == [
        ["Activities", "2", "–"],
        ["Memberships", "2", "–"],
        ["Organisations", "–", "1"],
        ["Other names", "2", "–"],
        ["Programme roles", "2", "–"],
        ["Versions of activities", "1", "–"],
    ]
    _head, *both = cells(response, "both")
    assert ["Members", "2", "0"] in both


@pytest.mark.parametrize("of", ["preview", "undo"])
def test_they_ask_as_much_however_much_moves(client, staff, kept, gone, of):
    address, counts = asked(kept, gone), []
    for _time in range(2):
        for _n in range(2):
            user, other = make_user(), make_organisation(part_of=gone)
            join(user, gone)
            gone.other_names.create(
                name=f"Of {user.name}", language="en", kind="former"
            )
            record = make_record(Resource, f"by-{other.code}")
            record.parties.create(organisation=gone, role="author")
            programme = make_programme()
            gone.programme_roles.create(programme=programme, role="partner")
            make_activity(
                state=State.DRAFT, author=user, organisation=gone, programme=programme
            )
        row = of == "undo" and merge(by=staff, kept=kept, gone=gone, reason="One.")
        if row:
            name = "admin:programmes_organisationmerge_undo"
            address = reverse(name, args=[row.pk])
        client.get(address)  # what is remembered for a minute
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
        if row:
            undo(by=staff, merge=row)
    assert counts[0] == counts[1]


# --- Names ----------------------------------------------------------------------------


class Row(dict):
    """A row of partners, as a form would give it."""

    def __init__(self, text):
        super().__init__(name=self)
        self.text = text

    def value(self):
        return self.text


@pytest.mark.parametrize("text", ["Gone", "gone bodi", "Kept Bod", "kb"])
def test_partners_written_by_an_old_name_are_offered_the_one_of_today(merged, text):
    row = Row(text)
    offer([row], named())
    assert row.asked == [(f"kept {text}", "Kept Body (KB)")]


@pytest.mark.parametrize("text", ["Kept Body", "GONE BODY"])
def test_a_name_of_today_or_of_before_is_understood_and_not_asked_about(merged, text):
    row = Row(text)
    offer([row], named())
    assert not hasattr(row, "asked")


def test_the_search_finds_the_one_that_stays_by_every_name(client, kept, gone):
    gone.other_names.create(name="Corps parti", language="fr", kind="official")
    merge(by=make_secretariat(), kept=kept, gone=gone, reason="One body.")
    for words in ("Gone Body", "corps parti", "kept body"):
        answer = client.get("/api/v1/search/", {"q": words, "kind": "organisation"})
        found = answer.json()["results"]
        assert [row["page"].rsplit("/", 2)[1] for row in found] == ["kept"], words


def test_names_are_edited_on_the_page_of_the_organisation(client, staff, kept):
    kept.other_names.create(name="Old Kept", language="en", kind="former")
    where = reverse("admin:programmes_organisation_change", args=[kept.pk])
    values = filled(client.get(where))
    at = "other_names-0-"
    assert (values[f"{at}name"], values[f"{at}kind"]) == (["Old Kept"], ["former"])
    response = client.post(where, values | {f"{at}name": ["Older Kept"]})
    assert response.status_code == 302
    assert kept.other_names.get().name == "Older Kept"
