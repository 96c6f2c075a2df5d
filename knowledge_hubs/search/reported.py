"""Activities and initiatives: public versions, in the language they were written in."""

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.file_texts import texts_of, with_file_texts
from knowledge_hubs.search.featured import features
from knowledge_hubs.search.one_kind import (
    UNDATED,
    Found,
    Kind,
    Shown,
    names_of,
    places,
    with_hubs,
    with_names,
)
from oneplanet.search.documents import Text
from programmes.models import Country, Organisation, OrganisationName
from reporting.cards import card, initiative_card, with_places
from reporting.choices import NETWORK_WIDE
from reporting.models import (
    Activity,
    ActivityMerge,
    ActivityVersion,
    Initiative,
    InitiativePublication,
    InitiativeVersion,
    MergePartner,
    Participation,
    Publication,
    VersionFile,
    VersionPartner,
)
from reporting.models.participation import took_part

COUNTRIES = Prefetch("countries", Country.objects.select_related("reporting_region"))


def _filed(version, reported, year, **more) -> dict:
    """What activities and initiatives are both filed under."""
    filed = places(list(version.countries.all()))
    filed["region"] += [term.code for term in version.regions.all()]
    return filed | {
        "programme": [reported.programme.code if reported.programme else NETWORK_WIDE],
        "sector": [term.code for term in version.sectors.all()],
        "year": [year] if year else [],
        "type": [version.type.code] if version.type else [],
        **more,
    }


def _shown(version, made) -> Shown:
    text = getattr(version, "results", "")
    body = f"{version.summary}\n\n{text}" if text else version.summary
    texts = {version.language: Text(version.title, body)}
    return Shown(made, version.language, texts)


# --- Activities


def _activities():
    return ActivityVersion.objects.current()


def _activity_lists(rows):
    partners, joined, came = (
        found.select_related("organisation").prefetch_related(
            *with_names("organisation")
        )
        for found in (
            VersionPartner.objects,
            Participation.objects.joined(),
            MergePartner.objects,
        )
    )
    merges = ActivityMerge.objects.standing()
    merges = merges.prefetch_related(Prefetch("partners", came))
    open_now = Publication.objects.filter(until_at=None)
    rows = rows.select_related("activity__programme", "activity__organisation", "type")
    rows = rows.select_related("initiative").prefetch_related(
        *("sectors", "regions", "stages", "tags", "targets", "impacts", COUNTRIES),
        "activity__organisation__other_names",
        Prefetch("publications", open_now, to_attr="open_now"),
        Prefetch("partners", partners),
        Prefetch("activity__participations", joined, to_attr="joined"),
        Prefetch("activity__merged_here", merges, to_attr="merges_here"),
        Prefetch("files", with_file_texts(VersionFile.objects.all())),
    )
    return with_hubs(rows, "activity", outer="activity")


def _of_activity(version) -> Found:
    reported, publication = version.activity, version.open_now[0]
    came = (row for merge in reported.merges_here for row in merge.partners.all())
    others = [row.organisation for row in (*reported.joined, *came)]
    partners = [name for row in version.partners.all() for name in _partner(row)]
    partners += [name for body in others for name in names_of(body)]
    names = [reported.code, *names_of(reported.organisation), *partners]
    return Found(
        texts=_shown(version, {}).texts,
        facets=_filed(
            version,
            reported,
            publication.year,
            stage=[stage.code for stage in version.stages.all()],
            tag=[term.code for term in version.tags.all()],
            target=[target.code for target in version.targets.all()],
            hub=(version.hub_codes or "").split(),
            impact=[term.code for term in version.impacts.all()],
        ),
        day=publication.day,
        also="\n\n".join(filter(None, names)),
        inside=texts_of(version.files.all(), version.language),
    )


def _partner(row) -> list[str]:
    return names_of(row.organisation) or [row.name]


def _draw_activities(rows) -> dict:
    """One query."""
    rows = with_places(rows.select_related("activity__organisation", "type"))
    rows = rows.select_related("activity__programme")
    return {str(v.activity_id): _shown(v, card(v)) for v in rows}


def _activities_of(organisation):
    """Its own and those it took part in."""
    mine = Q(activity__organisation=organisation) | took_part(organisation)
    return _activities().filter(mine).values_list("activity", flat=True)


def _activities_called(name):
    return _activities_of(name.organisation)


ACTIVITIES = Kind(
    "activity",
    _("Activities"),
    Activity,
    rows=_activities,
    with_lists=_activity_lists,
    found=_of_activity,
    draw=_draw_activities,
    follows={
        Activity: "pk",
        Publication: "activity_id",
        Organisation: _activities_of,
        OrganisationName: _activities_called,
        **features("activity", "activity"),
    },
    id_column="activity_id",
)


# --- Initiatives


def _initiatives():
    return InitiativeVersion.objects.current().public()


def _initiative_lists(rows):
    rows = rows.select_related("initiative__programme", "initiative__organisation")
    return rows.select_related("type").prefetch_related(
        *("sectors", "regions", COUNTRIES),
        *("initiative__organisation__other_names", *with_names("owners")),
    )


def _of_initiative(version) -> Found:
    reported = version.initiative
    owners = [reported.organisation, *version.owners.all()]
    names = [reported.code, *(name for row in owners for name in names_of(row))]
    begun = version.started_on
    return Found(
        texts=_shown(version, {}).texts,
        facets=_filed(version, reported, begun and begun.year),
        day=begun or UNDATED,
        also="\n\n".join(filter(None, names)),
    )


def _draw_initiatives(rows) -> dict:
    """One query."""
    versions = with_places(rows.for_cards())
    return {str(v.initiative_id): _shown(v, initiative_card(v)) for v in versions}


def _initiatives_of(organisation):
    ones = Organisation.every.one_with(organisation)
    mine = Q(initiative__organisation=organisation) | Q(owners__in=ones)
    return _initiatives().filter(mine).values_list("initiative", flat=True)


def _initiatives_called(name):
    return _initiatives_of(name.organisation)


def _initiatives_with(activity):
    """Those its versions ever named: public while one of their activities is."""
    named = activity.versions.exclude(initiative=None)
    return set(named.values_list("initiative", flat=True))


INITIATIVES = Kind(
    "initiative",
    _("Initiatives"),
    Initiative,
    rows=_initiatives,
    with_lists=_initiative_lists,
    found=_of_initiative,
    draw=_draw_initiatives,
    follows={
        Initiative: "pk",
        InitiativePublication: "initiative_id",
        Activity: _initiatives_with,
        Organisation: _initiatives_of,
        OrganisationName: _initiatives_called,
    },
    id_column="initiative_id",
)
