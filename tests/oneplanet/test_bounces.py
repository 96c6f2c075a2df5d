"""Mails that come back: reports of mail servers, refusals, and what follows."""

import mailbox
import sys
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command

from oneplanet import bounces, outbox
from oneplanet.bounces import Bounce, StoppedAddress, is_stopped, record, try_again
from oneplanet.delivery_reports import MOST_BYTES
from oneplanet.models import OutgoingMail
from oneplanet.returned_mail import Verdict
from oneplanet.returned_mail import record as record_report
from tests.factories import make_user
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db
TO = "reader@example.org"


@pytest.fixture
def sink(settings):
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        yield sink


def queue(key="one", to=TO, **given) -> OutgoingMail:
    given = {"language": "en", "subject": "News", "body": "New."} | given
    outbox.queue(key=key, to=to, **given)
    return OutgoingMail.objects.filter(key=key).first()


RECIPIENT = """Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <{to}>: user unknown
"""


def report(mail=None, **given) -> bytes:
    """What a mail server sends back, as Postfix writes it."""
    given = {"to": TO, "action": "failed", "status": "5.1.1"} | given
    given.setdefault("id", mail.message_id if mail else "<nothing@example.org>")
    given.setdefault("recipient", RECIPIENT.format(**given))
    return REPORT.format(**given).replace("\n", "\r\n").encode(errors="replace")


REPORT = """From: MAILER-DAEMON@mail.example.org
To: portal@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Thu, 26 Nov 2026 18:00:00 +0000

{recipient}
--B
Content-Type: text/rfc822-headers

From: portal@localhost
To: {to}
Message-ID: {id}
Subject: News

--B--
"""


def noted():
    rows = Bounce.objects.order_by("pk")
    return list(rows.values_list("address", "status", "is_hard"))


# --- Recording ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "action", "verdict", "noted_as"),
    [
        ("5.1.1", "failed", Verdict.FOR_GOOD, ("5.1.1", True)),
        ("5.0.0", "failed", Verdict.FOR_GOOD, ("5.0.0", True)),
        ("4.2.2", "failed", Verdict.FOR_NOW, ("4.2.2", False)),
        ("5.1.1", "delayed", Verdict.FOR_NOW, ("4.1.1", False)),
        # They speak of the mail or of us, not of the address.
        ("5.7.1", "failed", Verdict.FOR_NOW, ("5.7.1", False)),
        ("5.6.0", "failed", Verdict.FOR_NOW, ("5.6.0", False)),
    ],
)
def test_a_report_is_noted_once(status, action, verdict, noted_as):
    mail = queue()
    data = report(mail, status=status, action=action)
    assert record_report(data) == [verdict]
    assert record_report(data) == [Verdict.KNOWN]
    assert noted() == [(TO, *noted_as)]
    assert Bounce.objects.get().said.startswith("smtp; 550")


def test_a_whole_mail_that_came_back_is_known_too():
    mail = queue()
    whole = report(mail).replace(b"text/rfc822-headers", b"message/rfc822")
    assert record_report(whole) == [Verdict.FOR_GOOD]


def test_what_was_passed_on_counts_by_the_address_we_wrote_to():
    mail = queue()
    recipient = "Original-Recipient: rfc822;" + TO + "\n"
    recipient += RECIPIENT.format(
        to="at.home@example.com", action="failed", status="5.1.1"
    )
    assert record_report(report(mail, recipient=recipient)) == [Verdict.FOR_GOOD]
    assert noted() == [(TO, "5.1.1", True)]


@pytest.mark.parametrize("changed", [{"id": "<x@y>"}, {"to": "else@example.org"}])
def test_a_forged_report_does_nothing(changed):
    assert record_report(report(queue(), **changed)) == [Verdict.NOT_OURS]
    assert noted() == []


def nested(depth=2000) -> bytes:
    """Parts within parts, each opened and none closed."""
    head = b"Content-Type: multipart/report; boundary=B%d\r\n\r\n--B%d\r\n"
    return b"".join(head % (n, n) for n in range(depth))


def many_parts(mail) -> bytes:
    return report(mail).replace(b"--B\r\n", b"--B\r\n\r\nx\r\n" * 60 + b"--B\r\n", 1)


def many_recipients(mail) -> bytes:
    given = {"to": TO, "action": "failed", "status": "5.1.1"}
    return report(mail, recipient="\n".join([RECIPIENT.format(**given)] * 100))


def unknown_letters(mail) -> bytes:
    kind = b"text/rfc822-headers"
    given = b"; charset=x-none\r\nContent-Transfer-Encoding: base64"
    return report(mail).replace(b"us-ascii", b"x-\xff").replace(kind, kind + given)


HOSTILE = {
    "nothing": lambda mail: b"",
    "bytes": lambda mail: bytes(range(256)) * 20,
    "an ordinary mail": lambda mail: b"Subject: 5.1.1\r\n\r\nFinal-Recipient: x",
    "too long": lambda mail: report(mail) + b"x" * MOST_BYTES,
    "parts in parts": lambda mail: nested(),
    "many parts": many_parts,
    "many recipients": many_recipients,
    "no status": lambda mail: report(mail, status="fatal"),
    "delivered": lambda mail: report(mail, status="2.0.0", action="delivered"),
    "no recipient": lambda mail: report(mail, recipient=""),
    "a status that goes on": lambda mail: report(mail, status="51111111.1.1"),
    "cut off": lambda mail: report(mail)[:400],
    "no message id": lambda mail: report(mail, id=""),
    "unknown letters": unknown_letters,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_no_report(name):
    data = HOSTILE[name](queue())
    assert record_report(data) in ([Verdict.NO_REPORT], [Verdict.NOT_OURS])
    assert noted() == []


def test_what_a_server_says_is_kept_short_and_clean():
    mail = queue()
    said = "Diagnostic-Code: smtp; \x00<script>\x1b[31m\udcff" + "é" * 3000
    recipient = RECIPIENT.format(to=TO, action="failed", status="5.1.1")
    recipient = recipient.replace("Diagnostic-Code", "X") + said + "\n"
    assert record_report(report(mail, recipient=recipient)) == [Verdict.FOR_GOOD]
    said = Bounce.objects.get().said
    assert len(said) <= bounces.MAX_SAID
    assert said.isprintable()


# --- What follows ---------------------------------------------------------------------


def come_back(*keys, to=TO, status="5.1.1"):
    for key in keys:
        record(mail=queue(key, to=to), status=status)


def test_after_two_mails_that_came_back_for_good_no_more_are_sent():
    come_back("one")
    record(mail=OutgoingMail.objects.get(), status="5.1.10")  # the same mail
    assert not is_stopped(TO)
    come_back("two")
    assert is_stopped(TO.upper())
    assert queue("three") is None


def test_what_is_for_now_never_stops_mails():
    come_back("one", "two", "three", status="4.2.2")
    assert not is_stopped(TO)


def test_an_inbox_goes_on_and_what_somebody_waits_for_is_still_tried():
    user = make_user(email=TO)
    come_back("one", "two")
    assert queue("three", kind="decisions") is None
    assert queue("four", kind="receipts") is None
    assert queue("five", kind="account")
    assert queue("six", kind="invitations")
    assert user.inbox.count() == 6


def test_somebody_says_that_it_works_and_the_count_begins_anew():
    come_back("one", "two")
    try_again(TO.upper())
    assert queue("three")
    come_back("four")
    assert not is_stopped(TO)
    come_back("five")
    assert is_stopped(TO)


# --- While sending --------------------------------------------------------------------


def test_an_address_refused_for_good_is_noted_and_not_tried_again(sink):
    sink.on["RCPT"] = lambda: "550 5.1.1 Nobody of that name"
    mail = queue()
    assert outbox.send_waiting() == 0
    mail.refresh_from_db()
    assert (mail.attempts, mail.gave_up_at is not None) == (1, True)
    assert noted() == [(TO, "5.1.1", True)]
    assert Bounce.objects.get().said == "550 5.1.1 Nobody of that name"
    queue("two")
    outbox.send_waiting()
    assert is_stopped(TO)


@pytest.mark.parametrize(
    ("answer", "noted_as"),
    [
        ("451 4.7.1 Come back later", []),
        ("554 5.7.1 Relay access denied", [(TO, "5.7.1", False)]),
        ("550 Nobody", [(TO, "5.0.0", True)]),
    ],
)
def test_a_refusal_that_may_pass_is_tried_again(sink, answer, noted_as):
    sink.on["RCPT"] = lambda: answer
    mail = queue()
    outbox.send_waiting()
    mail.refresh_from_db()
    is_for_good = bool(noted_as and noted_as[0][2])
    assert (mail.gave_up_at is not None) == is_for_good
    assert noted() == noted_as


def test_reports_go_to_an_address_of_their_own(sink, settings):
    settings.MAIL_BOUNCES = "bounces@localhost"
    froms = []
    usual = sink.handle_MAIL

    async def mail_from(server, session, envelope, address, options):
        froms.append(address)
        return await usual(server, session, envelope, address, options)

    sink.handle_MAIL = mail_from
    queue()
    outbox.send_waiting()
    assert froms == ["bounces@localhost"]
    assert sink.messages[0]["From"] == "portal@localhost"


# --- The command ----------------------------------------------------------------------


def run(*paths) -> list[str]:
    out = StringIO()
    call_command("record_bounces", *map(str, paths), stdout=out)
    return out.getvalue().splitlines()


def test_a_maildir_is_read_and_may_be_read_again(tmp_path):
    box = mailbox.Maildir(tmp_path / "box")
    for key in ("one", "two"):
        box.add(report(queue(key)))
    box.add(b"Subject: On holiday\r\n\r\nBack on Monday.")
    assert run(tmp_path / "box") == ["came back for good: 2", "no report: 1"]
    assert run(tmp_path / "box") == ["known already: 2", "no report: 1"]
    assert StoppedAddress.objects.get().address == TO


def test_an_mbox_and_a_single_file_are_read(tmp_path):
    box = mailbox.mbox(tmp_path / "box")
    for key in ("one", "two"):
        box.add(report(queue(key)))
    box.close()
    assert run(tmp_path / "box") == ["came back for good: 2"]
    file = tmp_path / "mail.eml"
    file.write_bytes(report(queue("three", kind="account")))
    assert run(file) == ["came back for good: 1"]


def test_a_mail_is_read_from_standard_input(monkeypatch):
    given = TextIOWrapper(BytesIO(report(queue())))
    monkeypatch.setattr(sys, "stdin", given)
    assert run() == ["came back for good: 1"]


def test_a_path_that_leads_nowhere_is_said(tmp_path):
    with pytest.raises(CommandError, match="There is no"):
        run(tmp_path / "nowhere")
