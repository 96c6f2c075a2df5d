"""Contributions by link: asking somebody outside, what they write, and what members
take of it into the draft.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet import outbox
from oneplanet.text.numbers import as_typed_in
from reporting.drafts import save_draft
from reporting.form_steps import STEPS
from reporting.models import Activity, Contribution
from reporting.posted import data_of, normal, readable_copy, rows_of, set_rows

MOST_OPEN = 20  # links of one activity
MOST_TEXT = 100_000  # characters of one contribution
MOST_FIELDS = 1_500

READ_IN = "read_in"  # among the answers: in which language they were typed
NOT_ASKED = {"programme"}  # which is the organisation's own to choose


class ContributionRefused(Exception):
    """The message is written for the person."""


class Overtaken(Exception):
    """The same link was saved in another window meanwhile."""


def parts() -> list[tuple]:
    """(name, title) of the parts of the form that may be asked for, in its order."""
    titles = {"attachments": gettext_lazy("Links")}  # files cannot come this way
    return [
        (step.name, titles.get(step.name, step.title))
        for step in STEPS
        if not step.has_questions
    ]


def questions_of(sections) -> tuple[set, set]:
    """(fields, kinds of rows) that these parts ask."""
    wanted = [step for step in STEPS if step.name in sections]
    fields = {field for step in wanted for field in step.fields}
    return fields - NOT_ASKED, {kind for step in wanted for kind in step.rows}


def asked_of(data, sections) -> dict:
    """Of posted data what these parts ask, as it is kept: name → texts."""
    fields, kinds = questions_of(sections)
    return {
        name: texts
        for name, texts in readable_copy(data).lists()
        if name in fields or name.partition("-")[0] in kinds
    }


def posted_of(answers) -> QueryDict:
    """Answers as the form posts them. Their numbers mean what they meant in the
    language they were typed in, whatever the reader's."""
    (read_in,) = answers.get(READ_IN, [None])
    is_foreign = read_in not in (None, translation.get_language())
    data = QueryDict(mutable=True)
    for name, texts in answers.items():
        if is_foreign and name.endswith("-value"):
            texts = [as_typed_in(read_in, text) for text in texts]
        data.setlist(name, texts)
    return data


def _typed_here() -> dict:
    """What is kept beside answers that are typed in the active language."""
    return {READ_IN: [translation.get_language()]}


def _is_answered(texts) -> bool:
    return any(text.strip() for text in texts)


# --- Asking ---------------------------------------------------------------------------


@transaction.atomic
def ask(*, activity, by, shares_draft, email, **given) -> Contribution:
    """Mail somebody a link. ``shares_draft``: they go on from what the draft says in
    the parts they are asked for. Raises ContributionRefused.
    """
    activity = _held(activity, by)
    email = email.strip().lower()
    waiting = activity.contributions.filter(sent_at=None, revoked_at=None)
    _revoke_expired(waiting, by)
    if waiting.filter(email=email).exists():
        raise ContributionRefused(
            _("This address has an open link already. Revoke it to send another.")
        )
    if waiting.count() >= MOST_OPEN:
        raise ContributionRefused(
            _("Too many links of this activity are open. Revoke some of them first.")
        )
    row = Contribution(activity=activity, asked_by=by, email=email, **given)
    draft = asked_of(data_of(activity.draft()), row.sections)
    same = {name: texts for name, texts in draft.items() if name == "language"}
    row.answers = (draft if shares_draft else same) | _typed_here()
    row.save()
    _post(row, "contribution_asked", to=row, path=row.get_absolute_url)
    return row


def _revoke_expired(waiting, by):
    """Who let one pass may be asked again."""
    now = timezone.now()
    waiting.filter(expires_at__lte=now).update(revoked_at=now, revoked_by=by)


def _held(activity, by) -> Activity:
    """The activity, held still, if the person may edit it."""
    Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    found = Activity.objects.editable_by(by).filter(pk=activity.pk).first()
    if found is None:
        raise ContributionRefused(_("This activity can no longer be edited."))
    return found


def _locked(row) -> Contribution:
    rows = Contribution.objects.select_for_update(of=("self",))
    return rows.get(pk=row.pk)


@transaction.atomic
def revoke(*, row, by) -> Contribution:
    """Its link no longer works; what was written stays until it is forgotten."""
    row = _locked(row)
    if row.decided_at or row.revoked_at:
        raise ContributionRefused(_("This is over already."))
    row.revoked_at, row.revoked_by = timezone.now(), by
    row.save(update_fields=["revoked_at", "revoked_by"])
    return row


# --- Writing by the link --------------------------------------------------------------


@transaction.atomic
def save(row, data, *, counter: int) -> Contribution:
    """Keep what was typed, whether it can be read as data or not.

    Raises ContributionRefused where the link takes no more, Overtaken, and
    ValidationError for more than there is room for.
    """
    row = _locked(row)
    if not row.is_open:
        raise ContributionRefused(_("This link takes nothing more."))
    answers = asked_of(data, row.sections)
    length = sum(len(text) for texts in answers.values() for text in texts)
    if length > MOST_TEXT or len(answers) > MOST_FIELDS:
        raise ValidationError(_("This is more text than there is room for."))
    answers |= _typed_here()
    if counter != row.edit_count:
        if answers == row.answers:
            return row.heard_of(data)
        if not row.follows(data):
            raise Overtaken
    row.answers, row.saved_at = answers, timezone.now()
    row.edit_count += 1
    row.note_page(data)
    row.save()
    return row


@transaction.atomic
def send(row) -> Contribution:
    """What was saved goes to the members. Raises ContributionRefused."""
    row = _locked(row)
    if not row.is_open:
        raise ContributionRefused(_("This link takes nothing more."))
    given = (texts for name, texts in row.answers.items() if name != READ_IN)
    if row.saved_at is None or not any(map(_is_answered, given)):
        raise ContributionRefused(_("There is nothing to send yet."))
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    for reader in _told(row):
        where = ["reporting:contribution_review", row.activity.code, row.pk]
        _post(row, "contribution_sent", to=reader, path=where)
    return row


def _told(row):
    """Who asked, while they work there; then all members."""
    authors = row.activity.authors()
    asker = authors.filter(pk=row.asked_by_id)
    return asker if asker.exists() else authors


# --- Taking it in ---------------------------------------------------------------------


def merged(row, version, names=None) -> QueryDict:
    """The draft as posted data with these answers in it (all, without ``names``).

    An answer takes the place of the draft's; rows are added to those that are there.
    """
    data, typed = data_of(version), posted_of(row.answers)
    fields, kinds = questions_of(row.sections)
    answered = {name for name in fields if _is_answered(row.answers.get(name, ()))}
    for name in answered if names is None else answered & set(names):
        data.setlist(name, row.answers[name])
    for kind in kinds if names is None else kinds & set(names):
        there = normal(data)[kind]
        brought = zip(rows_of(typed, kind), normal(typed)[kind], strict=True)
        new = [cells for cells, plain in brought if plain not in there]
        set_rows(data, kind, rows_of(data, kind) + new)
    return data


@transaction.atomic
def take(*, row, by, names, counter: int, reason="") -> Contribution:
    """Save the chosen answers into the draft, by the verb and guard of every save.

    Raises ContributionRefused, EditConflict and StepRefused.
    """
    activity = _held(row.activity, by)
    row = _waiting(row)
    fields, kinds = questions_of(row.sections)
    names = sorted(set(names) & (fields | kinds))
    if not names:
        raise ContributionRefused(_("Choose at least one answer, or decline them all."))
    data = merged(row, activity.draft(), names)
    save_draft(activity, by=by, data=data, uploads=None, counter=counter)
    row.taken, row.reason = names, reason
    return _decide(row, Contribution.Outcome.TAKEN, by)


@transaction.atomic
def decline(*, row, by, reason) -> Contribution:
    """Raises ContributionRefused."""
    row = _waiting(row)
    row.reason = reason
    return _decide(row, Contribution.Outcome.DECLINED, by)


def _waiting(row) -> Contribution:
    row = _locked(row)
    if not row.waits_for_decision:
        raise ContributionRefused(_("This is over already."))
    return row


def _decide(row, outcome, by) -> Contribution:
    row.outcome, row.decided_by, row.decided_at = outcome, by, timezone.now()
    row.save()
    _post(row, "contribution_answered", to=row, path=row.get_absolute_url)
    return row


def is_public(row) -> bool:
    """Whether the public reads a version that holds what was taken."""
    if row.outcome != Contribution.Outcome.TAKEN:
        return False
    public = row.activity.open_publication()
    return public is not None and public.version.sealed_at >= row.decided_at


def forget() -> int:
    """Keep no name, address or word of who contributed, once it is long over; how many
    rows."""
    rows = Contribution.objects.long_over().exclude(email="")
    return rows.update(name="", email="", message="", answers={})


def _post(row, template, *, to, path) -> None:
    """Mail who contributes (``to`` is the row) or a member."""
    with translation.override(to.language):
        path = path() if callable(path) else reverse(path[0], args=path[1:])
    outbox.post(
        key=f"contribution-{row.pk}-{template.partition('_')[2]}-{to.pk}",
        to=to.email,
        language=to.language,
        time_zone=getattr(to, "time_zone", "UTC"),
        template=f"reporting/mail/{template}.txt",
        context={
            "row": row,
            "reader": to,
            "activity": row.activity,
            "title": row.activity.versions.order_by("-number")[0].title,
            "link": settings.SITE_URL + path,
        },
        holds_secret=to is row,
    )
