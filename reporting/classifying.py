"""Blind double classification: what two reviewers choose, and say where they differ.
No page tells one of them anything of the other before both are done.
"""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet.text.folding import fold
from programmes.models import roles_of
from reporting.models import (
    BlindClassification,
    BlindValue,
    ClassificationRemark,
    DrawnVersion,
    Judged,
    SettledValue,
)
from reporting.models.classifying import ONE_VALUED
from reporting.models.discussed import NO_WORD
from reporting.second_look_mails import tell_remark


class ClassifyingRefused(Exception):
    """What was asked for cannot be done. The message is for the person."""


class ReasonMissing(ClassifyingRefused):
    """It needs a reason, and none was given."""


@transaction.atomic
def give(classification, *, by, chosen) -> BlindClassification:
    """Keep what the reviewer chose (vocabulary → codes), for good.
    ClassifyingRefused."""
    locked = BlindClassification.objects.select_for_update(of=("self",))
    row = locked.select_related("drawn__draw").get(pk=classification.pk)
    if row.reviewer_id != by.pk or row.drawn.draw.closed_at:
        raise ClassifyingRefused(_("This cannot be classified any more."))
    if row.given_at:
        raise ClassifyingRefused(_("You have classified this one already."))
    BlindValue.objects.bulk_create(
        BlindValue(classification=row, vocabulary=vocabulary, code=code)
        for vocabulary in Judged.values
        for code in chosen.get(vocabulary, ())
    )
    row.given_at = timezone.now()
    row.save(update_fields=["given_at"])
    return row


def values_of(rows) -> dict[tuple[int, str], frozenset[str]]:
    """(drawn, vocabulary) → for each of the two, in order, what they chose; of these
    DrawnVersion, which both have classified. One query."""
    given = BlindClassification.objects.filter(drawn__in=rows, given_at__isnull=False)
    found = {}
    for row in given.prefetch_related("values").order_by("drawn", "pk"):
        chosen = defaultdict(set)
        for value in row.values.all():
            chosen[value.vocabulary].add(value.code)
        for vocabulary in Judged.values:
            key = (row.drawn_id, vocabulary)
            found.setdefault(key, []).append(frozenset(chosen[vocabulary]))
    return {key: tuple(both) for key, both in found.items()}


def in_version(version, vocabulary) -> frozenset[str]:
    """What the report itself says there."""
    found = getattr(version, vocabulary)
    if vocabulary in ONE_VALUED:
        return frozenset({found.code} if found else ())
    return frozenset(row.code for row in found.all())


# --- Discussed and settled ------------------------------------------------------------


@transaction.atomic
def remark(drawn_version, vocabulary, *, by, text="", settled=None):
    """Say something of a disagreement, or with ``settled`` (codes) how it should end.

    It ends so once the other of the two says the same, or where the secretariat says it
    and is neither of them; who agrees needs no words. ClassifyingRefused.
    """
    locked = DrawnVersion.objects.select_for_update(of=("self",))
    row = locked.get(pk=drawn_version.pk)
    if not may_discuss(row, by):
        raise ClassifyingRefused(_("Only its two reviewers and the secretariat can."))
    first, second = values_of([row]).get((row.pk, vocabulary), ((), ()))
    if set(first) == set(second):
        raise ClassifyingRefused(_("There is no disagreement about this."))
    if row.remarks.filter(vocabulary=vocabulary, settles=True).exists():
        raise ClassifyingRefused(_("It is settled already."))
    given = {"vocabulary": vocabulary, "by": by}
    is_agreed = settled is not None and frozenset(settled) == _proposed(row, **given)
    text = text.strip() if fold(text) else ""
    if not (text or is_agreed):
        raise ReasonMissing(_("Please say why, in a sentence."))
    is_neither = not row.classifications.filter(reviewer=by).exists()
    settles = is_agreed or (settled is not None and is_neither)
    given |= {"text": text, "at": timezone.now(), "settles": settles}
    said = row.remarks.create(**given)
    codes = [] if settled is None else sorted(settled) or [NO_WORD]
    SettledValue.objects.bulk_create(SettledValue(remark=said, code=c) for c in codes)
    tell_remark(said)
    return said


def _proposed(row, *, vocabulary, by) -> frozenset | None:
    """What the other of the two proposed last, to one of them."""
    if not row.classifications.filter(reviewer=by).exists():
        return None
    others = row.remarks.filter(vocabulary=vocabulary).exclude(by=by)
    found = [one.codes for one in others.prefetch_related("values") if one.proposes]
    return found[-1] if found else None


def may_discuss(drawn_version, user) -> bool:
    """Once both have classified it: the two, and the secretariat where they tie."""
    mine = drawn_version.classifications.filter(reviewer=user)
    is_theirs = roles_of(user).is_secretariat or mine.exists()
    both = DrawnVersion.objects.given_by_both().filter(pk=drawn_version.pk)
    return is_theirs and both.exists()


def settled_otherwise(version) -> list[ClassificationRemark]:
    """How disagreements about this version ended, where that is not what it says."""
    rows = ClassificationRemark.objects.filter(drawn__version=version, settles=True)
    rows = rows.select_related("by").prefetch_related("values")
    return [row for row in rows if row.codes != in_version(version, row.vocabulary)]
