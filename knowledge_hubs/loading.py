"""The library, the glossary and the pages about the portal, loaded from files."""

from knowledge_hubs.chain_files import load_chain
from knowledge_hubs.hub_files import load_hub
from knowledge_hubs.models import (
    Award,
    Campaign,
    CampaignParty,
    CampaignResult,
    CaseStudy,
    CaseStudyParty,
    Edition,
    Event,
    EventParty,
    GlossaryTerm,
    LabelAssessment,
    ProductLabel,
    ProductLabelParty,
    Recommendation,
    RecommendationParty,
    RecommendationStep,
    Resource,
    ResourceParty,
    SitePage,
)
from oneplanet.reference import Table, read
from programmes.loading.records import (
    KEYS,
    PARTY,
    TEXTS,
    load_parties,
    load_record,
)
from programmes.models import (
    Coalition,
    Country,
    Organisation,
    PublishedFigure,
    SourceDocument,
    Term,
    WorkingGroup,
)

RESOURCE = Table(
    KEYS + "year? is_living? is_reference? licence? maintained_on? coalitions? "
    "working_groups?",
    TEXTS + "purpose? users?",
    rows={
        "party": PARTY,
        "edition": Table("language? url? year? doi? isbn? symbol?", "label?"),
    },
)
RESULT = Table(
    "kind figure? number? qualifier? sample_size? measured_on? year? document? "
    "paragraph? source?",
    "metric unit_label? in_words? sample? method?",
)
AWARD = Table(
    "year? country? organisation? number? document? paragraph? source?",
    "recipient? reason?",
)
CAMPAIGN = Table(
    KEYS + "coalition?",
    TEXTS + "message? channels? audience?",
    rows={"party": PARTY, "result": RESULT, "award": AWARD},
)
STEP = Table(
    "status taken_on? year? organisation? resource? document? paragraph? source?",
    "text?",
)
CASE_STUDY = Table(
    KEYS + "started_year? ended_year? resources?",
    TEXTS + "problem? approach? outcome? lessons? place?",
    rows={"party": PARTY},
)
RECOMMENDATION = Table(
    KEYS + "resources?",
    TEXTS + "addressed_to?",
    rows={"party": PARTY, "step": STEP},
)
LABEL = Table(
    KEYS + "verified?",
    TEXTS + "says? scope?",
    rows={
        "party": PARTY,
        "assessment": Table("principle meets document? paragraph? source?", "text?"),
    },
)
EVENT = Table(
    KEYS + "starts_on? ends_on? first_year? last_year? is_online? working_group?",
    TEXTS + "place?",
    rows={"party": PARTY},
)
WORD = Table(
    "code document? paragraph? basis to_check? see_also?", "word abbreviation? meaning"
)

PAGE = Table("code", "title lead body")
NAMED = {  # what parts of records name by its code
    "figure": PublishedFigure,
    "document": SourceDocument,
    "country": Country,
    "organisation": Organisation,
    "resource": Resource,
}


def load_resources(load, file):
    for order, row in enumerate(read(file, resource=RESOURCE)["resource"], 1):
        inner = {name: row.pop(name) for name in RESOURCE.rows}
        row["kind"] = load.named(Term, "resource_type", row["kind"])
        more = {
            "coalitions": _all(load, Coalition, row.pop("coalitions")),
            "working_groups": _all(load, WorkingGroup, row.pop("working_groups")),
        }
        resource = load_record(load, Resource, row, order, **more)
        owner = {"resource": resource}
        load_parties(load, ResourceParty, owner, inner["party"])
        for place, edition in enumerate(inner["edition"], 1):
            load.row(Edition, find=owner | {"order": place}, values=edition)


def load_campaigns(load, file):
    for order, row in enumerate(read(file, campaign=CAMPAIGN)["campaign"], 1):
        parties, results = row.pop("party"), row.pop("result")
        awards = row.pop("award")
        row["coalition"] = load.named(Coalition, row["coalition"])
        campaign = load_record(load, Campaign, row, order)
        load_parties(load, CampaignParty, {"campaign": campaign}, parties)
        owner = {"campaign": campaign}
        _load_parts(load, CampaignResult, owner, "result", results)
        _load_parts(load, Award, owner, "award", awards)


def _load_parts(load, model, owner, kind, rows):
    """Rows of a record, named by it, their kind and their number."""
    (record,) = owner.values()
    for place, row in enumerate(rows, 1):
        values = {key: value for key, value in row.items() if value is not None}
        for name in NAMED.keys() & row.keys():
            values[name] = load.named(NAMED[name], row[name])
        values |= owner | {"order": place}
        name = f"{record.code}/{kind}-{place}"
        load.row(model, find={"code": name}, values=values)


def load_case_studies(load, file):
    for order, row in enumerate(read(file, case_study=CASE_STUDY)["case_study"], 1):
        parties = row.pop("party")
        more = {"resources": _all(load, Resource, row.pop("resources"))}
        case = load_record(load, CaseStudy, row, order, **more)
        load_parties(load, CaseStudyParty, {"case_study": case}, parties)


def load_recommendations(load, file):
    rows = read(file, recommendation=RECOMMENDATION)["recommendation"]
    for order, row in enumerate(rows, 1):
        parties, steps = row.pop("party"), row.pop("step")
        more = {"resources": _all(load, Resource, row.pop("resources"))}
        made = load_record(load, Recommendation, row, order, **more)
        owner = {"recommendation": made}
        load_parties(load, RecommendationParty, owner, parties)
        _load_parts(load, RecommendationStep, owner, "step", steps)


def load_labels(load, file):
    for order, row in enumerate(read(file, label=LABEL)["label"], 1):
        parties, assessed = row.pop("party"), row.pop("assessment")
        row = {key: value for key, value in row.items() if value is not None}
        label = load_record(load, ProductLabel, row, order)
        load_parties(load, ProductLabelParty, {"label": label}, parties)
        for place, values in enumerate(assessed, 1):
            values["document"] = load.named(SourceDocument, values["document"])
            find = {"label": label, "principle": values.pop("principle")}
            load.row(LabelAssessment, find=find, values=values | {"order": place})


def load_events(load, file):
    for order, row in enumerate(read(file, event=EVENT)["event"], 1):
        parties = row.pop("party")
        row["working_group"] = load.named(WorkingGroup, row["working_group"])
        event = load_record(load, Event, row, order)
        load_parties(load, EventParty, {"event": event}, parties)


def load_glossary(load, file):
    """A word names others of the file: those come when all are there, once. What an
    editor put in their place stays.
    """
    rows = read(file, word=WORD)["word"]
    related = {row["code"]: row.pop("see_also") or () for row in rows}
    words = {}
    for row in rows:
        row["document"] = load.named(SourceDocument, row["document"])
        code = row.pop("code")
        words[code] = load.row(GlossaryTerm, find={"code": code}, values=row)
    for code, others in related.items():
        if words[code] and not words[code].see_also.exists():
            words[code].see_also.set([words[other] for other in others])


def load_page(load, file):
    for row in read(file, page=PAGE)["page"]:
        find = {"code": row.pop("code")}
        load.row(SitePage, find=find, values=row | {"is_draft": False})


def _all(load, model, codes):
    return [load.named(model, code) for code in codes or ()]


FOLDER = "knowledge_hubs/reference"
STEPS = (
    (f"{FOLDER}/resources.toml", load_resources),
    (f"{FOLDER}/campaigns.toml", load_campaigns),
    (f"{FOLDER}/case_studies.toml", load_case_studies),
    (f"{FOLDER}/recommendations.toml", load_recommendations),
    (f"{FOLDER}/labels.toml", load_labels),
    (f"{FOLDER}/events.toml", load_events),
    (f"{FOLDER}/glossary.toml", load_glossary),
    (f"{FOLDER}/value_chains/*.toml", load_chain),
    (f"{FOLDER}/hubs/*.toml", load_hub),
    (f"{FOLDER}/pages/*.toml", load_page),
)
