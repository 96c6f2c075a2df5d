"""What the tests of the report form type and send."""

from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from programmes.models import SdgTarget
from tests.factories import (
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_stage,
    make_term,
    make_type,
    make_user,
)


def make_words():
    """Two words for every list, one for every single choice."""
    for vocabulary, codes in {
        "scope": ["GLOBAL", "NATIONAL", "REGIONAL"],
        "reporting_region": ["AFRICA", "ASIA"],
        "sector": ["SEC_FOOD", "SEC_WATER"],
        "impact": ["CLIMATE", "NATURE"],
        "goal": ["SDG02", "SDG12"],
        "tag": ["TAG_A", "TAG_B"],
    }.items():
        for code in codes:
            make_term(vocabulary, code)
    for code in ("VC_A", "VC_B"):
        make_stage(code)
    for code in ("KEN", "PER"):
        make_country(code)
    for code in ("12.1", "12.2"):
        SdgTarget.objects.get_or_create(code=code, defaults={"order": 1})
    make_type()


def make_writer(**given):
    """A person, their organisation and their draft, which says nothing yet."""
    make_words()
    user = make_user(**given)
    organisation = make_organisation(editor=user)
    nothing = {"title": "", "summary": "", "type": None, "started_on": None}
    draft = make_draft(
        author=user,
        organisation=organisation,
        programme=make_programme(),
        scope=None,
        sectors=[],
        **nothing,
    )
    return user, draft


def days_of(number: int) -> dict:
    """When the record of this number took place, each in a quarter of its own: else one
    posted after another is a likely twin, and asked about before it is submitted."""
    month, year = 3 * (number % 4) + 1, 1993 + number // 4
    return {
        "started_on": f"01/{month:02}/{year}",
        "ended_on": f"20/{month:02}/{year}",
    }


def typed(activity=None, **given) -> QueryDict:
    """A complete post; ``given`` replaces what is named (lists by lists)."""
    fields = {
        "title": "Cooking at school",
        "summary": "We cooked.\n\nThen we ate.",
        "results": "Less waste.",
        "language": "en",
        "type": "TRAINING",
        "started_on": "01/03/2020",
        "ended_on": "02/04/2020",
        "scope": "REGIONAL",
        "countries": ["KEN", "PER"],
        "regions": ["AFRICA"],
        "sectors": ["SEC_FOOD", "SEC_WATER"],
        "stages": ["VC_A"],
        "impacts": ["CLIMATE"],
        "goals": ["SDG02", "SDG12"],
        "targets": ["12.1", "12.2"],
        "tags": ["TAG_A"],
        "programme": "NET",
    } | {name.replace("__", "-"): value for name, value in given.items()}
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    if activity is not None:
        data["counter"] = str(activity.draft().edit_count)
    return data


def row(kind, number=0, **cells) -> dict:
    """The cells of one row, by their names in the form."""
    return {f"{kind}-{number}-{key}": text for key, text in cells.items()}


def edit_url(activity, language="en"):
    with translation.override(language):
        return reverse("reporting:activity_edit", args=[activity.code])


def sent(data) -> dict:
    """A QueryDict as the test client takes it."""
    return {name: texts for name, texts in data.lists()}
