"""Events for calendar programs (iCalendar, RFC 5545): whole days, and sessions."""

from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

from oneplanet.text.languages import shown

MOST = 75  # octets in a line


def calendar_response(events, *, name: str) -> HttpResponse:
    """A file of events: rows with ``code``, ``starts_on``, ``ends_on``, ``title``,
    ``lead``, ``updated_at``, an address, and ``sessions`` with ``starts_at``,
    ``ends_at``, ``title`` and ``speakers``."""
    answer = HttpResponse(calendar(events), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer


def calendar(events) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//One Planet network//EN"]
    for event in events:
        lines += _event(event)
        for session in event.sessions.all():
            lines += _session(event, session)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event) -> list[str]:
    after = (event.ends_on or event.starts_on) + timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{event.code}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{event.updated_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_text(shown(event, 'title')[0])}",
        f"DESCRIPTION:{_text(shown(event, 'lead')[0])}",
        f"URL:{settings.SITE_URL}{event.get_absolute_url()}",
        "END:VEVENT",
    ]


def _session(event, session) -> list[str]:
    """A session with its moments, in UTC: a calendar program shows its own clock."""
    ends = [f"DTEND:{_moment(session.ends_at)}"] if session.ends_at else []
    name = f"{shown(event, 'title')[0]}: {shown(session, 'title')[0]}"
    return [
        "BEGIN:VEVENT",
        f"UID:{event.code}-{session.pk}@{urlsplit(settings.SITE_URL).hostname}",
        f"DTSTAMP:{_moment(event.updated_at)}",
        f"DTSTART:{_moment(session.starts_at)}",
        *ends,
        f"SUMMARY:{_text(name)}",
        f"DESCRIPTION:{_text(shown(session, 'speakers')[0])}",
        f"URL:{settings.SITE_URL}{event.get_absolute_url()}",
        "END:VEVENT",
    ]


def _moment(moment) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for char in "\\;,":
        words = words.replace(char, f"\\{char}")
    return "\\n".join(words.splitlines())


def _folded(line: str) -> str:
    """At most 75 octets in a line, never parting a letter."""
    parts, room = [""], MOST
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append("")
            room = MOST - 1
        parts[-1] += char
        room -= size
    return "\r\n ".join(parts)
