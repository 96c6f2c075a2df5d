"""What search engines may find: every public page, in sections, with its last change.

Each row is one page in all its languages; its address is written in English and the
others follow from it (oneplanet/context.py says the same of a page's own head).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Count, F, Max, OuterRef, Subquery, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.feeds import changed
from knowledge_hubs.hub_changes import with_changes
from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import ChainStage, Hub, ValueChain
from oneplanet.text.languages import tag
from programmes.models import (
    Country,
    Organisation,
    Programme,
    SdgIndicator,
    SdgTarget,
)
from reporting.models import ActivityVersion, InitiativeVersion, PolicyInstrument

IN_ONE_FILE = 500  # pages; each stands there once per language
PAGES = (
    "knowledge_hubs:home",
    "knowledge_hubs:programme_list",
    "knowledge_hubs:organisation_list",
    *(f"knowledge_hubs:{kind.name}_list" for kind in KINDS),
    "reporting:activity_list",
    "reporting:initiative_list",
    "knowledge_hubs:country_list",
    "knowledge_hubs:board",
    "knowledge_hubs:policy_list",
    "knowledge_hubs:hub_list",
    "knowledge_hubs:value_chain_list",
    "knowledge_hubs:sdg12",
    "knowledge_hubs:where_to_report",
    "knowledge_hubs:figure_list",
    "reporting:classification_agreement",
    "knowledge_hubs:glossary",
    "knowledge_hubs:search_explained",
    "knowledge_hubs:about",
    "knowledge_hubs:contact",
    "knowledge_hubs:privacy",
    "knowledge_hubs:accessibility",
    "knowledge_hubs:terms",
    "knowledge_hubs:api_documentation",
)


@dataclass(frozen=True, slots=True)
class Section:
    """``rows`` answers what its addresses end in (two parts with a stroke between) and
    when each page last changed, as a queryset of ``key`` and ``at`` in an order that
    does not move."""

    name: str
    url_name: str
    rows: Callable


def _with_history(model, key):
    """Rows whose changes are kept in their history."""
    history = model.history.model.objects.filter(id=OuterRef("pk"))
    last = history.order_by("-history_date").values("history_date")[:1]
    return model.objects.order_by("pk").values(key=F(key), at=Subquery(last))


def _records(kind):
    return (
        changed(kind.model.objects.published())
        .order_by("pk")
        .values(key=F("code"), at=F("changed_at"))
    )


def _hubs():
    hubs = with_changes(Hub.objects.published()).order_by("pk")
    return hubs.values(key=F("code"), at=F("changed_at"))


def _chains():
    chains = changed(ValueChain.objects.published()).order_by("pk")
    return chains.values(key=F("code"), at=F("changed_at"))


def _stages():
    """Of public chains; two parts of an address."""
    chains = ValueChain.objects.published()
    rows = ChainStage.objects.filter(chain__in=chains, is_whole=False).order_by("pk")
    parts = ("chain__code", Value("/"), "address")
    key = Concat(*parts, output_field=CharField())
    return rows.values(key=key, at=F("chain__updated_at"))


def _activities():
    return (
        ActivityVersion.objects.current()
        .order_by("pk")
        .values(key=F("activity__code"), at=F("publications__from_at"))
    )


def _initiatives():
    return (
        InitiativeVersion.objects.current()
        .public()
        .order_by("pk")
        .values(key=F("initiative__code"), at=F("publications__from_at"))
    )


SECTIONS = (
    Section(
        "programmes",
        "knowledge_hubs:programme_detail",
        lambda: _with_history(Programme, "slug"),
    ),
    Section(
        "organisations",
        "knowledge_hubs:organisation_detail",
        lambda: _with_history(Organisation, "code"),
    ),
    *(
        Section(
            name,
            f"knowledge_hubs:{address}",
            lambda model=model: _with_history(model, "code"),
        )
        for name, address, model in (
            ("countries", "country_detail", Country),
            ("policies", "policy_detail", PolicyInstrument),
            ("targets", "sdg_target", SdgTarget),
            ("indicators", "sdg_indicator", SdgIndicator),
        )
    ),
    Section("hubs", "knowledge_hubs:hub_detail", _hubs),
    Section("value-chains", "knowledge_hubs:value_chain_detail", _chains),
    Section("stages", "knowledge_hubs:value_chain_stage", _stages),
    *(
        Section(
            kind.path,
            f"knowledge_hubs:{kind.name}_detail",
            lambda kind=kind: _records(kind),
        )
        for kind in KINDS
    ),
    Section("activities", "reporting:activity_detail", _activities),
    Section("initiatives", "reporting:initiative_detail", _initiatives),
)
BY_NAME = {section.name: section for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in its languages: pairs of tag and whole address, English among them."""

    addresses: list[tuple[str, str]]
    default: str
    changed_at: datetime | None


def files() -> list[tuple[str, datetime | None]]:
    """Whole addresses of the sitemap's files, each with its last change. One query a
    section."""
    found = [(_file("pages", 1), None)]
    for section in SECTIONS:
        held = section.rows().aggregate(pages=Count("pk"), last=Max("at"))
        count = -(-held["pages"] // IN_ONE_FILE)
        found += [(_file(section.name, n), held["last"]) for n in range(1, count + 1)]
    return found


def listed(section: str, number: int) -> list[Listed]:
    """The pages in one file of the sitemap; none where there is no such file."""
    with translation.override("en"):
        if section == "pages":
            return [_listed(reverse(name), None) for name in PAGES if number == 1]
        if section not in BY_NAME or not number:
            return []
        wanted, start = BY_NAME[section], (number - 1) * IN_ONE_FILE
        return [
            _listed(reverse(wanted.url_name, args=row["key"].split("/")), row["at"])
            for row in wanted.rows()[start : start + IN_ONE_FILE]
        ]


def _listed(path, changed_at):
    rest = path.removeprefix("/en/")
    addresses = [
        (tag(code), f"{settings.SITE_URL}/{code}/{rest}")
        for code, _name in settings.LANGUAGES
    ]
    return Listed(addresses, settings.SITE_URL + path, changed_at)


def _file(section, number):
    return settings.SITE_URL + reverse("sitemap", args=[section, number])
