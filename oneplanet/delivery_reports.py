"""Reading what mail servers report of mails they could not deliver (RFC 3464).

Anybody may send such a thing, so nothing in it is trusted: it is read up to MOST_BYTES,
what does not read is no report, and only who has had our mail knows the Message-ID in
it. No database.
"""

from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.policy import compat32

from oneplanet.bounces import STATUS, printable

MOST_BYTES = 1_000_000
MOST_PARTS = 50
MALFORMED = (
    AttributeError,
    AssertionError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Reported:
    """What became of one mail at one of its addresses. ``addresses`` are those the
    report calls it by: as we wrote it, or as it was passed on.
    """

    message_id: str
    addresses: frozenset[str]
    status: str
    said: str


def read(data: bytes) -> list[Reported]:
    """What a mail reports; nothing where it is no report, or none that can be read."""
    if len(data) > MOST_BYTES:
        return []
    try:
        return _read(message_from_bytes(data, policy=compat32))
    except MALFORMED:
        return []


def _read(message: Message) -> list[Reported]:
    if message.get_content_type() != "multipart/report":
        return []
    recipients, message_id = [], ""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return []
        kind = part.get_content_type()
        if kind == "message/delivery-status" and not recipients:
            recipients = _blocks(part)
        if kind in ("message/rfc822", "text/rfc822-headers") and not message_id:
            message_id = _message_id(part)
    if not message_id:
        return []
    found = (_reported(block, message_id) for block in recipients)
    return [row for row in found if row]


def _blocks(part) -> list[Message]:
    """One of headers for each recipient; the first, of the whole mail, names none."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    return [block for block in blocks if block["Final-Recipient"]]


def _message_id(part) -> str:
    """Of the mail that came back, whole or its headers alone."""
    payload = part.get_payload()
    if isinstance(payload, list):
        returned = payload[0]
    else:
        text = part.get_payload(decode=True) or b""
        returned = message_from_string(text.decode(errors="replace"), policy=compat32)
    return printable(returned["Message-ID"] or "")


def _reported(block, message_id) -> Reported | None:
    action = printable(block["Action"] or "").lower()
    status = STATUS.match(printable(block["Status"] or ""))
    if action not in ("failed", "delayed") or not status or status[0][0] == "2":
        return None
    names = (block["Original-Recipient"], block["Final-Recipient"])
    return Reported(
        message_id,
        frozenset(_address(name) for name in names if name),
        # Late is not refused, whatever the number says.
        f"4{status[0][1:]}" if action == "delayed" else status[0],
        printable(block["Diagnostic-Code"] or ""),
    )


def _address(text) -> str:
    """``rfc822; somebody@example.org`` without its kind."""
    return printable(str(text).rpartition(";")[2]).strip("<> ").lower()
