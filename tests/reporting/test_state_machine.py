"""Ten thousand random steps by random people: nothing illegal ever comes about."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from reporting.assigning import AssignmentRefused, assign
from reporting.workflow import BY_ACTION, EDITABLE, Action, State, StepRefused
from tests.factories import (
    make_draft,
    make_initiative_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)

STEPS = 50
# STEPS × EXAMPLES = 10,000; on the other engine, where the same code runs, 2,500.
EXAMPLES = {"sqlite": 200, "postgresql": 50}


class ActivityLife(RuleBasedStateMachine):
    """One activity, four people; a model beside it says what must be so."""

    make = staticmethod(make_draft)
    kind, entry, publication = "activity", "historyentry", "publication"

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        author, reviewer = make_user(), make_user()
        programme = make_programme(desk=reviewer)
        organisation = make_organisation(editor=author)
        self.people = {
            "author": author,
            "reviewer": reviewer,
            "secretariat": make_secretariat(),
            "stranger": make_user(),
        }
        self.activity = self.make(
            author=author, organisation=organisation, programme=programme
        )
        self.sealed, self.counters = {}, {}
        self.entries = 0
        self.public = self.holder = None

    @rule(
        who=st.sampled_from(["author", "reviewer", "secretariat", "stranger"]),
        action=st.sampled_from(Action),
        comment=st.sampled_from(["", "Because."]),
    )
    def step(self, who, action, comment):
        before = self._stored()
        offered = {s.action for s in before.steps_for(self.people[who])}
        wanted = action in offered and (comment or not BY_ACTION[action].needs_comment)
        try:
            entry = before.take(action, by=self.people[who], comment=comment)
        except StepRefused:
            assert not wanted
            return
        assert wanted
        self.entries += 1
        self.holder = None  # every step ends a review, or there is none
        assert (entry.from_state, entry.to_state) == (
            self.activity.state,
            BY_ACTION[action].target,
        )
        self.activity = before
        if action == Action.SUBMIT:
            self._remember_seal(entry.version)
        if action in (Action.DISCARD, Action.UNPUBLISH):
            assert entry.version_id == self.public
        if action == Action.APPROVE:
            self.public = entry.version_id
        if action == Action.UNPUBLISH:
            self.public = None

    @rule(
        by=st.sampled_from(["author", "reviewer", "secretariat", "stranger"]),
        to=st.sampled_from(["author", "reviewer", "secretariat", None]),
    )
    def hand_over(self, by, to):
        """The review, to somebody or back: the one reviewer alone may, and get it."""
        is_waiting = self.activity.state == State.SUBMITTED
        wanted = is_waiting and by == "reviewer" and to in ("reviewer", None)
        try:
            assign(self._stored(), to=self.people.get(to), by=self.people[by])
        except AssignmentRefused:
            assert not wanted
            return
        assert wanted
        self.holder = self.people[to].pk if to else None

    @rule(title=st.text("abc ", min_size=1, max_size=10))
    def write(self, title):
        draft = self.activity.draft()
        if draft:
            draft.title = "T" + title
            draft.edit_count += 1
            draft.save()

    def _stored(self):
        return type(self.activity).objects.get(pk=self.activity.pk)

    def _remember_seal(self, version):
        (self.sealed[version.pk],) = rows(f"{self.kind}version", id=version.pk)

    @invariant()
    def the_state_is_one_of_the_table(self):
        if hasattr(self, "activity"):
            (stored,) = rows(self.kind, id=self.activity.pk)
            drafts = [row for row in self._versions() if row["sealed_at"] is None]
            assert stored["state"] in State.values
            assert len(drafts) <= 1
            assert len(drafts) >= (stored["state"] in EDITABLE)
            if stored["state"] in (State.SUBMITTED, State.APPROVED):
                assert drafts == []
            for draft in drafts:  # and no counter comes twice
                known = self.counters.setdefault(draft["edit_count"], draft["id"])
                assert known == draft["id"]

    @invariant()
    def sealed_means_sealed(self):
        if getattr(self, "sealed", {}):
            found = {row["id"]: row for row in self._versions()}
            assert {pk: found.get(pk) for pk in self.sealed} == self.sealed

    @invariant()
    def at_most_one_version_is_public(self):
        if hasattr(self, "activity"):
            published = self._rows(self.publication)
            public = [row["version_id"] for row in published if not row["until_at"]]
            assert public == ([self.public] if self.public else [])

    @invariant()
    def an_approved_activity_is_about_its_public_version(self):
        if hasattr(self, "activity") and self.activity.state == State.APPROVED:
            assert self.activity.latest_sealed().pk == self.public

    @invariant()
    def only_what_waits_is_in_hand(self):
        if hasattr(self, "activity"):
            held = self._rows("reviewassignment")
            found = [row["reviewer_id"] for row in held if row["until_at"] is None]
            assert found == ([self.holder] if self.holder else [])

    @invariant()
    def only_authors_have_written(self):
        if hasattr(self, "activity"):
            writers = {row["entered_by_id"] for row in self._versions()}
            assert writers == {self.people["author"].pk}

    @invariant()
    def history_is_complete(self):
        if hasattr(self, "activity"):
            assert len(self._rows(self.entry)) == self.entries

    def _rows(self, name):
        return rows(name, **{f"{self.kind}_id": self.activity.pk})

    def _versions(self):
        return self._rows(f"{self.kind}version")

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


class InitiativeLife(ActivityLife):
    """An initiative lives by the same table."""

    make = staticmethod(make_initiative_draft)
    kind, entry = "initiative", "initiativeentry"
    publication = "initiativepublication"


def rows(name: str, **where) -> list[dict]:
    """As they are stored, past the models: asked for thousands of times."""
    ((column, value),) = where.items()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT * FROM reporting_{name} WHERE {column} = %s",  # noqa: S608
            [value],
        )
        names = [described[0] for described in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_ten_thousand_random_steps():
    walk(ActivityLife, EXAMPLES[connection.vendor])


@pytest.mark.django_db
def test_an_initiative_takes_a_thousand():
    walk(InitiativeLife, 20)


def walk(life, examples):
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
