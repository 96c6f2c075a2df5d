"""Public activities by the thousand, to measure pages on. For scratch databases alone.

Rows are written in bulk, past the verbs, but as the verbs would leave them: each
activity has one sealed version with its lists and rows, a history and an open
publication. They are marked as sample, so `clear_sample` removes them.
"""

from datetime import UTC, date, datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, Subquery

from programmes.models import Country, Organisation, Term, User
from reporting.choices import choices
from reporting.models import (
    Activity,
    ActivityVersion,
    HistoryEntry,
    Publication,
    Quantity,
    SubmissionReceipt,
    VersionLink,
    VersionPartner,
)
from reporting.sample import files
from reporting.workflow import Action, State

BATCH = 1000
ORGANISATIONS = 200
MOST = {  # list of a version: at most so many words
    "countries": 3,
    "regions": 1,
    "sectors": 3,
    "stages": 2,
    "impacts": 3,
    "goals": 4,
    "targets": 2,
    "tags": 4,
}


@transaction.atomic
def generate(number: int, *, seed: int = 1) -> None:
    """Add so many public activities; the same seed and database, the same rows."""
    if not settings.SAMPLE:
        raise RuntimeError("Only a portal with SAMPLE=1 may hold invented activities.")
    chance, words = Random(seed), choices().rows  # noqa: S311
    bodies, person = _organisations(), _person()
    texts = [
        (language, row["title"], row["summary"], row["results"] or "")
        for language, _name in settings.LANGUAGES
        for row in files.activities(language)
    ]
    first = Activity.objects.count()
    for start in range(first, first + number, BATCH):
        numbers = range(start, min(start + BATCH, first + number))
        activities = _activities(numbers, chance, words, bodies, person)
        versions = _versions(activities, chance, words, texts)
        _add_lists(versions, chance, words)
        _add_rows(versions, chance)
        _seal(versions, person)
        _publish(versions, person)


def _organisations():
    kinds = list(Term.objects.filter(vocabulary="stakeholder_type"))
    countries = list(Country.objects.states())
    missing = [
        Organisation(
            code=f"sample-bench-{n}",
            name=f"Sample organisation {n}",
            name_language="en",
            type=kinds[n % len(kinds)],
            country=countries[n % len(countries)],
            is_sample=True,
        )
        for n in range(ORGANISATIONS)
    ]
    Organisation.objects.bulk_create(missing, ignore_conflicts=True)
    return list(Organisation.objects.filter(code__startswith="sample-bench-"))


def _person():
    email = "bench@sample.example.org"
    person = {"name": "Sample of the benchmarks", "is_sample": True, "password": "!"}
    return User.objects.get_or_create(email=email, defaults=person)[0]


def _activities(numbers, chance, words, bodies, person):
    programmes = [*words["programme"].values(), None]
    begun = datetime(2018, 1, 8, 8, 0, tzinfo=UTC)
    return Activity.objects.bulk_create(
        Activity(
            code=f"OP-SB{n:07}",
            organisation=chance.choice(bodies),
            programme=chance.choice(programmes),
            state=State.APPROVED,
            is_sample=True,
            created_at=begun + timedelta(minutes=chance.randrange(4 * 365 * 24 * 60)),
            created_by=person,
        )
        for n in numbers
    )


def _versions(activities, chance, words, texts):
    types, scopes = list(words["type"].values()), list(words["scope"].values())
    versions = []
    for activity in activities:
        language, title, summary, results = chance.choice(texts)
        start = date(2017, 6, 1) + timedelta(days=chance.randrange(1200))
        versions.append(
            ActivityVersion(
                activity=activity,
                number=1,
                language=language,
                title=f"{title} ({activity.code})",
                summary=summary,
                results=results,
                type=chance.choice(types),
                started_on=start,
                ended_on=start + timedelta(days=chance.randrange(1, 500)),
                scope=chance.choice(scopes),
                reported_by_id=activity.organisation_id,
                entered_by_id=activity.created_by_id,
            )
        )
    return ActivityVersion.objects.bulk_create(versions)


def _add_lists(versions, chance, words):
    """At least one word of each list, whatever the scope."""
    for name, most in MOST.items():
        field = ActivityVersion._meta.get_field(name)
        link = field.remote_field.through
        column = f"{field.m2m_reverse_field_name()}_id"
        offered = [row.pk for row in words[name].values()]
        link.objects.bulk_create(
            link(**{"activityversion_id": version.pk, column: pk})
            for version in versions
            for pk in chance.sample(offered, chance.randint(1, most))
        )


def _add_rows(versions, chance):
    Quantity.objects.bulk_create(
        Quantity(
            version=version,
            what="People reached",
            status=Quantity.Status.VALUE,
            value=chance.randrange(10_000),
            unit="people",
        )
        for version in versions
    )
    VersionPartner.objects.bulk_create(
        VersionPartner(version=version, name="Sample partner", role="other")
        for version in versions
    )
    VersionLink.objects.bulk_create(
        VersionLink(version=version, url="https://example.org/", label="More")
        for version in versions
    )


def _seal(versions, person):
    """All at once, when nothing more hangs itself on them."""
    begun = Activity.objects.filter(pk=OuterRef("activity")).values("created_at")
    ids = [version.pk for version in versions]
    ActivityVersion.objects.filter(pk__in=ids).update(
        sealed_at=Subquery(begun), sealed_by=person
    )
    receipts = (SubmissionReceipt(version_id=pk) for pk in ids)
    SubmissionReceipt.objects.bulk_create(receipts)


def _publish(versions, person):
    """Submitted the moment it was begun, approved a week later."""
    week = timedelta(days=7)
    Publication.objects.bulk_create(
        Publication(
            activity=version.activity,
            version=version,
            day=version.day,
            year=version.day.year,
            from_at=version.activity.created_at + week,
            by=person,
        )
        for version in versions
    )
    steps = (
        (Action.SUBMIT, State.DRAFT, State.SUBMITTED, 0 * week),
        (Action.APPROVE, State.SUBMITTED, State.APPROVED, week),
    )
    HistoryEntry.objects.bulk_create(
        HistoryEntry(
            activity=version.activity,
            version=version,
            action=action,
            from_state=before,
            to_state=after,
            by=person,
            at=version.activity.created_at + later,
        )
        for version in versions
        for action, before, after, later in steps
    )
