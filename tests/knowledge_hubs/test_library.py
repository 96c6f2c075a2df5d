"""Resources, coalitions, working groups, campaigns, events and news: lists, pages and
calendars; drafts and their like are for editors alone.
"""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.kinds import (
    ARTICLE,
    CASE_STUDY,
    EVENT,
    KINDS,
    LABEL,
    RECOMMENDATION,
    RESOURCE,
)
from knowledge_hubs.record_cards import short_cards
from oneplanet.calendars import calendar
from programmes.models import Coalition
from tests.factories import (
    make_country,
    make_organisation,
    make_programme,
    make_record,
    make_secretariat,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def detail(kind, code="a-record"):
    return reverse(f"knowledge_hubs:{kind.name}_detail", args=[code])


def titles(response):
    return [card["title"] for card in response.context["cards"]]


# --- Who sees what


@each_kind
@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"is_draft": True}, 404),
        ({"publish_at": timedelta(hours=1)}, 404),
        ({"publish_at": timedelta(hours=-1)}, 200),
        ({"expire_at": timedelta(hours=-1)}, 410),
        ({"expire_at": timedelta(hours=1)}, 200),
    ],
)
def test_only_editors_see_what_is_not_public(client, kind, given, status):
    given = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }
    make_record(kind.model, **given)
    is_listed = status == 200
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        assert client.get(detail(kind)).status_code == status
        assert titles(client.get(kind.list_url)) == ["A-Record"] * is_listed
    client.force_login(make_secretariat())
    page = client.get(detail(kind))
    assert page.status_code == 200
    assert ("only editors" in page.text) is not is_listed
    assert titles(client.get(kind.list_url)) == ["A-Record"] * is_listed


# --- Lists


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=МИР", ["One"]),
        ("q=about two", ["Two"]),
        ("programme=SFS", ["One"]),
        ("theme=PLASTICS", ["Two"]),
        ("sector=WASTE", ["One"]),
        ("country=KEN", ["Two"]),
        ("kind=pact", ["One", "Two"]),
        ("kind=fund", []),
        ("programme=NOPE", []),
        ("programme=SFS&theme=PLASTICS", []),
    ],
)
def test_a_list_is_narrowed_by_what_records_say(client, query, found):
    one = make_record(Coalition, "one", title="One", title_ru="Мир", order=1)
    two = make_record(Coalition, "two", title="Two", order=2)
    make_record(Coalition, "hidden", is_draft=True)
    one.programmes.add(make_programme(code="SFS"))
    one.sectors.add(make_term("sector", "WASTE"))
    two.tags.add(make_term("tag", "PLASTICS"))
    two.countries.add(make_country("KEN"))
    response = client.get(f"{reverse('knowledge_hubs:coalition_list')}?{query}")
    assert titles(response) == found


def test_a_list_offers_what_occurs_in_it_and_keeps_what_nobody_offers(client):
    make_record(Coalition, "one").programmes.add(make_programme(code="SFS"))
    draft = make_record(Coalition, "draft", kind="fund", is_draft=True)
    draft.programmes.add(make_programme(code="ST"))
    response = client.get(reverse("knowledge_hubs:coalition_list") + "?country=XX")
    offered = {
        choice.name: [value for value, _label in choice.options]
        for choice in response.context["narrowing"]
    }
    assert offered == {"kind": ["pact"], "programme": ["SFS"], "country": ["XX"]}


def test_a_title_in_another_language_says_which(client):
    make_record(Coalition, title="", title_en="", title_es="Pacto por el mar")
    page = client.get(reverse("knowledge_hubs:coalition_list")).text
    assert '<h3 class="record-title" lang="es" dir="ltr">' in page


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (ARTICLE, ("body", "note")),
        (CASE_STUDY, ("problem", "place")),
        (RECOMMENDATION, ("addressed_to",)),
        (LABEL, ("says", "scope")),
        (EVENT, ("place",)),
    ],
    ids=lambda given: getattr(given, "name", ""),
)
def test_what_stands_in_one_language_alone_is_read_in_all(client, kind, names):
    make_record(kind.model, **{f"{name}_ru": f"Слово {name}" for name in names})
    page = client.get(detail(kind)).text
    found = re.findall(r' lang="ru"[^>]*>\s*(?:<p>)?Слово (\w+)', page)
    assert sorted(found) == sorted(names)


def test_nothing_is_offered_to_narrow_a_list_of_nothing(client):
    address = reverse("knowledge_hubs:article_list")
    assert '<select id="kind"' not in client.get(address).text
    assert 'id="q"' not in client.get(address).text
    assert 'id="q"' in client.get(f"{address}?q=sea").text


@pytest.mark.parametrize("role", ["participant", "member", "signatory"])
def test_who_only_took_part_is_not_who_is_behind_it(client, role):
    record = make_record(EVENT.model)
    record.parties.create(country=make_country("KEN"), role=role)
    page = reverse("knowledge_hubs:event_list")
    assert [card.get("who") for card in client.get(page).context["cards"]] == [None]
    host = make_organisation(name="Harbour Office")
    record.parties.create(organisation=host, role="host", order=1)
    cards = client.get(page).context["cards"]
    assert [card.get("who") for card in cards] == ["Harbour Office"]


def test_a_short_card_has_the_arc_of_the_only_programme():
    records = [make_record(Coalition, code) for code in ("none", "one", "two")]
    programmes = [make_programme(code="SFS"), make_programme(code="ST")]
    records[1].programmes.set(programmes[:1])
    records[2].programmes.set(programmes)
    cards = short_cards(Coalition.objects.order_by("pk"))
    assert [card["programme"] for card in cards] == ["NET", "SFS", "NET"]


# --- A page


def test_a_page_says_who_is_behind_it(client):
    record = make_record(RESOURCE.model, year=2020)
    body = make_organisation(name="Institut des mers", name_language="fr")
    record.parties.create(organisation=body, role="author")
    record.parties.create(country=make_country("KEN"), role="partner", order=1)
    page = client.get(detail(RESOURCE)).text
    assert '<span lang="fr" dir="ltr">Institut des mers</span>' in page
    assert "Ken" in page
    assert "2020" in page


def test_a_part_that_many_have_is_named_once(client):
    record = make_record(EVENT.model)
    for order, code in enumerate(("ARG", "BTN", "CRI", "DNK", "FIN", "FRA")):
        given = {"country": make_country(code), "order": order}
        record.parties.create(role="participant", **given)
    host = make_organisation(name="Harbour Office")
    record.parties.create(organisation=host, role="host", order=9)
    page = client.get(detail(EVENT)).text
    assert page.count("Participant") == 1
    assert page.count("Host") == 1


# --- Calendars


def unfolded(text) -> list[str]:
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").strip().split("\r\n")


def test_an_event_is_a_file_for_calendars():
    lead = "Ziele; Wege, Mittel. " + "ж" * 80
    event = make_record(
        EVENT.model,
        title="A, B; C",
        lead=lead,
        starts_on=date(2021, 3, 17),
        ends_on=date(2021, 3, 18),
    )
    lines = unfolded(calendar([event]))
    assert lines[:3] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//One Planet network//EN",
    ]
    assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]
    assert "DTSTART;VALUE=DATE:20210317" in lines
    assert "DTEND;VALUE=DATE:20210319" in lines
    assert r"SUMMARY:A\, B\; C" in lines
    assert rf"DESCRIPTION:Ziele\; Wege\, Mittel. {'ж' * 80}" in lines


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_calendar_program_reads_what_was_meant(client, language):
    title = "A, B; C\\n " + "مؤتمر " * 20
    make_record(
        EVENT.model,
        title=title.strip(),
        lead="One.\nTwo.",
        starts_on=date(2021, 3, 17),
        ends_on=date(2021, 3, 18),
    )
    make_record(EVENT.model, "one-day", starts_on=date(2021, 3, 20))
    address = reverse("knowledge_hubs:events_calendar").replace("en", language, 1)
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    read = icalendar.Calendar.from_ical(answer.content)
    assert read.errors == []
    one_day, two_days = read.walk("VEVENT")
    assert [event.errors for event in (one_day, two_days)] == [[], []]
    assert two_days["SUMMARY"] == title.strip()
    assert two_days["DESCRIPTION"] == "One.\nTwo."
    assert two_days.decoded("DTSTART") == date(2021, 3, 17)
    assert two_days.decoded("DTEND") == date(2021, 3, 19)
    assert one_day.decoded("DTEND") == date(2021, 3, 21)
    assert two_days["UID"] == "a-record@localhost"
    assert two_days["URL"] == f"http://localhost:8000/{language}/events/a-record/"


def test_drafts_and_events_without_days_are_in_no_calendar(client):
    make_record(EVENT.model, "known", starts_on=date(2021, 1, 1))
    make_record(EVENT.model, "unknown", first_year=2020)
    make_record(EVENT.model, "draft", starts_on=date(2021, 1, 2), is_draft=True)
    now, day = timezone.now(), date(2021, 1, 3)
    soon, gone = now + timedelta(hours=1), now - timedelta(hours=1)
    make_record(EVENT.model, "scheduled", starts_on=day, publish_at=soon)
    make_record(EVENT.model, "expired", starts_on=day, expire_at=gone)
    text = client.get(reverse("knowledge_hubs:events_calendar")).text
    assert text.count("BEGIN:VEVENT") == 1
    for code, status in (("known", 200), ("unknown", 404), ("draft", 404)):
        address = reverse("knowledge_hubs:event_calendar", args=[code])
        assert client.get(address).status_code == status


def test_a_calendar_holds_the_events_of_the_narrowed_list(client):
    for code in ("fair", "talk"):
        make_record(EVENT.model, code, title=code, starts_on=date(2021, 1, 1))
    shown = client.get(reverse("knowledge_hubs:event_list"), {"q": "fair"}).text
    (address,) = re.findall(r'href="([^"]*calendar\.ics[^"]*)"', shown)
    assert address == "/en/events/calendar.ics?q=fair"
    assert "These events for my calendar" in shown
    assert re.findall("SUMMARY:(.*?)\r", client.get(address).text) == ["fair"]


def test_news_is_newest_first(client):
    now = timezone.now()
    for days in (3, 1, 2):
        make_record(ARTICLE.model, f"day-{days}", publish_at=now - timedelta(days=days))
    response = client.get(reverse("knowledge_hubs:article_list"))
    assert titles(response) == ["Day-1", "Day-2", "Day-3"]


def test_a_lead_in_other_letters_begins_where_its_title_does(client):
    """In Arabic on the right, with its full stop at its own end."""
    record = make_record(RESOURCE.model, title="A reed", lead="It grows.")
    with translation.override("ar"):
        page = client.get(record.get_absolute_url()).text
    assert '<h1 lang="en"><bdi dir="ltr">A reed</bdi></h1>' in page
    assert '<p class="lead" lang="en"><bdi dir="ltr">It grows.</bdi></p>' in page
