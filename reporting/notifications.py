"""Who hears about what, by mail. Mails are written into the outbox with the step."""

from django.conf import settings
from django.utils import translation

from oneplanet import outbox
from reporting.noted_rows import name_rows
from reporting.workflow import AUTHOR, REVIEWER, Action

TOLD = {
    Action.SUBMIT: REVIEWER,
    Action.RECALL: REVIEWER,
    Action.RETURN: AUTHOR,
    Action.APPROVE: AUTHOR,
    Action.UNPUBLISH: AUTHOR,
}
KINDS = {REVIEWER: "reviews", AUTHOR: "decisions"}  # of oneplanet.message_kinds
PAGES = {REVIEWER: "review", AUTHOR: "record"}


def tell_the_other_side(entry) -> None:
    """Mail the people on the other side of a step, each in their own language and
    time zone."""
    side = TOLD.get(Action(entry.action))
    if side is None:
        return
    activity = entry.about  # or the initiative
    if side == REVIEWER:
        readers = activity.reviewers()
    else:
        readers = activity.authors()
    notes, questions = _sent_with(entry), _asked_with(entry)
    for reader in readers:
        with translation.override(reader.language):
            path = activity.page(PAGES[side])
            public_path = activity.get_absolute_url()
        outbox.post(
            key=f"{entry.MAIL}-{entry.pk}-{reader.pk}",
            to=reader.email,
            language=reader.language,
            time_zone=reader.time_zone,
            kind=KINDS[side],
            template=f"reporting/mail/{entry.action}.txt",
            context={
                "public_link": settings.SITE_URL + public_path,
                "activity": activity,
                "version": entry.version,
                "entry": entry,
                "notes": notes,
                "questions": questions,
                "reader": reader,
                "link": settings.SITE_URL + path,
            },
        )


def _sent_with(entry) -> list:
    """The notes on single fields that went along with a return."""
    if entry.action != Action.RETURN:
        return []
    rows = entry.version.notes.filter(sent_at=entry.at, by=entry.by)
    return name_rows(rows.select_related("reason"))


def _asked_with(entry) -> list:
    """What its authors ask the desk about likely twins of what they submit."""
    if entry.action != Action.SUBMIT or not entry.version.rows:
        return []
    return list(entry.about.twin_answers.questions())


def hears_of_decisions(reader):
    """In a sentence, how somebody will be told what becomes of a submission."""
    return outbox.hears(reader, KINDS[AUTHOR])


def send_receipt(receipt, *, to, is_approved=False) -> None:
    """Mail who submitted a version its receipt, in their own language. ``is_approved``:
    at once, so that nobody has been asked to review it."""
    version = receipt.version
    with translation.override(to.language):
        path = receipt.get_absolute_url()
    outbox.post(
        key=f"{receipt.MAIL}-{receipt.pk}",
        to=to.email,
        language=to.language,
        time_zone=to.time_zone,
        kind="receipts",
        template="reporting/mail/receipt.txt",
        context={
            "receipt": receipt.find_others(),
            "version": version,
            "activity": version.identity,
            "reader": to,
            "placement": version.placement(),
            "is_approved": is_approved,
            "hears": "" if is_approved else hears_of_decisions(to),
            "link": settings.SITE_URL + path,
        },
    )
