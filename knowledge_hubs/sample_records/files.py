"""The readable files of the sample of the library, read strictly."""

from pathlib import Path

from knowledge_hubs.models import (
    Article,
    Campaign,
    CaseStudy,
    Event,
    ProductLabel,
    Recommendation,
    Resource,
)
from oneplanet.reference import Table, read

FOLDER = Path(__file__).parent
KEYS = (
    "code programmes? sectors? tags? by_machine? written_in? title_original? "
    "lead_original? body_original? "
)
TEXTS = "title? lead? body? "
TABLES = {  # in an order in which each finds the ones it names
    Resource: Table(
        KEYS + "kind year licence? maintained_on?",
        TEXTS + "purpose? users?",
        rows={"editions": Table("language url", "label?")},
    ),
    Campaign: Table(
        KEYS + "kind",
        TEXTS + "message? channels? audience?",
        rows={
            "results": Table(
                "kind number sample_size year", "metric unit_label sample method"
            ),
            "awards": Table("year? country? number? source", "recipient reason"),
        },
    ),
    CaseStudy: Table(
        KEYS + "kind started_year ended_year",
        TEXTS + "problem approach outcome lessons place",
    ),
    Recommendation: Table(
        KEYS + "kind resources?",
        TEXTS + "addressed_to",
        rows={"steps": Table("status year? taken_on? resource? source", "text")},
    ),
    ProductLabel: Table(
        KEYS + "kind verified",
        TEXTS + "says scope",
        rows={"assessments": Table("principle meets", "text")},
    ),
    Event: Table(
        KEYS + "kind is_online? in_days days",
        TEXTS + "place?",
        rows={
            "sessions": Table("hour minutes language is_recorded?", "title speakers")
        },
    ),
    Article: Table(KEYS + "days_ago", TEXTS),
}
NAMES = {
    Resource: "resources",
    Campaign: "campaigns",
    CaseStudy: "case_studies",
    Recommendation: "recommendations",
    ProductLabel: "labels",
    Event: "events",
    Article: "articles",
}


def records(model) -> list[dict]:
    """The rows of its file, texts spread over columns (``label_zh_hans``)."""
    return read(FOLDER / f"{NAMES[model]}.toml", record=TABLES[model])["record"]
