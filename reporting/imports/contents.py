"""What an activity says, as plain values that can be kept, compared and written.

``{"title": "…", "type": "TRAINING", "started_on": "2021-04-23", "sectors": ["FOOD"],
"partners": [["Name", "host"]], …}``: texts, codes, days in ISO, codes in order, rows of
texts. Nothing is None; what is not answered is empty. What was typed and could not be
read stands in its place as typed.py says.
"""

from decimal import Decimal

from oneplanet.text import numbers
from reporting.choices import NETWORK_WIDE
from reporting.imports.columns import DAYS, FIELDS, ROWS, TEXTS
from reporting.imports.typed import overlay
from reporting.models import Activity, ActivityVersion
from reporting.models.version import LISTS
from reporting.reading import read

CHUNK = 400
EMPTY = {field: [] if field in (*LISTS, *ROWS) else "" for field in FIELDS}


def newest_of(activities) -> list[tuple]:
    """(version, content) of what each of these is about, in the activities' order."""
    order = {activity.pk: place for place, activity in enumerate(activities)}
    found, ids = [], list(order)
    for start in range(0, len(ids), CHUNK):
        few = Activity.objects.filter(pk__in=ids[start : start + CHUNK])
        versions = ActivityVersion.objects.newest_of(few)
        versions = versions.select_related(
            "activity__programme", "initiative", "type", "scope"
        ).prefetch_related("refused_fields")
        found += [(read_.version, content_of(read_)) for read_ in read(versions)]
    return sorted(found, key=lambda pair: order[pair[0].activity_id])


def content_of(read_) -> dict:
    version, programme = read_.version, read_.version.activity.programme
    content = {name: getattr(version, name) for name in (*TEXTS, "language")}
    content["programme"] = programme.code if programme else NETWORK_WIDE
    for name in ("initiative", "type", "scope"):
        word = getattr(version, name)
        content[name] = word.code if word else ""
    for name in DAYS:
        day = getattr(version, name)
        content[name] = day.isoformat() if day else ""
    for name in LISTS:
        content[name] = sorted(word.code for word in getattr(read_, name))
    for name, written in _WRITTEN.items():
        content[name] = [(row.order, written(row)) for row in getattr(read_, name)]
    overlay(content, version.refused_fields.all())
    return content


def _partner(row) -> list:
    return [str(row), row.role]


def _link(row) -> list:
    return [row.url, row.label]


def _quantity(row) -> list:
    return [row.what, row.status, plain_number(row.value), row.unit, row.reason]


_WRITTEN = {"partners": _partner, "quantities": _quantity, "links": _link}


def plain_number(value: Decimal | None) -> str:
    return "" if value is None else numbers.for_input(value, "en")
