"""Knowledge hubs: what they show of their blocks, to whom, and what is refused."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs.kinds import KINDS, RESOURCE
from knowledge_hubs.models import BlockItem, Hub, HubBlock
from programmes.models import Coalition
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_block,
    make_country,
    make_figure,
    make_policy,
    make_programme,
    make_record,
    make_secretariat,
    make_term,
    make_user,
)
from tests.knowledge_hubs.reading import headings, items, main, section, words

pytestmark = pytest.mark.django_db
LIST = reverse("knowledge_hubs:hub_list")
HUB = reverse("knowledge_hubs:hub_detail", args=["a-hub"])


@pytest.fixture
def hub():
    return make_record(Hub, "a-hub", lead="Much is at stake.")


def cards(response, block) -> list[str]:
    """The titles of the cards in a block."""
    return headings(section(response, f"{block.anchor}-title"), 3)


def titles(response) -> list[str]:
    """Of the blocks, as the contents list them."""
    return items(main(response).split('class="contents-list"')[1].split("</ol>")[0])


# --- Who sees what


@pytest.mark.parametrize("model", [Hub, Coalition])
def test_what_was_public_and_is_a_draft_again_is_gone(client, model):
    record = make_record(model)
    record.is_draft = True
    record.save()
    assert client.get(record.get_absolute_url()).status_code == 410


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"is_draft": True}, 404),
        ({"publish_at": timedelta(hours=1)}, 404),
        ({"expire_at": timedelta(hours=-1)}, 410),
    ],
)
def test_only_editors_see_a_hub_that_is_not_public(client, given, status):
    given = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }
    owner = make_programme()
    hub = make_record(Hub, "a-hub", title="Sea and sand", **given)
    hub.programmes.add(owner)
    record = make_record(Coalition)
    make_block(hub, "records", items=[{"coalition": record}])
    is_public = status == 200
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        assert client.get(HUB).status_code == status
        for page in (LIST, owner.get_absolute_url(), record.get_absolute_url()):
            assert ("Sea and sand" in client.get(page).text) is is_public
    client.force_login(make_secretariat())
    page = client.get(HUB)
    assert page.status_code == 200
    assert ("only editors" in page.text) is not is_public


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_block_shows_no_record_that_is_not_public(client, hub, kind):
    later = timezone.now() + timedelta(hours=1)
    named = [
        {kind.name: make_record(kind.model, "hidden", is_draft=True)},
        {kind.name: make_record(kind.model, "later", publish_at=later)},
        {kind.name: make_record(kind.model, "shown")},
    ]
    featured = make_block(hub, "records", items=named)
    listed = make_block(hub, "list", of=kind.name)
    for person in (None, make_secretariat()):
        if person:
            client.force_login(person)
        page = client.get(HUB)
        assert cards(page, featured) == cards(page, listed) == ["Shown"]


def test_a_block_shows_only_activities_that_are_public_now(client, hub):
    draft = make_activity(title="Draft")
    waiting = make_activity(title="Waiting", state=State.SUBMITTED)
    public = make_activity(title="Public", state=State.APPROVED)
    taken_off = make_activity(title="Off", state=State.APPROVED)
    taken_off.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    named = [{"activity": row} for row in (draft, waiting, public, taken_off)]
    featured = make_block(hub, "records", items=named)
    listed = make_block(hub, "list", of="activity")
    page = client.get(HUB)
    assert cards(page, featured) == cards(page, listed) == ["Public"]


# --- Blocks


def test_blocks_stand_in_their_order_and_empty_ones_are_left_out(client, hub):
    make_block(hub, "text", title="Second", text="Words.", order=2)
    make_block(hub, "text", title="First", text="Words.", order=1)
    make_block(hub, "text", title="Nothing said", order=3)
    make_block(hub, "list", title="Nothing found", of="event", order=4)
    make_block(hub, "records", title="Nothing named", order=5)
    make_block(hub, "messages", title="Third", items=[{"text": "Do."}], order=6)
    assert titles(client.get(HUB)) == ["First", "Second", "Third"]


def test_a_text_is_written_in_paragraphs_and_holds_no_markup(client, hub):
    block = make_block(hub, "text", text="One.\r\n\r\n<b>Two</b>")
    page = section(client.get(HUB), f"{block.anchor}-title")
    assert "<p>One.</p><p>&lt;b&gt;Two&lt;/b&gt;</p>" in page


def test_a_text_in_another_language_says_which(client, hub):
    make_block(hub, "text", title="Stake", text="In English.")
    page = client.get(HUB.replace("/en/", "/ar/"))
    assert '<div class="prose" lang="en" dir="ltr">' in page.text
    assert '<span lang="en" dir="ltr">Stake</span>' in page.text


def test_featured_records_of_all_kinds_stand_in_the_editors_order(client, hub):
    policy = make_policy(name="Ley", name_language="es")
    resource = make_record(RESOURCE.model, "a-report")
    pact = make_record(Coalition, "a-pact")
    named = [{"policy": policy}, {"coalition": pact}, {"resource": resource}]
    block = make_block(hub, "records", items=named)
    page = client.get(HUB)
    assert cards(page, block) == ["Ley", "A-Pact", "A-Report"]


@pytest.mark.parametrize(
    ("narrowed", "found", "query"),
    [
        ({}, ["Two", "One"], ""),
        ({"how_many": 1}, ["Two"], ""),
        ({"programme": "SFS"}, ["One"], "programme=SFS"),
        ({"tag": "PLASTICS"}, ["Two"], "theme=PLASTICS"),
        ({"sector": "WASTE"}, ["One"], "sector=WASTE"),
        ({"of_kind": "RT_TOOL"}, ["Two"], "kind=RT_TOOL"),
    ],
)
def test_a_list_of_records_fills_itself(client, hub, narrowed, found, query):
    one = make_record(RESOURCE.model, "one", title="One", year=2019)
    tool = make_term("resource_type", "RT_TOOL")
    two = make_record(RESOURCE.model, "two", title="Two", year=2020, kind=tool)
    known = {
        "programme": make_programme(code="SFS"),
        "sector": make_term("sector", "WASTE"),
        "tag": make_term("tag", "PLASTICS"),
    }
    one.programmes.add(known["programme"])
    one.sectors.add(known["sector"])
    two.tags.add(known["tag"])
    given = {name: known.get(name, value) for name, value in narrowed.items()}
    block = make_block(hub, "list", of="resource", **given)
    page = client.get(HUB)
    assert cards(page, block) == found
    whole = f"{reverse('knowledge_hubs:resource_list')}?{query}"
    assert f'href="{whole}"' in section(page, f"{block.anchor}-title")


def test_a_list_of_activities_is_newest_first_and_leads_to_the_whole(client, hub):
    theme = make_term("tag", "PLASTICS")
    for title in ("Older", "Newer"):
        make_activity(title=title, state=State.APPROVED, tags=[theme])
    make_activity(title="Other", state=State.APPROVED)
    block = make_block(hub, "list", of="activity", tag=theme)
    page = client.get(HUB)
    assert cards(page, block) == ["Newer", "Older"]
    whole = f"{reverse('reporting:activity_list')}?tag=PLASTICS"
    assert f'href="{whole}"' in section(page, f"{block.anchor}-title")


def test_a_list_of_policies_is_narrowed_by_theme(client, hub):
    theme = make_term("tag", "PLASTICS")
    make_policy(make_country("KEN"), "POL-1", name="Bags").tags.add(theme)
    make_policy(code="POL-2", name="Bricks")
    block = make_block(hub, "list", of="policy", tag=theme)
    page = client.get(HUB)
    assert cards(page, block) == ["Bags"]
    found = section(page, f"{block.anchor}-title")
    assert "Ken" in found
    for address in ("policies/POL-1/", "policies/?theme=PLASTICS"):
        assert f'href="/en/{address}"' in found


def test_two_lists_of_one_kind_do_not_mix(client, hub):
    for code in ("SFS", "ST"):
        record = make_record(Coalition, code.lower(), title=f"Of {code}")
        record.programmes.add(make_programme(code=code))
    blocks = [
        make_block(hub, "list", of="coalition", programme=make_programme(code=code))
        for code in ("SFS", "ST")
    ]
    page = client.get(HUB)
    assert [cards(page, block) for block in blocks] == [["Of SFS"], ["Of ST"]]


# --- Figures and sources


def test_a_hub_opens_with_its_figures_in_the_editors_order(client, hub):
    texts = [make_figure(f"PF-{n}", number=n) for n in (1, 2, 3)]
    for order, text in enumerate(reversed(texts)):
        hub.openings.create(figure=text.figure, order=order)
    block = make_block(hub, "figures", items=[{"figure": texts[1].figure}])
    page = client.get(HUB)
    opening = section(page, "opening")
    found = [opening.index(f"Label of PF-{n}") for n in (3, 2, 1)]
    assert found == sorted(found)
    assert cards(page, block) == ["Label of PF-2"]
    assert page.text.count('id="source-e0"') == 1


def test_each_part_names_its_source_and_leads_to_the_document(client, hub):
    hub.document = make_figure().figure.document
    hub.save()
    text = make_block(hub, "text", text="Words.", paragraph="20–21")
    named = {"when": "2017", "title": "Then", "paragraph": "23"}
    moments = make_block(hub, "timeline", items=[named])
    other = make_block(hub, "text", text="Words.", source="A page elsewhere")
    silent = make_block(hub, "text", text="Words.")
    page = client.get(HUB)
    told = {
        block: words(section(page, f"{block.anchor}-title")).partition("Source: ")[2]
        for block in (text, moments, other, silent)
    }
    assert told == {
        text: "E/0, paragraphs 20–21",
        moments: "E/0, paragraph 23",
        other: "A page elsewhere",
        silent: "",
    }
    assert 'href="#source-e0"' in section(page, f"{text.anchor}-title")
    assert 'id="source-e0"' in section(page, "sources-title")


def test_years_of_a_timeline_are_written_in_the_readers_digits(client, hub):
    block = make_block(hub, "timeline", items=[{"when": "2017", "title": "Then"}])
    page = client.get(HUB.replace("/en/", "/ar/"))
    assert "٢٠١٧" in section(page, f"{block.anchor}-title")


# --- Where hubs are named


def test_hubs_are_listed_by_kind(client):
    for order, kind in enumerate(("programme", "theme", "recovery")):
        make_record(Hub, f"hub-{kind}", kind=kind, order=order)
    page = client.get(LIST)
    kinds = ["Themes", "Recovery", "Hubs of the programmes"]
    assert headings(main(page), 2) == [*kinds, "Value chains", "Whole list"]
    assert headings(main(page), 3) == ["Hub-Theme", "Hub-Recovery", "Hub-Programme"]


def test_an_empty_list_of_hubs_leads_on(client):
    page = client.get(LIST)
    assert reverse("knowledge_hubs:programme_list") in main(page)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_record_names_the_hubs_that_feature_it_each_once(client, kind):
    record = make_record(kind.model)
    for code, title in (("b", "Tourism"), ("a", "Plastics")):
        hub = make_record(Hub, code, title=title)
        for _times in range(2):
            make_block(hub, "records", items=[{kind.name: record}])
    other = make_record(Hub, "other", title="Other")
    make_block(other, "records", items=[{kind.name: make_record(kind.model, "x")}])
    page = main(client.get(record.get_absolute_url()))
    row = page.split("<dt>Knowledge hubs</dt>")[1].split("</dd>")[0]
    assert words(row) == "Plastics, Tourism"


# --- What is refused


@pytest.mark.parametrize(
    "given",
    [
        {"kind": "list"},
        {"kind": "text", "of": "event"},
        {"kind": "text", "of_kind": "workshop"},
        {"kind": "list", "of": "event", "how_many": 0},
        {"kind": "list", "of": "event", "how_many": 25},
    ],
)
def test_the_database_refuses_a_block_that_makes_no_sense(hub, given):
    with pytest.raises(IntegrityError), transaction.atomic():
        HubBlock.objects.create(hub=hub, title="A block", **given)


def test_a_policy_belongs_to_no_programme(hub):
    given = {"of": "policy", "programme": make_programme()}
    with pytest.raises(IntegrityError), transaction.atomic():
        make_block(hub, "list", **given)


def test_an_item_names_one_thing(hub):
    block = make_block(hub, "records")
    named = {kind.name: make_record(kind.model) for kind in KINDS[:2]}
    with pytest.raises(IntegrityError), transaction.atomic():
        block.items.create(**named)


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("figures", "Choose a published figure."),
        ("records", "Choose the record to feature."),
    ],
)
def test_an_item_holds_what_its_block_is_for(hub, kind, message):
    item = BlockItem(block=make_block(hub, kind), order=1)
    with pytest.raises(ValidationError, match=message):
        item.full_clean()
