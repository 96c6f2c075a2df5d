"""Where the two reviewers of a blind classification differ, side by side; and how many
of it are open.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from oneplanet.text.languages import set_apart
from reporting.choices import choices
from reporting.classifying import settled_otherwise, values_of
from reporting.models import (
    BlindValue,
    ClassificationDraw,
    ClassificationRemark,
    DrawnVersion,
    Judged,
    ReviewTranslation,
)
from reporting.models.classifying import ONE_VALUED
from reporting.reading import read_lists

NEEDED = ("version__type", "version__scope", "version__activity")
BESIDE = ("classifications__reviewer", "remarks__by", "remarks__values")


def listed(labels) -> str:
    """Labels in one line; in words that there are none."""
    between = pgettext("between list items", ", ")
    return between.join(map(set_apart, labels)) or _("nothing")


@dataclass(frozen=True, slots=True)
class Side:
    """What one reviewer, or the report, says there. ``name`` is that of the way to
    settle it so."""

    name: str
    who: str
    codes: frozenset
    labels: list[str]

    @property
    def in_words(self) -> str:
        return f"{self.who}: {self.listed}"

    @property
    def listed(self) -> str:
        return listed(self.labels)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One vocabulary of one record: the two sides, the report, what was said (each
    remark knows as what it ``would_be`` settled), and how it was settled (a remark with
    ``settled_as``), or None."""

    drawn: DrawnVersion
    vocabulary: Judged
    sides: list[Side]
    remarks: list
    settled: object
    settled_as: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.drawn.pk}-{self.vocabulary}"

    @property
    def proposals(self) -> dict[frozenset, str]:
        """What stands proposed, of each person the last → who proposes it."""
        last = {one.by: one.codes for one in self.remarks if one.proposes}
        return {codes: str(by) for by, codes in last.items()}

    def as_choice(self, way) -> str:
        """A way to settle it, in words; also who has proposed it."""
        if (name := self.proposals.get(way.codes)) is None:
            return way.in_words
        said = _("%(way)s – %(name)s proposes this")
        return said % {"way": way.in_words, "name": set_apart(name)}

    @property
    def ways(self) -> list[Side]:
        """How it may be settled, each way once; several words also as all of them."""
        found = {side.codes: side for side in reversed(self.sides)}
        return sorted(found.values(), key=self.sides.index)


def disagreements_in(rows) -> list[Disagreement]:
    """Of these DrawnVersion, which both have classified, in the order of the draw and
    of the vocabularies. A dozen queries, however many there are."""
    rows = list(rows.select_related(*NEEDED).prefetch_related(*BESIDE))
    if not rows:
        return []
    chosen, words = values_of(rows), choices().rows
    contents = {one.version.pk: one for one in read_lists([r.version for r in rows])}
    return [
        _disagreement(row, vocabulary, both, contents[row.version_id], words)
        for row in rows
        for vocabulary in Judged
        if len(set(both := chosen[row.pk, vocabulary])) > 1
    ]


def _disagreement(row, vocabulary, both, content, words):
    known = words[vocabulary]

    def side(name, who, codes):
        return Side(name, str(who), frozenset(codes), _labels(known, codes))

    people = [one.reviewer for one in row.classifications.all()]
    report = _in_report(content, vocabulary)
    sides = [
        side("first", people[0], both[0]),
        side("second", people[1], both[1]),
        side("report", _("The report"), report),
    ]
    if vocabulary not in ONE_VALUED:
        sides.append(side("all", _("Everything both chose"), both[0] | both[1]))
    remarks = [one for one in row.remarks.all() if one.vocabulary == vocabulary]
    for one in remarks:
        one.would_be = listed(_labels(known, one.codes)) if one.proposes else ""
    settled = next((one for one in remarks if one.settles), None)
    as_what = listed(_labels(known, settled.codes if settled else ()))
    return Disagreement(row, vocabulary, sides, remarks, settled, as_what)


def _labels(known, codes) -> list[str]:
    return [word_label(known[code]) for code in known if code in codes]


def word_label(word) -> str:
    return str(getattr(word, "label", None) or word)


def _in_report(content, vocabulary) -> set[str]:
    if vocabulary in ONE_VALUED:
        word = getattr(content.version, vocabulary)
        return {word.code} if word else set()
    return {word.code for word in content.lists.get(vocabulary, ())}


def with_second_looks(versions):
    """Each knows as ``is_settled`` whether two who classified it blind settled anything
    about it, and as ``is_translated`` whether its reviewers have a translation."""
    remarks = ClassificationRemark.objects.filter(settles=True)
    translated = ReviewTranslation.objects.filter(version=OuterRef("pk"))
    return versions.annotate(
        is_settled=Exists(remarks.filter(drawn__version=OuterRef("pk"))),
        is_translated=Exists(translated),
    )


def settled_told(version) -> list[tuple]:
    """(remark, labels in one line) where the two settled it otherwise than the version
    says; asked of one with_second_looks()."""
    if not version.is_settled:
        return []
    rows = settled_otherwise(version)
    words = choices().rows if rows else {}
    found = []
    for row in rows:
        labels = _labels(words[row.vocabulary], row.codes)
        found.append((row, listed(labels)))
    return found


# --- How many -------------------------------------------------------------------------


class Differing(NamedTuple):
    """How many disagreements are open, and how many settled."""

    open: int
    settled: int


def numbers_in(rows) -> dict[int, Differing]:
    """By the key of their draw, of these DrawnVersion, which both have classified; none
    where nobody differs. One query."""
    of = "classification__drawn"
    values = BlindValue.objects.filter(**{f"{of}__in": rows}).of_one().order_by()
    named = (f"{of}__draw", of, "vocabulary", "is_settled")
    found = Counter(
        (draw, is_settled)
        for draw, _drawn, _name, is_settled in values.values_list(*named).distinct()
    )
    return {
        draw: Differing(found[draw, False], found[draw, True]) for draw, _any in found
    }


def to_discuss(user) -> dict[ClassificationDraw, int]:
    """How many disagreements are open, by draw, of those the person may discuss or read
    and whose second looks are all there. A draw knows ``last_given_at``. One query, two
    where there are any."""
    draws = ClassificationDraw.objects.discussed()
    rows = DrawnVersion.objects.filter(draw__in=draws).discussed_by(user)
    numbers = {pk: found.open for pk, found in numbers_in(rows).items() if found.open}
    if not numbers:
        return {}
    named = draws.filter(pk__in=numbers).with_last_given().select_related("period")
    return {draw: numbers[draw.pk] for draw in named}
