"""What may be counted twice, for staff: likely twins of two organisations or of two
programmes, and numbers that joint partners both give.

Twins are looked for among what counts in one period, and between that and what counts
in any other, so that such a pair is told in the years of both; numbers in the period
alone. All as far as the person may read it. The work is bounded: what is left out is
said.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations, groupby, product
from operator import itemgetter

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.urls import reverse

from oneplanet.text.folding import fold
from reporting.models import (
    ActivityVersion,
    Placement,
    Quantity,
    TwinAnswer,
    TwinKey,
    TwinProfile,
    VersionPartner,
)
from reporting.twin_finding import with_address
from reporting.twins.judging import judge
from reporting.twins.kept import as_profile
from reporting.twins.reasons import in_words

SHARED_BY = 20  # records under one key; what more share tells nothing
READ = 20_000  # rows of keys, or of numbers
JUDGED = 400  # pairs that share the most keys
SHOWN = 50  # pairs of one kind
OF = ("activity", "activity__organisation", "activity__programme")


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts in the period, or in another one, of one version."""

    version: int
    activity: int
    organisation: int
    programme: int | None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of two activities, and why they are here: names of signs (see
    reporting.twins.reasons), or the numbers both give. ``is_apart`` says that a partner
    or the desk keeps them apart."""

    one: ActivityVersion
    other: ActivityVersion
    signs: tuple[str, ...] = ()
    numbers: tuple[Quantity, ...] = ()
    is_apart: bool = False

    @property
    def why(self) -> list[str]:
        return in_words(self.signs)

    @property
    def ways(self) -> list[str]:
        """Where the one is read with the other beside it."""
        return [row.activity.page("review") for row in (self.one, self.other)]

    @property
    def is_across(self) -> bool:
        """Whether the two count in different years (``counted_in`` of each)."""
        return self.one.counted_in != self.other.counted_in

    @property
    def beside(self) -> str:
        """Where both are read field by field."""
        codes = [row.activity.code for row in (self.one, self.other)]
        return reverse("reporting:activity_beside", args=codes)


@dataclass(frozen=True, slots=True)
class DoubleCounts:
    """``is_cut``: not everything could be looked at, or shown."""

    organisations: list[Pair]
    programmes: list[Pair]
    numbers: list[Pair]
    is_cut: bool


def double_counts(period, *, user) -> DoubleCounts:
    """The likeliest first; those kept apart last. Eleven queries."""
    counts = Placement.objects.counted()
    everywhere = _versions_in(counts, user)
    here = _versions_in(counts.filter(period=period), user)
    counted = {row[0]: Counted(*row) for row in here.values_list("pk", *OF)}
    numbers, few_numbers = _same_numbers(counted)
    twins, few_keys = _twins(counted, here, everywhere)
    bodies = [pair for pair in twins if _differ(counted, pair, "organisation")]
    one_body = [pair for pair in twins if pair not in bodies]
    kinds = (bodies, one_body, numbers)
    shown = [kind[:SHOWN] for kind in kinds]
    versions, apart = _versions(shown, user), _kept_apart(counted, shown)
    made = [
        sorted(
            (_pair(found, versions, apart) for found in kind),
            key=lambda pair: pair.is_apart,
        )
        for kind in shown
    ]
    is_cut = few_keys or few_numbers or any(len(kind) > SHOWN for kind in kinds)
    return DoubleCounts(*made, is_cut=is_cut)


def _versions_in(placed, user):
    versions = ActivityVersion.objects.visible_to(user).order_by()
    return versions.filter(pk__in=placed.values("version"))


def _differ(counted, pair, name) -> bool:
    one, other = (getattr(counted[pk], name) for pk in pair.versions)
    return one != other


@dataclass(frozen=True, slots=True)
class _Found:
    versions: tuple[int, int]
    signs: tuple[str, ...] = ()
    numbers: tuple[Quantity, ...] = ()


# --- Likely twins ---------------------------------------------------------------------


def _twins(counted, here, everywhere):
    """Pairs judged likely, of two organisations or of two programmes, one of two
    activities; and whether some were not judged. To what is ``counted`` those are added
    that count elsewhere."""
    inside, few_inside = _alike_inside(counted)
    across, few_across = _alike_across(counted, here, everywhere)
    alike = [*inside.items(), *across.items()]
    order = sorted(alike, key=lambda pair: (-pair[1], pair[0]))
    found = _likely(counted, [pair for pair, _shared in order[:JUDGED]])
    return found, few_inside or few_across or len(order) > JUDGED


def _alike_inside(counted):
    """How many keys two of the period share; and whether some were not read. Counted
    here: where the database did, it looked up each key with each version."""
    rows = TwinKey.objects.filter(profile__in=counted).order_by("key", "profile_id")
    rows, shared, number = rows.values_list("key", "profile"), [], 0
    for _key, of_key in groupby(rows, key=itemgetter(0)):
        found = [counted[version] for _key, version in of_key]
        if 2 <= len(found) <= SHARED_BY:
            number += len(found)
            if number > READ:
                break
            shared.append(found)
    pairs = (pair for found in shared for pair in combinations(found, 2))
    return _counter(pairs), number > READ


def _alike_across(counted, here, everywhere):
    """The same of two of which one counts in another period: added to ``counted``."""
    keys = TwinKey.objects.filter(profile__in=everywhere.values("pk")).order_by()
    mine = Count("pk", filter=Q(profile__in=here.values("pk")))
    shared = keys.values("key").annotate(n=Count("pk"), mine=mine)
    shared = shared.filter(mine__range=(1, SHARED_BY), n__gt=F("mine"))
    shared = shared.filter(n__lte=F("mine") + SHARED_BY)
    of = (f"profile__version__{name}" for name in OF)
    rows = keys.filter(key__in=shared.values("key")).order_by("key", "profile_id")
    rows = list(rows.values_list("key", "profile", *of)[: READ + 1])
    by_key, inside = defaultdict(lambda: ([], [])), frozenset(counted)
    for key, version, *rest in rows[:READ]:
        row = counted.setdefault(version, Counted(version, *rest))
        by_key[key][version in inside].append(row)
    pairs = (pair for sides in by_key.values() for pair in product(*sides))
    return _counter(pairs), len(rows) > READ


def _counter(pairs) -> Counter:
    return Counter(
        tuple(sorted((one.version, other.version)))
        for one, other in pairs
        if _may_be_twice(one, other)
    )


def _may_be_twice(one, other) -> bool:
    differs = one.organisation != other.organisation or one.programme != other.programme
    return differs and one.activity != other.activity


def _likely(counted, pairs) -> list[_Found]:
    ids = {pk for pair in pairs for pk in pair}
    rows = TwinProfile.objects.filter(pk__in=ids).values_list("pk", "said")
    profiles = {pk: as_profile(said) for pk, said in rows}
    best = {}
    for pair in pairs:
        judgement = judge(*(profiles[pk] for pk in pair))
        of = frozenset(counted[pk].activity for pk in pair)
        if judgement.is_likely and judgement.chance > best.get(of, (0,))[0]:
            best[of] = judgement.chance, _Found(pair, judgement.reasons)
    order = sorted(best.values(), key=lambda row: (-row[0], row[1].versions))
    return [found for _chance, found in order]


# --- The same number ------------------------------------------------------------------


def _same_numbers(counted):
    """Pairs of versions that give the same number of the same unit, where one names
    the organisation of the other as a partner; and whether some were not read."""
    partners = VersionPartner.objects.filter(version__in=counted).exclude(
        organisation=None
    )
    named = set(partners.values_list("version", "organisation"))
    joint = {version for version, _organisation in named}
    bodies = {organisation for _version, organisation in named}
    concerned = [
        row.version
        for row in counted.values()
        if row.version in joint or row.organisation in bodies
    ]
    rows = Quantity.objects.filter(version__in=concerned, value__gt=1)
    rows = list(rows.order_by("version_id", "order", "pk")[: READ + 1])
    by_number, found = defaultdict(list), defaultdict(list)
    for row in rows[:READ]:
        by_number[row.value, fold(row.unit)].append(row)
    for same in by_number.values():
        for one, other in combinations(same[:SHARED_BY], 2):
            if _are_joint(counted[one.version_id], counted[other.version_id], named):
                found[one.version_id, other.version_id].append(one)
    pairs = [_Found(pair, numbers=tuple(same)) for pair, same in found.items()]
    pairs.sort(key=lambda row: (-len(row.numbers), row.versions))
    return pairs, len(rows) > READ


def _are_joint(one, other, named) -> bool:
    apart = one.organisation != other.organisation and one.activity != other.activity
    return apart and (
        (one.version, other.organisation) in named
        or (other.version, one.organisation) in named
    )


# --- As the page shows them -----------------------------------------------------------


def _versions(kinds, user) -> dict[int, ActivityVersion]:
    ids = {pk for kind in kinds for found in kind for pk in found.versions}
    held = Placement.objects.standing().filter(version=OuterRef("pk"))
    year = Subquery(held.values("period__year")[:1])
    rows = ActivityVersion.objects.filter(pk__in=ids).annotate(counted_in=year)
    return {row.pk: row for row in with_address(rows, user)} if ids else {}


def _kept_apart(counted, kinds) -> set[frozenset]:
    """Pairs of activities of which the last word is that they are two: where it has
    spoken, the desk's."""
    ids = {
        counted[pk].activity
        for kind in kinds
        for found in kind
        for pk in found.versions
    }
    rows = TwinAnswer.objects.standing().filter(activity__in=ids, other__in=ids)
    last = {}
    for row in rows.order_by("at", "pk"):
        last[frozenset((row.activity_id, row.other_id))] = row.found or row.choice
    return {pair for pair, said in last.items() if said == TwinAnswer.Choice.APART}


def _pair(found, versions, apart) -> Pair:
    one, other = (versions[pk] for pk in found.versions)
    of = frozenset((one.activity_id, other.activity_id))
    return Pair(one, other, found.signs, found.numbers, of in apart)
