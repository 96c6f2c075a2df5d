"""Curated records of every kind, the hubs that gather them, pages about the portal."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.file_texts import texts_of, with_file_texts
from knowledge_hubs.kinds import (
    CAMPAIGN,
    CASE_STUDY,
    COALITION,
    LABEL,
    RECOMMENDATION,
    WORKING_GROUP,
)
from knowledge_hubs.kinds import Kind as RecordKind
from knowledge_hubs.models import (
    Award,
    BlockItem,
    Campaign,
    CampaignResult,
    CaseStudy,
    Edition,
    Event,
    EventSession,
    Hub,
    HubBlock,
    LabelAssessment,
    ProductLabel,
    Recommendation,
    RecommendationStep,
    Resource,
    SitePage,
)
from knowledge_hubs.record_cards import card, with_kinds
from knowledge_hubs.search.featured import features
from knowledge_hubs.search.one_kind import (
    UNDATED,
    Found,
    Kind,
    Shown,
    day_in,
    in_languages,
    marked,
    names_of,
    places,
    with_hubs,
)
from oneplanet.text.languages import shown
from programmes.models import Country, Organisation

FEW = (CAMPAIGN, CASE_STUDY, RECOMMENDATION, LABEL, COALITION, WORKING_GROUP)
COUNTRIES = Country.objects.select_related("reporting_region")


@dataclass(frozen=True, slots=True)
class Inner:
    """Rows of a record whose words it is found by: the relation and their fields."""

    relation: str
    fields: tuple[str, ...]
    model: type
    owner: str


INNER = {
    Campaign: (
        Inner(
            "results",
            ("metric", "in_words", "sample", "method"),
            CampaignResult,
            "campaign_id",
        ),
        Inner("awards", ("recipient", "reason"), Award, "campaign_id"),
    ),
    Event: (Inner("sessions", ("title", "speakers"), EventSession, "event_id"),),
    ProductLabel: (Inner("assessments", ("text",), LabelAssessment, "label_id"),),
    Recommendation: (
        Inner("steps", ("text",), RecommendationStep, "recommendation_id"),
    ),
}


def _published(rows):
    return rows.published()


# --- Records with a list of their own


def of_records(kind: RecordKind) -> Kind:
    """Resources, coalitions … as a kind of result."""
    model, party = kind.model, kind.model._meta.get_field("parties").related_model
    own = party._meta.get_field(kind.name).attname

    def with_organisation(organisation):
        rows = party.objects.filter(organisation=organisation)
        return set(rows.values_list(own, flat=True))

    def with_lists(rows):
        return _with_lists(rows, kind.name)

    follows = {model: "pk", party: own, Organisation: with_organisation}
    if model is Resource:
        follows[Edition] = "resource_id"
    follows |= {inner.model: inner.owner for inner in INNER.get(model, ())}
    return Kind(
        kind.name,
        kind.title,
        model,
        rows=lambda: model.objects.filter(is_draft=False),
        with_lists=with_lists,
        found=_of_record,
        draw=draw_records,
        follows=follows | features(kind.name, kind.name),
        seen=_published,
        is_short=kind in FEW,
    )


def _with_lists(rows, column):
    parties = rows.model._meta.get_field("parties").related_model.objects
    parties = parties.select_related("organisation", "country__reporting_region")
    lists = ["programmes", "sectors", "tags", Prefetch("countries", COUNTRIES)]
    lists.append(Prefetch("parties", parties))
    lists += [inner.relation for inner in INNER.get(rows.model, ())]
    if rows.model is Resource:
        editions = with_file_texts(Edition.objects.order_by("order", "pk"))
        lists.append(Prefetch("editions", editions))
    rows = with_hubs(with_kinds(rows), column)
    return rows.prefetch_related(*lists, "parties__organisation__other_names")


def _of_record(row) -> Found:
    parties = list(row.parties.all())
    countries = {party.country for party in parties if party.country}
    day = _day(row)
    names = [n for party in parties for n in names_of(party.organisation)]
    return Found(
        texts=_all_texts(row),
        facets=places([*row.countries.all(), *countries])
        | {
            "programme": [programme.code for programme in row.programmes.all()],
            "sector": [term.code for term in row.sectors.all()],
            "tag": [term.code for term in row.tags.all()],
            "type": [_type(row)],
            "year": [day.year] if day != UNDATED else [],
            "hub": (row.hub_codes or "").split(),
        },
        day=day,
        also="\n\n".join(filter(None, [*names, *_editions(row)])),
        inside=texts_of(row.editions.all()) if isinstance(row, Resource) else {},
    )


OWN_TEXTS = {
    CaseStudy: ("problem", "approach", "outcome", "lessons", "place"),
    Recommendation: ("addressed_to",),
    ProductLabel: ("says", "scope"),
    Resource: ("purpose", "users"),
    Campaign: ("message", "channels", "audience"),
}


def _texts(row):
    own = OWN_TEXTS.get(type(row), ())
    return in_languages(row, "title", "lead", "body", *own)


def _all_texts(row):
    """With what stands in the rows of a record, in each language it has."""
    texts = _texts(row)
    for inner in INNER.get(type(row), ()):
        for part in getattr(row, inner.relation).all():
            _add(texts, in_languages(part, *inner.fields))
    return texts


def _add(texts, said):
    """To the text of a record that of one of its parts, where it has the language."""
    for code in texts.keys() & said.keys():
        title, body = texts[code]
        more = "\n\n".join(filter(None, [body, said[code].title, said[code].body]))
        texts[code] = texts[code]._replace(body=more)


def _editions(row) -> list[str]:
    """What the editions of a resource are called and numbered."""
    if not isinstance(row, Resource):
        return []
    editions = row.editions.all()
    return [t for e in editions for t in (e.label, e.symbol, e.doi, e.isbn)]


def _type(row) -> str:
    kind = getattr(row, "kind", "")
    if hasattr(kind, "code"):
        return kind.code
    return f"{row._meta.model_name}-{kind}" if kind else ""


def _day(row):
    """The day it is of, as far as it is known."""
    if day := getattr(row, "starts_on", None):
        return day
    for name in ("first_year", "year", "started_year"):
        if year := getattr(row, name, None):
            return day_in(year)
    is_news = not hasattr(row, "kind")
    return row.publish_at.date() if is_news and row.publish_at else UNDATED


def draw_records(rows) -> dict:
    """One query."""
    found = {}
    for row in with_kinds(rows):
        found[str(row.pk)] = Shown(card(row), shown(row, "title")[1], _texts(row))
    return found


# --- Hubs and pages


def _hub_lists(rows):
    items = Prefetch("items", BlockItem.objects.order_by("order", "pk"))
    blocks = HubBlock.objects.order_by("order", "pk").prefetch_related(items)
    lists = ["programmes", "sectors", "tags", Prefetch("blocks", blocks)]
    return rows.prefetch_related(*lists, Prefetch("countries", COUNTRIES))


def _of_hub(row) -> Found:
    """With what its blocks say, in each language; not what they quote, whose records
    are found by it as long as they are public."""
    texts = _texts(row)
    for block in row.blocks.all():
        for part in (block, *block.items.all()):
            _add(texts, in_languages(part, "title", "text"))
    return Found(
        texts=texts,
        facets=places(list(row.countries.all()))
        | {
            "programme": [programme.code for programme in row.programmes.all()],
            "sector": [term.code for term in row.sectors.all()],
            "tag": [term.code for term in row.tags.all()],
            "hub": [row.code],
        },
    )


HUBS = Kind(
    "hub",
    _("Knowledge hubs"),
    Hub,
    rows=lambda: Hub.objects.filter(is_draft=False),
    with_lists=_hub_lists,
    found=_of_hub,
    draw=draw_records,
    follows={Hub: "pk", HubBlock: "hub_id", BlockItem: "block.hub_id"},
    seen=_published,
    weight=1.2,
    is_short=True,
)


def _page_texts(row):
    return in_languages(row, "title", "lead", "body")


def _draw_pages(rows) -> dict:
    """One query."""
    found = {}
    for row in rows:
        title, code = shown(row, "title")
        made = {"url": row.get_absolute_url(), "title": title, **marked(code)}
        found[str(row.pk)] = Shown(made | {"programme": "NET"}, code, _page_texts(row))
    return found


PAGES = Kind(
    "page",
    _("About this portal"),
    SitePage,
    rows=lambda: SitePage.objects.filter(is_draft=False),
    with_lists=lambda rows: rows,
    found=lambda row: Found(_page_texts(row), {}),
    draw=_draw_pages,
    follows={SitePage: "pk"},
    seen=_published,
    weight=1.2,
    is_short=True,
)
