"""Totals gross and net: whom a joint record counts for, and that net counts records."""

import csv
import io
import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from openpyxl import load_workbook

from programmes.models import Appointment
from reporting.joint_totals import count_totals, joint_records, years
from reporting.models import ActivityVersion, Participation, Publication
from reporting.participating import Act, ParticipationRefused, act, acts_of, ask
from reporting.uniting import separate, unite
from reporting.uniting_form import UniteForm
from reporting.workflow import Action, StepRefused
from tests.factories import (
    appoint,
    make_country,
    make_draft,
    make_organisation,
    make_part,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """Three organisations; A's first record names B, and C joined it."""
    people = {name: make_user() for name in "abc"}
    bodies = {
        name: make_organisation(editor=user, code=name, name=f"Body {name}")
        for name, user in people.items()
    }
    desk = make_user()
    programme = make_programme(desk=desk, code="SFS", slug="food")
    found = SimpleNamespace(people=people, bodies=bodies, desk=desk)

    def public(name, named=(), by=desk, **given):
        author = people[name]
        given = {"programme": programme, "title": f"Of {name}"} | given
        activity = make_draft(author=author, organisation=bodies[name], **given)
        for order, other in enumerate(named):
            row = (
                {"organisation": bodies[other]} if other in bodies else {"name": other}
            )
            activity.draft().partners.create(order=order, role="funding", **row)
        activity.take(Action.SUBMIT, by=author)
        activity.take(Action.APPROVE, by=by)
        return activity

    found.public = public
    given = {"countries": [make_country("KEN"), make_country("FRA")]}
    found.joint = public("a", ["b", "b", "Somebody outside"], title="Joint", **given)
    public("a", countries=[make_country("KEN")])
    public("b", countries=[make_country("FRA")])
    join_it(found, "c")
    return found


def join_it(at, name, role="host"):
    user = at.people[name]
    draft = make_draft(author=user, organisation=at.bodies[name])
    row = ask(at.joint, draft=draft, by=user, role=role)
    return act(row, Act.ACCEPT, by=at.people["a"])


def plain(lines):
    return [(line.code, line.net, line.difference, line.gross) for line in lines]


def test_gross_counts_a_joint_record_for_each_that_took_part(at):
    totals = count_totals()
    assert plain([totals.whole]) == [("", 3, 2, 5)]
    assert plain(totals.organisations) == [
        ("a", 2, 0, 2),
        ("b", 1, 1, 2),
        ("c", 0, 1, 1),
    ]
    assert plain(totals.programmes) == [("SFS", 3, 2, 5)]
    assert plain(totals.countries) == [("FRA", 2, 2, 4), ("KEN", 2, 2, 4)]


def test_who_is_named_and_has_joined_counts_once(at):
    join_it(at, "b", role="technical")
    totals = count_totals()
    assert plain([totals.whole]) == [("", 3, 2, 5)]
    (record,) = joint_records(totals)
    found = [(body.code, str(did)) for body, did in record.partners]
    assert found == [("c", "Hosted it"), ("b", "Gave expertise")]
    assert (record.version.title, record.gross) == ("Joint", 3)


def test_who_left_counts_no_more(at):
    act(Participation.objects.get(), Act.END, by=at.people["c"])
    assert plain([count_totals().whole]) == [("", 3, 1, 4)]


def test_who_only_asks_counts_nowhere(at):
    user, body = make_user(), make_organisation(code="d")
    draft = make_draft(author=user, organisation=make_organisation(editor=user))
    ask(at.joint, draft=draft, by=user, role="host")
    assert plain([count_totals().whole]) == [("", 3, 2, 5)]
    assert body.code not in [line.code for line in count_totals().organisations]


def test_a_year_counts_what_counts_in_it(at):
    (year,) = years()
    assert plain([count_totals(year).whole]) == [("", 3, 2, 5)]
    assert plain([count_totals(year - 1).whole]) == [("", 0, 0, 0)]


def test_what_is_taken_off_the_site_counts_nowhere(at):
    at.joint.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    assert plain([count_totals().whole]) == [("", 2, 0, 2)]


def test_who_told_of_it_too_counts_once_the_two_are_one_record(at):
    """Its partners come along if reviewers say so, those who had joined it, too."""
    told = at.public("b", ["a", "c"], title="Joint, told by B")
    fourth = make_organisation(code="d", name="Body d")
    make_part(told, fourth, by=at.people["b"])
    assert plain([count_totals().whole]) == [("", 4, 5, 9)]
    versions = {"gone": told.latest_sealed(), "kept": at.joint.latest_sealed()}
    form = UniteForm(**versions)
    offered = dict(form.fields["partners"].choices)
    assert list(offered.values()) == ["Body d · Gave expertise"]
    form = UniteForm({"reason": "One.", "partners": list(offered)}, **versions)
    assert form.is_valid(), form.errors
    merge = unite(
        gone=told, kept=at.joint, by=at.desk, reason="One.", **form.coming_along()
    )
    assert plain([count_totals().whole]) == [("", 3, 3, 6)]
    (record,) = joint_records(count_totals())
    found = [(body.code, str(did)) for body, did in record.partners]
    assert found == [
        ("c", "Hosted it"),
        ("b", "Funded it"),
        ("d", "Gave expertise"),
    ]
    separate(merge, by=at.desk, reason="Two.")
    assert plain([count_totals().whole]) == [("", 4, 5, 9)]


# --- Pages ----------------------------------------------------------------------------

PAGE = reverse("reporting:joint_totals")


def file_address(ending):
    return reverse("reporting:joint_totals_file", args=[ending])


def test_staff_read_the_difference_and_the_records_behind_it(client, at):
    client.force_login(make_secretariat())
    shown = client.get(PAGE).content.decode()
    told = ("counted once more for every further organisation", "Joint", at.joint.code)
    told += ("Body b", "Body c", "Hosted it", "Reported itself", "Took part in")
    assert [text for text in told if text not in shown] == []
    assert "Nothing is public yet" not in shown


def test_desks_and_leads_read_of_their_programmes_alone(client, at):
    """As files too; who has neither duty reads nothing."""
    desk = make_user()
    other = make_programme(desk=desk, code="SBC", name="Homes")
    at.public("b", ["a"], by=desk, programme=other, title="CANARY")
    lead = make_user()
    appoint(lead, Appointment.Role.LEAD, programme=at.joint.programme)
    assert plain([count_totals().whole]) == [("", 4, 3, 7)]
    for person in (lead, at.desk):
        client.force_login(person)
        page = client.get(PAGE)
        totals = page.context["totals"]
        assert plain([totals.whole, *totals.programmes]) == [
            ("", 3, 2, 5),
            ("SFS", 3, 2, 5),
        ]
        shown = page.content.decode()
        assert "Of your programmes alone" in shown and "CANARY" not in shown
        answer = client.get(file_address("csv"), {"year": "all"})
        text = b"".join(answer.streaming_content).decode()
        assert "SBC" not in text and "CANARY" not in text and "SFS" in text
    client.force_login(at.people["a"])
    assert client.get(PAGE).status_code == 403
    assert client.get(file_address("csv")).status_code == 403


def test_the_year_that_is_read_is_marked(client, at):
    client.force_login(make_secretariat())
    (year,) = years()
    for asked, href in (({}, f"?year={year}"), ({"year": "all"}, "?year=all")):
        shown = client.get(PAGE, asked).content.decode()
        assert re.findall(r'href="([^"]*)" aria-current="true"', shown) == [href]


def test_without_anything_public_the_page_says_so(client, db):
    client.force_login(make_secretariat())
    assert "Nothing is public yet" in client.get(PAGE).content.decode()


def test_the_files_hold_all_of_it(client, at):
    client.force_login(make_secretariat())
    answer = client.get(file_address("csv"), {"year": "all"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["of", "code", "name", "net", "difference", "gross", "organisations"],
        ["total", "", "All", "3", "2", "5", ""],
        ["organisation", "a", "Body a", "2", "0", "2", ""],
        ["organisation", "b", "Body b", "1", "1", "2", ""],
        ["organisation", "c", "Body c", "0", "1", "1", ""],
        ["programme", "SFS", str(at.joint.programme.name), "3", "2", "5", ""],
        ["country", "FRA", str(make_country("FRA").name), "2", "2", "4", ""],
        ["country", "KEN", str(make_country("KEN").name), "2", "2", "4", ""],
        [
            "joint record",
            at.joint.code,
            "Joint",
            "1",
            "2",
            "3",
            "Body a; Body c; Body b",
        ],
    ]
    book = b"".join(client.get(file_address("xlsx")).streaming_content)
    sheet = load_workbook(io.BytesIO(book)).active
    cells = [[str(v) if v is not None else "" for v in r] for r in sheet.values]
    assert cells == rows
    assert client.get(file_address("pdf")).status_code == 404


def test_an_organisation_says_in_how_many_records_of_others_it_took_part(client, at):
    for name, number in (("a", 0), ("b", 1), ("c", 1)):
        address = at.bodies[name].get_absolute_url()
        shown = client.get(address).content.decode()
        assert ("counted once in the totals of the network" in shown) == bool(number)
        assert ("Joint" in shown) is True


# --- Whatever happens -----------------------------------------------------------------

STEPS, EXAMPLES = 25, 24
NAMES = st.sampled_from(["a", "b", "c"])


class JointLife(RuleBasedStateMachine):
    """Three organisations with a record each, joining and leaving, published and taken
    off: net is always the number of records, and nothing sealed or past changes."""

    @initialize()
    def begin(self):
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.people = {name: make_user() for name in "abc"}
        self.desk, self.staff = make_user(), make_secretariat()
        programme = make_programme(desk=self.desk)
        self.records, self.drafts, self.past = {}, {}, {}
        for name, user in self.people.items():
            given = {"author": user, "organisation": make_organisation(editor=user)}
            self.records[name] = make_draft(programme=programme, **given)
            self.drafts[name] = make_draft(**given)
        self.records["a"].take(Action.SUBMIT, by=self.people["a"])
        self.records["a"].take(Action.APPROVE, by=self.desk)
        self.sealed = {}

    @rule(name=NAMES, action=st.sampled_from(Action))
    def step(self, name, action):
        by = {"approve": self.desk, "return": self.desk, "unpublish": self.staff}
        try:
            by = by.get(action, self.people[name])
            self.records[name].take(action, by=by, comment="Because.")
        except StepRefused:
            return
        for row in ActivityVersion.objects.exclude(sealed_at=None).values():
            self.sealed.setdefault(row["id"], row)

    @rule(name=NAMES, other=NAMES)
    def ask(self, name, other):
        record, draft = self.records[other], self.drafts[name]
        body = {"organisation": draft.organisation, "outcome__in": ["", "taken"]}
        is_open = record.participations.filter(ended_at=None, **body).exists()
        is_public = record.publications.filter(until_at=None).exists()
        wanted = name != other and is_public and not is_open
        try:
            ask(record, draft=draft, by=self.people[name], role="host")
        except ParticipationRefused:
            assert not wanted
            return
        assert wanted

    @rule(name=NAMES, what=st.sampled_from(Act), data=st.data())
    def act(self, name, what, data):
        rows = list(Participation.objects.order_by("pk"))
        if not rows:
            return
        row, by = data.draw(st.sampled_from(rows)), self.people[name]
        wanted = what in acts_of(row, by)
        if what == Act.ACCEPT:
            wanted &= row.activity.publications.filter(until_at=None).exists()
        try:
            act(row, what, by=by, reason="Because.")
        except ParticipationRefused:
            assert not wanted
            return
        assert wanted

    @invariant()
    def net_is_the_number_of_records(self):
        totals, public = count_totals(), Publication.objects.filter(until_at=None)
        records = set(public.values_list("activity", flat=True))
        joined = Participation.objects.filter(outcome="taken", ended_at=None)
        pairs = set(joined.filter(activity__in=records).values_list("activity", "pk"))
        whole = totals.whole
        assert (whole.net, whole.gross) == (len(records), len(records) + len(pairs))
        for lines in (totals.organisations, totals.programmes):
            assert sum(line.net for line in lines) == whole.net
            assert sum(line.gross for line in lines) == whole.gross
            assert sum(line.difference for line in lines) == whole.difference

    @invariant()
    def no_participation_is_lost_or_rewritten(self):
        if not hasattr(self, "past"):
            return
        found = {row["id"]: row for row in Participation.objects.values()}
        for pk, before in self.past.items():
            settled = {k: v for k, v in before.items() if v not in (None, "")}
            assert {k: found[pk][k] for k in settled} == settled
        self.past = found

    @invariant()
    def sealed_means_sealed(self):
        if getattr(self, "sealed", {}):
            rows = ActivityVersion.objects.filter(pk__in=self.sealed).values()
            assert {row["id"]: row for row in rows} == self.sealed

    def teardown(self):
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


def test_whatever_joins_and_leaves_net_counts_records():
    run_state_machine_as_test(
        JointLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
