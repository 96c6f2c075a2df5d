"""Time zones: which there are, how a clock in one is named, how they are offered.

Their names are those of the IANA time zone database, whose cities nobody translates. A
server without that database knows UTC alone.
"""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

AREAS = {
    "Africa": _("Africa"),
    "America": _("The Americas"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}
NOT_CHOSEN = {"Factory", "localtime"}  # of a machine, not of a place
UNKNOWN = _("Choose a time zone of the list.")
LEFT_TO_RIGHT, ISOLATED = "\u2066", "\u2069"


@cache
def known() -> frozenset[str]:
    """Every name there is, older spellings too."""
    return frozenset(zoneinfo.available_timezones() | {"UTC"}) - NOT_CHOSEN


def find(name: str) -> tzinfo:
    """The zone of this name; UTC where this server has none (any more)."""
    if name == "UTC" or name not in known():
        return UTC
    return zoneinfo.ZoneInfo(name)


def check_zone(name: str) -> None:
    if name not in known():
        raise ValidationError(UNKNOWN, code="invalid_choice")


# --- In words -----------------------------------------------------------------------


def offset_words(offset: timedelta) -> str:
    """UTC, UTC+3, UTC−3:30."""
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def clock_name(moment: datetime) -> str:
    """What people call the clock of an aware moment: EAT, CEST; by its distance from
    UTC where it has no name of its own.
    """
    name = moment.tzname() or ""
    return name if name.isalpha() else offset_words(moment.utcoffset())


# --- Offered ------------------------------------------------------------------------


def offered(*, on: date | None = None) -> list[tuple]:
    """Choices of a field: UTC, then each area with its cities and how far their clocks
    are from UTC at noon of the day.
    """
    noon = datetime.combine(on or datetime.now(UTC).date(), time(12), UTC)
    choices = {
        area: [(name, _city(name, noon.astimezone(zone))) for name, zone in rows]
        for area, rows in _by_area().items()
    }
    named = [(AREAS[area], rows) for area, rows in choices.items()]
    return [("UTC", "UTC"), *named]


def _city(name: str, moment: datetime) -> str:
    """Nairobi (UTC+3), which stays so in a line from right to left."""
    city = name.partition("/")[2].replace("_", " ")
    words = f"{city} ({offset_words(moment.utcoffset())})"
    return f"{LEFT_TO_RIGHT}{words}{ISOLATED}"


@cache
def _by_area() -> dict:
    """Area: (name, zone) in the order of the names."""
    areas = {}
    for name in sorted(known() & (_of_countries() or known())):
        area, _slash, city = name.partition("/")
        if city and area in AREAS:
            areas.setdefault(area, []).append((name, find(name)))
    return areas


def _of_countries() -> set[str]:
    """The names in use today, at least one a country; empty where there is no table."""
    for folder in zoneinfo.TZPATH:
        table = Path(folder) / "zone.tab"
        if table.is_file():
            lines = table.read_text(encoding="utf-8").splitlines()
            rows = [line.split("\t") for line in lines if not line.startswith("#")]
            return {row[2].strip() for row in rows if len(row) > 2}
    return set()
