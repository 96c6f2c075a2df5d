"""Pages of the network as schema.org data: only what their readers see too."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge_hubs import kinds
from oneplanet.structured import address, network, page_data, plain, text, trail
from oneplanet.text.languages import shown, tag
from reporting.file_kinds import media_type

# By the code of its type; any other is an Organization.
ORGANISATIONS = {
    "ST_GOVNAT": "GovernmentOrganization",
    "ST_GOVLOC": "GovernmentOrganization",
    "ST_CSO": "NGO",
}
# By the code of its kind; any other is a CreativeWork.
WORKS = {
    "RT_REPORT": "Report",
    "RT_BRIEF": "Report",
    "RT_CASE": "Report",
    "RT_MAP": "Report",
    "RT_TRAIN": "LearningResource",
    "RT_EDU": "LearningResource",
    "RT_DATA": "Dataset",
}
HOLDING = {"lead", "owner", "host"}


def home_data() -> dict:
    """The network, and its portal with how to search it."""
    home = reverse("knowledge_hubs:home")
    search = address(reverse("knowledge_hubs:search"))
    portal = {
        "@type": "WebSite",
        "@id": address(home),
        "url": address(home),
        "name": str(settings.SITE_NAME),
        "inLanguage": tag(get_language()),
        "publisher": network(),
        "license": settings.DATA_LICENCE_URL,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": search + "?q={search_term_string}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return page_data(network(), portal)


def programme_data(programme) -> dict:
    url = programme.get_absolute_url()
    thing = as_thing("Project", url) | {
        "name": text(*shown(programme, "name")),
        "alternateName": programme.acronym,
        "description": text(*shown(programme, "tagline")),
        "foundingDate": _year(programme.started_year),
        "parentOrganization": network(),
    }
    here = (_("Programmes"), reverse("knowledge_hubs:programme_list"))
    return page_data(plain(thing), trail(here, (programme.name, url)))


def organisation_data(organisation) -> dict:
    """Reads its other names, type, country and what it is part of."""
    url, country = organisation.get_absolute_url(), organisation.country
    name, _language = organisation.official_name()
    parent = organisation.part_of
    thing = as_thing(ORGANISATIONS.get(organisation.type.code, "Organization"), url) | {
        "name": text(*organisation.official_name()),
        "alternateName": organisation.acronym,
        "sameAs": organisation.website,
        "location": {"@type": "Country", "name": country.name} if country else None,
        "parentOrganization": as_organisation(parent) if parent else None,
    }
    here = (_("Organisations"), reverse("knowledge_hubs:organisation_list"))
    return page_data(plain(thing), trail(here, (name, url)))


def country_data(country) -> dict:
    url = country.get_absolute_url()
    thing = as_thing("Country", url) | {
        "name": text(*shown(country, "name")),
        "identifier": country.iso3,
    }
    here = (_("Countries"), reverse("knowledge_hubs:country_list"))
    return page_data(plain(thing), trail(here, (country.name, url)))


def policy_data(policy) -> dict:
    """Under its own name, in the language it was given in. Reads its country."""
    url = policy.get_absolute_url()
    thing = as_thing("Legislation", url) | {
        "name": text(policy.name, policy.name_language),
        "description": text(*shown(policy, "summary")),
        "legislationJurisdiction": {"@type": "Country", "name": policy.country.name},
        "datePublished": _year(policy.adoption_year),
    }
    here = (_("Policies"), reverse("knowledge_hubs:policy_list"))
    return page_data(plain(thing), trail(here, (policy.name, url)))


def hub_data(hub) -> dict:
    url, title = hub.get_absolute_url(), shown(hub, "title")
    thing = as_thing("CollectionPage", url) | {
        "name": text(*title),
        "description": text(*shown(hub, "lead")),
        "inLanguage": tag(title[1]),
        "publisher": network(),
        "license": settings.DATA_LICENCE_URL,
    }
    here = (_("Knowledge hubs"), reverse("knowledge_hubs:hub_list"))
    return page_data(plain(thing), trail(here, (title[0], url)))


def record_data(kind, row, parties, words) -> dict:
    """A record of any kind, with its parties and words (related.words_of) at hand."""
    url, title = row.get_absolute_url(), shown(row, "title")
    says = _SAYS.get(kind, _as_project)(row, list(parties))
    thing = as_thing(says.pop("@type"), url) | {
        "name": text(*title),
        "description": text(*shown(row, "lead")),
        "sameAs": row.website,
        **says,
    }
    if "keywords" in says:
        thing["keywords"] = [str(term.label) for term in words["tags"]]
    here = (kind.title, kind.list_url)
    return page_data(plain(thing), trail(here, (title[0], url)))


def _as_project(row, parties):
    return {
        "@type": "Project",
        "foundingDate": _year(getattr(row, "started_year", None)),
        "dissolutionDate": _year(getattr(row, "ended_year", None)),
        "member": [_party(party) for party in parties],
    }


def _as_event(row, parties):
    """Days where they are known, else years."""
    mode = "OnlineEventAttendanceMode" if row.is_online else None
    place = {"@type": "Place", "name": text(*shown(row, "place"))}
    online = {"@type": "VirtualLocation", "url": address(row.get_absolute_url())}
    return {
        "@type": "Event",
        "startDate": _day(row.starts_on) or _year(row.first_year),
        "endDate": _day(row.ends_on) or _year(row.last_year),
        "eventAttendanceMode": mode and f"https://schema.org/{mode}",
        "location": place if place["name"] else online if row.is_online else None,
        "organizer": [_party(party) for party in parties if party.role in HOLDING],
    }


def _as_article(row, parties):
    return _as_work(row, parties, "NewsArticle") | {
        "headline": text(*shown(row, "title")),
        "datePublished": _day(row.publish_at),
        "dateModified": _day(row.updated_at),
        "author": network(),
        "publisher": network(),
        "inLanguage": tag(shown(row, "title")[1]),
    }


def _as_resource(row, parties):
    editions = list(row.editions.all())
    made = _as_work(row, parties, WORKS.get(row.kind.code, "CreativeWork"))
    return made | {
        "datePublished": _year(row.year),
        "inLanguage": sorted({tag(e.language) for e in editions if e.language}),
        "license": {"@type": "CreativeWork", "name": row.licence}
        if row.licence
        else None,
        "creditText": _citation(row, parties),
        "identifier": [each for edition in editions for each in _identifiers(edition)],
        "workExample": [_edition(e) for e in editions if e.url or e.stored],
    }


def _as_case(row, parties):
    """What was done, where and when; who did it is told of it."""
    place = {"@type": "Place", "name": text(*shown(row, "place"))}
    years = "/".join(filter(None, (_year(row.started_year), _year(row.ended_year))))
    return _as_work(row, parties, "Report") | {
        "about": [_party(party) for party in parties if party.role != "publisher"],
        "spatialCoverage": place if place["name"] else None,
        "temporalCoverage": years or None,
    }


def _as_recommendation(row, parties):
    return _as_work(row, parties, "CreativeWork")


def _as_label(row, parties):
    """A word that stands on products, of the set of all the portal lists."""
    return {
        "@type": "DefinedTerm",
        "inDefinedTermSet": address(kinds.LABEL.list_url),
        "termCode": row.code,
    }


def _as_work(row, parties, kind):
    return {
        "@type": kind,
        "author": [_party(p) for p in parties if p.role == "author"],
        "publisher": [_party(p) for p in parties if p.role == "publisher"],
        "keywords": [],
    }


_SAYS = {
    kinds.CASE_STUDY: _as_case,
    kinds.RECOMMENDATION: _as_recommendation,
    kinds.LABEL: _as_label,
    kinds.EVENT: _as_event,
    kinds.ARTICLE: _as_article,
    kinds.RESOURCE: _as_resource,
}


def _citation(row, parties):
    """As the page says it: who, title, year."""
    made = [
        party.organisation.official_name()[0]
        for party in parties
        if party.organisation and party.role in ("author", "publisher")
    ]
    year = [str(row.year)] if row.year else []
    return " ".join(f"{part}." for part in [*made, shown(row, "title")[0], *year])


def _identifiers(edition):
    for name, value in (
        ("DOI", edition.doi),
        ("ISBN", edition.isbn),
        ("UN symbol", edition.symbol),
    ):
        if value:
            yield {"@type": "PropertyValue", "propertyID": name, "value": value}


def _edition(edition):
    return plain(
        {
            "@type": "Book" if edition.isbn else "CreativeWork",
            "url": edition.url,
            "encoding": edition.stored and _file(edition),
            "inLanguage": edition.language and tag(edition.language),
            "datePublished": _year(edition.year),
            "isbn": edition.isbn,
        }
    )


def _file(edition):
    return {
        "@type": "MediaObject",
        "name": edition.file_name,
        "contentUrl": address(edition.file_url),
        "encodingFormat": media_type(edition.file_name),
        "contentSize": str(edition.stored.size),
    }


def as_thing(kind, url):
    return {"@type": kind, "@id": address(url), "url": address(url)}


def _party(party):
    if party.organisation:
        return as_organisation(party.organisation)
    return {"@type": "Country", "name": party.country.name}


def as_organisation(organisation):
    return {
        "@type": "Organization",
        "name": text(*organisation.official_name()),
        "url": address(organisation.get_absolute_url()),
    }


def _day(day):
    return day and day.isoformat()[:10]


def _year(year):
    return year and str(year)
