"""Blind double classification: who is asked, what is kept, how it is counted."""

from decimal import Decimal

import pytest
from django.utils import timezone

from programmes.models import Appointment
from reporting.classifying import (
    ClassifyingRefused,
    ReasonMissing,
    give,
    remark,
    settled_otherwise,
)
from reporting.disagreements import disagreements_in
from reporting.draws import close, draw
from reporting.models import (
    BlindClassification,
    ClassificationAgreement,
    ClassificationDraw,
    DrawnVersion,
    Judged,
)
from reporting.workflow import Action
from tests.factories import (
    appoint,
    join,
    make_organisation,
    make_period,
    make_secretariat,
    make_user,
)
from tests.reporting.blind import chosen, make_blind

pytestmark = pytest.mark.django_db
MORE = ("stages", "impacts", "goals", "targets", "tags")


@pytest.fixture
def blind():
    return make_blind()


def pairs_of(found):
    return {
        row.version.activity.code: {one.reviewer for one in row.classifications.all()}
        for row in found.drawn.all()
    }


# --- The draw -------------------------------------------------------------------------


def test_the_draw_is_kept_and_can_be_repeated(blind):
    for n in range(23):
        blind.approved(f"Number {n}")
    found = blind.drawn(seed="5eed")
    assert (found.seed, found.population, found.by) == ("5eed", 23, blind.sam)
    codes = [row.version.activity.code for row in found.drawn.all()]
    pairs = pairs_of(found)
    assert len(codes) == 20 and [row.place for row in found.drawn.all()] == [
        *range(1, 21)
    ]
    assert set(map(frozenset, pairs.values())) == {frozenset({blind.ada, blind.bo})}
    found.delete()
    again = draw(blind.period, by=blind.sam, seed="5eed")
    assert [row.version.activity.code for row in again.drawn.all()] == codes
    assert pairs_of(again) == pairs


def test_a_seed_is_made_for_each_draw(blind):
    blind.approved()
    seeds = set()
    for _n in range(3):
        found = blind.drawn(seed="")
        seeds.add(found.seed)
        found.delete()
    assert len(seeds) == 3 and {len(seed) for seed in seeds} == {16}


def test_only_what_is_public_and_counts_there_is_drawn(blind):
    there = blind.approved("There")
    gone = blind.approved("Gone")
    gone.take(Action.UNPUBLISH, by=blind.sam, comment="No.")
    elsewhere = blind.approved("Elsewhere")
    elsewhere.versions.get().placements.update(period=make_period(2019))
    revised = blind.approved("Revised")
    revised.take(Action.REVISE, by=revised.created_by)
    found = blind.drawn()
    versions = {row.version for row in found.drawn.all()}
    assert versions == {there.versions.get(), revised.versions.get(number=1)}
    assert found.population == 2


def test_nobody_with_a_part_in_it_classifies_it(blind):
    """Not who decided on it, wrote it, or belongs to the organisation that did; the
    secretariat only where the desks have no two."""
    plain = blind.approved("Plain")
    adas = blind.approved("Ada returned it once")
    adas.history.create(
        version=adas.versions.get(),
        action="return",
        from_state="submitted",
        to_state="returned",
        by=blind.ada,
        at=timezone.now(),
    )
    ours = make_organisation()
    join(blind.bo, ours)
    bos = blind.approved("Of Bo's organisation", organisation=ours)
    written = blind.approved("Ada wrote it", author=blind.ada)
    assert pairs_of(blind.drawn()) == {
        plain.code: {blind.ada, blind.bo},
        adas.code: {blind.bo, blind.sam},
        bos.code: {blind.ada, blind.sam},
        written.code: {blind.bo, blind.sam},
    }


def test_with_nobody_left_it_is_drawn_and_given_to_no_one(blind):
    ours = make_organisation()
    for person in (blind.ada, blind.bo):
        join(person, ours)
    activity = blind.approved(organisation=ours)
    assert pairs_of(blind.drawn()) == {activity.code: set()}


@pytest.mark.parametrize("state", ["planned", "open"])
def test_a_period_is_drawn_from_once_it_is_closed(blind, state):
    blind.approved()
    blind.period.state = state
    blind.period.save()
    with pytest.raises(ClassifyingRefused):
        draw(blind.period, by=blind.sam)
    assert not ClassificationDraw.objects.exists()


def test_a_period_is_drawn_from_once_by_staff_where_there_is_something(blind):
    with pytest.raises(ClassifyingRefused, match="Nothing"):
        blind.drawn()
    blind.approved()
    with pytest.raises(ClassifyingRefused, match="secretariat"):
        draw(blind.period, by=blind.ada)
    blind.drawn()
    with pytest.raises(ClassifyingRefused, match="already"):
        draw(blind.period, by=blind.sam)


# --- Given ----------------------------------------------------------------------------


def test_what_is_given_is_kept_once(blind):
    activity = blind.approved()
    blind.drawn()
    mine = blind.of(blind.ada, activity)
    give(mine, by=blind.ada, chosen=chosen(sectors=("SEC_HOMES", "SEC_FOOD")))
    kept = [("type", "TRAINING"), ("scope", "GLOBAL")]
    kept += [("sectors", "SEC_HOMES"), ("sectors", "SEC_FOOD")]
    assert list(mine.values.values_list("vocabulary", "code")) == kept
    with pytest.raises(ClassifyingRefused, match="already"):
        give(mine, by=blind.ada, chosen=chosen())
    with pytest.raises(ClassifyingRefused, match="any more"):
        give(blind.of(blind.bo, activity), by=blind.ada, chosen=chosen())
    assert mine.values.count() == 4


def both(blind, activity, first=None, second=None):
    for person, given in ((blind.ada, first or {}), (blind.bo, second or {})):
        give(blind.of(person, activity), by=person, chosen=chosen(**given))
    return DrawnVersion.objects.get(version__activity=activity)


def test_a_disagreement_shows_to_the_two_and_staff_once_both_are_done(blind):
    activity = blind.approved()
    blind.drawn()
    people = (blind.ada, blind.bo, blind.sam, blind.ann, make_user())

    def seen():
        discussed = DrawnVersion.objects.discussed_by
        return [discussed(person).count() for person in people]

    assert seen() == [0] * 5
    give(blind.of(blind.ada, activity), by=blind.ada, chosen=chosen())
    assert seen() == [0] * 5
    give(blind.of(blind.bo, activity), by=blind.bo, chosen=chosen(type="STANDARD"))
    assert seen() == [1, 1, 1, 0, 0]
    (found,) = disagreements_in(DrawnVersion.objects.discussed_by(blind.ada))
    sides = {side.who: sorted(side.codes) for side in found.sides}
    assert found.vocabulary == Judged.TYPE
    assert sides == {
        "Ada": ["TRAINING"],
        "Bo": ["STANDARD"],
        "The report": ["TRAINING"],
    }
    ways = {frozenset({"TRAINING"}), frozenset({"STANDARD"})}
    assert {way.codes for way in found.ways} == ways and len(found.ways) == 2


def test_it_is_settled_once_by_those_it_concerns_and_with_words(blind):
    activity = blind.approved()
    blind.drawn()
    row = both(blind, activity, second={"type": "STANDARD"})
    with pytest.raises(ClassifyingRefused, match="two reviewers"):
        remark(row, "type", by=blind.ann, text="Mine.")
    with pytest.raises(ClassifyingRefused, match="no disagreement"):
        remark(row, "scope", by=blind.ada, text="Mine.")
    remark(row, "type", by=blind.ada, text=" Why? ")
    for nothing in ("", " \u200b\n"):
        with pytest.raises(ReasonMissing):
            remark(row, "type", by=blind.sam, text=nothing, settled=["STANDARD"])
        with pytest.raises(ReasonMissing):
            remark(row, "type", by=blind.ada, text=nothing)
    remark(row, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    with pytest.raises(ClassifyingRefused, match="already"):
        remark(row, "type", by=blind.bo, settled=["TRAINING"])
    assert [(r.text, r.by, r.settles) for r in row.remarks.all()] == [
        ("Why?", blind.ada, False),
        ("So.", blind.sam, True),
    ]


def test_the_two_settle_it_together_and_none_of_them_alone(blind):
    """Of what each proposes the last stands; who agrees needs no words."""
    activity = blind.approved()
    blind.drawn()
    row = both(blind, activity, second={"type": "STANDARD"})

    def say(by, *codes, text="Because."):
        said = remark(row, "type", by=by, text=text, settled=codes)
        return said.settles, said.proposes, said.codes

    first, second = frozenset({"TRAINING"}), frozenset({"STANDARD"})
    with pytest.raises(ReasonMissing):
        say(blind.ada, "TRAINING", text="")
    assert say(blind.ada, "TRAINING") == (False, True, first)
    assert say(blind.ada, "TRAINING") == (False, True, first), "no other agrees"
    assert say(blind.bo, "STANDARD") == (False, True, second)
    assert say(blind.ada) == (False, True, frozenset()), "that none fits"
    with pytest.raises(ReasonMissing):
        say(blind.bo, "TRAINING", text="")  # Ada proposed it, and no longer does
    assert say(blind.bo, text="") == (True, False, frozenset())
    (found,) = disagreements_in(DrawnVersion.objects.all())
    assert (found.settled, found.settled_as) == (row.remarks.last(), "nothing")
    assert found.proposals == {frozenset(): "Ada", second: "Bo"}


def test_the_secretariat_that_is_one_of_the_two_does_not_settle_it_alone(blind):
    activity = blind.approved(author=blind.ada)
    blind.drawn()
    sim = make_secretariat(name="Sim")
    for person, type in ((blind.bo, "TRAINING"), (blind.sam, "STANDARD")):
        give(blind.of(person, activity), by=person, chosen=chosen(type=type))
    row = DrawnVersion.objects.get()
    proposed = {"text": "So.", "settled": ["STANDARD"]}
    assert remark(row, "type", by=blind.sam, **proposed).proposes
    assert remark(row, "type", by=sim, **proposed).settles


def test_the_desk_is_told_where_it_is_settled_otherwise_than_the_report(blind):
    activity = blind.approved()
    blind.drawn()
    row = both(
        blind, activity, {"scope": "LOCAL"}, {"type": "STANDARD", "scope": "GLOBAL"}
    )
    remark(row, "scope", by=blind.sam, text="So.", settled=["GLOBAL"])
    version = activity.versions.get()
    assert settled_otherwise(version) == []
    remark(row, "type", by=blind.ada, text="So.", settled=["STANDARD"])
    assert settled_otherwise(version) == [], "only proposed"
    last = remark(row, "type", by=blind.bo, settled=["STANDARD"])
    assert settled_otherwise(version) == [last]
    version.refresh_from_db()
    assert version.type.code == "TRAINING", "what is sealed stays as it is"


# --- Counted --------------------------------------------------------------------------


def short(row):
    shares = (row.observed, row.expected, row.kappa, row.low, row.high)
    return (row.records, row.decisions, *shares)


def test_how_far_they_agree_is_kept_when_it_is_closed(blind):
    """Of four records the two choose one type in three; of three sectors, twelve
    decisions, they take eleven alike. What neither ever chose is all alike."""
    first, second, third, fourth = (blind.approved(f"N {n}") for n in range(4))
    left = blind.approved("One of them never came to it")
    found = blind.drawn()
    both(blind, first)
    both(blind, second)
    both(blind, third, {"type": "STANDARD"}, {"type": "STANDARD"})
    both(blind, fourth, {"sectors": ("SEC_FOOD", "SEC_HOMES")}, {"type": "STANDARD"})
    give(blind.of(blind.ada, left), by=blind.ada, chosen=chosen())
    found = close(found, by=blind.sam)
    rows = {row.vocabulary: row for row in found.agreements.all()}
    assert list(rows) == list(Judged.values)

    # 3 of 4 alike; by chance 3/4 of 2/4 and 1/4 of 2/4 are one half: kappa one half,
    # its error √(¾·¼/4)/½ = 0.433, so the interval ends beyond 1.
    assert short(rows["type"]) == (
        4,
        4,
        Decimal("0.75"),
        Decimal("0.5"),
        Decimal("0.5"),
        Decimal("-0.34869"),
        Decimal(1),
    )
    # yes 5 and 4 of 12: by chance (5·4 + 7·8)/144 = 0.52778; 11/12 observed.
    sectors = rows["sectors"]
    assert (sectors.records, sectors.decisions) == (4, 12)
    assert sectors.observed == Decimal("0.91667")
    assert sectors.expected == Decimal("0.52778")
    assert sectors.kappa == Decimal("0.82353")
    # of records, not decisions: 1.96 · √(11/144 / 4) / (1 − 0.52778)
    assert (sectors.low, sectors.high) == (Decimal("0.24996"), Decimal(1))
    scope = short(rows["scope"])
    assert scope == (4, 4, Decimal(1), Decimal(1), None, None, None), "unknown"
    assert {rows[name].kappa for name in MORE} == {None}


def test_all_alike_has_no_interval(blind):
    one, other = blind.approved("One"), blind.approved("Other")
    found = blind.drawn()
    both(blind, one)
    both(blind, other, {"type": "STANDARD"}, {"type": "STANDARD"})
    row = close(found, by=blind.sam).agreements.get(vocabulary="type")
    half = Decimal("0.5")
    assert short(row) == (2, 2, Decimal(1), half, Decimal(1), None, None)


def test_a_draw_is_closed_once_by_staff_and_takes_no_more(blind):
    activity, other = blind.approved("One"), blind.approved("Two")
    found = blind.drawn()
    with pytest.raises(ClassifyingRefused, match="by both"):
        close(found, by=blind.sam)
    both(blind, activity)
    with pytest.raises(ClassifyingRefused, match="secretariat"):
        close(found, by=blind.ada)
    close(found, by=blind.sam)
    with pytest.raises(ClassifyingRefused, match="closed"):
        close(found, by=blind.sam)
    with pytest.raises(ClassifyingRefused, match="any more"):
        give(blind.of(blind.ada, other), by=blind.ada, chosen=chosen())


def test_it_is_public_with_the_figures_of_the_period(blind):
    activity = blind.approved()
    found = blind.drawn()
    both(blind, activity)
    public = ClassificationAgreement.objects.public
    assert not public().exists() and not ClassificationDraw.objects.public().exists()
    close(found, by=blind.sam)
    assert not public().exists()
    blind.period.state = "reported"
    blind.period.save()
    assert [row.code for row in public()] == [f"2020-{name}" for name in Judged.values]


def test_whose_record_is_gone_for_the_reader_is_not_shown(blind):
    activity = blind.approved()
    blind.drawn()
    both(blind, activity, second={"type": "STANDARD"})
    activity.take(Action.UNPUBLISH, by=blind.sam, comment="No.")
    assert not BlindClassification.objects.of(blind.ada).exists()
    assert not DrawnVersion.objects.discussed_by(blind.ada).exists()
    assert DrawnVersion.objects.discussed_by(blind.sam).count() == 1, "staff read it"


def test_desks_of_any_programme_are_asked_evenly(blind):
    carl = make_user(name="Carl")
    appoint(carl, Appointment.Role.DESK, programme=blind.programme)
    for n in range(6):
        blind.approved(f"N {n}")
    found = blind.drawn()
    numbers = [
        BlindClassification.objects.filter(drawn__draw=found, reviewer=person).count()
        for person in (blind.ada, blind.bo, carl, blind.ann, blind.sam)
    ]
    assert numbers == [4, 4, 4, 0, 0]
