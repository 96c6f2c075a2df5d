"""Random steps with three records of three organisations: the workflow, taking part in
each other's, merging records and organisations, undoing it. Nothing illegal ever comes
about, nothing sealed changes, nothing is lost, nothing is counted twice.
"""

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from knowledge_hubs.merging import MergeRefused, UndoRefused
from knowledge_hubs.merging import merge as merge_bodies
from knowledge_hubs.merging import undo as undo_bodies
from programmes.models import Organisation, OrganisationMerge
from reporting.joint_totals import count_totals
from reporting.models import (
    Activity,
    ActivityMerge,
    ActivityVersion,
    MergePartner,
    Participation,
    Publication,
    VersionPartner,
)
from reporting.participating import Act, ParticipationRefused, act, acts_of, ask
from reporting.uniting import leads_to, separate, unite
from reporting.workflow import EDITABLE, Action, State, StepRefused
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.reporting.test_state_machine import rows, walk

RECORDS = 3
EXAMPLES = {"sqlite": 16, "postgresql": 4}
one_of = st.integers(0, RECORDS - 1)


class ThreeRecords(RuleBasedStateMachine):
    """Three partners of one programme, its desk, the secretariat."""

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        reviewer = make_user()
        programme = make_programme(desk=reviewer)
        self.people = {"reviewer": reviewer, "secretariat": make_secretariat()}
        self.authors = [make_user() for _ in range(RECORDS)]
        bodies = [make_organisation(editor=author) for author in self.authors]
        self.bodies = [body.pk for body in bodies]
        pairs = list(zip(self.authors, bodies, strict=True))
        self.keys = [
            make_draft(author=author, organisation=body, programme=programme).pk
            for author, body in pairs
        ]
        self.asking = [
            make_draft(author=author, organisation=body).pk for author, body in pairs
        ]
        self.sealed, self.history, self.versions = {}, {}, set()
        self.merged = {}  # index of what went → index of what stays
        self.one_with, self.asked = {}, {}  # the same of organisations; parts as asked

        for which in range(RECORDS):
            partner = bodies[(which + 1) % RECORDS]
            draft = self.stored(which).draft()
            draft.partners.create(organisation=partner, role="funding")
            self.publish(which)

    @rule(which=one_of)
    def publish(self, which):
        """The plain way to the public, from wherever the record can still go it."""
        way = {State.APPROVED: (Action.REVISE, self.authors[which])}
        way |= dict.fromkeys(EDITABLE, (Action.SUBMIT, self.authors[which]))
        way[State.SUBMITTED] = (Action.APPROVE, self.people["reviewer"])
        for _step in range(3):
            activity = self.stored(which)
            if activity.state not in way or activity.open_publication():
                return
            action, by = way[activity.state]
            activity.take(action, by=by)

    def stored(self, which):
        return Activity.objects.get(pk=self.keys[which])

    @rule(which=one_of, data=st.data())
    def step(self, which, data):
        """One that is open to somebody; one that is not."""
        activity = self.stored(which)
        people = {"author": self.authors[which], **self.people}
        open_to = {who: activity.steps_for(one) for who, one in people.items()}
        choices = [(w, s.action) for w, steps in open_to.items() for s in steps]
        if which in self.merged:
            assert choices == []
            choices = [("author", Action.REVISE), ("reviewer", Action.APPROVE)]
        who, action = data.draw(st.sampled_from(choices or [("author", "approve")]))
        draft_before = activity.draft()
        try:
            activity.take(action, by=people[who], comment="Because.")
        except StepRefused:
            assert action not in [s.action for s in open_to[who]]
            return
        assert which not in self.merged
        if action == Action.DISCARD:
            self.versions.discard(draft_before.pk)

    @rule(gone=one_of, kept=one_of, who=st.sampled_from(["reviewer", "secretariat"]))
    def merge(self, gone, kept, who):
        rows_of = self.stored(gone), self.stored(kept)
        may = (
            gone != kept
            and rows_of[0].latest_sealed() is not None
            and rows_of[0].state != State.WITHDRAWN
            and rows_of[1].open_publication() is not None
        )
        try:
            unite(
                gone=rows_of[0],
                kept=rows_of[1],
                by=self.people[who],
                reason="One.",
                partners=[(rows_of[0].organisation, "technical")],
            )
        except StepRefused:
            assert not may
            return
        assert may
        self.merged[gone] = kept

    @rule(gone=one_of)
    def merge_as_author(self, gone):
        kept = (gone + 1) % RECORDS
        with pytest.raises(StepRefused):
            unite(
                gone=self.stored(gone),
                kept=self.stored(kept),
                by=self.authors[gone],
                reason="Mine.",
            )

    @precondition(lambda self: self.merged)
    @rule(gone=one_of, who=st.sampled_from(["reviewer", "secretariat"]))
    def undo(self, gone, who):
        merges = ActivityMerge.objects.filter(gone=self.keys[gone]).order_by("-pk")
        merge = merges.first()
        if merge is None:
            return
        before = merge.moved[0]["old"]
        may = gone in self.merged and self.merged[gone] not in self.merged
        try:
            separate(merge, by=self.people[who], reason="Two.")
        except StepRefused:
            assert not may
            return
        assert may
        del self.merged[gone]
        assert self.stored(gone).state == before

    @rule(which=one_of, who=one_of)
    def ask_to_take_part(self, which, who):
        record = self.stored(which)
        draft = Activity.objects.get(pk=self.asking[who])
        parts = Participation.objects.open().filter(activity=record)
        may = (
            draft.organisation_id != record.organisation_id
            and record.open_publication() is not None
            and not parts.filter(organisation=draft.organisation_id).exists()
        )
        by = self.authors[who]
        by.forget_roles()
        try:
            ask(record, draft=draft, by=by, role="host")
        except ParticipationRefused:
            assert not may
            return
        assert may

    @precondition(lambda self: Participation.objects.waiting().exists())
    @rule(newest=st.booleans())
    def take_in(self, newest):
        row = Participation.objects.waiting().order_by("-pk" if newest else "pk")[0]
        for by in self.authors:
            by.forget_roles()
            is_public = row.activity.open_publication() is not None
            if is_public and Act.ACCEPT in acts_of(row, by):
                act(row, Act.ACCEPT, by=by)
                return

    @precondition(lambda self: Participation.objects.exists())
    @rule(who=one_of, what=st.sampled_from(Act), data=st.data())
    def answer_or_leave(self, who, what, data):
        parts = list(Participation.objects.order_by("pk"))
        row, by = data.draw(st.sampled_from(parts)), self.authors[who]
        by.forget_roles()
        may = what in acts_of(row, by)
        if what == Act.ACCEPT:
            may &= row.activity.open_publication() is not None
        try:
            act(row, what, by=by, reason="Because.")
        except ParticipationRefused:
            assert not may
            return
        assert may

    @rule(gone=one_of, kept=one_of)
    def merge_organisations(self, gone, kept):
        may = gone != kept and not {gone, kept} & set(self.one_with)
        bodies = Organisation.every.in_bulk(self.bodies)
        given = {"gone": bodies[self.bodies[gone]], "kept": bodies[self.bodies[kept]]}
        try:
            merge_bodies(by=self.people["secretariat"], reason="One.", **given)
        except MergeRefused:
            assert not may
            return
        assert may
        self.one_with[gone] = kept

    @precondition(lambda self: self.one_with)
    @rule(gone=one_of)
    def part_organisations(self, gone):
        """What was submitted since stays, once staff say so."""
        merges = OrganisationMerge.objects.filter(gone=self.bodies[gone])
        merge, by = merges.order_by("-pk").first(), self.people["secretariat"]
        if merge is None:
            return
        may = gone in self.one_with and self.one_with[gone] not in self.one_with
        try:
            undo_bodies(by=by, merge=merge)
        except UndoRefused:
            assert may
            undo_bodies(by=by, merge=merge, leaving=True)
        except MergeRefused:
            assert not may
            return
        assert may
        del self.one_with[gone]

    # --- What must always be so -------------------------------------------------------

    @invariant()
    def states_are_those_of_the_table(self):
        if not hasattr(self, "keys"):
            return
        for which, key in enumerate(self.keys):
            (stored,) = rows("activity", id=key)
            drafts = [v for v in rows("activityversion", activity_id=key)]
            drafts = [v for v in drafts if v["sealed_at"] is None]
            assert stored["state"] in State.values
            assert len(drafts) <= 1
            assert len(drafts) >= (stored["state"] in EDITABLE)
            if which in self.merged:
                assert stored["state"] == State.WITHDRAWN
            steps = rows("historyentry", activity_id=key)
            steps.sort(key=lambda row: row["id"])
            states = [State.DRAFT, *(row["to_state"] for row in steps)]
            assert [row["from_state"] for row in steps] == states[:-1]
            assert stored["state"] == states[-1]

    @invariant()
    def sealed_means_sealed(self):
        """Columns, and lists and rows, as they were at the seal."""
        if not hasattr(self, "keys"):
            return
        for key in self.keys:
            for row in rows("activityversion", activity_id=key):
                if row["sealed_at"] is None:
                    continue
                content = (
                    row,
                    rows("activityversion_sectors", activityversion_id=row["id"]),
                    rows("versionpartner", version_id=row["id"]),
                )
                assert self.sealed.setdefault(row["id"], content) == content

    @invariant()
    def no_version_and_no_line_of_history_is_lost(self):
        if not hasattr(self, "keys"):
            return
        found = set()
        for key in self.keys:
            found |= {row["id"] for row in rows("activityversion", activity_id=key)}
            for row in rows("historyentry", activity_id=key):
                assert self.history.setdefault(row["id"], row) == row
        assert self.versions <= found
        self.versions = found
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM reporting_historyentry")
            assert {pk for (pk,) in cursor} >= set(self.history)

    @invariant()
    def what_is_counted_is_what_is_public(self):
        """Gross: every report somebody stands behind. Net: one for each activity."""
        if not hasattr(self, "keys"):
            return
        mine = Activity.objects.filter(pk__in=self.keys)
        public = set(mine.public().values_list("pk", flat=True))
        merged = {self.keys[gone] for gone in self.merged}
        assert not public & merged
        net = ActivityVersion.objects.current().filter(activity__in=self.keys)
        assert sorted(net.values_list("activity", flat=True)) == sorted(public)
        merges = ActivityMerge.objects.standing().filter(gone__in=self.keys)
        gone = [row.gone_id for row in merges]
        assert sorted(gone) == sorted(merged)
        gross = len(public) + len(gone)
        assert gross - len(gone) == net.count() == len(public)
        open_now = Publication.objects.filter(activity__in=self.keys, until_at=None)
        assert open_now.count() == len(public)

    @invariant()
    def totals_are_one_for_each_record_and_for_each_that_took_part(self):
        if not hasattr(self, "keys"):
            return
        totals, merges = count_totals(), OrganisationMerge.objects.open()
        today = dict(merges.values_list("gone", "kept"))
        took_part = {
            record.pk: {record.organisation_id}
            for record in Activity.objects.public().filter(pk__in=self.keys)
        }
        public = ActivityVersion.objects.current().filter(activity__in=self.keys)
        named = VersionPartner.objects.filter(version__in=public)
        came = MergePartner.objects.filter(merge__undone_at=None)
        joined = Participation.objects.filter(outcome="taken", ended_at=None)
        for record, body in (
            *named.values_list("version__activity", "organisation"),
            *came.values_list("merge__kept", "organisation"),
            *joined.values_list("activity", "organisation"),
        ):
            if record in took_part:
                took_part[record].add(today.get(body, body))
        gross = sum(map(len, took_part.values()))
        assert (totals.whole.net, totals.whole.gross) == (len(took_part), gross)
        for lines in (totals.organisations, totals.programmes):
            assert sum(line.net for line in lines) == len(took_part)
            assert sum(line.gross for line in lines) == gross

    @invariant()
    def who_asked_for_what_is_never_rewritten(self):
        if not hasattr(self, "keys"):
            return
        kept = ("activity", "role", "draft", "asked_at", "asked_by", "message")
        found = {row["pk"]: row for row in Participation.objects.values("pk", *kept)}
        assert {pk: found.get(pk) for pk in self.asked} == self.asked
        self.asked = found
        own = Participation.objects.open().filter(
            organisation=F("activity__organisation")
        )
        assert not own.exists()

    @invariant()
    def every_address_has_one_answer_and_no_way_is_a_circle(self):
        if not hasattr(self, "keys"):
            return
        for which in range(RECORDS):
            end, way = which, [which]
            while end in self.merged:
                end = self.merged[end]
                assert end not in way
                way.append(end)
            activity = self.stored(which)
            kept = leads_to(activity)
            assert (kept.pk if kept else activity.pk) == self.keys[end]
            if activity.open_publication():
                assert kept is None
                continue
            answer = Client().get(activity.get_absolute_url())
            last = self.stored(end)
            assert answer.status_code == self.expected(activity, last)
            if answer.status_code == 301:
                assert answer.headers["Location"].endswith(last.get_absolute_url())

    def expected(self, activity, last):
        if not activity.publications.exists():
            return 404
        is_elsewhere = last.pk != activity.pk and last.open_publication()
        return 301 if is_elsewhere else 410

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


@pytest.mark.django_db
def test_whatever_is_merged_and_undone_nothing_illegal_comes_about():
    walk(ThreeRecords, EXAMPLES[connection.vendor])
