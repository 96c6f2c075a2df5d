"""Two records of one activity are made one, and two again."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.html import strip_tags

from oneplanet import searching
from oneplanet.mails import OutgoingMail
from programmes.models import Appointment
from reporting.due import counted
from reporting.life import Flag, flags_of
from reporting.models import (
    Activity,
    ActivityMerge,
    ActivityVersion,
    HistoryEntry,
    Placement,
    Publication,
)
from reporting.queue import next_for
from reporting.uniting import leads_to, merge_of, seen_of, separate, unite
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    appoint,
    join,
    make_activity,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)
from tests.knowledge_hubs.reading import main, section, words
from tests.scene import period_of_today

pytestmark = pytest.mark.django_db
WHY = "One training, told twice."


@pytest.fixture
def desk():
    return make_user(name="Desk")


@pytest.fixture
def programme(desk):
    return make_programme(desk=desk, code="SFS", slug="food")


@pytest.fixture
def public(desk, programme):
    """Makes public records."""

    def make(**given):
        return make_activity(
            state="approved", reviewer=desk, programme=programme, **given
        )

    return make


@pytest.fixture
def two(public):
    """Two public records of one training: the one that goes, the one that stays."""
    return public(title="Weighing waste"), public(title="Waste is weighed")


def state(activity):
    return Activity.objects.get(pk=activity.pk).state


def whole(activity):
    """Everything of a record that a merge must leave or give back."""
    rows = Activity.objects.filter(pk=activity.pk).values()
    versions = ActivityVersion.objects.filter(activity=activity).order_by("pk").values()
    history = HistoryEntry.objects.filter(activity=activity).order_by("pk").values()
    return list(rows), list(versions), list(history)


def public_codes():
    return set(Activity.objects.public().values_list("code", flat=True))


# --- Merging --------------------------------------------------------------------------


def test_of_two_records_one_stays_public(two, desk):
    gone, kept = two
    before, kept_before = whole(gone), whole(kept)
    merge = unite(gone=gone, kept=kept, by=desk, reason=f" {WHY} ")
    assert public_codes() == {kept.code}
    assert whole(kept) == kept_before
    rows, versions, history = whole(gone)
    assert rows == [before[0][0] | {"state": "withdrawn"}]
    assert versions == before[1]
    assert history[:-1] == before[2]
    assert (merge.reason, merge.by, merge.was_public) == (WHY, desk, True)
    last = gone.history.last()
    assert (last.action, last.from_state, last.to_state, last.comment, last.by) == (
        "merge",
        "approved",
        "withdrawn",
        WHY,
        desk,
    )
    assert merge.moved == [
        {
            "model": "reporting.Activity",
            "pk": gone.pk,
            "field": "state",
            "old": "approved",
            "new": "withdrawn",
        },
        {
            "model": "reporting.Publication",
            "pk": gone.publications.get().pk,
            "field": "until_at",
            "old": None,
            "new": merge.at.isoformat(),
        },
    ]


def test_a_submission_is_merged_into_a_public_record(public, desk, programme):
    kept = public()
    gone = make_activity(state="submitted", programme=programme)
    assert next_for(desk)["number"] == 1
    unite(gone=gone, kept=kept, by=desk, reason=WHY)
    assert state(gone) == State.WITHDRAWN
    assert next_for(desk) is None


def test_nobody_takes_a_step_with_a_merged_record(two, desk):
    gone, kept = two
    author, secretariat = gone.created_by, make_secretariat()
    unite(gone=gone, kept=kept, by=desk, reason=WHY)
    gone.refresh_from_db()
    for person in (author, desk, secretariat):
        assert gone.steps_for(person) == []
        for action in Action:
            with pytest.raises(StepRefused):
                gone.take(action, by=person, comment="Because.")
    assert gone.history.count() == 3


def test_both_partners_are_told(two, desk):
    gone, kept = two
    OutgoingMail.objects.all().delete()
    unite(gone=gone, kept=kept, by=desk, reason=WHY)
    told = {mail.to: mail for mail in OutgoingMail.objects.all()}
    assert set(told) == {gone.created_by.email, kept.created_by.email}
    theirs = told[gone.created_by.email]
    assert f"“Weighing waste” ({gone.code})" in theirs.body
    assert f"/my/activities/{gone.code}/" in theirs.body
    assert f"/activities/{kept.code}/" in theirs.body
    assert WHY in theirs.body
    other = told[kept.created_by.email]
    assert f"({gone.code})" in other.body
    assert "Weighing waste" not in other.body
    assert gone.created_by.inbox.filter(kind="decisions").exists()
    merge = merge_of(gone)
    OutgoingMail.objects.all().delete()
    separate(merge, by=desk, reason="They are two.")
    bodies = [mail.body for mail in OutgoingMail.objects.all()]
    assert len(bodies) == 2
    assert all("They are two." in body for body in bodies)


def test_a_draft_left_open_stays_as_it_is(two, desk):
    gone, kept = two
    draft = revise(gone, author=gone.created_by, title="Written meanwhile")
    merge = unite(gone=gone, kept=kept, by=desk, reason=WHY)
    assert not Activity.objects.editable_by(gone.created_by).exists()
    separate(merge, by=desk, reason=WHY)
    gone.refresh_from_db()
    assert (gone.state, gone.draft().pk) == (State.DRAFT, draft.pk)
    assert gone.draft().title == "Written meanwhile"
    assert Activity.objects.editable_by(gone.created_by).exists()


# --- What is refused ------------------------------------------------------------------


def refused(gone, kept, by, reason=WHY, **given):
    before = ActivityMerge.objects.count(), whole(gone), whole(kept)
    with pytest.raises(StepRefused) as refusal:
        unite(gone=gone, kept=kept, by=by, reason=reason, **given)
    assert (ActivityMerge.objects.count(), whole(gone), whole(kept)) == before
    return str(refusal.value)


def test_who_may_not_decide_on_both_merges_nothing(two, desk, programme):
    gone, kept = two
    stranger, lead, follower = make_user(), make_user(), make_user()
    appoint(lead, Appointment.Role.LEAD, programme=programme)
    appoint(follower, Appointment.Role.ADMINISTRATOR)
    other_desk = make_user()
    make_programme(desk=other_desk, code="ST", slug="tourism")
    member = make_user()
    appoint(member, Appointment.Role.DESK, programme=programme)
    join(member, kept.organisation)
    people = [stranger, lead, follower, other_desk, member, gone.created_by]
    for person in [*people, kept.created_by]:
        assert refused(gone, kept, person).startswith("Only reviewers of both")


def test_a_desk_of_one_programme_does_not_reach_into_another(two, desk):
    other = make_user()
    elsewhere = make_programme(desk=other, code="ST", slug="tourism")
    theirs = make_activity(state="approved", reviewer=other, programme=elsewhere)
    assert refused(two[0], theirs, desk).startswith("Only reviewers of both")
    unite(gone=two[0], kept=theirs, by=make_secretariat(), reason=WHY)


def test_the_secretariat_never_merges_what_its_people_wrote(two):
    writer = make_secretariat()
    join(writer, two[0].organisation)
    assert refused(*two, writer).startswith("Only reviewers of both")


def test_what_stays_is_public_and_what_goes_was_submitted(public, desk, programme):
    kept = public()
    waiting = make_activity(state="submitted", programme=programme)
    draft = make_draft(programme=programme)
    closed = make_activity(state="withdrawn", reviewer=desk, programme=programme)
    assert "has to be public" in refused(kept, waiting, desk)
    assert "never submitted" in refused(draft, kept, desk)
    assert "closed already" in refused(closed, kept, desk)
    assert refused(kept, kept, desk) == "These are not two records."
    assert refused(waiting, kept, desk, reason=" \u200b ") == "Please say why."


def test_a_sample_is_never_merged_with_a_real_record(public, desk):
    author = make_user()
    body = make_organisation(is_sample=True, editor=author)
    sample = public(organisation=body, author=author)
    assert "invented sample" in refused(sample, public(), desk)


def test_what_moved_on_since_it_was_looked_at_is_refused(two, desk):
    gone, kept = two
    seen = seen_of(gone, kept)
    revise(gone, author=gone.created_by, title="Another text")
    assert "has changed since you looked" in refused(gone, kept, desk, seen=seen)
    gone.refresh_from_db()
    unite(gone=gone, kept=kept, by=desk, reason=WHY, seen=seen_of(gone, kept))


def test_nothing_is_merged_twice_nor_in_a_circle(public, desk):
    one, two, three = public(), public(), public()
    unite(gone=one, kept=two, by=desk, reason=WHY)
    assert "closed already" in refused(one, three, desk)
    assert "has to be public" in refused(two, one, desk)
    unite(gone=two, kept=three, by=desk, reason=WHY)
    assert "has to be public" in refused(three, one, desk)
    assert leads_to(one) == leads_to(two) == three
    assert leads_to(three) is None


@pytest.mark.parametrize("row", ["twice", "with itself", "for no reason"])
def test_the_database_refuses_what_must_never_be(two, desk, row):
    gone, kept = two
    merge = unite(gone=gone, kept=kept, by=desk, reason=WHY)
    merge.pk = merge.id = None
    merge._state.adding = True
    if row == "with itself":
        merge.gone = merge.kept
    if row == "for no reason":
        merge.gone, merge.kept, merge.reason = kept, gone, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        merge.save()


# --- Undoing --------------------------------------------------------------------------


def test_after_undoing_everything_is_as_before(two, desk):
    gone, kept = two
    before, kept_before = whole(gone), whole(kept)
    merge = unite(gone=gone, kept=kept, by=desk, reason=WHY)
    separate(merge, by=desk, reason="They are two.")
    assert public_codes() == {gone.code, kept.code}
    assert whole(kept) == kept_before
    rows, versions, history = whole(gone)
    assert (rows, versions) == before[:2]
    assert history[:-2] == before[2]
    assert [row["action"] for row in history[-2:]] == ["merge", "separate"]
    assert (history[-1]["to_state"], history[-1]["comment"]) == (
        "approved",
        "They are two.",
    )
    old, new = gone.publications.order_by("from_at")
    assert (old.version, old.day, old.year) == (new.version, new.day, new.year)
    assert (old.until_at, new.until_at) == (merge.at, None)
    assert list(Publication.objects.filter(activity=gone).as_of(merge.at)) == []
    merge.refresh_from_db()
    assert merge.undone_by == desk
    flags = flags_of(gone.history.all())
    assert flags == {old.version_id: Flag.APPROVED}


def test_a_merge_whose_lines_name_models_in_small_letters_is_undone(two, desk):
    """As they were written until the two kinds of merges kept the same lines."""
    gone, _kept = two
    before = whole(gone)
    merge = unite(gone=gone, kept=two[1], by=desk, reason=WHY)
    for line in merge.moved:
        line["model"] = line["model"].lower()
    merge.save()
    separate(merge, by=desk, reason="They are two.")
    assert whole(gone)[:2] == before[:2]
    assert public_codes() == {one.code for one in two}


def test_a_submission_waits_again_after_undoing(public, desk, programme):
    gone = make_activity(state="submitted", programme=programme)
    merge = unite(gone=gone, kept=public(), by=desk, reason=WHY)
    assert flags_of(gone.history.all()) == {gone.latest_sealed().pk: Flag.WITHDRAWN}
    separate(merge, by=desk, reason=WHY)
    assert next_for(desk)["number"] == 1
    assert flags_of(gone.history.all()) == {gone.latest_sealed().pk: Flag.PROVISIONAL}
    gone.refresh_from_db()
    gone.take(Action.APPROVE, by=desk)
    assert gone.code in public_codes()


def test_what_was_merged_on_is_undone_from_the_end(public, desk):
    one, two, three = public(), public(), public()
    first = unite(gone=one, kept=two, by=desk, reason=WHY)
    second = unite(gone=two, kept=three, by=desk, reason=WHY)
    with pytest.raises(StepRefused, match="Undo that first"):
        separate(first, by=desk, reason=WHY)
    separate(second, by=desk, reason=WHY)
    separate(first, by=desk, reason=WHY)
    assert public_codes() == {one.code, two.code, three.code}


def test_undoing_is_refused_twice_without_a_reason_and_to_others(two, desk):
    merge = unite(gone=two[0], kept=two[1], by=desk, reason=WHY)
    for by, reason, why in [
        (desk, " ", "Please say why."),
        (two[0].created_by, WHY, "Only reviewers of both"),
        (make_user(), WHY, "Only reviewers of both"),
    ]:
        with pytest.raises(StepRefused, match=why):
            separate(merge, by=by, reason=reason)
    separate(merge, by=desk, reason=WHY)
    with pytest.raises(StepRefused, match="undone already"):
        separate(merge, by=desk, reason=WHY)


def test_undoing_is_refused_once_the_record_was_changed_by_other_hands(two, desk):
    merge = unite(gone=two[0], kept=two[1], by=desk, reason=WHY)
    Activity.objects.filter(pk=two[0].pk).update(state=State.APPROVED)
    with pytest.raises(StepRefused, match="has changed since"):
        separate(merge, by=desk, reason=WHY)


def test_after_the_other_was_taken_off_a_merge_can_still_be_undone(two, desk):
    gone, kept = two
    merge = unite(gone=gone, kept=kept, by=desk, reason=WHY)
    kept.take(Action.UNPUBLISH, by=make_secretariat(), comment=WHY)
    assert public_codes() == set()
    separate(merge, by=desk, reason=WHY)
    assert public_codes() == {gone.code}
    again = unite(
        gone=make_activity(state="approved", reviewer=desk, programme=gone.programme),
        kept=gone,
        by=desk,
        reason=WHY,
    )
    assert merge_of(again.gone) == again


# --- What everybody meets -------------------------------------------------------------


def test_the_old_address_leads_to_the_record_that_stays(client, public, desk):
    one, two, three = public(), public(), public()
    pages = ["/en/activities/{}/", "/ar/activities/{}/", "/en/cite/activities/{}/"]
    pages += ["/fr/cite/activities/{}.bib", "/api/v1/activities/{}/?lang=fr"]
    for path in pages:
        assert client.get(path.format(one.code)).status_code == 200
    first = unite(gone=one, kept=two, by=desk, reason=WHY)
    second = unite(gone=two, kept=three, by=desk, reason=WHY)
    for path in pages:
        for code in (one.code, two.code):
            response = client.get(path.format(code))
            assert response.status_code == 301, path
            where = response.headers["Location"].removeprefix("http://testserver")
            assert where.endswith(path.format(three.code)), path
    three.take(Action.UNPUBLISH, by=make_secretariat(), comment=WHY)
    for code in (one.code, two.code, three.code):
        assert client.get(pages[0].format(code)).status_code == 410
        assert client.get(pages[-1].format(code)).status_code == 410
    for merge in (second, first):
        separate(merge, by=desk, reason=WHY)
    for path in pages:
        assert client.get(path.format(one.code)).status_code == 200


def test_of_what_was_never_public_no_address_tells(client, public, desk, programme):
    gone = make_activity(state="submitted", programme=programme, title="Hidden title")
    kept = public()
    unite(gone=gone, kept=kept, by=desk, reason=WHY)
    for path in ("/en/activities/{}/", "/api/v1/activities/{}/"):
        assert client.get(path.format(gone.code)).status_code == 404
    page = client.get(kept.get_absolute_url()).text
    assert gone.code not in page
    assert "Hidden title" not in page
    assert 'id="united"' not in page


def test_it_is_gone_from_lists_search_feed_and_api_in_the_next_request(
    client, two, desk
):
    gone, kept = two
    searching.rebuild()
    places = [
        "/en/activities/",
        "/en/activities/feed.xml",
        "/api/v1/activities/",
        "/en/search/?q=weigh+waste",
        f"/en/organisations/{gone.organisation.code}/",
        "/sitemap-activities.xml",
    ]
    shown = [p for p in places if gone.code in client.get(p, follow=True).text]
    assert set(places[:5]) <= set(shown)
    merge = unite(gone=gone, kept=kept, by=desk, reason=WHY)
    for path in shown:
        assert gone.code not in client.get(path, follow=True).text, path
    withdrawn = client.get("/api/v1/activities/?updated_since=2020-01-01").json()
    left = [row["code"] for row in withdrawn["results"] if "withdrawn_at" in row]
    assert left == [gone.code]
    separate(merge, by=desk, reason=WHY)
    for path in shown:
        text = client.get(path, follow=True).text
        assert gone.code in text, path


def test_after_undoing_it_is_listed_once(client, two, desk):
    merge = unite(gone=two[0], kept=two[1], by=desk, reason=WHY)
    separate(merge, by=desk, reason=WHY)
    rows = client.get("/api/v1/activities/").json()["results"]
    assert sorted(row["code"] for row in rows) == sorted(one.code for one in two)
    public = two[0].open_publication()
    (row,) = [row for row in rows if row["code"] == two[0].code]
    assert row["public_since"].startswith(f"{public.from_at:%Y-%m-%dT%H:%M:%S}")
    page = client.get(two[0].get_absolute_url())
    assert words(section(page, "editions")).count("Version 1") == 2


def test_what_comes_along_is_shown_until_it_is_undone(client, public, desk, programme):
    funder, author = make_organisation(name="Funders Fund"), make_user()
    gone = make_draft(author=author, programme=programme, title="The other one")
    draft = gone.draft()
    row = draft.partners.create(organisation=funder, role="funding")
    link = draft.links.create(url="https://example.org/told", label="The photos")
    gone.take(Action.SUBMIT, by=author)
    gone.take(Action.APPROVE, by=desk)
    kept = public()
    assert row.organisation == funder
    merge = unite(
        gone=gone,
        kept=kept,
        by=desk,
        reason=WHY,
        partners=[(gone.organisation, "implementing"), (funder, "funding")],
        links=[link],
    )
    text = section(client.get(kept.get_absolute_url()), "united")
    for said in ("The other one", gone.code, gone.organisation.name, "Funders Fund"):
        assert said in text
    assert "Carried it out with us" in text
    assert 'href="https://example.org/told"' in text
    separate(merge, by=desk, reason=WHY)
    assert 'id="united"' not in client.get(kept.get_absolute_url()).text


def test_who_told_of_it_is_not_reminded_to_report(public, desk):
    period = period_of_today()
    gone, kept = public(), public()
    for activity in (gone, kept):
        version = activity.latest_sealed()
        version.placements.all().delete()
        version.placements.create(
            period=period,
            why="ended",
            submitted_at=version.sealed_at,
            from_at=version.sealed_at,
            by=desk,
        )
    told = {(one.organisation_id, period.pk) for one in (gone, kept)}
    assert counted([period]) == told
    unite(gone=gone, kept=kept, by=desk, reason=WHY)
    assert counted([period]) == told
    net = Placement.objects.counted().values_list("version__activity", flat=True)
    assert list(net) == [kept.pk]


def test_partners_read_of_it_on_their_own_pages(client, two, desk):
    gone, kept = two
    unite(gone=gone, kept=kept, by=desk, reason=WHY)
    client.force_login(gone.created_by)
    page = client.get(f"/en/my/activities/{gone.code}/")
    assert kept.code in main(page)
    assert WHY in main(page)
    assert 'id="object"' in page.text
    assert kept.code in client.get("/en/my/activities/").text
    client.force_login(kept.created_by)
    page = client.get(f"/en/my/activities/{kept.code}/")
    assert gone.code in section(page, "merged-here")
    client.force_login(desk)
    page = client.get(f"/en/review/{gone.code}/")
    assert f"/en/review/{gone.code}/merge/undo/" in page.text
    assert "It is counted with that record" in page.text
    assert "Count it in another period" not in page.text  # it counts nowhere itself
    page = client.get(f"/en/review/{kept.code}/")
    assert gone.code in section(page, "merged-here")
    assert "Count it in another period" in page.text


def test_a_merge_and_its_undoing_stand_in_both_histories(client, two, desk):
    gone, kept = two
    merge = unite(gone=gone, kept=kept, by=desk, reason="CANARY-merged")
    came = f"Another record was merged into this one {gone.code} Desk"
    left = f"The merge with another record was undone {gone.code} Desk"
    readers = ((desk, "review"), (kept.created_by, "record"))
    for person, name in readers:
        said = _history(client, person, kept.page(name))
        assert (said.count(came), said.count(left)) == (1, 0)
        assert said.count("CANARY-merged") == 1
    assert "Merged into another record" in _history(client, desk, gone.page("review"))
    separate(merge, by=desk, reason="CANARY-undone")
    for person, name in readers:
        said = _history(client, person, kept.page(name))
        assert (said.count(came), said.count(left)) == (1, 1)
        assert said.index("CANARY-undone") < said.index("CANARY-merged")
    assert "Merge undone" in _history(client, desk, gone.page("review"))


def test_partners_read_no_code_of_what_was_never_public(
    client, public, desk, programme
):
    gone = make_draft(programme=programme)
    gone.take(Action.SUBMIT, by=gone.created_by)
    kept = public()
    separate(unite(gone=gone, kept=kept, by=desk, reason=WHY), by=desk, reason=WHY)
    client.force_login(kept.created_by)
    assert gone.code not in client.get(kept.page("record")).text
    assert gone.code in _history(client, desk, kept.page("review"))


def test_a_merged_record_offers_nothing_that_is_over_for_it(client, two, desk):
    gone, kept = two
    doors = {
        "period": f'href="{gone.page("period")}"',
        "translate": f'href="{gone.page("translations")}"',
        "notes": "Question by question, to write notes",
        "twins": 'id="twins"',
    }
    client.force_login(desk)
    page = client.get(gone.page("review")).text
    found = {name for name, door in doors.items() if door in page}
    assert found == {"period", "translate", "twins"}, "public, and its twin is too"
    merge = unite(gone=gone, kept=kept, by=desk, reason=WHY)
    page = client.get(gone.page("review")).text
    assert {name for name, door in doors.items() if door in page} == set()
    assert client.get(gone.page("period")).status_code == 404
    separate(merge, by=desk, reason=WHY)
    assert doors["period"] in client.get(gone.page("review")).text
    assert client.get(gone.page("period")).status_code == 200


def _history(client, person, address):
    client.force_login(person)
    return " ".join(strip_tags(section(client.get(address), "history")).split())
