"""How far two reviewers agreed, vocabulary by vocabulary, as rows to keep."""

from decimal import Decimal
from math import sqrt

from reporting.choices import choices
from reporting.kappa import NOTHING, Agreement, agreement, decisions
from reporting.models import ClassificationAgreement, Judged
from reporting.models.classifying import ONE_VALUED

NORMAL_95 = 1.959964  # standard errors to either side


def agreements_of(chosen) -> list[ClassificationAgreement]:
    """One row for each vocabulary, not kept yet. ``chosen``: (record, vocabulary) → the
    two choices (classifying.values_of). Seven queries, for the words in use."""
    words = words_in_use()
    rows = []
    for order, vocabulary in enumerate(Judged.values):
        pairs = [both for (_r, name), both in chosen.items() if name == vocabulary]
        found = judge(vocabulary, pairs, words[vocabulary])
        rows.append(_row(vocabulary, order, len(pairs), found))
    return rows


def words_in_use() -> dict[str, set[str]]:
    """Vocabulary → the codes that may be chosen today."""
    rows = choices().rows
    return {
        name: {
            code
            for code, row in rows[name].items()
            if getattr(row, "retired_on", None) is None
        }
        for name in Judged.values
    }


def judge(vocabulary, pairs, words) -> Agreement:
    """Where one value is chosen, a decision is the value. Where several are, each word
    is a decision of its own, taken or not, and all of them are judged together."""
    if vocabulary in ONE_VALUED:
        return agreement(
            (min(one, default=""), min(two, default="")) for one, two in pairs
        )
    known = set(words).union(*(one | two for one, two in pairs))
    return agreement(decisions(pairs, sorted(known))) if pairs else NOTHING


def _row(vocabulary, order, records, found):
    row = ClassificationAgreement(vocabulary=vocabulary, order=order, records=records)
    row.decisions, row.observed = found.judged, _kept(found.observed)
    row.expected, row.kappa = _kept(found.expected), _kept(found.kappa)
    if found.error:  # none where all was alike: that says nothing of so few
        low, high = interval(found, records)
        row.low, row.high = _kept(low), _kept(high)
    return row


def interval(found: Agreement, records: int) -> tuple[float, float]:
    """The 95 % interval of kappa (Cohen 1960, large samples), within -1 and 1.

    Decisions about one record hang together, so records are counted and not decisions:
    the interval is rather too wide than too narrow.
    """
    half = NORMAL_95 * found.error * sqrt(found.judged / records)
    kappa = float(found.kappa)
    return max(-1.0, kappa - half), min(1.0, kappa + half)


def _kept(share) -> Decimal | None:
    return None if share is None else round(Decimal(float(share)), 5)
