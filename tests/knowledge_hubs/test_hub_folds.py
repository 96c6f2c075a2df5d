"""Long blocks of a hub: the first of each in sight, the others folded below them on the
same page, so that nothing is lost to those without scripts.
"""

import re

import pytest
from django.urls import reverse

from knowledge_hubs.blocks import partners
from knowledge_hubs.models import Hub, HubBlock, Resource
from oneplanet import searching
from programmes.models import Coalition, CoalitionParty, ProgrammeRole, Stage
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_block,
    make_chain,
    make_figure,
    make_organisation,
    make_policy,
    make_programme,
    make_record,
)
from tests.knowledge_hubs.reading import headings, section, words

pytestmark = pytest.mark.django_db
HUB = reverse("knowledge_hubs:hub_detail", args=["a-hub"])


@pytest.fixture
def hub():
    return make_record(Hub, "a-hub")


def parts(client, block, url=HUB) -> tuple[str, str, str]:
    """The HTML in sight, the words that open the rest, and the HTML of the rest."""
    html = section(client.get(url), f"{block.anchor}-title")
    before, _, after = html.partition('<details class="more">')
    summary, _, rest = after.partition("</summary>")
    return before, words(summary), rest.partition("</details>")[0]


def titles(client, block) -> tuple[list[str], str, list[str]]:
    seen, summary, rest = parts(client, block)
    return headings(seen, 3), summary, headings(rest, 3)


def make_resources(count) -> list[Resource]:
    return [make_record(Resource, f"r{n}", title=f"R{n}") for n in range(1, count + 1)]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (3, (["R1", "R2", "R3"], "", [])),
        (4, (["R1", "R2", "R3", "R4"], "", [])),
        (5, (["R1", "R2", "R3"], "2 more: Block records", ["R4", "R5"])),
    ],
)
def test_the_first_three_records_are_in_sight_and_one_is_never_folded_alone(
    client, hub, count, expected
):
    items = [{"resource": row} for row in make_resources(count)]
    block = make_block(hub, "records", items=items)
    assert titles(client, block) == expected


@pytest.mark.parametrize(
    ("kind", "given"),
    [("list", {"of": "resource"}), ("search", {"query": "kind=resource"})],
)
def test_what_fills_itself_is_folded_too_and_leads_to_all(client, hub, kind, given):
    for row in make_resources(6):
        searching.changed(row)
    block = make_block(hub, kind, how_many=5, **given)
    seen, summary, rest = titles(client, block)
    assert (len(seen), summary, len(rest)) == (3, f"2 more: Block {kind}", 2)
    page = section(client.get(HUB), f"{block.anchor}-title")
    assert '<p class="onward">' in page.rpartition("</details>")[2]


def test_figures_the_page_opens_with_come_last_in_a_block(client, hub):
    texts = [make_figure(f"PF-{n}", number=n) for n in range(1, 6)]
    hub.openings.create(figure=texts[0].figure, order=1)
    items = [{"figure": text.figure} for text in texts]
    block = make_block(hub, "figures", items=items)
    named = [f"Label of PF-{n}" for n in (2, 3, 4, 5, 1)]
    summary = "2 more: Block figures"
    assert titles(client, block) == (named[:3], summary, named[3:])


def test_each_stage_is_folded_under_how_many_there_are(client, hub):
    chain = make_chain("a-chain")
    first, second, *_others = chain.stages.all()
    stage = Stage.objects.get(pk=first.stage_id)
    for title in ("One", "Two", "Three"):
        make_activity(title=title, state=State.APPROVED, stages=[stage])
    first.records.create(policy=make_policy(name="A law"), paragraph="7")
    second.records.create(policy=make_policy(name="Another"), paragraph="8")
    block = make_block(hub, "by_stage", chain=chain, how_many=2)
    page = section(client.get(HUB), f"{block.anchor}-title")
    opened = [words(said) for said in re.findall(r"<summary>.*?</summary>", page, re.S)]
    assert opened == ["4 at this stage: First", "1 at this stage: Second"]
    folded = re.findall(r"<details.*?</details>", page, re.DOTALL)
    assert [headings(part, 3) for part in folded] == [
        ["A law", "Three", "Two"],
        ["Another"],
    ]


def make_partners(programme, count):
    for n in range(count):
        body = make_organisation(name=f"Body {n:02}")
        given = {"organisation": body, "role": ProgrammeRole.Role.PARTNER}
        ProgrammeRole.objects.create(programme=programme, **given)


def test_partners_past_the_first_six_are_folded(client, hub):
    programme = make_programme(name="Sea")
    make_partners(programme, 9)
    block = make_block(hub, "partners", programme=programme, how_many=8)
    seen, summary, rest = parts(client, block)
    assert (seen.count("<li>"), rest.count("<li>")) == (6, 3)
    assert summary == "3 more organisations have a part in it."


def test_of_very_many_partners_the_page_has_as_many_as_editors_say(
    client, hub, monkeypatch
):
    monkeypatch.setattr(partners, "MOST", 9)
    programme = make_programme(name="Sea")
    make_partners(programme, 10)
    block = make_block(hub, "partners", programme=programme, how_many=8)
    seen, summary, rest = parts(client, block)
    assert (seen.count("<li>"), rest.count("<li>")) == (6, 2)
    assert summary == "2 more organisations have a part in it."
    page = section(client.get(HUB), f"{block.anchor}-title")
    after = words(page.rpartition("</details>")[2])
    assert after.startswith("2 more organisations have a part in it. Organisations")


def test_what_a_partner_has_a_part_in_says_its_language(client, hub):
    pact = make_record(Coalition, "pact", title="A pact")
    given = {"coalition": pact, "organisation": make_organisation(name="Body")}
    CoalitionParty.objects.create(role="owner", **given)
    make_block(hub, "records", items=[{"coalition": pact}])
    block = make_block(hub, HubBlock.Kind.PARTNERS)
    english, _summary, _rest = parts(client, block)
    assert ">\u2068A pact\u2069</a>" in english
    arabic, _summary, _rest = parts(client, block, HUB.replace("/en/", "/ar/"))
    assert '><span lang="en" dir="ltr">\u2068A pact\u2069</span></a>' in arabic
