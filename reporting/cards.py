"""Versions as record cards: plain values a list prints, and public ones ready drawn."""

from django.db.models import CharField, F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet import remember
from oneplanet.text.dates import date_range
from oneplanet.text.folding import fold
from oneplanet.text.languages import direction, name_of, tag
from oneplanet.text.lists import COMMA
from oneplanet.text.numbers import number
from programmes.models import Organisation
from reporting.models import ActivityVersion, InitiativeVersion
from reporting.workflow import State, label_for_authors

_drawn = {}  # public cards remembered for a minute
SUMMARY_LENGTH = 240
PLACES_NAMED = 2
MOST_INITIATIVES = 20  # of one organisation
BETWEEN = "\n"  # stands in no name


def with_places(versions):
    """Versions that know the places card() names, by no further query."""
    return versions.annotate(
        country_names=_names(versions.model, "countries", "country__name"),
        region_names=_names(versions.model, "regions", "term__label"),
    )


def _names(model, name, column):
    """What a list of versions holds, in the reader's language, in one text."""
    wanted = (get_language() or "en").replace("-", "_")
    label = Coalesce(
        NullIf(F(f"{column}_{wanted}"), Value("")),
        F(f"{column}_en"),
        output_field=CharField(),  # each language's column has a class of its own
    )
    rows, version = getattr(model, name).through.objects, model._meta.model_name
    listed = rows.filter(**{version: OuterRef("pk")}).values(version)
    joined = listed.annotate(names=StringAgg(label, Value(BETWEEN))).values("names")
    return Subquery(joined, output_field=CharField())


def card(version, *, address="reporting:activity_detail", state=None) -> dict:
    """What templates/components/record_card.html takes, of a version for_cards(), best
    with_places().

    ``state`` is a workflow.State where the list shows it.
    """
    activity = version.identity  # or an initiative
    foreign = version.language != get_language()
    programme, organisation = activity.programme, activity.organisation
    named_abroad = organisation.name_language != get_language()
    return {
        "url": reverse(address, args=[activity.code]),
        "title": version.title or activity.code,
        "lang": tag(version.language) if foreign else "",
        "dir": direction(version.language) if foreign else "",
        "language": name_of(version.language) if foreign else "",
        "programme": programme.code if programme else "NET",
        "kind": version.type.label if version.type else "",
        "summary": shortened(version.summary),
        "programme_name": programme.name if programme else _("Network-wide"),
        "who": organisation.name,
        "who_lang": tag(organisation.name_language) if named_abroad else "",
        "who_dir": direction(organisation.name_language) if named_abroad else "",
        "where": where(version),
        "when": when(version),
        "state": state.value if state else "",
        "state_label": state.label if state else "",
        "is_sample": activity.is_sample,
        "code": activity.code,
        "kind_code": version.type.code if version.type else "",
    }


def initiative_card(version, *, address="reporting:initiative_detail", state=None):
    """The same of a version of an initiative, which says that it is one."""
    kind = {"kind": _("Initiative"), "kind_code": ""}
    return card(version, address=address, state=state) | kind


def own_card(version) -> dict:
    """The same of either for who reported it: from the inside, with its state in their
    words."""
    reported = version.identity
    draw = {"activity": card, "initiative": initiative_card}[reported.kind]
    state = State(reported.state)
    found = draw(version, address=f"reporting:{reported.kind}_record", state=state)
    return found | {"state_label": label_for_authors(state)}


def cards_of_initiatives(organisation) -> list[dict]:
    """Of the public initiatives it leads or owns, the newest first. One query."""
    ones = Organisation.every.one_with(organisation)
    named = InitiativeVersion.objects.filter(owners__in=ones).values("pk")
    mine = Q(initiative__organisation=organisation) | Q(pk__in=named)
    public = InitiativeVersion.objects.current().public().filter(mine)
    rows = with_places(public.for_cards()).order_by("-started_on", "initiative")
    return [initiative_card(version) for version in rows[:MOST_INITIATIVES]]


def public_cards(ids) -> list[str]:
    """Cards of current versions as HTML, in the order of ``ids``. One query at most."""
    return remember.many(_drawn, ids, _draw)


def _draw(ids) -> dict[int, str]:
    versions = with_places(ActivityVersion.objects.for_cards()).filter(pk__in=ids)
    name = "components/record_card.html"
    return {
        version.pk: render_to_string(name, {"card": card(version)})
        for version in versions
    }


def newest_cards(versions, count) -> list[str]:
    """The newest of a queryset of versions as cards. Two queries at most."""
    newest = versions.newest_first().values_list("pk", flat=True)
    return public_cards(list(newest[:count]))


def where(version) -> str:
    """Countries, else regions: two by name and how many more. Needs with_places()."""
    texts = (getattr(version, name, "") for name in ("country_names", "region_names"))
    names = sorted(next(filter(None, texts), "").split(BETWEEN), key=fold)
    words = COMMA.join(names[:PLACES_NAMED])
    more = len(names) - PLACES_NAMED
    return f"{words} + {number(more)}" if more > 0 else words


def when(version) -> str:
    """The days of an activity in words; empty while a draft names no start."""
    if version.started_on is None:
        return ""
    return date_range(version.started_on, version.ended_on)


def shortened(text: str) -> str:
    """The beginning of a text on one line, cut between words where it has any."""
    line = " ".join(text[: SUMMARY_LENGTH * 2].split())
    if len(line) <= SUMMARY_LENGTH:
        return line
    cut = line[:SUMMARY_LENGTH]
    return (cut.rpartition(" ")[0] or cut) + " …"
