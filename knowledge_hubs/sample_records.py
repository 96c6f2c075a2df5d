"""Invented records, so that a newcomer sees a whole case study, a label that was
assessed, and an event with sessions and recordings.
"""

from datetime import UTC, date, datetime, timedelta

from django.db import transaction

from knowledge_hubs.models import (
    Campaign,
    CaseStudy,
    Event,
    HotspotRelease,
    HotspotValue,
    ProductLabel,
    Resource,
)
from knowledge_hubs.sample_translations import translate
from oneplanet import searching
from oneplanet.text import dates
from programmes.models import Country, Term

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
TOOL = {
    "title": "Sample: a scale for countries",
    "lead": "An invented tool that weighs what a country makes and uses.",
    "purpose": "To see which part of an invented economy weighs most.",
    "users": "Those who try this portal out.",
    "maintained_on": date(2024, 3, 1),
}
CAMPAIGN = {
    "title": "Sample: one jar, ten times",
    "lead": "An invented campaign of a small town, with what came of it.",
    "kind": "campaign",
    "message": "Bring your jar back.",
    "channels": "A poster at the market and a song on the radio",
    "audience": "Households by the lake",
}
COUNTRIES = ("KEN", "FRA", "BRA")  # whose pages show invented values
WEIGHED = (  # category, perspective, sector, value, unit
    ("Climate (invented)", "production", "", "12.5", "Mt CO2 eq"),
    ("Climate (invented)", "production", "Farming", "5.25", "Mt CO2 eq"),
    ("Climate (invented)", "production", "Transport", "3.5", "Mt CO2 eq"),
    ("Climate (invented)", "consumption", "", "14", "Mt CO2 eq"),
    ("Climate (invented)", "consumption", "Food", "6", "Mt CO2 eq"),
    ("Raw materials (invented)", "consumption", "", "88", "Mt"),
    ("Raw materials (invented)", "consumption", "Housing", "31", "Mt"),
)
MODELS = (CaseStudy, ProductLabel, Event, Campaign, Resource)


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
    campaign, tool = _make(Campaign, CAMPAIGN), _add_tool()
    if campaign:
        told = {"metric_en": "Jars that came back", "method_en": "Counted each week"}
        campaign.results.create(kind="outcome", number=740, order=1, **told)
        for year in (2024, 2025):
            campaign.awards.create(year=year, recipient_en=f"Street {year - 2020}")
    made = [row for row in (case, label, event, campaign, tool) if row]
    searching.changed(*made)
    return len(made)


def _add_tool():
    """And invented values of it, for some countries."""
    kind = Term.objects.filter(vocabulary="resource_type", code="RT_TOOLKIT").first()
    tool = _make(Resource, TOOL | {"kind": kind}) if kind else None
    countries = Country.objects.filter(code__in=COUNTRIES)
    if tool is None or HotspotRelease.objects.filter(is_sample=True).exists():
        return tool
    tool.editions.create(language="en", url="https://example.org/sample-scale")
    release = HotspotRelease.objects.create(
        code=f"{CODE}scale",
        version="Invented version 1",
        resource=tool,
        licence="Invented for the sample",
        is_draft=False,
        is_sample=True,
    )
    HotspotValue.objects.bulk_create(
        HotspotValue(
            release=release,
            country=country,
            year=2022,
            indicator=indicator,
            perspective=perspective,
            sector=sector,
            value=value,
            unit=unit,
        )
        for country in countries
        for indicator, perspective, sector, value, unit in WEIGHED
    )
    return tool


def _make(model, texts):
    """The row if it is new. Its texts are English, but for those of
    sample_translations.py."""
    translated = {"title", "lead", "problem", "approach", "outcome", "lessons"}
    translated |= {"place", "says", "scope", "purpose", "users"}
    translated |= {"message", "channels", "audience"}
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
        HotspotRelease.objects.filter(is_sample=True).delete()
        keys = searching.keys_of(*rows)
        for row in rows:
            row.delete()
        searching.follow(keys)
    return len(rows)
