"""The programme of an event: its sessions in their order, and what was recorded."""

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oneplanet.templatetags.page import in_language
from oneplanet.text import dates, zones
from oneplanet.text.languages import apart, name_of, shown
from oneplanet.text.numbers import number


def programme_of(sessions) -> list[dict]:
    """What library/programme.html takes: ``when``, ``title``, ``speakers`` (one in each
    line) and ``language``, in words or as HTML."""
    return [_told(session) for session in sessions]


def _told(session) -> dict:
    text, written_in = shown(session, "speakers")
    return {
        "when": _when(session),
        "title": in_language(*shown(session, "title")),
        "speakers": [in_language(n, written_in) for n in text.splitlines() if n],
        "language": name_of(session.language) if session.language else "",
    }


def _when(session):
    """In the zone of the place, and in the reader's own where that says otherwise; the
    day once where both have the same."""
    with timezone.override(zones.find(session.time_zone)):
        there, days_there = _span(session), _days(session)
    here = _span(session)
    if here == there:
        return there
    if len(days_there) == 1 and days_there == _days(session):
        here = _marked(session.starts_at, dates.clock_words(*_moments(session)))
    return format_html('{}<br><small class="quiet">{}</small>', there, here)


def _moments(session) -> list:
    return [moment for moment in (session.starts_at, session.ends_at) if moment]


def _days(session) -> set:
    return {timezone.localtime(moment).date() for moment in _moments(session)}


def _span(session):
    """17 March 2021, 14:00–15:30 UTC; over midnight, each day with its clock."""
    begins, *ends = _moments(session)
    if len(_days(session)) == 1:
        words = dates.moment_words(begins, until=session.ends_at)
        return _marked(begins, words)
    beginning, end = (_marked(m, dates.moment_words(m)) for m in (begins, *ends))
    return format_html(_("{beginning} until {end}"), beginning=beginning, end=end)


def _marked(moment, words):
    time = format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)
    return apart(time)


def recordings_of(event, sessions) -> list[dict]:
    """What library/recordings.html takes; each named after its session, else after the
    event."""
    by_key = {session.pk: session for session in sessions}
    return [
        {
            "row": row,
            "title": in_language(*shown(by_key.get(row.session_id, event), "title")),
            "length": _length(row.minutes),
        }
        for row in event.recordings.all()
    ]


def _length(minutes) -> str:
    if not minutes:
        return ""
    words = ngettext("{number} minute", "{number} minutes", minutes)
    return words.format(number=number(minutes))
