"""Two organisations become one, and two again: what moves, what stays, what is told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from knowledge_hubs.merged_rows import AGREED, MOVED, STAYS, TRUSTED
from knowledge_hubs.merging import (
    Choice,
    MergeRefused,
    UndoRefused,
    merge,
    undo,
)
from knowledge_hubs.models import Resource, ResourceParty
from oneplanet import searching
from oneplanet.outbox import OutgoingMail
from oneplanet.search.models import SearchDocument
from programmes.models import (
    Invitation,
    Membership,
    Organisation,
    ProgrammeRole,
)
from reporting.joint_totals import count_totals, joint_records
from reporting.models import (
    Activity,
    ActivityMerge,
    ActivityVersion,
    InitiativeVersion,
    MergePartner,
    Participation,
    SheetUpload,
)
from reporting.naming import organisations_named
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_agreement,
    make_initiative,
    make_organisation,
    make_part,
    make_programme,
    make_proposal,
    make_record,
    make_request,
    make_secretariat,
    make_trust,
    make_user,
)

pytestmark = pytest.mark.django_db

# Of what is compared, what only grows: history, messages, mails, the merge itself, and
# what is made from content and may be thrown away.
GROWS = ("_historical", "oneplanet_", "search_", "programmes_organisationmerge")
GROWS += ("reporting_twin", "django_", "account_", "auth_")


def rows_there() -> dict:
    """Every row of every table of content: table → its rows, sorted."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            app, _line, name = table.partition("_")
            if (
                app in ("programmes", "reporting", "knowledge")
                and not any(part in table for part in GROWS)
                and "historical" not in name
            ):
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
                found[table] = sorted(map(repr, cursor.fetchall()))
    return found


class Two:
    """Two records of one body, with one of nearly everything that names them."""

    def __init__(self):
        self.by = make_secretariat(name="Sam Secretary")
        self.editor, self.both = make_user(name="Ed"), make_user(name="Bo")
        self.kept = make_organisation(
            code="kept", name="Kept Body", acronym="KB", admin=make_user(name="Ada")
        )
        self.gone = make_organisation(
            code="gone", name="Gone Body", acronym="GB", editor=self.editor
        )
        self.third = make_user()
        self.outsider = make_organisation(code="outsider", admin=self.third)
        join(self.both, self.kept)
        join(self.both, self.gone, Membership.Role.ADMIN)
        self.programme = make_programme(desk=make_user())
        self._network()
        self._people()
        self._reports()

    def _network(self):
        self.gone.other_names.create(name="Corps parti", language="fr", kind="official")
        self.gone.other_names.create(name="Old Gone", language="en", kind="former")
        for body in (self.kept, self.gone):
            body.programme_roles.create(programme=self.programme, role="partner")
        self.gone.programme_roles.create(programme=self.programme, role="lead")
        self.gone.relations.create(kind="network", what="A member of it")
        self.part = make_organisation(code="part", part_of=self.gone)
        self.resource = make_record(Resource, "a-report")
        self.other = make_record(Resource, "another-report")
        for body in (self.kept, self.gone):
            self.resource.parties.create(organisation=body, role="publisher")
        self.other.parties.create(organisation=self.gone, role="author")

    def _people(self):
        given = {"language": "en", "invited_by": self.by}
        for body, role in ((self.kept, "editor"), (self.gone, "admin")):
            Invitation.objects.create(
                organisation=body, role=role, email="new@example.org", **given
            )
        Invitation.objects.create(
            organisation=self.gone, role="editor", email="b@example.org", **given
        )
        asking = make_user()
        make_request(self.kept, user=asking)
        make_request(self.gone, user=asking)
        make_request(self.gone, user=make_user())
        make_proposal(self.gone, by=self.editor)

    def _reports(self):
        given = {"author": self.editor, "programme": self.programme}
        given["organisation"] = self.gone
        reviewer = self.programme.appointments.get().user
        self.public = make_activity(
            state=State.APPROVED, reviewer=reviewer, title="Done by gone", **given
        )
        self.draft = make_activity(title="Begun by gone", **given)
        self.initiative = make_initiative(**given)
        self.initiative.draft().owners.add(self.kept, self.outsider)
        author = make_user()
        self.theirs = make_activity(
            state=State.DRAFT,
            author=author,
            programme=self.programme,
            organisation=make_organisation(editor=author),
            title="With gone as a partner",
        )
        self.theirs.draft().partners.create(organisation=self.gone, role="funding")
        make_agreement(self.gone, self.outsider, by=self.by)
        make_agreement(self.kept, self.gone, by=self.by)
        make_trust(self.gone, self.programme, by=self.by)
        self._parts(reviewer)

    def _parts(self, reviewer):
        """In records of others: one of the two is taken in and the other asks, each
        way round, one alone; and the gone one in a record of the other."""
        given = {"programme": self.programme, "state": State.APPROVED}
        given["reviewer"] = reviewer
        theirs = {"organisation": self.outsider, "author": self.third} | given
        self.records = [
            make_activity(title=f"Of others {n}", **theirs) for n in range(3)
        ]
        mine = {"organisation": self.kept, "author": self.both}
        own = make_activity(title="Of kept", **mine, **given)
        first, second, third = self.records
        for record, body, is_taken in (
            (first, self.kept, True),
            (first, self.gone, False),
            (second, self.kept, False),
            (second, self.gone, True),
            (third, self.gone, False),
            (own, self.gone, True),
        ):
            make_part(record, body, by=self.editor, is_taken=is_taken)
        lost = make_activity(title="Told twice", **theirs)
        row = ActivityMerge.objects.create(
            gone=lost, kept=first, was_public=True, reason="One.", by=self.by, at=now()
        )
        for body in (self.kept, self.gone):
            row.partners.create(organisation=body, role="funding")

    def merge(self, **given):
        given = {"reason": "One body."} | given
        return merge(by=self.by, kept=self.kept, gone=self.gone, **given)


@pytest.fixture
def two():
    return Two()


# --- Every column ---------------------------------------------------------------------


def test_every_column_that_names_an_organisation_is_listed():
    """A new foreign key is moved, or left with a reason."""
    there = {
        (relation.related_model, relation.field.name)
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and not relation.many_to_many
        and "Historical" not in relation.related_model.__name__
    }
    listed = [(c.model, c.field) for c in (*MOVED, *AGREED, TRUSTED, *STAYS)]
    assert len(listed) == len(set(listed))
    assert set(listed) == there
    many = [f for f in Organisation._meta.get_fields() if f.many_to_many]
    through = {f.remote_field.through for f in many if hasattr(f, "remote_field")}
    assert through <= {column.model for column in MOVED}


# --- What it does ---------------------------------------------------------------------


def test_merging_and_undoing_leaves_every_row_as_it_was(two):
    before = rows_there()
    row = two.merge()
    assert rows_there() != before
    undo(by=two.by, merge=row)
    after = rows_there()
    assert {t: (before[t], after[t]) for t in before if before[t] != after[t]} == {}


@pytest.mark.parametrize("chosen", [{"name", "acronym", "website"}, {"name"}, set()])
def test_what_was_chosen_is_undone_too(two, chosen):
    two.kept.other_names.create(name="Corps gardé", language="fr", kind="official")
    Organisation.objects.filter(code="gone").update(website="https://example.org/")
    before = rows_there()
    choice = Choice(chosen=frozenset(chosen), kind="alias")
    undo(by=two.by, merge=two.merge(choice=choice))
    assert rows_there() == before


def test_members_move_with_the_stronger_of_two_roles(two):
    two.merge()
    members = Membership.objects.current().filter(organisation=two.kept)
    found = set(members.values_list("user__name", "role"))
    assert found == {("Ada", "admin"), ("Bo", "admin"), ("Ed", "editor")}
    left = Membership.objects.filter(organisation=two.gone)
    assert [(m.user, m.role, bool(m.until)) for m in left] == [
        (two.both, "admin", True)
    ]


def test_reports_move_and_what_is_sealed_says_what_it_said(two):
    sealed = ActivityVersion.objects.get(activity=two.public)
    two.merge()
    reported = Activity.objects.in_bulk([two.public.pk, two.draft.pk])
    assert {row.organisation for row in reported.values()} == {two.kept}
    again = ActivityVersion.objects.get(pk=sealed.pk)
    assert again.reported_by == two.gone
    assert str(again.reported_by) == "Gone Body"
    assert reported[two.draft.pk].draft().reported_by == two.kept
    assert two.theirs.draft().partners.get().organisation == two.kept
    draft = InitiativeVersion.objects.get(initiative=two.initiative)
    assert [*draft.owners.all()] == [two.outsider]  # it leads it itself now


def test_one_row_of_two_that_say_the_same_is_put_away(two):
    two.merge()
    parties = ResourceParty.objects.values_list("resource__code", "organisation__code")
    assert sorted(parties) == [("a-report", "kept"), ("another-report", "kept")]
    roles = ProgrammeRole.objects.values_list("organisation__code", "role")
    assert sorted(roles) == [("kept", "lead"), ("kept", "partner")]
    invited = Invitation.objects.waiting().values_list("organisation__code", "role")
    assert sorted(invited) == [("kept", "admin"), ("kept", "editor")]


def test_of_two_parts_in_a_record_the_one_taken_in_goes_on(two):
    two.merge()
    rows = Participation.objects.open().filter(organisation=two.kept)
    found = set(rows.values_list("activity", "outcome"))
    first, second, third = (record.pk for record in two.records)
    assert found == {(first, "taken"), (second, "taken"), (third, "")}
    assert not Participation.objects.open().filter(organisation=two.gone).exists()
    over = Participation.objects.exclude(pk__in=rows)
    told = [
        (row.activity.latest_sealed().title, row.organisation.code, row.outcome)
        for row in over
    ]
    assert sorted(told) == [
        ("Of kept", "gone", "taken"),
        ("Of others 0", "gone", "taken_back"),
        ("Of others 1", "kept", "taken_back"),
    ]
    assert over.get(outcome="taken").ended_by == two.by


def test_it_is_named_once_with_what_was_merged_into_a_record(two):
    two.merge()
    named = MergePartner.objects.values_list("organisation__code", flat=True)
    assert list(named) == ["kept"]


def test_a_record_that_names_both_counts_the_one_that_stays_once(two):
    """Sealed versions go on naming the one that went."""
    author = two.theirs.created_by
    two.theirs.draft().partners.create(organisation=two.kept, role="host", order=1)
    two.theirs.take(Action.SUBMIT, by=author)
    two.theirs.take(Action.APPROVE, by=two.programme.appointments.get().user)
    two.merge()
    totals = count_totals()
    _reporter, *others = totals.parts[two.theirs.pk]
    assert [totals.bodies[pk].code for pk in others] == ["kept"]
    records = joint_records(totals)
    assert two.theirs in [record.version.activity for record in records]


def test_agreements_between_the_two_and_trust_end(two):
    two.merge()
    given = two.kept.agreements_given.running()
    assert [row.reporter for row in given] == [two.outsider]
    assert not two.gone.agreements_given.running().exists()
    assert not two.gone.agreements_received.running().exists()


def test_its_names_are_names_of_the_other(two):
    two.merge()
    names = two.kept.other_names.values_list("name", "language", "kind")
    assert sorted(names) == [
        ("Corps parti", "fr", "former"),
        ("GB", "en", "alias"),
        ("Gone Body", "en", "former"),
        ("Old Gone", "en", "former"),
    ]
    asked = ["gone body", "OLD GONE", "Corps parti", "Kept Body"]
    assert organisations_named(asked) == dict.fromkeys(asked, two.kept)


def test_a_chosen_name_takes_the_place_of_the_other(two):
    two.merge(choice=Choice(chosen=frozenset({"name", "acronym"}), kind="alias"))
    two.kept.refresh_from_db()
    assert (two.kept.name, two.kept.acronym) == ("Gone Body", "GB")
    names = two.kept.other_names.values_list("name", "kind")
    assert sorted(names) == [
        ("Corps parti", "official"),
        ("KB", "alias"),
        ("Kept Body", "alias"),
        ("Old Gone", "former"),
    ]


def test_a_part_of_the_other_is_no_part_of_itself(two):
    Organisation.objects.filter(pk=two.kept.pk).update(part_of=two.part)
    before = rows_there()
    row = two.merge()
    two.kept.refresh_from_db()
    two.part.refresh_from_db()
    assert (two.kept.part_of, two.part.part_of) == (None, two.kept)
    undo(by=two.by, merge=row)
    assert rows_there() == before


# --- Lists, search, words -------------------------------------------------------------


def test_a_merged_one_is_in_no_list_and_in_no_search(two):
    searching.rebuild()
    two.merge()
    assert not Organisation.objects.filter(pk=two.gone.pk).exists()
    assert Organisation.every.filter(pk=two.gone.pk).exists()
    keys = SearchDocument.objects.filter(kind="organisation").values_list("key")
    assert str(two.gone.pk) not in {key for (key,) in keys}
    assert searching.drift() == {"missing": [], "different": [], "left over": []}


def test_after_undoing_it_is_found_again(two):
    searching.rebuild()
    undo(by=two.by, merge=two.merge())
    keys = SearchDocument.objects.filter(kind="organisation").values_list("key")
    assert str(two.gone.pk) in {key for (key,) in keys}
    assert searching.drift() == {"missing": [], "different": [], "left over": []}


def test_the_histories_of_both_say_it(two):
    two.merge()
    for body in (two.kept, two.gone):
        line = body.history.first()
        assert (line.history_user, line.history_change_reason) == (
            two.by,
            "Gone Body merged into Kept Body",
        )


def test_the_admins_of_both_are_told_and_nobody_else(two):
    OutgoingMail.objects.all().delete()
    row = two.merge()
    told = OutgoingMail.objects.filter(key__startswith=f"organisationmerge-{row.pk}-")
    assert sorted(told.values_list("to", flat=True)) == sorted(
        [two.both.email, Membership.objects.get(user__name="Ada").user.email]
    )
    assert {m.subject for m in told} == {
        "Gone Body is now part of the record of Kept Body"
    }
    assert all("One body." in m.body and "Sam Secretary" in m.body for m in told)
    undo(by=two.by, merge=row)
    back = OutgoingMail.objects.filter(key__contains="-undone-")
    assert sorted(m.to for m in back) == sorted(m.to for m in told)


# --- What is refused ------------------------------------------------------------------


@pytest.mark.parametrize("what", ["itself", "merged", "sample"])
def test_what_cannot_be_merged_is_refused_and_nothing_is_written(two, what):
    if what == "merged":
        two.merge()
    if what == "sample":
        Organisation.objects.filter(pk=two.gone.pk).update(is_sample=True)
    before = rows_there()
    gone = two.kept if what == "itself" else two.gone
    with pytest.raises(MergeRefused):
        merge(by=two.by, kept=two.kept, gone=gone, reason="Again.")
    assert rows_there() == before


def being_read(body, by, **given):
    given = {"state": "waiting", "name": f"Of {body.code}.csv"} | given
    return SheetUpload.objects.create(organisation=body, by=by, language="en", **given)


@pytest.mark.parametrize("code", ["kept", "gone"])
@pytest.mark.parametrize("state", ["waiting", "writing"])
def test_while_a_spreadsheet_of_either_is_read_they_are_not_merged(two, code, state):
    upload = being_read(getattr(two, code), two.editor, state=state)
    before = rows_there()
    body = f"{code.title()} Body"
    with pytest.raises(MergeRefused, match=f"A spreadsheet of {body} is being read"):
        two.merge()
    assert rows_there() == before
    upload.state = "ready"
    upload.save()
    two.merge()


def test_nor_is_a_merge_undone_then(two):
    """What is read for the one that stays may be about what would go back."""
    row = two.merge()
    upload = being_read(two.kept, two.editor)
    with pytest.raises(MergeRefused, match="A spreadsheet of Kept Body is being read"):
        undo(by=two.by, merge=row)
    upload.delete()
    undo(by=two.by, merge=row)


def test_a_spreadsheet_the_worker_gave_up_stands_in_no_ones_way(two):
    begun = now() - timedelta(minutes=5)
    upload = being_read(two.kept, two.editor, attempts=3, begun_at=begun)
    with pytest.raises(MergeRefused, match="is being read"):  # for the last time
        two.merge()
    upload.begun_at -= timedelta(minutes=6)
    upload.save()
    two.merge()


def test_undoing_twice_is_refused(two):
    row = two.merge()
    undo(by=two.by, merge=row)
    with pytest.raises(MergeRefused, match="undone already"):
        undo(by=two.by, merge=row)


def test_a_later_merge_is_undone_first(two):
    first = two.merge()
    before = rows_there()
    second = merge(by=two.by, kept=two.outsider, gone=two.kept, reason="Also one.")
    first.refresh_from_db()
    assert first.kept == two.outsider
    with pytest.raises(MergeRefused, match="later merge first"):
        undo(by=two.by, merge=first)
    undo(by=two.by, merge=second)
    first.refresh_from_db()
    assert (first.kept, rows_there()) == (two.kept, before)


def test_what_was_changed_since_stays_and_the_rest_goes_back(two):
    row = two.merge()
    moved = ResourceParty.objects.get(resource=two.other)
    moved.organisation = two.outsider
    moved.save()
    two.editor.forget_roles()
    Activity.objects.get(pk=two.draft.pk).take(Action.SUBMIT, by=two.editor)
    with pytest.raises(UndoRefused) as refused:
        undo(by=two.by, merge=row)
    stuck = [(each.line["model"], each.line["pk"]) for each in refused.value.kept]
    version = ActivityVersion.objects.get(activity=two.draft)
    assert sorted(stuck) == [
        ("knowledge_hubs.ResourceParty", moved.pk),
        ("reporting.ActivityVersion", version.pk),
    ]
    row = undo(by=two.by, merge=row, leaving=True)
    assert len(row.stayed) == 2
    moved.refresh_from_db()
    assert moved.organisation == two.outsider
    assert Activity.objects.get(pk=two.draft.pk).organisation == two.gone
    assert ActivityVersion.objects.get(pk=version.pk).reported_by == two.kept


def test_a_partner_taken_out_of_a_draft_since_stays_out(two):
    row = two.merge()
    draft = two.theirs.draft()
    moved = draft.partners.get()
    draft.partners.all().delete()
    with pytest.raises(UndoRefused) as refused:
        undo(by=two.by, merge=row)
    stuck = [(each.line["model"], each.line["pk"]) for each in refused.value.kept]
    assert stuck == [("reporting.VersionPartner", moved.pk)]
    undo(by=two.by, merge=row, leaving=True)
    assert not draft.partners.exists()


def test_a_row_put_away_from_a_draft_submitted_since_stays_away(two):
    """The draft named both, and names one."""
    given = {"organisation": two.kept, "role": "funding", "order": 1}
    two.theirs.draft().partners.create(**given)
    row = two.merge()
    two.theirs.take(Action.SUBMIT, by=two.theirs.created_by)
    with pytest.raises(UndoRefused) as refused:
        undo(by=two.by, merge=row)
    stuck = [each.line["model"] for each in refused.value.kept]
    assert stuck == ["reporting.VersionPartner"]
    undo(by=two.by, merge=row, leaving=True)
    partners = two.theirs.latest_sealed().partners
    assert [partner.organisation for partner in partners.all()] == [two.kept]


def test_a_row_put_away_whose_place_is_taken_stays_away(two):
    row = two.merge()
    ResourceParty.objects.filter(resource=two.resource).delete()
    two.resource.delete()
    with pytest.raises(UndoRefused) as refused:
        undo(by=two.by, merge=row)
    assert [each.line["model"] for each in refused.value.kept] == [
        "knowledge_hubs.ResourceParty"
    ]
    undo(by=two.by, merge=row, leaving=True)
    assert Organisation.objects.filter(pk=two.gone.pk).exists()
