"""Records are found and listed by the names their partners bear now: also by those of
the one an organisation has been merged into.
"""

import pytest

from knowledge_hubs import merging
from oneplanet import searching
from oneplanet.search.asking import search
from oneplanet.search.documents import Request
from programmes.models import OrganisationName
from reporting.uniting import separate, unite
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_draft,
    make_initiative,
    make_organisation,
    make_secretariat,
)
from tests.knowledge_hubs.joint import contributors, listed, make_joint
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return make_joint()


@pytest.fixture
def named(at):
    """A public record, and an initiative, that name an organisation merged later."""
    gone = make_organisation(code="gone", name="Dodo Society", acronym="DOD")
    gone.other_names.create(name="Dronte", language="fr", kind="official")
    draft = make_draft(
        author=at.olga, programme=at.programme, organisation=at.owner, title="Nests"
    )
    draft.draft().partners.create(organisation=gone, role="funding")
    draft.take(Action.SUBMIT, by=at.olga)
    draft.take(Action.APPROVE, by=at.desk)
    by = make_secretariat()
    at.gone, at.named, at.by = gone, draft, by
    return at


def activities_of(query):
    hits = search(Request(query, limit=50)).hits
    return {int(hit.key.id) for hit in hits if hit.key.kind == "activity"}


def test_a_record_is_found_by_the_names_its_partner_bears_now(named):
    kept, pk = named.partner, {named.named.pk}
    kept.other_names.create(name="Emu Guild", language="en", kind="former")
    assert activities_of("dodo") == pk
    assert activities_of("cassowary") == activities_of("emu") == set()
    merge = merging.merge(by=named.by, kept=kept, gone=named.gone, reason="One.")
    for name in ("dodo", "dronte", "cassowary", "emu"):
        assert activities_of(name) == pk, name
    kept.name = "Kiwi Company"
    kept.save()
    searching.changed(kept)
    assert activities_of("kiwi") == activities_of("dodo") == pk
    assert activities_of("cassowary") == set()
    merging.undo(by=named.by, merge=merge, leaving=True)
    assert activities_of("dodo") == activities_of("dronte") == pk
    assert activities_of("kiwi") == activities_of("emu") == set()


def test_names_follow_a_merge_of_the_one_that_stayed(named):
    last = make_organisation(code="last", name="Lyrebird League")
    first = merging.merge(
        by=named.by, kept=named.partner, gone=named.gone, reason="One."
    )
    second = merging.merge(by=named.by, kept=last, gone=named.partner, reason="One.")
    pk = {named.named.pk}
    assert activities_of("lyrebird") == activities_of("cassowary") == pk
    merging.undo(by=named.by, merge=second)
    assert activities_of("lyrebird") == set()
    assert activities_of("cassowary") == pk
    merging.undo(by=named.by, merge=first)
    assert activities_of("cassowary") == set()


def test_a_new_name_alone_is_followed(named):
    """As loaders write it, without the organisation."""
    row = OrganisationName.objects.create(
        organisation=named.gone, name="Kakapo", language="en", kind="alias"
    )
    searching.changed(row)
    assert activities_of("kakapo") == {named.named.pk}


def test_initiatives_are_found_by_the_names_of_their_owners_now(at):
    gone = make_organisation(name="Dodo Society")
    initiative = make_initiative(
        author=at.olga, organisation=at.owner, programme=at.programme
    )
    initiative.draft().owners.add(gone)
    initiative.take(Action.SUBMIT, by=at.olga)
    initiative.take(Action.APPROVE, by=at.desk)
    given = {"author": at.olga, "organisation": at.owner, "reviewer": at.desk}
    make_activity(
        state=State.APPROVED, programme=at.programme, initiative=initiative, **given
    )
    assert kinds_of("dodo").get("initiative") == 1
    assert kinds_of("cassowary").get("initiative") is None
    by = make_secretariat()
    merge = merging.merge(by=by, kept=at.partner, gone=gone, reason="One.")
    assert kinds_of("cassowary").get("initiative") == 1
    merging.undo(by=by, merge=merge)
    assert kinds_of("cassowary").get("initiative") is None


def test_lists_find_what_was_merged_by_either_code(client, named):
    merging.merge(by=named.by, kept=named.partner, gone=named.gone, reason="One.")
    assert listed(client, "partner") == listed(client, "gone") == {named.named.code}
    response = client.get("/en/activities/?organisation=gone")
    assert [row["label"] for row in response.context["chosen"]] == ["Cassowary Club"]


def test_who_came_along_with_a_merged_record_is_found_and_listed(client, at):
    given = {"programme": at.programme, "reviewer": at.desk, "author": at.piet}
    gone = make_activity(state=State.APPROVED, organisation=at.partner, **given)
    body = make_organisation(code="came", name="Bongo Bureau")
    merge = unite(
        gone=gone, kept=at.record, by=at.desk, reason="One.", partners=[(body, "host")]
    )
    assert activities_of("bongo") == {at.record.pk}
    assert listed(client, "came") == {at.record.code}
    assert contributors(client, at.record) == [("Bongo Bureau", "Hosted it")]
    separate(merge, by=at.desk, reason="Two.")
    assert activities_of("bongo") == set()
    assert listed(client, "came") == set()
    assert contributors(client, at.record) == []
