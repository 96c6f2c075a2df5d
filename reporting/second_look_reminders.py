"""Remind who is asked for a second look, or a translation, and has not given it for a
week; tell who discusses them of disagreements once a period's second looks are done.

Safe to run at any time and as often as one likes: each message has a key of its own.
What began long ago is left alone, so that nothing is told again once the messages of a
year are forgotten.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from oneplanet import outbox
from programmes.models import Appointment, User
from reporting.disagreements import numbers_in
from reporting.models import (
    BlindClassification,
    ClassificationDraw,
    TranslationRequest,
)
from reporting.queue_filter import WEEK
from reporting.second_look_mails import ASKED, DRAWN, post, with_a_mailbox

STALE = timedelta(days=180)  # so late a reminder helps nobody


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person; ``series`` begins its key, ``what`` says in a line of
    the command what it is about. The rest is what ``post`` takes."""

    series: str
    reader: User
    what: str
    given: dict

    @property
    def key(self) -> str:
        return f"{self.series}-{self.reader.pk}"


def remind_of_second_looks(*, now=None, dry_run=False) -> list[Letter]:
    """Write what nobody was told yet; all that was, or would be, written."""
    now, written = now or timezone.now(), []
    for letters in (*_to_classify(now), *_to_translate(now), *_to_discuss(now)):
        done = {key for one in letters[:1] for key in outbox.written(f"{one.series}-")}
        new = [letter for letter in letters if letter.key not in done]
        written += new if dry_run else _written(new)
    return written


@transaction.atomic
def _written(letters):
    for letter in letters:
        post(letter.reader, key=letter.key, **letter.given)
    return letters


def _to_classify(now) -> Iterator[list[Letter]]:
    """Of each open draw, who has something to classify for a week."""
    draws = ClassificationDraw.objects.filter(closed_at=None)
    draws = draws.filter(at__lte=now - WEEK, at__gt=now - STALE).order_by("pk")
    for draw in draws.select_related("period"):
        rows = BlindClassification.objects.filter(drawn__draw=draw)
        letters = []
        for reader in _reviewers(rows.waiting()):
            if number := rows.of(reader).waiting().count():
                letters.append(_about_draw(draw, "waits", reader, number))
        yield letters


def _to_discuss(now) -> Iterator[list[Letter]]:
    """Of each draw all of whose second looks are there, or that is closed, who finds
    disagreements open: their two reviewers, and the secretariat."""
    draws = ClassificationDraw.objects.discussed().with_last_given()
    draws = draws.filter(last_given_at__gt=now - STALE).order_by("pk")
    for draw in draws.select_related("period"):
        rows = BlindClassification.objects.filter(drawn__draw=draw)
        letters = []
        for reader in _reviewers(rows, and_secretariat=True):
            found = numbers_in(draw.drawn.discussed_by(reader)).get(draw.pk)
            if found and found.open:
                letters.append(_about_draw(draw, "differ", reader, found.open))
        yield letters


def _reviewers(rows, *, and_secretariat=False) -> list[User]:
    """Who is told of these classifications, while they have that duty."""
    people = set(rows.values_list("reviewer", flat=True))
    if and_secretariat:
        held = Appointment.objects.current()
        held = held.filter(role=Appointment.Role.SECRETARIAT)
        people.update(held.values_list("user", flat=True))
    return [one for one in with_a_mailbox(people) if one.roles.is_reviewer]


# What is told of a draw: template, page, what follows its address, word of the command.
OF_DRAW = {
    "waits": ("drawn_waits", "classification_list", "", "to classify"),
    "differ": ("differ", "classification_disagreements", "?show=open", "to discuss"),
}


def _about_draw(draw, about, reader, number) -> Letter:
    template, page, at, word = OF_DRAW[about]
    year = draw.period.year
    given = {
        "template": template,
        "page": page,
        "args": [year] if about == "differ" else [],
        "at": at,
        "context": {"number": number, "period": draw.period},
    }
    series = f"{DRAWN}-{draw.pk}-{about}"
    return Letter(series, reader, f"{year}, {word}: {number}", given)


def _to_translate(now) -> Iterator[list[Letter]]:
    """Of each translation nobody has given for a week, who is asked for it."""
    rows = TranslationRequest.objects.open().under_review()
    rows = rows.filter(asked_at__lte=now - WEEK, asked_at__gt=now - STALE)
    for row in rows.select_related("version__activity__programme").order_by("pk"):
        activity, series = row.version.activity, f"{ASKED}-{row.pk}-waits"
        given = {
            "template": "translation_asked",
            "page": "activity_translate",
            "args": [activity.code, row.language],
            "context": {
                "activity": activity,
                "version": row.version,
                "asked": row,
                "is_reminder": True,
            },
        }
        what = f"{activity.code}, to translate into {row.language}"
        readers = row.readers().order_by("pk")
        yield [Letter(series, reader, what, given) for reader in readers]
