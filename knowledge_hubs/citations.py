"""What there is to cite, as works: a record of the library, a hub, a policy, a figure
or the document it stands in, an indicator, an activity, an initiative. Only what
everybody may read; what parts of these are cited for themselves: cited_parts.
"""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext

from knowledge_hubs import citing
from knowledge_hubs.citing import place
from knowledge_hubs.figures import published
from knowledge_hubs.kinds import KINDS, RESOURCE
from knowledge_hubs.models import Hub
from oneplanet.structured import address
from oneplanet.text.languages import shown
from oneplanet.text.numbers import figure as figure_parts
from programmes.models import Party, SdgIndicator, SourceDocument
from reporting.initiative_times import public_versions
from reporting.models import ActivityVersion, PolicyInstrument

# By the code of its kind; any other resource is a report.
GENRES = {"RT_DATA": "dataset"}


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to cite. ``genre`` is report, dataset, law, film or page; ``authors``
    are bodies, never persons; ``language`` is that of the title; ``on`` the day it came
    out where more than its year is known; ``page`` where the portal tells of it.
    """

    key: str
    genre: str
    title: str
    language: str
    url: str
    authors: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)
    year: int | None = None
    on: date | None = None
    number: str = ""
    doi: str = ""
    isbn: str = ""
    page: str = ""


def work_of(of: str, code: str) -> Work | None:
    """``of`` is the beginning of its address: resources, policies, figures …"""
    for kind in KINDS:
        if kind.path == of:
            return _of_record(kind, code)
    return FOUND[of](code) if of in FOUND else None


def _of_record(kind, code):
    parties = kind.model._meta.get_field("parties").related_model.objects
    parties = parties.select_related("organisation", "country")
    rows = kind.model.objects.published().filter(code=code)
    rows = rows.prefetch_related(
        Prefetch("parties", parties), "parties__organisation__other_names"
    )
    if kind is RESOURCE:
        rows = rows.select_related("kind").prefetch_related("editions")
    row = rows.first()
    if row is None:
        return None
    title, language = shown(row, "title")
    bodies = {role: _bodies(row, role) for role in Party.Role}
    made = {
        "key": row.code,
        "genre": "page",
        "title": title,
        "language": language,
        "url": address(row.get_absolute_url()),
        "page": row.get_absolute_url(),
        "authors": bodies[Party.Role.AUTHOR],
        "publishers": bodies[Party.Role.PUBLISHER] or [str(settings.SITE_NAME)],
    }
    if kind is RESOURCE:
        made |= _as_resource(row, language, bodies)
    return Work(**made)


def _as_resource(row, language, bodies) -> dict:
    """By the edition in the language of the title, else by the first."""
    editions = list(row.editions.all())
    editions.sort(key=lambda edition: edition.language != language)
    first = editions[0] if editions else None
    return {
        "genre": GENRES.get(row.kind.code, "report"),
        "publishers": bodies[Party.Role.PUBLISHER],
        "year": row.year or (first.year if first else None),
        "url": (first.url if first else "") or address(row.get_absolute_url()),
        "number": first.symbol if first else "",
        "doi": first.doi if first else "",
        "isbn": first.isbn if first else "",
    }


def _bodies(row, role) -> list[str]:
    parties = [party for party in row.parties.all() if party.role == role]
    return [
        party.organisation.official_name()[0]
        if party.organisation
        else party.country.name
        for party in parties
    ]


def _of_policy(code):
    policies = PolicyInstrument.objects.select_related("country").filter(code=code)
    policy = policies.first()
    return policy and Work(
        key=policy.code,
        genre="law",
        title=policy.name,
        language=policy.name_language,
        url=address(policy.get_absolute_url()),
        page=policy.get_absolute_url(),
        authors=[policy.country.name],
        year=policy.adoption_year,
    )


def _of_figure(code):
    """The number with what it counts, as a document printed it."""
    for text in published(figure__code=code):
        figure, (label, language) = text.figure, shown(text, "label")
        document = figure.document
        day = document.published_on
        return Work(
            key=figure.code,
            genre="dataset",
            title=f"{figure_parts(figure, text, language)} {label}",
            language=language,
            url=address(text.get_absolute_url()),
            page=text.get_absolute_url(),
            publishers=[str(settings.SITE_NAME)],
            year=day.year if day else None,
            on=day,
            number=place(document.symbol, figure.paragraph),
        )
    return None


def _of_document(code):
    """A source by its address on the page of all figures. Documents of the United
    Nations name their publisher by their symbol."""
    for document in SourceDocument.objects.all():
        if citing.slug(document) == code:
            break
    else:
        return None
    title, language = shown(document, "title")
    day = document.published_on
    page = f"{reverse('knowledge_hubs:figure_list')}#{citing.anchor(document)}"
    is_data = document.kind == SourceDocument.Kind.DATA
    is_of_un = document.symbol.startswith(("A/", "E/"))
    return Work(
        key=code,
        genre="dataset" if is_data else "report",
        title=title,
        language=language,
        url=address(page),
        page=page,
        publishers=[gettext("United Nations")] if is_of_un else [],
        year=day.year if day else None,
        on=day,
        number=document.symbol,
    )


def _of_indicator(code):
    """The page that gathers what is known of it; the wording is not the portal's."""
    indicator = SdgIndicator.objects.filter(code=code).first()
    return indicator and _page(indicator, "name", number=indicator.code)


def _of_hub(code):
    hub = Hub.objects.published().filter(code=code).first()
    return hub and _page(hub, "title")


def _page(row, name, number=""):
    """A page of the portal that no body but the portal answers for."""
    title, language = shown(row, name)
    return Work(
        key=row.code,
        genre="page",
        title=title,
        language=language,
        url=address(row.get_absolute_url()),
        page=row.get_absolute_url(),
        publishers=[str(settings.SITE_NAME)],
        number=number,
    )


def _of_activity(code):
    """The version the public reads, of the day it became public."""
    versions = ActivityVersion.objects.current().filter(activity__code=code)
    versions = versions.select_related("activity__organisation")
    version = versions.prefetch_related("publications").first()
    if version is None:
        return None
    opened = [p.from_at for p in version.publications.all() if p.until_at is None]
    return _reported(version, opened[0].date() if opened else None)


def _of_initiative(code):
    versions = public_versions().filter(initiative__code=code)
    version = versions.select_related("initiative__organisation").first()
    return version and _reported(version, version.changed_at.date())


def _reported(version, day):
    reported = version.identity
    return Work(
        key=reported.code,
        genre="page",
        title=version.title,
        language=version.language,
        url=address(reported.get_absolute_url()),
        page=reported.get_absolute_url(),
        authors=[reported.organisation.official_name()[0]],
        publishers=[str(settings.SITE_NAME)],
        year=day.year if day else None,
        on=day,
        number=reported.code,
    )


FOUND = {  # by the beginning of their addresses; records by those of their kinds
    "policies": _of_policy,
    "figures": _of_figure,
    "documents": _of_document,
    "indicators": _of_indicator,
    "hubs": _of_hub,
    "activities": _of_activity,
    "initiatives": _of_initiative,
}
