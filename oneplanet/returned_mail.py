"""Recording what came back: reports of mail servers, matched with what was sent."""

from enum import StrEnum

from oneplanet import bounces, delivery_reports
from oneplanet.outbox import OutgoingMail


class Verdict(StrEnum):
    """What a mail that came in turned out to be."""

    FOR_GOOD = "came back for good"
    FOR_NOW = "came back for now"
    KNOWN = "known already"
    NOT_OURS = "of no mail of ours"
    NO_REPORT = "no report"


def record(data: bytes) -> list[Verdict]:
    """Record each thing a mail reports. Safe to repeat: the same is noted once."""
    reported = delivery_reports.read(data)
    return [_record(row) for row in reported] or [Verdict.NO_REPORT]


def _record(row) -> Verdict:
    """Only of a mail we sent, to the address we sent it to."""
    mail = OutgoingMail.objects.filter(message_id=row.message_id).first()
    if mail is None or mail.to.lower() not in row.addresses:
        return Verdict.NOT_OURS
    if not bounces.record(mail=mail, status=row.status, said=row.said):
        return Verdict.KNOWN
    is_for_good = bounces.is_for_good(row.status)
    return Verdict.FOR_GOOD if is_for_good else Verdict.FOR_NOW
