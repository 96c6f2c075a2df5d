"""Public activities and initiatives as schema.org data: a report by an organisation,
a project of one.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from oneplanet.structured import address, network, page_data, plain, text, trail
from oneplanet.text.languages import tag
from reporting.cards import shortened


def activity_data(content, *, first_at, last_at, joined=(), came=()) -> dict:
    """``content`` is its public version (reporting/reading.py); since when any version
    has been public, and since when this one. ``joined`` are the participations of
    today, ``came`` the partners that came along with merged records."""
    version = content.version
    activity, language = version.activity, version.language
    url = activity.get_absolute_url()
    report = {
        "@type": "Report",
        "@id": address(url),
        "url": address(url),
        "reportNumber": activity.code,
        "name": text(version.title, language),
        "description": text(shortened(version.summary), language),
        "inLanguage": tag(language),
        "author": _body(activity.organisation),
        "contributor": [
            *(_role(row, row.get_role_display(), language) for row in content.partners),
            *(_role(row, row.did) for row in joined),
            *(_role(row, row.get_role_display()) for row in came),
        ],
        "publisher": network(),
        "license": settings.DATA_LICENCE_URL,
        "datePublished": first_at.date().isoformat(),
        "dateModified": last_at.date().isoformat(),
        "temporalCoverage": _span(version),
        "spatialCoverage": [_place(word.label) for word in content.countries],
        "about": [word.label for word in content.sectors],
    }
    here = (_("Activities"), reverse("reporting:activity_list"))
    return page_data(plain(report), trail(here, (version.title, url)))


def initiative_data(content) -> dict:
    """``content`` is its public version."""
    version = content.version
    initiative, url = version.initiative, version.initiative.get_absolute_url()
    ended = version.ended_on.isoformat() if version.ended_on else None
    project = {
        "@type": "Project",
        "@id": address(url),
        "url": address(url),
        "identifier": initiative.code,
        "name": text(version.title, version.language),
        "description": text(shortened(version.objectives), version.language),
        "foundingDate": version.started_on.isoformat(),
        "dissolutionDate": ended,
        "parentOrganization": _body(initiative.organisation),
    }
    here = (_("Activities"), reverse("reporting:activity_list"))
    return page_data(plain(project), trail(here, (version.title, url)))


def _body(organisation) -> dict:
    return {
        "@type": "Organization",
        "name": text(organisation.name, organisation.name_language),
        "url": address(organisation.get_absolute_url()),
    }


def _role(row, did, language="") -> dict:
    """What an organisation did, around it: one of the network, or a name written in
    the language of the version."""
    if row.organisation:
        body = _body(row.organisation)
    else:
        body = {"@type": "Organization", "name": text(row.name, language)}
    return {"@type": "OrganizationRole", "roleName": str(did), "contributor": body}


def _place(name):
    return {"@type": "Country", "name": name}


def _span(version):
    """ISO 8601; open where it runs on."""
    if not version.started_on:
        return ""
    end = version.ended_on.isoformat() if version.ended_on else ".."
    return f"{version.started_on.isoformat()}/{end}"
