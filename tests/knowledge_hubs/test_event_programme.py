"""Sessions and recordings of events: their page, calendars, open data, the search."""

import re
from datetime import UTC, datetime

import icalendar
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.event_programme import programme_of
from knowledge_hubs.evidence import ADDRESSES
from knowledge_hubs.models import Event, Recording
from oneplanet import searching
from oneplanet.text import zones
from tests.factories import make_record
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = pytest.mark.django_db
NINE = datetime(2021, 3, 17, 9, 0, tzinfo=UTC)


def add(event, **given):
    given = {"title": "Opening", "starts_at": NINE} | given
    return event.sessions.create(**given)


def when(session):
    (told,) = programme_of([session])
    return told["when"]


def moment(iso, words):
    return f'<bdi><time datetime="{iso}">{words}</time></bdi>'


def test_a_session_is_told_in_the_zone_of_its_place_and_in_the_readers():
    event = make_record(Event)
    iso = NINE.isoformat()
    end = NINE.replace(hour=10, minute=30)
    here = add(event, ends_at=end)
    assert when(here) == (moment(iso, "17 March 2021, 09:00–10:30 UTC"))
    nairobi = add(event, ends_at=end, time_zone="Africa/Nairobi")
    there = moment(iso, "17 March 2021, 12:00–13:30 EAT")
    short = moment(iso, "09:00–10:30 UTC")
    assert when(nairobi) == f'{there}<br><small class="quiet">{short}</small>'
    auckland = add(event, ends_at=end, time_zone="Pacific/Auckland")
    assert when(auckland) == (
        moment(iso, "17 March 2021, 22:00–23:30 NZDT")
        + f'<br><small class="quiet">{short}</small>'
    )
    kiritimati = add(event, starts_at=NINE.replace(hour=12), time_zone="Etc/GMT-14")
    assert when(kiritimati).endswith(">17 March 2021, 12:00 UTC</time></bdi></small>")
    with timezone.override(zones.find("Africa/Nairobi")):
        assert when(nairobi) == there


def test_a_session_over_midnight_names_both_days():
    late = add(make_record(Event), ends_at=datetime(2021, 3, 18, 1, tzinfo=UTC))
    assert "17 March 2021, 09:00 UTC" in when(late)
    assert "18 March 2021, 01:00 UTC" in when(late)


def test_who_speaks_stands_in_lines_and_holds_no_markup():
    event = make_record(Event)
    session = add(event, title="<b>x", speakers="Ann, chair\n<i>Bo", language="fr")
    (told,) = programme_of([session])
    assert told == {
        "when": told["when"],
        "title": "&lt;b&gt;x",
        "speakers": ["Ann, chair", "&lt;i&gt;Bo"],
        "language": "French",
    }
    with translation.override("ar"):
        (told,) = programme_of([session])
    assert told["speakers"] == [
        '<span lang="en" dir="ltr">Ann, chair</span>',
        '<span lang="en" dir="ltr">&lt;i&gt;Bo</span>',
    ]


def test_sessions_stand_one_below_the_other_and_nothing_scrolls_sideways(client):
    event = make_record(Event)
    later = NINE.replace(hour=11)
    add(event, title="Second", starts_at=later, speakers="Bo")
    add(event, ends_at=NINE.replace(hour=10), time_zone="Africa/Nairobi")
    with translation.override("ar"):
        page = client.get(event.get_absolute_url()).text
    [programme] = re.findall(r'<h2 id="programme">.*?</section>', page, re.DOTALL)
    told = re.findall(r"<dt>(.*?)</dt>\s*<dd><b>(.*?)</b>", programme, re.DOTALL)
    assert [re.sub("<[^>]+>", " ", title).strip() for _when, title in told] == [
        "Opening",
        "Second",
    ]
    first = told[0][0]
    assert first.count('<bdi dir="rtl"><time') == 2  # or the clock runs backwards
    assert "١٢:٠٠–١٣:٠٠" in first and "٠٩:٠٠–١٠:٠٠ UTC" in first
    assert "<table" not in programme and 'class="scroll"' not in programme


def test_an_event_without_sessions_says_nothing_of_them(client):
    page = client.get(make_record(Event).get_absolute_url()).text
    assert 'id="programme"' not in page
    assert 'id="recordings"' not in page


def test_a_recording_says_how_long_it_is_and_who_can_follow_it(client):
    event = make_record(Event, title="The forum")
    session = add(event)
    given = {"url": "https://example.org/1", "language": "fr", "minutes": 95}
    event.recordings.create(session=session, **given)
    texts = {"transcript_url": "https://example.org/t", "order": 1}
    event.recordings.create(url="https://example.org/2", **texts)
    page = client.get(event.get_absolute_url()).text
    assert '<a href="https://example.org/1" rel="noopener">Opening</a>' in page
    assert '<span class="quiet">French · 95 minutes</span>' in page
    assert page.count("without captions and transcript") == 1
    assert '<a href="https://example.org/2" rel="noopener">The forum</a>' in page
    assert '<a href="https://example.org/t" rel="noopener">Transcript</a>' in page


def test_sessions_are_in_the_calendar_of_their_event_alone(client):
    event = make_record(Event, title="Forum; one", starts_on=NINE.date())
    add(event, title="A, B", ends_at=NINE.replace(hour=10), speakers="Ann\nBo")
    draft = make_record(Event, "draft", starts_on=NINE.date(), is_draft=True)
    add(draft, title="CANARY")
    for address in (
        reverse("knowledge_hubs:events_calendar"),
        reverse("knowledge_hubs:event_calendar", args=["a-record"]),
    ):
        answer = client.get(address)
        assert "CANARY" not in answer.text
        read = icalendar.Calendar.from_ical(answer.content)
        whole, session = read.walk("VEVENT")
        assert whole["SUMMARY"] == "Forum; one"
        assert session["SUMMARY"] == "Forum; one: A, B"
        assert session["DESCRIPTION"] == "Ann\nBo"
        assert session.decoded("DTSTART") == NINE
        assert session.decoded("DTEND") == NINE.replace(hour=10)
        assert session["UID"] != whole["UID"]


def test_sessions_and_recordings_are_open_data(client):
    event = make_record(Event)
    session = add(event, time_zone="Africa/Nairobi", language="en")
    event.recordings.create(session=session, url="https://example.org/1", minutes=95)
    (record,) = client.get(reverse("api:events")).json()["results"]
    assert record["sessions"] == [
        {
            "title": "Opening",
            "title_language": "en",
            "starts_at": "2021-03-17T09:00:00Z",
            "ends_at": None,
            "time_zone": "Africa/Nairobi",
            "speakers": None,
            "speakers_language": None,
            "language": "en",
        }
    ]
    assert record["recordings"] == [
        {
            "session": "Opening",
            "session_language": "en",
            "url": "https://example.org/1",
            "language": None,
            "minutes": 95,
            "captions_url": None,
            "transcript_url": None,
        }
    ]


def test_an_event_is_found_by_its_sessions_and_speakers():
    event = make_record(Event)
    session = add(event, title="Ostrich", speakers="Zebra Smith")
    searching.changed(session)
    assert kinds_of("ostrich") == kinds_of("zebra") == {"event": 1}


def test_addresses_of_recordings_are_checked_while_their_event_is_public():
    given = {"url": "https://a.org", "captions_url": "https://b.org"}
    make_record(Event).recordings.create(transcript_url="https://c.org", **given)
    hidden = make_record(Event, "hidden", is_draft=True)
    hidden.recordings.create(url="https://canary.org")
    used = {address for source in ADDRESSES for address in source.values()}
    assert used == {"https://a.org", "https://b.org", "https://c.org"}


def test_what_cannot_be_is_refused():
    event, other = make_record(Event), make_record(Event, "other")
    with pytest.raises(IntegrityError), transaction.atomic():
        add(event, ends_at=NINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        event.recordings.create(url="https://a.org", minutes=24 * 60 + 1)
    with pytest.raises(ValidationError, match="time zone"):
        add(event, time_zone="No").clean_fields()
    wrong = Recording(event=other, session=add(event), url="https://a.org")
    with pytest.raises(ValidationError, match="session of the same event"):
        wrong.full_clean()
