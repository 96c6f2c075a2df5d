"""The Board as a document lists it, and what has ended."""

from datetime import date

import pytest

from programmes.models import (
    OrganisationRelation,
    Region,
    SourceDocument,
    WorkingGroup,
)
from tests.factories import make_country, make_organisation, make_record, make_seat
from tests.knowledge_hubs.reading import items, main, section, sources, words

pytestmark = pytest.mark.django_db


def board(client, language="en"):
    return client.get(f"/{language}/board/")


def member(code, group=None, **given):
    country = make_country(code)
    if group:
        country.un_group = Region.objects.get_or_create(
            code=group, defaults={"kind": "un_group", "name": f"Group {group}"}
        )[0]
        country.save()
    return make_seat(country, **given)


def test_members_stand_by_regional_group_with_chair_and_vice_chair(client):
    report = SourceDocument.objects.create(symbol="E/2021/56", kind="report", title="R")
    listed = {"document": report, "listed_on": date(2021, 4, 23)}
    member("ARG", "G_LAC", role="chair", order=1, **listed)
    member("KEN", "G_AFR", order=2, **listed)
    member("CHE", "G_WEO", role="vice_chair", order=3, **listed)
    member("NGA", "G_AFR", order=4, **listed)
    text = section(board(client), "members")
    assert items(text) == ["Ken", "Nga", "Arg Chair", "Che Vice-Chair"]
    assert sources(text) == ["As listed in E/2021/56, 23 April 2021."]
    assert [words(part) for part in text.split("<dt>")[1:4]] == [
        "Group G_AFR Ken Nga",
        "Group G_LAC Arg Chair",
        "Group G_WEO Che Vice-Chair As listed in E/2021/56, 23 April 2021.",
    ]


def test_a_note_on_all_of_a_group_is_said_once(client):
    for code in ("KEN", "NGA"):
        member(code, "G_AFR", note="Eleven, not ten.")
    member("ARG", "G_LAC", note="A misprint.")
    member("COL", "G_LAC")
    text = section(board(client), "members")
    assert words(text).count("Eleven, not ten.") == 1
    assert sources(text) == ["Editor’s noteEleven, not ten."]
    assert items(text) == ["Ken", "Nga", "Arg A misprint.", "Col"]


def test_an_ended_seat_stays_readable_apart(client):
    member("KEN", "G_AFR", until=date(2022, 1, 31))
    member("NGA", "G_AFR")
    response = board(client)
    assert items(section(response, "members")) == ["Nga"]
    assert items(section(response, "former")) == ["Ken Member · until 31 January 2022"]


def test_without_a_seat_the_page_says_so(client):
    member("KEN", until=date(2022, 1, 31))
    text = main(board(client))
    assert "No seat is listed today" in text
    assert items(section(board(client), "former")) == [
        "Ken Member · until 31 January 2022"
    ]


def test_secretariat_legal_basis_and_friends(client):
    symbols = ("A/DEC/72/416", "A/RES/69/214", "A/RES/67/203", "A/RES/70/1")
    for symbol in symbols:
        SourceDocument.objects.create(
            symbol=symbol, kind="resolution", title="It rests"
        )
    for name, until in (("Secretariat", None), ("Before it", date(2020, 1, 1))):
        OrganisationRelation.objects.create(
            organisation=make_organisation(name=name),
            kind="secretariat",
            what="serves",
            until=until,
        )
    make_record(WorkingGroup, "friends-of-scp", title="Friends")
    make_record(WorkingGroup, "another", title="Another")
    response = board(client)
    assert items(section(response, "secretariat")) == ["Secretariat serves"]
    assert [
        part.partition("</bdi>")[0]
        for part in section(response, "basis").split("<dt><bdi>")[1:]
    ] == [
        "A/RES/67/203",
        "A/RES/69/214",
        "A/DEC/72/416",
    ]
    assert sources(section(response, "basis")) == ["Source: E/2021/56, Annex II"]
    friends = section(response, "friends")
    assert "Friends" in friends and "Another" not in friends


def test_friends_that_are_a_draft_are_not_there(client):
    member("KEN")
    make_record(WorkingGroup, "friends-of-scp", is_draft=True)
    assert section(board(client), "friends") == ""
