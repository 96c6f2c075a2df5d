"""What makes up the network, and its words: programmes, organisations, countries,
policies, the glossary.
"""

from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import GlossaryTerm
from knowledge_hubs.policy_cards import card as policy_card
from knowledge_hubs.search.featured import features
from knowledge_hubs.search.one_kind import (
    Found,
    Kind,
    Shown,
    day_in,
    in_languages,
    marked,
    places,
    with_hubs,
)
from oneplanet.search.documents import Text
from oneplanet.text.languages import NAMES, in_every_language, shown
from programmes.models import (
    Country,
    Organisation,
    OrganisationName,
    Programme,
    ProgrammeRole,
)
from reporting.models import PolicyInstrument


def translated(row, title, texts, url="", **more) -> Shown:
    """A row shown under a title in six languages; ``url``: where it has none."""
    text, code = shown(row, title)
    url = url or row.get_absolute_url()
    made = {"url": url, "title": text, "programme": "NET"}
    return Shown(made | marked(code) | more, code, texts)


# --- Programmes


def _programme_texts(row):
    return in_languages(row, "name", "tagline", "description")


PROGRAMMES = Kind(
    "programme",
    _("Programmes"),
    Programme,
    rows=Programme.objects.all,
    with_lists=lambda rows: rows,
    found=lambda row: Found(
        _programme_texts(row),
        {"programme": [row.code]},
        also="\n\n".join([row.code, row.acronym, in_every_language(row, "note")]),
    ),
    draw=lambda rows: {
        str(row.pk): translated(
            row, "name", _programme_texts(row), programme=row.code, kind=row.acronym
        )
        for row in rows
    },
    follows={Programme: "pk"},
    weight=1.2,
    is_short=True,
)


# --- Organisations


def _organisation_lists(rows):
    lists = ("other_names", "programme_roles__programme")
    return rows.select_related("type", "country__reporting_region").prefetch_related(
        *lists
    )


def _organisation_texts(row):
    """Its names, each in its language; it has no other text."""
    names = {row.name_language: [row.name]}
    for other in row.other_names.all():
        names.setdefault(other.language, []).append(other.name)
    return {
        code if code in NAMES else "en": Text(" · ".join(said))
        for code, said in names.items()
    }


def _of_organisation(row) -> Found:
    roles = [role for role in row.programme_roles.all() if not role.is_former]
    return Found(
        texts=_organisation_texts(row),
        facets=places([row.country] if row.country else [])
        | {
            "type": [row.type.code],
            "programme": [role.programme.code for role in roles],
        },
        also=row.acronym,
    )


def _draw_organisations(rows) -> dict:
    """Two queries."""
    rows = rows.select_related("type", "country").prefetch_related("other_names")
    return {str(row.pk): _organisation(row) for row in rows}


def _organisation(row) -> Shown:
    name, language = row.official_name()
    made = {
        "url": row.get_absolute_url(),
        "title": f"{name} ({row.acronym})" if row.acronym else name,
        **marked(language),
        "programme": "NET",
        "kind": row.type.label,
        "where": row.country.name if row.country else "",
        "is_sample": row.is_sample,
    }
    return Shown(made, language, _organisation_texts(row))


ORGANISATIONS = Kind(
    "organisation",
    _("Organisations"),
    Organisation,
    rows=Organisation.objects.all,
    with_lists=_organisation_lists,
    found=_of_organisation,
    draw=_draw_organisations,
    follows={
        Organisation: "pk",
        OrganisationName: "organisation_id",
        ProgrammeRole: "organisation_id",
    },
)


# --- Countries


def _of_country(row) -> Found:
    codes = filter(None, (row.iso2, row.iso3, row.m49))
    return Found(
        in_languages(row, "name"),
        places([row]) | {"type": [f"country-{row.kind}"]},
        also="\n\n".join(codes),
    )


COUNTRIES = Kind(
    "country",
    _("Countries"),
    Country,
    rows=Country.objects.all,
    with_lists=lambda rows: rows.select_related("reporting_region"),
    found=_of_country,
    draw=lambda rows: {
        str(row.pk): translated(row, "name", {}, kind=row.get_kind_display())
        for row in rows
    },
    follows={Country: "pk"},
    is_short=True,
)


# --- Policies: their names stay in the language they were given in


def _policy_texts(row):
    texts = in_languages(row, "summary")
    texts = {code: Text("", said.title) for code, said in texts.items()}
    own = row.name_language if row.name_language in NAMES else "en"
    texts[own] = Text(row.name, texts[own].body if own in texts else "")
    return texts


def _of_policy(row) -> Found:
    year = row.adoption_year or row.start_year
    return Found(
        texts=_policy_texts(row),
        facets=places([row.country])
        | {
            "type": [term.code for term in row.types.all()],
            "sector": [term.code for term in row.sectors.all()],
            "tag": [term.code for term in row.tags.all()],
            "year": [year] if year else [],
            "hub": (row.hub_codes or "").split(),
        },
        day=day_in(year),
    )


def _policy_lists(rows):
    rows = rows.select_related("country__reporting_region")
    return with_hubs(rows.prefetch_related("types", "sectors", "tags"), "policy")


POLICIES = Kind(
    "policy",
    _("Policies"),
    PolicyInstrument,
    rows=PolicyInstrument.objects.all,
    with_lists=_policy_lists,
    found=_of_policy,
    draw=lambda rows: {
        str(row.pk): Shown(policy_card(row), row.name_language, _policy_texts(row))
        for row in rows.select_related("country")
    },
    follows={PolicyInstrument: "pk", **features("policy", "policy")},
)


# --- The glossary


def _word_texts(row):
    """The word is the title, with its abbreviation."""
    texts = in_languages(row, "word", "meaning")
    for code in texts:
        short = getattr(row, f"abbreviation_{code.replace('-', '_')}", "")
        if short:
            title, meaning = texts[code]
            texts[code] = Text(f"{title} ({short})", meaning)
    return texts


GLOSSARY = Kind(
    "glossary",
    _("Glossary"),
    GlossaryTerm,
    rows=GlossaryTerm.objects.all,
    with_lists=lambda rows: rows,
    found=lambda row: Found(_word_texts(row), {}),
    draw=lambda rows: {
        str(row.pk): translated(row, "word", _word_texts(row)) for row in rows
    },
    follows={GlossaryTerm: "pk"},
    weight=1.2,
    is_short=True,
)
