"""Sample activities, brought to their states by the verbs people use."""

from datetime import UTC, datetime, time, timedelta
from zlib import crc32

from oneplanet.reference import BadReference
from oneplanet.text import dates
from programmes.models import Appointment, Organisation, User
from reporting import workflow
from reporting.models import Activity, Initiative, Quantity, ReturnReason
from reporting.models.version import LISTS
from reporting.review_notes import write_note
from reporting.sample.members import address, named
from reporting.sample.papers import paper
from reporting.sample.questions import add_answers
from reporting.uploads import check, keep
from reporting.workflow import Role

TEXTS = ("title", "summary", "results")
DATES = ("started_on", "ended_on")


def add_activity(row: dict, *, language: str, words: dict) -> Activity:
    """One activity with all that happened to it.

    ``words`` are the rows of reporting.choices: field → code → row.
    """
    author = User.objects.get(email=address(row["author"]))
    begin, *later = row["steps"]
    activity = Activity.begin(
        by=author,
        organisation=named(Organisation, row["organisation"]),
        programme=word_of(words, "programme", row["programme"]),
        initiative=named(Initiative, row["initiative"]),
        at=moment_of(begin, row["code"]),
        language=language,
        type=word_of(words, "type", row["type"]),
        scope=word_of(words, "scope", row["scope"]),
        **{name: row[name] or "" for name in TEXTS},
        **{name: row[name] for name in DATES},
    )
    activity.code = row["code"]
    activity.save(update_fields=["code"])
    draft = activity.draft()
    _fill(draft, row, words)
    add_answers(draft, row["code"])
    live(activity, later, author)
    return activity


def live(activity, steps, author) -> None:
    """What happened to an activity, or an initiative, after its first draft."""
    _mark_saved(activity, at=activity.created_at)
    all(_take(activity, step, author) for step in steps)  # as far as it goes


def _take(activity, step, author) -> bool:
    """One step, and what the author then changed in the new draft.

    False where no sample person may take it: a programme whose desk is real keeps its
    sample submissions waiting.
    """
    at = moment_of(step, activity.code)
    by = _actor(activity, step, author)
    if by is None:
        return False
    _note(activity, step["notes"], by=by)
    activity.take(step["action"], by=by, comment=step["comment"] or "", at=at)
    texts = (name for name in (*TEXTS, "objectives") if name in step)
    changes = {name: step[name] for name in texts if step[name]}
    if changes:
        draft = activity.draft()
        for name, text in changes.items():
            setattr(draft, name, text)
        draft.edit_count += 1
        draft.save()
    _mark_saved(activity, at=at)
    return True


def _note(reported, notes, *, by):
    """What the reviewer says of single fields, with a reason of the reference or
    words of their own."""
    for row in notes:
        write_note(
            reported,
            by=by,
            number=reported.latest_sealed().number,
            field=row["field"],
            reason=named(ReturnReason, row["reason"]),
            comment=row["comment"] or "",
        )


def _actor(activity, step, author):
    role = workflow.BY_ACTION[step["action"]].role
    if role == Role.AUTHOR:
        return author
    if role == Role.REVIEWER:
        able = activity.reviewers()
    else:
        able = User.objects.appointed(Appointment.Role.SECRETARIAT)
    able = list(able.filter(is_sample=True))
    return able[crc32(activity.code.encode()) % len(able)] if able else None


def _fill(version, row, words):
    """The lists, rows and files of the first draft."""
    for name in LISTS:
        chosen = [word_of(words, name, code) for code in row[name] or ()]
        getattr(version, name).set(chosen)
    for order, partner in enumerate(row["partners"]):
        partner["organisation"] = named(Organisation, partner["organisation"])
        partner["name"] = partner["name"] or ""
        version.partners.create(order=order, **partner)
    for order, quantity in enumerate(row["quantities"]):
        version.quantities.create(order=order, **_answer(quantity))
    for order, link in enumerate(row["links"]):
        version.links.create(order=order, **link)
    for order, file in enumerate(row["files"]):
        stored = keep(check(paper(file["name"], file["rows"])))
        version.files.create(order=order, stored=stored, name=file["name"])


def _answer(row) -> dict:
    """A number with its unit, or the reason why there is none."""
    for status in (Quantity.Status.NO_DATA, Quantity.Status.NOT_RELEVANT):
        if row[status]:
            return {"what": row["what"], "status": status, "reason": row[status]}
    answer = {"status": Quantity.Status.VALUE}
    return answer | {name: row[name] for name in ("what", "value", "unit")}


def _mark_saved(activity, *, at):
    """A draft says when it was saved; a sealed version keeps what it said before."""
    activity.versions.filter(sealed_at=None).update(saved_at=at)


def word_of(words, field, code):
    if code is None:
        return None
    try:
        return words[field][code]
    except KeyError:
        raise BadReference(f"There is no “{code}” for {field}.") from None


def moment_of(step, code) -> datetime:
    """Some minute of the working day of a step."""
    day = step["on"] or dates.today() - timedelta(days=step["days_ago"])
    minute = crc32(f"{code}{step['action']}{day:%j}".encode()) % (8 * 60)
    return datetime.combine(day, time(8), tzinfo=UTC) + timedelta(minutes=minute)
