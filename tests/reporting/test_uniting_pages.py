"""The pages on which two records are merged, and a merge undone: who gets them, what
they ask, what they refuse."""

import re
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile

from programmes.models import Appointment
from reporting.models import ActivityMerge, StoredFile
from reporting.uniting import separate, unite
from reporting.workflow import Action
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_term,
    make_user,
)
from tests.knowledge_hubs.reading import main, section

pytestmark = pytest.mark.django_db
WHY = "One training, told twice."


@pytest.fixture
def scene():
    """One programme's desk and its records in four states, and who else there is."""
    editor, desk = make_user(), make_user()
    programme = make_programme(desk=desk, code="SFS", slug="food")
    ours = make_organisation(editor=editor, name="Ours")
    people = {"visitor": None, "editor": editor, "desk": desk, "stranger": make_user()}
    people["secretariat"] = make_secretariat()
    people["administrator"] = make_administrator()
    for role in ("other_desk", "lead", "member_of_desk"):
        people[role] = make_user()
    make_programme(desk=people["other_desk"], code="ST", slug="tourism")
    appoint(people["lead"], Appointment.Role.LEAD, programme=programme)
    appoint(people["member_of_desk"], Appointment.Role.DESK, programme=programme)
    join(people["member_of_desk"], ours)
    activities = {}
    for state in ("approved", "revised", "submitted", "unpublished"):
        activities[state] = make_draft(
            author=editor,
            organisation=ours,
            programme=programme,
            title=f"CANARY-activity-{state}",
        )
        stored = StoredFile.objects.create(sha256=state.ljust(64, "0"), size=3)
        stored.content.save(stored.sha256, ContentFile(b"a,b"))
        activities[state].draft().files.create(stored=stored, name=f"{state}.csv")
        activities[state].take(Action.SUBMIT, by=editor)
        if state != "submitted":
            activities[state].take(Action.APPROVE, by=desk)
    activities["revised"].take(Action.REVISE, by=editor)
    gone = activities["unpublished"]
    gone.take(Action.UNPUBLISH, by=people["secretariat"], comment="Because.")
    given = {"organisation": ours, "programme": programme}
    return SimpleNamespace(people=people, activities=activities, **given)


def sign_in(client, scene, role):
    client.logout()
    if scene.people[role]:
        client.force_login(scene.people[role])


@pytest.fixture
def other(scene):
    """Another partner's public record of the scene's programme."""
    author = make_user()
    body = make_organisation(editor=author, name="Body of the other")
    made = make_draft(
        author=author,
        organisation=body,
        programme=scene.programme,
        title="The other title",
        summary="CANARY-other-summary",
    )
    funder = make_organisation(name="Funders Fund")
    draft = made.draft()
    draft.partners.create(organisation=funder, role="funding")
    draft.partners.create(organisation=scene.organisation, role="host")
    draft.partners.create(name="A university", role="other")
    draft.links.create(url="https://example.org/a", label="Photos")
    made.take(Action.SUBMIT, by=author)
    made.take(Action.APPROVE, by=scene.people["desk"])
    return made


def address(gone, kept, stays=None):
    query = f"?with={kept.code}"
    return f"/en/review/{gone.code}/merge/{query}" + (
        f"&stays={stays}" if stays else ""
    )


def sent(client, path, **data):
    page = client.get(path)
    hidden = re.findall(r'name="(once|seen)" value="([^"]*)"', page.text)
    return client.post(path, dict(hidden) | data)


# --- Who gets them --------------------------------------------------------------------


SEEN = {  # by role: the two side by side, the page to undo their merge
    "visitor": (302, 302),
    "editor": (404, 404),
    "stranger": (404, 404),
    "desk": (200, 200),
    "other_desk": (404, 404),
    "lead": (404, 404),
    "secretariat": (200, 200),
    "administrator": (404, 404),
    "member_of_desk": (200, 200),  # of the other record, and is told why not
}


def test_who_sees_the_two_and_who_undoes(client, scene, other):
    kept = scene.activities["approved"]
    path, undo = address(other, kept), f"/en/review/{other.code}/merge/undo/"
    before, texts = {}, []
    for role in SEEN:
        sign_in(client, scene, role)
        before[role] = client.get(path).status_code
        assert client.get(undo).status_code == (302 if role == "visitor" else 404)
        if role not in ("desk", "secretariat"):
            assert client.post(path, {"reason": WHY}).status_code in (302, 404, 422)
    assert not ActivityMerge.objects.exists()
    unite(gone=other, kept=kept, by=scene.people["desk"], reason=WHY)
    for role in SEEN:
        sign_in(client, scene, role)
        page = client.get(undo)
        assert (before[role], page.status_code) == SEEN[role], role
        if page.status_code != 200:
            texts.append(page.text)
            assert client.post(undo, {"reason": WHY}).status_code == SEEN[role][1]
    assert not any("CANARY" in text or WHY in text for text in texts)
    sign_in(client, scene, "member_of_desk")
    assert client.post(undo, {"reason": WHY}).status_code == 422
    assert ActivityMerge.objects.get().undone_at is None


def test_what_somebody_may_not_read_is_as_if_it_were_not_there(client, scene, other):
    sign_in(client, scene, "desk")
    hidden = make_draft(title="CANARY-hidden")
    hidden.take(Action.SUBMIT, by=hidden.created_by)
    page = client.get(address(other, hidden))
    nothing = client.get(f"/en/review/{other.code}/merge/?with=OP-NOBODY0")
    assert "CANARY-hidden" not in page.text
    assert main(page).replace(hidden.code, "") == main(nothing).replace(
        "OP-NOBODY0", ""
    )
    assert client.get(address(other, hidden) + "%00").status_code == 200


# --- What they ask --------------------------------------------------------------------


def test_without_another_record_it_asks_for_one(client, scene, other):
    sign_in(client, scene, "desk")
    page = client.get(f"/en/review/{other.code}/merge/")
    assert 'name="with"' in main(page)
    assert client.post(f"/en/review/{other.code}/merge/").status_code == 422


@pytest.mark.parametrize(
    ("typed", "said"),
    [("OP-NOWHERE", "there is none with this code"), ("", "This is the record itself")],
)
def test_what_is_wrong_with_a_code_stands_beside_it(client, scene, other, typed, said):
    sign_in(client, scene, "desk")
    typed = typed or other.code.lower()
    text = main(client.get(f"/en/review/{other.code}/merge/", {"with": typed}))
    field = text[text.index('<div class="field has-errors">') :]
    assert said in field.partition("<input")[0]
    assert f'value="{typed}"' in field
    assert 'aria-invalid="true"' in field


def test_why_not_is_said_before_anything_is_asked(client, scene, other):
    sign_in(client, scene, "desk")
    page = client.get(address(other, scene.activities["submitted"], other.code))
    assert page.status_code == 200
    assert "The record that goes" in main(page)  # the one that waits goes
    page = client.get(
        address(
            other, scene.activities["submitted"], scene.activities["submitted"].code
        )
    )
    assert "has to be public" in main(page)
    assert 'name="reason"' not in main(page)
    page = client.get(address(other, scene.activities["unpublished"]))
    assert "closed already" in main(page)


def test_both_stand_side_by_side_with_what_may_come_along(client, scene, other):
    sign_in(client, scene, "desk")
    page = client.get(address(other, scene.activities["approved"]))
    text = main(page)
    for words in (
        "The other title",
        "CANARY-other-summary",
        "CANARY-activity-approved",
    ):
        assert words in text
    assert re.findall(r'name="role" value="(\w*)"', text) == [
        "implementing",
        "funding",
        "technical",
        "host",
        "other",
        "",
    ]
    # The body that reported the one that stays is no partner of itself, and a name that
    # is no organisation of the network is none here.
    assert text.count('name="partners"') == 1
    assert "Funders Fund · Funded it" in text
    assert text.count('name="links"') == 1
    assert 'name="files"' not in text


def test_a_post_merges_with_what_was_chosen(client, scene, other):
    sign_in(client, scene, "desk")
    kept = scene.activities["approved"]
    draft = other.latest_sealed()
    funded = draft.partners.get(role="funding")
    path = address(other, kept)
    answer = sent(
        client,
        path,
        reason=WHY,
        role="technical",
        partners=str(funded.pk),
        links=str(draft.links.get().pk),
    )
    assert answer.status_code == 302
    assert answer.url == f"/en/review/{kept.code}/"
    merge = ActivityMerge.objects.get()
    assert (merge.gone, merge.kept, merge.reason) == (other, kept, WHY)
    named = [(row.organisation.name, row.role) for row in merge.partners.all()]
    assert named == [("Body of the other", "technical"), ("Funders Fund", "funding")]
    assert list(merge.links.all()) == [draft.links.get()]
    client.logout()
    text = section(client.get(kept.get_absolute_url()), "united")
    assert "Body of the other" in text
    assert "Funders Fund" in text


def test_pressing_twice_merges_once(client, scene, other):
    sign_in(client, scene, "desk")
    path = address(other, scene.activities["approved"])
    page = client.get(path)
    hidden = dict(re.findall(r'name="(once|seen)" value="([^"]*)"', page.text))
    first = client.post(path, hidden | {"reason": WHY})
    again = client.post(path, hidden | {"reason": WHY})
    assert first.status_code == 302
    assert again.status_code in (302, 422)
    assert ActivityMerge.objects.count() == 1


@pytest.mark.parametrize("reason", ["", " ", "\u200b", "x" * 1001])
def test_a_reason_nobody_can_read_is_none(client, scene, other, reason):
    sign_in(client, scene, "desk")
    answer = sent(client, address(other, scene.activities["approved"]), reason=reason)
    assert answer.status_code == 422
    assert not ActivityMerge.objects.exists()


def test_what_moved_on_meanwhile_is_refused_with_what_was_typed(client, scene, other):
    sign_in(client, scene, "desk")
    path = address(other, scene.activities["approved"])
    page = client.get(path)
    hidden = dict(re.findall(r'name="(once|seen)" value="([^"]*)"', page.text))
    other.take(Action.REVISE, by=other.created_by)
    answer = client.post(path, hidden | {"reason": WHY})
    assert answer.status_code == 422
    assert "has changed since you looked" in main(answer)
    assert WHY in main(answer)
    assert not ActivityMerge.objects.exists()


def test_undoing_asks_why_and_says_what_stands_against_it(client, scene, other):
    sign_in(client, scene, "desk")
    kept = scene.activities["approved"]
    merge = unite(gone=other, kept=kept, by=scene.people["desk"], reason=WHY)
    undo = f"/en/review/{other.code}/merge/undo/"
    assert client.post(undo, {"reason": ""}).status_code == 422
    kept.refresh_from_db()
    third = scene.activities["revised"]
    second = unite(gone=kept, kept=third, by=scene.people["desk"], reason=WHY)
    page = client.get(undo)
    assert "Undo that first" in main(page)
    assert 'name="reason"' not in main(page)
    assert client.post(undo, {"reason": WHY}).status_code == 422
    kept_undo = f"/en/review/{kept.code}/merge/undo/"
    assert sent(client, kept_undo, reason=WHY).status_code == 302
    assert sent(client, undo, reason=WHY).status_code == 302
    for row in (merge, second):
        row.refresh_from_db()
        assert row.undone_by == scene.people["desk"]
    assert client.get(undo).status_code == 404


def test_a_file_that_comes_along_is_read_by_all_while_the_merge_stands(
    client, scene, other
):
    waiting = scene.activities["submitted"]
    file = waiting.latest_sealed().files.get()
    path = f"/files/{file.pk}/{file.name}"
    path = f"/en{path}" if client.get(path).status_code == 404 else path
    desk = scene.people["desk"]
    assert client.get(path).status_code == 404
    merge = unite(gone=waiting, kept=other, by=desk, reason=WHY, files=[file])
    assert client.get(path).status_code == 200
    text = section(client.get(other.get_absolute_url()), "united")
    assert file.name in text
    assert waiting.code not in text
    separate(merge, by=desk, reason=WHY)
    assert client.get(path).status_code == 404


def test_a_made_up_choice_is_refused(client, scene, other):
    sign_in(client, scene, "desk")
    make_term("sector")
    for data in ({"role": "owner"}, {"partners": "999999"}, {"links": "999999"}):
        path = address(other, scene.activities["approved"])
        answer = sent(client, path, reason=WHY, **data)
        assert answer.status_code == 422, data
    assert not ActivityMerge.objects.exists()
