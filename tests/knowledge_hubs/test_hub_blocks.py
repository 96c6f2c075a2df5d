"""Blocks of hubs that fill themselves: what each shows, that every number leads to what
it counts, and what is refused."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.blocks import searches
from knowledge_hubs.models import Article, Event, Hub, HubBlock, Resource
from oneplanet import searching
from oneplanet.text import dates
from programmes.models import Coalition, CoalitionParty, ProgrammeRole, Stage
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_block,
    make_chain,
    make_country,
    make_figure,
    make_organisation,
    make_policy,
    make_programme,
    make_record,
    make_secretariat,
    make_term,
    make_user,
)
from tests.knowledge_hubs.reading import headings, main, section, words

pytestmark = pytest.mark.django_db
HUB = reverse("knowledge_hubs:hub_detail", args=["a-hub"])
SEARCH = reverse("knowledge_hubs:search")
Kind = HubBlock.Kind


@pytest.fixture
def hub():
    return make_record(Hub, "a-hub", lead="Much is at stake.")


def shown(client, block, level=3) -> list[str]:
    """The headings in a block; none where it is hidden."""
    page = client.get(HUB)
    if f'id="{block.anchor}-title"' not in page.text:
        return []
    return headings(section(page, f"{block.anchor}-title"), level)


def links(client, block) -> list[str]:
    page = section(client.get(HUB), f"{block.anchor}-title")
    return [unescape(url) for url in re.findall(r'href="([^"#][^"]*)"', page)]


def numbers(client, block) -> list[int]:
    page = section(client.get(HUB), f"{block.anchor}-title")
    found = re.findall(r'figure-number">.*?<bdi>(.*?)</bdi>', page, re.DOTALL)
    return [int(number) for number in found]


def day(days):
    return dates.today() + timedelta(days=days)


# --- Figures of the portal


def test_each_live_figure_leads_to_as_many_as_it_counts(client, hub):
    reviewer = make_user()
    programme = make_programme(desk=reviewer)
    given = {"reviewer": reviewer, "programme": programme, "state": State.APPROVED}
    for title in ("One", "Two"):
        make_activity(title=title, **given)
    make_activity(title="Of others", state=State.APPROVED)
    draft = make_activity(title="CANARY draft", programme=programme)
    for code, is_draft in (("a", False), ("b", True), ("c", False)):
        record = make_record(Resource, code, is_draft=is_draft)
        record.programmes.add(programme)
    counted = [{"counts": "activity"}, {"counts": "resource"}, {"counts": "event"}]
    block = make_block(hub, "counted", programme=programme, items=counted)
    assert draft.state == State.DRAFT
    assert numbers(client, block) == [2, 2, 0]
    assert shown(client, block) == ["Activities", "Tools and publications", "Events"]
    activities, resources, _events = links(client, block)
    assert headings(main(client.get(activities)), 2)[0] == "2 activities"
    assert f"programme={programme.code}" in resources
    page = words(section(client.get(HUB), f"{block.anchor}-title"))
    assert "Public on this portal now" in page and programme.name in page


def test_a_live_figure_follows_what_is_taken_off(client, hub):
    activity = make_activity(title="One", state=State.APPROVED)
    block = make_block(hub, "counted", items=[{"counts": "activity"}])
    assert numbers(client, block) == [1]
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    client.force_login(make_user())  # visitors may read a page a minute old
    assert numbers(client, block) == [0]


def test_a_published_figure_beside_them_stays_as_printed(client, hub):
    figure = make_figure("PF-7-1", number=12, paragraph="7").figure
    items = [{"figure": figure}, {"counts": "policy"}]
    make_policy()
    block = make_block(hub, "counted", items=items)
    page = section(client.get(HUB), f"{block.anchor}-title")
    assert numbers(client, block) == [12, 1]
    assert (page.count("As published"), page.count("figure is-live")) == (1, 1)
    assert "paragraph 7" in words(page)


def test_policies_are_not_counted_by_programme(hub):
    block = make_block(hub, "counted", programme=make_programme())
    item = block.items.model(block=block, counts="policy")
    with pytest.raises(ValidationError, match="belong to no programme"):
        item.full_clean()


def test_an_item_counts_or_names_one_thing(hub):
    block = make_block(hub, "counted")
    figure = make_figure().figure
    with pytest.raises(IntegrityError), transaction.atomic():
        block.items.create(counts="event", figure=figure)


# --- What a search finds


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sand and sea", "q=sand+and+sea"),
        ("?kind=resource&page=3", "kind=resource"),
        ("kind=resource&kind=event", "kind=resource&kind=event"),
        ("{search}?sort=newest&q=sand&kind=hub", "q=sand&kind=hub&sort=newest"),
        ("{site}{search}?q=sand", "q=sand"),
        ("{french}?q=sable", "q=sable"),
    ],
)
def test_an_address_or_words_are_kept_in_one_form(settings, given, kept):
    with translation.override("fr"):
        french = reverse("knowledge_hubs:search")
    given = given.format(search=SEARCH, site=settings.SITE_URL, french=french)
    assert searches.read(given) == kept
    assert searches.read(kept) == kept


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("https://elsewhere.example/en/search/?q=sand", "no address of the search"),
        ("/en/hubs/?q=sand", "no address of the search"),
        ("?", "asks for nothing"),
        ("?q=", "asks for nothing"),
        ("?q=sand&utm=x", "knows no “utm”"),
        ("?kind=nothing", "there is no “nothing”"),
        ("?country=XXX", "there is no “XXX”"),
        ("sand " * 60, "too much"),
    ],
)
def test_what_asks_for_nothing_or_the_search_does_not_know_is_refused(given, says):
    with pytest.raises(ValidationError, match=says):
        searches.read(given)


def test_a_hub_shows_the_first_of_what_a_search_finds(client, hub):
    for code in ("Sand one", "Sand two", "Water"):
        record = make_record(Resource, code.lower().replace(" ", "-"), title=code)
        searching.changed(record)
    hidden = make_record(Resource, "sand-draft", title="Sand draft", is_draft=True)
    searching.changed(hidden)
    query = searches.read("?q=sand&kind=resource")
    block = make_block(hub, "search", query=query, how_many=1)
    first = make_block(hub, "search", query=query, how_many=9)
    none = make_block(hub, "search", query="q=nothingatall", title="Nothing")
    assert len(shown(client, block)) == 1
    assert sorted(shown(client, first)) == ["Sand one", "Sand two"]
    assert shown(client, none) == []
    assert links(client, block)[-1] == f"{SEARCH}?{query}"
    page = words(section(client.get(HUB), f"{block.anchor}-title"))
    assert "See all that was found: 2 results" in page


def test_a_withdrawn_record_is_gone_from_a_search_in_the_next_request(client, hub):
    record = make_record(Resource, "sand", title="Sand")
    searching.changed(record)
    block = make_block(hub, "search", query="q=sand")
    client.force_login(make_user())
    assert shown(client, block) == ["Sand"]
    record.is_draft = True
    record.save()
    searching.changed(record)
    assert shown(client, block) == []


# --- Events, news


def test_events_to_come_stand_before_past_ones_the_nearest_first(client, hub):
    for code, starts, ends in (
        ("far", 30, 31),
        ("next", 2, 3),
        ("running", -2, 1),
        ("last", -9, -8),
        ("long-ago", -90, -90),
    ):
        make_record(Event, code, starts_on=day(starts), ends_on=day(ends))
    make_record(Event, "undated")
    make_record(Event, "hidden", starts_on=day(1), is_draft=True)
    both = make_block(hub, "events")
    assert shown(client, both, 3) == [
        *("To come", "Running", "Next", "Far"),
        *("Past", "Last", "Long-Ago"),
    ]
    coming = make_block(hub, "events", period="coming", how_many=2)
    assert shown(client, coming) == ["Running", "Next"]
    past = make_block(hub, "events", period="past", how_many=1)
    assert shown(client, past) == ["Last"]


def test_an_event_of_a_year_is_past_when_the_year_is(client, hub):
    year = dates.today().year
    make_record(Event, "this-year", first_year=year)
    make_record(Event, "last-year", first_year=year - 1)
    block = make_block(hub, "events")
    assert shown(client, block) == ["To come", "This-Year", "Past", "Last-Year"]


def test_news_stand_with_the_newest_first_and_only_of_the_programme(client, hub):
    programme = make_programme()
    for n, code in enumerate(("old", "new")):
        article = make_record(Article, code, publish_at=dates_ago(9 - n))
        article.programmes.add(programme)
    make_record(Article, "of-others", publish_at=dates_ago(1))
    block = make_block(hub, "news", programme=programme)
    assert shown(client, block) == ["New", "Old"]
    assert links(client, block)[-1].endswith(f"?programme={programme.code}")


def dates_ago(days):
    return timezone.now() - timedelta(days=days)


# --- Stage by stage


def test_lists_stand_stage_by_stage_and_empty_stages_are_left_out(client, hub):
    chain = make_chain("a-chain")
    first, second, third, _whole = chain.stages.all()
    stage = Stage.objects.get(pk=first.stage_id)
    for title in ("One", "Two", "Three"):
        make_activity(title=title, state=State.APPROVED, stages=[stage])
    make_activity(title="CANARY draft", stages=[stage])
    policy = make_policy(name="A law")
    second.records.create(policy=policy, paragraph="7")
    block = make_block(hub, "by_stage", chain=chain, how_many=2)
    page = section(client.get(HUB), f"{block.anchor}-title")
    titles = headings(page, 3)
    assert titles == ["First", "Three", "Two", "Second", "A law"]
    assert "3 activities at this stage" in words(page)
    assert third.stage.label not in titles


def test_a_chain_that_is_not_public_lists_nothing(client, hub):
    chain = make_chain("a-chain", is_draft=True)
    chain.stages.first().records.create(policy=make_policy(), paragraph="7")
    block = make_block(hub, "by_stage", chain=chain)
    assert shown(client, block, 2) == []


# --- Partners


def test_partners_stand_once_with_all_their_roles(client, hub):
    programme, elsewhere = make_programme(name="Sea"), make_programme()
    hub.programmes.add(programme)
    lead, partner = make_organisation(name="Lead"), make_organisation(name="Partner")
    gone, other = make_organisation(name="Gone"), make_organisation(name="Other")
    role = ProgrammeRole.Role
    rows = [(partner, role.PARTNER, None), (lead, role.LEAD, None)]
    for organisation, kind, until in [*rows, (gone, role.PARTNER, day(-1))]:
        given = {"organisation": organisation, "role": kind, "until": until}
        ProgrammeRole.objects.create(programme=programme, **given)
    given = {"organisation": other, "role": role.LEAD}
    ProgrammeRole.objects.create(programme=elsewhere, **given)
    pact = make_record(Coalition, "pact")
    secret = make_record(Coalition, "secret", is_draft=True)
    for coalition, organisation in ((pact, lead), (secret, other)):
        given = {"coalition": coalition, "organisation": organisation}
        CoalitionParty.objects.create(role="owner", **given)
    make_block(hub, "records", items=[{"coalition": pact}, {"coalition": secret}])
    block = make_block(hub, "partners")
    page = words(section(client.get(HUB), f"{block.anchor}-title"))
    lead, partner = page.index("Lead Lead: Sea"), page.index("Partner Partner: Sea")
    assert lead < page.index("Owner:") < partner
    assert "Gone" not in page and "Other" not in page


def test_partners_past_the_number_are_counted(client, hub):
    programme = make_programme(name="Sea")
    for n in range(3):
        given = {"organisation": make_organisation(name=f"Body {n}")}
        ProgrammeRole.objects.create(programme=programme, role="partner", **given)
    block = make_block(hub, "partners", programme=programme, how_many=1)
    page = words(section(client.get(HUB), f"{block.anchor}-title"))
    assert "2 more organisations have a part in it." in page
    assert links(client, block)[-1].endswith(f"?programme={programme.code}")


# --- Charts


def rows_of(client, block) -> list[list[str]]:
    page = section(client.get(HUB), f"{block.anchor}-title")
    rows = re.findall(r"<tr>(.*?)</tr>", page.split("<tbody>")[1], re.DOTALL)
    return [words(row).split() for row in rows]


def test_a_chart_has_its_table_and_each_number_its_list(client, hub):
    kenya, peru = make_country("KEN", name="Kenya"), make_country("PER", name="Peru")
    make_activity(state=State.APPROVED, countries=[kenya, peru])
    make_activity(state=State.APPROVED, countries=[kenya])
    make_activity(title="CANARY", countries=[peru])
    block = make_block(hub, "chart", chart="activity-country")
    assert rows_of(client, block) == [["Kenya", "2"], ["Peru", "1"]]
    page = section(client.get(HUB), f"{block.anchor}-title")
    assert 'role="img"' in page and "style=" not in page
    assert "What is in several counts in each." in page
    kenyan = links(client, block)[0]
    assert kenyan.endswith("?country=KEN")
    assert words(main(client.get(kenyan))).count("2 activities") == 1


@pytest.mark.parametrize("chart", HubBlock.Chart)
def test_every_chart_is_drawn_and_hidden_while_there_is_nothing(client, hub, chart):
    block = make_block(hub, "chart", chart=chart)
    assert shown(client, block, 2) == []
    make_activity(state=State.APPROVED, countries=[make_country()])
    policy = make_policy()
    policy.types.add(make_term("policy_type", "PT_LAW"))
    client.force_login(make_user())
    assert shown(client, block, 2) == ["Block chart"]
    assert [row[-1] for row in rows_of(client, block)] == ["1"]


# --- What the database refuses


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("search", {}),
        ("text", {"query": "q=sand"}),
        ("chart", {}),
        ("text", {"chart": "policy-type"}),
        ("news", {"period": "past"}),
        ("by_stage", {}),
        ("unheard-of", {}),
    ],
)
def test_the_database_refuses_a_block_that_says_what_its_kind_does_not(
    hub, kind, given
):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_block(hub, kind, **given)


def test_a_chart_of_policies_is_narrowed_by_no_programme(hub):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_block(hub, "chart", chart="policy-type", programme=make_programme())


# --- Cost, search, and more than one hub


def test_blocks_of_one_kind_are_read_together(client, hub):
    make_policy()
    make_activity(state=State.APPROVED)
    make_record(Event, "next", starts_on=day(1))
    programme = make_programme()
    given = {"organisation": make_organisation(), "role": "lead"}
    ProgrammeRole.objects.create(programme=programme, **given)
    client.force_login(make_user())
    counts = []
    for _n in range(2):
        for kind in ("events", "news", "partners"):
            make_block(hub, kind, programme=programme)
        make_block(hub, "counted", items=[{"counts": of} for of in HubBlock.Of])
        client.get(HUB)
        with CaptureQueriesContext(connection) as queries:
            client.get(HUB)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_hub_is_found_by_the_words_of_its_new_blocks(client, hub):
    block = make_block(hub, "counted", title="Counted whales", text="Humpbacks.")
    item = block.items.create(counts="policy", title="Whaling laws")
    for row in (block, item):
        searching.changed(row)
    for word in ("whales", "humpbacks", "whaling"):
        found = client.get(SEARCH, {"q": word, "kind": "hub"})
        assert hub.title in headings(main(found), 3), word


def test_one_record_stands_in_many_hubs_and_names_them(client, hub):
    other = make_record(Hub, "b-hub", title="Other hub")
    hidden = make_record(Hub, "c-hub", title="CANARY hub", is_draft=True)
    activity = make_activity(title="One", state=State.APPROVED)
    named = {
        "resource": make_record(Resource, "r"),
        "event": make_record(Event, "e"),
        "activity": activity,
        "policy": make_policy(),
    }
    for each in (hub, other, hidden):
        items = [{name: record} for name, record in named.items()]
        make_block(each, "records", items=items)
    for name, record in named.items():
        page = main(client.get(record.get_absolute_url()))
        for each in (hub, other):
            assert each.get_absolute_url() in page, name
            assert (
                str(record if name != "activity" else "One")
                in client.get(each.get_absolute_url()).text
            )
        assert "CANARY" not in page
        assert type(record).objects.count() == 1
