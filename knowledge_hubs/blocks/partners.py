"""Who is behind a hub: organisations with a role in its programmes, and those behind
the records it features, each once with all its roles.
"""

from dataclasses import dataclass, field

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from knowledge_hubs.blocks.given import Given
from knowledge_hubs.kinds import KINDS
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import set_apart
from programmes.models import Organisation, Party, Programme, ProgrammeRole

IN_SIGHT = 6
MOST = 60  # of more, editors say how many: the list of a programme has them all
PLACE = {role: place for place, role in enumerate(ProgrammeRole.Role)}


@dataclass(frozen=True, slots=True)
class Part:
    """What an organisation is of what: a programme or a record, named as HTML in its
    own language, with its address."""

    role: str
    of: str
    url: str


@dataclass(frozen=True, slots=True)
class Partner:
    organisation: Organisation
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Partners:
    """The first of them, the others folded below, how many more there are, and the
    whole list of each programme asked for."""

    shown: list[Partner]
    folded: list[Partner]
    more: int
    programmes: list[tuple[Programme, str]]


def fill(given: Given, blocks) -> dict[int, Partners | None]:
    """Four queries, however many blocks ask."""
    asked = {block.pk: _programmes(given, block) for block in blocks}
    wanted = {row.pk for rows in asked.values() for row in rows}
    roles = list(ProgrammeRole.objects.current().filter(programme__in=wanted))
    roles.sort(key=lambda role: PLACE.get(role.role, len(PLACE)))
    parties = _parties(given)
    keys = {role.organisation_id for role in roles} | {row[0] for row in parties}
    named = Organisation.objects.prefetch_related("other_names").in_bulk(keys)
    return {
        block.pk: _of(block, asked[block.pk], roles, parties, named, given)
        for block in blocks
    }


def _programmes(given, block) -> list[Programme]:
    return [given.programmes[block.programme.code]] if block.programme else given.owners


def _of(block, programmes, roles, parties, named, given) -> Partners | None:
    codes = {row.pk: row for row in programmes}
    found = {}
    for role in roles:
        if programme := codes.get(role.programme_id):
            part = Part(role.get_role_display(), programme.name, _url(programme))
            _add(found, named[role.organisation_id], part)
    for organisation, *about in parties:
        _add(found, named[organisation], _part(*about))
    if not found:
        return None
    rows = list(found.values())
    lists = [(row, _list_of(row)) for row in programmes]
    last = block.how_many if len(rows) > MOST else len(rows)
    first = min(block.how_many, IN_SIGHT)
    return Partners(rows[:first], rows[first:last], len(rows[last:]), lists)


def _add(found, organisation, part):
    partner = found.setdefault(organisation.pk, Partner(organisation))
    if part not in partner.parts:
        partner.parts.append(part)


def _url(programme) -> str:
    return programme.get_absolute_url()


def _list_of(programme) -> str:
    query = urlencode({"programme": programme.code})
    return f"{reverse('knowledge_hubs:organisation_list')}?{query}"


# --- Of featured records --------------------------------------------------------------


def _parties(given) -> list[tuple]:
    """(organisation, role, name of the kind, code and title of the record). One query,
    none where no record is featured."""
    asked = [(kind, given.named.get(kind.name)) for kind in KINDS]
    rows = [_behind(kind, keys) for kind, keys in asked if keys]
    if not rows:
        return []
    whole = rows[0].union(*rows[1:], all=True).order_by() if rows[1:] else rows[0]
    return sorted(whole)


def _behind(kind, keys) -> QuerySet:
    party = kind.model._meta.get_field("parties").related_model
    public = kind.model.objects.published().filter(pk__in=keys)
    rows = QuerySet(party, query=party.objects.current().query).filter(
        organisation__isnull=False, **{f"{kind.name}__in": public.values("pk")}
    )
    language = (get_language() or "en").replace("-", "_")
    columns = ("code", f"title_{language}", "title_en")
    own = [f"{kind.name}__{column}" for column in columns]
    named = rows.annotate(of_kind=Value(kind.name)).order_by()
    return named.values_list("organisation_id", "role", "of_kind", *own)


def _part(role, kind, code, title, in_english) -> Part:
    url = reverse(f"knowledge_hubs:{kind}_detail", args=[code])
    language = (get_language() or "en") if title else "en"
    name = in_language(set_apart(title or in_english or code), language)
    return Part(Party.Role(role).label, name, url)
