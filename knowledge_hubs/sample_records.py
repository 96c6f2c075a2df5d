"""Invented records, so that a newcomer sees a whole case study, a label that was
assessed, and an event with sessions and recordings.
"""

from datetime import UTC, datetime, timedelta

from django.db import transaction

from knowledge_hubs.models import CaseStudy, Event, ProductLabel
from knowledge_hubs.sample_translations import translate
from oneplanet import searching
from oneplanet.text import dates

CODE = "sample-"
CASE = {
    "title": "Sample: jars that come back",
    "lead": "How a small town took its glass jars back, as an invented example.",
    "problem": "Every week two tonnes of jars went to landfill, although shops and "
    "cooks would have filled them again.",
    "approach": "The market put up one crate for each street. Two people collect "
    "them by bicycle and wash the jars in the school kitchen.\n\nA deposit of one "
    "coin makes them come back.",
    "outcome": "After six months the town counted three jars of four that came back.",
    "lessons": "Begin with one street. Ask the shops first what they can fill again. "
    "Without the deposit half as many came back.",
    "place": "A town by a lake",
    "kind": "community",
    "started_year": 2024,
    "ended_year": 2025,
}
LABEL = {
    "title": "Sample: the leaf of the lake",
    "lead": "An invented label on washing powder.",
    "says": "The powder harms the water of the lake less than others.",
    "scope": "Washing powder for households; its use and what leaves the house.",
    "kind": "claim",
    "verified": "own",
}
ASSESSED = (
    ("reliability", "partly", "One test of its own is named, without its method."),
    ("relevance", "yes", "It speaks of the water, where the harm is greatest."),
    ("clarity", "no", "“Less than others” does not say which others."),
    ("transparency", "no", "Nobody can read how it was tested."),
)
EVENT = {
    "title": "Sample: a day on refill",
    "lead": "An invented day with a programme and recordings.",
    "kind": "online",
    "is_online": True,
}
SESSIONS = (
    (9, "What refill needs", "Ada Example, town hall\nBo Example, market"),
    (11, "Washing jars at scale", "Chen Example, school kitchen"),
)
MODELS = (CaseStudy, ProductLabel, Event)


@transaction.atomic
def add_records() -> int:
    """Those that are missing; how many."""
    day = dates.today() + timedelta(days=30)
    case, label = _make(CaseStudy, CASE), _make(ProductLabel, LABEL)
    event = _make(Event, EVENT | {"starts_on": day, "ends_on": day})
    if label:
        for order, (principle, meets, text) in enumerate(ASSESSED, 1):
            given = {"meets": meets, "text_en": text, "order": order}
            label.assessments.create(principle=principle, **given)
    if event:
        _hold(event, day)
    made = [row for row in (case, label, event) if row]
    searching.changed(*made)
    return len(made)


def _make(model, texts):
    """The row if it is new. Its texts are English, but for those of
    sample_translations.py."""
    translated = {"title", "lead", "problem", "approach", "outcome", "lessons"}
    translated |= {"place", "says", "scope"}
    given = {f"{k}_en" if k in translated else k: v for k, v in texts.items()}
    given |= {"is_draft": False, "is_sample": True, "order": 9000}
    code = CODE + model._meta.model_name
    row, is_new = model.objects.get_or_create(code=code, defaults=given)
    if is_new:
        translate(row)
    return row if is_new else None


def _hold(event, day):
    for hour, title, speakers in SESSIONS:
        begins = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        session = event.sessions.create(
            title_en=title,
            speakers_en=speakers,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=90),
            time_zone="Africa/Nairobi",
            language="en",
        )
        event.recordings.create(
            session=session,
            url=f"https://example.org/sample-recording-{hour}",
            transcript_url=f"https://example.org/sample-transcript-{hour}",
            language="en",
            minutes=84,
        )


def clear_records(*, dry_run=False) -> int:
    """Remove them; how many there are."""
    rows = [row for model in MODELS for row in model.objects.filter(is_sample=True)]
    if not dry_run:
        keys = searching.keys_of(*rows)
        for row in rows:
            row.delete()
        searching.follow(keys)
    return len(rows)
