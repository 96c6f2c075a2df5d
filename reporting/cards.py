"""Versions as record cards: plain values a list prints, and public ones ready drawn."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from oneplanet import remember
from oneplanet.text.dates import date_range
from oneplanet.text.languages import direction, tag
from reporting.models import ActivityVersion

_drawn = {}  # public cards remembered for a minute
LANGUAGE_NAMES = dict(settings.LANGUAGES)
SUMMARY_LENGTH = 240


def card(version, *, address="reporting:activity_detail", state=None) -> dict:
    """What templates/components/record_card.html takes, of a version for_cards().

    ``state`` is a workflow.State where the list shows it.
    """
    activity = version.activity
    foreign = version.language != get_language()
    programme = activity.programme
    return {
        "url": reverse(address, args=[activity.code]),
        "title": version.title or activity.code,
        "lang": tag(version.language) if foreign else "",
        "dir": direction(version.language) if foreign else "",
        "language": LANGUAGE_NAMES[version.language] if foreign else "",
        "programme": programme.code if programme else "NET",
        "kind": version.type.label if version.type else "",
        "summary": shortened(version.summary),
        "who": activity.organisation.name,
        "where": programme.name if programme else "",
        "when": when(version),
        "state": state.value if state else "",
        "state_label": state.label if state else "",
        "is_sample": activity.is_sample,
        "code": activity.code,
        "kind_code": version.type.code if version.type else "",
    }


def public_cards(ids) -> list[str]:
    """Cards of current versions as HTML, in the order of ``ids``. One query at most."""
    return remember.many(_drawn, ids, _draw)


def _draw(ids) -> dict[int, str]:
    versions = ActivityVersion.objects.for_cards().filter(pk__in=ids)
    name = "components/record_card.html"
    return {
        version.pk: render_to_string(name, {"card": card(version)})
        for version in versions
    }


def newest_cards(versions, count) -> list[str]:
    """The newest of a queryset of versions as cards. Two queries at most."""
    newest = versions.newest_first().values_list("pk", flat=True)
    return public_cards(list(newest[:count]))


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
