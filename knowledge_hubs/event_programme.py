"""The programme of an event: its sessions in their order, and what was recorded."""

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge_hubs.tables import filled_table
from oneplanet.templatetags.page import in_language
from oneplanet.text import dates, zones
from oneplanet.text.languages import in_every_language, name_of, shown
from oneplanet.text.numbers import number


def table_of(sessions) -> dict | None:
    """``columns`` and ``rows`` of components/data_table.html; none without sessions."""
    if not sessions:
        return None
    heads = [_("Session"), _("When"), _("Who speaks"), _("Language")]
    return filled_table(heads, [_row(session) for session in sessions])


def _row(session) -> list:
    speakers = ""
    if in_every_language(session, "speakers"):
        text, language = shown(session, "speakers")
        lines = ((in_language(line, language),) for line in text.splitlines() if line)
        speakers = format_html_join("", "<div>{}</div>", lines)
    return [
        in_language(*shown(session, "title")),
        _when(session),
        speakers,
        name_of(session.language) if session.language else "",
    ]


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
    return format_html(
        '<bdi><time datetime="{}">{}</time></bdi>', moment.isoformat(), words
    )


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
