"""Value chains: what their pages show, to whom, and what is refused."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from knowledge_hubs.models import ChainFact, Hub, Resource
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_block,
    make_chain,
    make_figure,
    make_policy,
    make_record,
    make_secretariat,
    make_stage,
    make_user,
)
from tests.knowledge_hubs.reading import headings, main, section, words

pytestmark = pytest.mark.django_db
LIST = reverse("knowledge_hubs:value_chain_list")
CHAIN = reverse("knowledge_hubs:value_chain_detail", args=["a-chain"])
FIRST = reverse("knowledge_hubs:value_chain_stage", args=["a-chain", "first"])


@pytest.fixture
def chain():
    return make_chain()


@pytest.fixture
def first(chain):
    return chain.stages.get(address="first")


def at_stage(stage, title, state=State.APPROVED):
    """An activity that chose this stage."""
    return make_activity(title=title, state=state, stages=[stage.stage])


def numbers(response) -> list[list[str]]:
    """The rows of the table of a chain: stage, its marks, four counts."""
    rows = re.findall(r"<tr>(.*?)</tr>", section(response, "stages"), re.DOTALL)
    cells = r"<t[hd]\b[^>]*>(.*?)</t[hd]>"
    return [[words(c) for c in re.findall(cells, row, re.DOTALL)] for row in rows[1:]]


def links(response) -> list[tuple[str, str]]:
    """(address, name) of each stage in the wide drawing."""
    drawing = re.search(r'<svg class="chain is-wide".*?</svg>', response.text)[0]
    return re.findall(r'<a href="([^"]*)" aria-label="([^"]*)"', drawing)


# --- Who sees what


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 200),
        ({"is_draft": True}, 404),
        ({"publish_at": timedelta(hours=1)}, 404),
        ({"expire_at": timedelta(hours=-1)}, 410),
    ],
)
def test_only_editors_see_a_chain_that_is_not_public(client, given, status):
    given = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }
    chain = make_chain(title="From sheep to shop", **given)
    hub = make_record(Hub, "a-hub")
    make_block(hub, "stages", chain=chain)
    is_public = status == 200
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        assert client.get(CHAIN).status_code == status
        assert client.get(FIRST).status_code == status
        for page in (LIST, hub.get_absolute_url()):
            assert ("From sheep to shop" in client.get(page).text) is is_public
    client.force_login(make_secretariat())
    for address in (CHAIN, FIRST):
        page = client.get(address)
        assert page.status_code == 200
        assert ("only editors" in page.text) is not is_public


@pytest.mark.parametrize("address", ["whole", "fourth", "a" * 60])
def test_the_whole_chain_and_what_is_no_stage_have_no_page(client, chain, address):
    name = "knowledge_hubs:value_chain_stage"
    assert client.get(reverse(name, args=["a-chain", address])).status_code == 404


def test_what_is_counted_at_a_stage_is_public_and_the_table_says_what_the_drawing_says(
    client, chain, first
):
    at_stage(first, "Draft", State.DRAFT)
    at_stage(first, "Waiting", State.SUBMITTED)
    taken_off = at_stage(first, "Off")
    taken_off.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    at_stage(first, "Public")
    first.records.create(policy=make_policy())
    first.records.create(resource=make_record(Resource, "shown"))
    first.records.create(resource=make_record(Resource, "hidden", is_draft=True))
    chain.facts.create(kind="impact", text="Much.").stages.set([first])
    page = client.get(CHAIN)
    assert numbers(page) == [
        ["First", "Where impacts arise", "1", "1", "1", "0"],
        ["Second", "–", "0", "0", "0", "0"],
        ["Third", "–", "0", "0", "0", "0"],
        ["Whole", "–", "0", "0", "0", "0"],
    ]
    assert links(page)[0] == (
        FIRST,
        "First – Where impacts arise; Activities: 1; Policies: 1; "
        "Tools and publications: 1; Commitments and campaigns: 0",
    )
    stage = client.get(FIRST)
    assert headings(section(stage, "activities"), 3) == ["Public"]
    assert "Hidden" not in stage.text and "Shown" in stage.text


def test_the_number_of_activities_leads_to_a_list_of_as_many(client, first):
    at_stage(first, "Here")
    make_activity(title="Elsewhere", state=State.APPROVED, stages=[make_stage("VC_Z")])
    address = re.search(r'href="([^"]*\?stage=[^"]*)"', client.get(FIRST).text)[1]
    page = client.get(address)
    assert headings(main(page), 3)[-1:] == ["Here"]
    assert "Elsewhere" not in main(page)
    assert "First (Food)" in words(main(page))  # what the list is narrowed by


# --- What is said


def test_facts_stand_under_their_kinds_with_stages_and_source(client, chain, first):
    second = chain.stages.get(address="second")
    given = {"kind": "lever", "text": "Pull here.", "paragraph": "65"}
    chain.facts.create(**given).stages.set([first, second])
    chain.facts.create(kind="gap", text="Of all.")
    chain.facts.create(kind="share", figure=make_figure("PF-0-9").figure)
    known = section(client.get(CHAIN), "known")
    assert headings(known, 3)[:2] == ["Levers", "Where more effort is needed"]
    assert "Pull here. First · Second" in words(known)
    assert "Label of PF-0-9" in known
    stage = section(client.get(FIRST), "known")
    assert "Pull here." in stage and "Of all." not in stage


def test_a_stage_of_which_nothing_is_said_says_so(client, chain):
    says = "The report says nothing of this stage in particular."
    assert says in words(section(client.get(FIRST), "known"))
    assert words(section(client.get(CHAIN), "one-by-one")).count(says) == 3


def test_a_stage_leads_to_the_one_before_and_the_next(client, chain):
    second = chain.stages.get(address="second").get_absolute_url()
    assert headings(section(client.get(second), "beside"), 3) == ["First", "Third"]
    assert headings(section(client.get(FIRST), "beside"), 3) == ["Second"]


def test_ways_back_are_told_in_words_with_their_source(client, chain, first):
    third = chain.stages.get(address="third")
    third.loops.create(kind="recycling", returns=first, text="Again.", paragraph="31")
    told = words(section(client.get(CHAIN), "stages"))
    assert "Recycling. Again." in told


def test_the_drawing_is_mirrored_and_named_in_arabic(client, chain):
    with override("ar"):
        page = client.get(chain.get_absolute_url())
    assert links(page)[0][0] == FIRST.replace("/en/", "/ar/")


def test_a_hub_draws_the_stages_of_its_block_and_the_chain_names_the_hub(client, chain):
    hub = make_record(Hub, "a-hub", title="Sea and sand")
    make_block(hub, "stages", chain=chain, title="By stage")
    page = client.get(hub.get_absolute_url())
    assert links(page)[0][0] == FIRST
    assert f'href="{CHAIN}"' in main(page)
    assert headings(section(client.get(CHAIN), "hubs"), 3) == ["Sea and sand"]


def test_the_index_and_the_footer_lead_to_chains(client, chain):
    page = client.get(LIST)
    assert headings(section(page, "chains"), 3) == ["A-Chain"]
    assert f'href="{LIST}"' in client.get(reverse("knowledge_hubs:sdg12")).text


def test_without_chains_the_index_leads_on(client):
    assert reverse("knowledge_hubs:hub_list") in main(client.get(LIST))


# --- What is refused


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_the_database_refuses_what_makes_no_sense(chain, first):
    figure, policy = make_figure().figure, make_policy()
    first.records.create(policy=policy)
    for make in (
        lambda: chain.facts.create(kind="share"),
        lambda: chain.facts.create(kind="lever", text="Words.", figure=figure),
        lambda: first.records.create(),
        lambda: first.records.create(policy=policy),
        lambda: first.records.create(
            policy=make_policy(), resource=make_record(Resource)
        ),
        lambda: make_block(make_record(Hub), "stages"),
        lambda: make_block(make_record(Hub), "text", chain=chain),
        lambda: chain.stages.create(stage=first.stage, address="again"),
        lambda: chain.stages.create(stage=make_stage(), address="first"),
        lambda: chain.stages.create(stage=make_stage(), address="x", is_whole=True),
    ):
        refused(make)


def test_a_loop_stays_in_its_chain_and_a_fact_says_something(chain, first):
    other = make_chain("other").stages.first()
    loop = first.loops.model(leaves=first, returns=other, kind="reuse", text="Again.")
    for row in (loop, ChainFact(chain=chain, kind="lever")):
        with pytest.raises(ValidationError):
            row.clean()
