"""Value chains as loaded, against the report typed a second time; and their files."""

import shutil

import pytest
from django.conf import settings
from django.urls import reverse

from knowledge_hubs.models import ChainFact, ChainLoop, StageRecord, ValueChain
from oneplanet.management.commands.load_reference import load_reference
from oneplanet.reference import BadReference
from tests.fact_tables import facts, paragraphs, plain, typed
from tests.knowledge_hubs.reading import section, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
CODES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]


def stages_of(fact):
    return ";".join(row.stage.code for row in fact.stages.all())


def test_stages_stand_in_the_order_of_the_paper():
    found = []
    for chain in ValueChain.objects.published():
        rows = list(chain.stages.select_related("stage"))
        in_order = ";".join(row.stage.code for row in rows if not row.is_whole)
        [whole] = [row.stage.code for row in rows if row.is_whole]
        found.append((chain.code, in_order, whole))
        assert {row.stage.chain for row in rows} == {chain.chain}
    assert found == typed("value_chain_stages", "chain stages whole")


def test_every_fact_is_one_of_the_report_with_its_stages_and_paragraph():
    found = [
        (
            fact.chain.code,
            fact.kind,
            paragraphs(fact.paragraph),
            stages_of(fact),
            str(fact.figure or ""),
        )
        for fact in ChainFact.objects.order_by("chain__order", "order")
    ]
    rows = typed("value_chain_facts", "chain kind paragraph stages figure")
    assert found == [row for row in rows if row[1] != "loop"]


def test_every_fact_says_what_the_report_says_in_six_languages():
    said = list(ChainFact.objects.order_by("chain__order", "order"))
    loops = list(ChainLoop.objects.order_by("leaves__chain__order", "order"))
    known = [row for row in facts("value_chain_facts") if row["kind"] != "loop"]
    known += [row for row in facts("value_chain_facts") if row["kind"] == "loop"]
    for fact, row in zip([*said, *loops], known, strict=True):
        wanted = filter(None, row["says"].split(";"))
        assert [w for w in wanted if plain(w) not in plain(fact.text_en)] == [], row
        told = {bool(getattr(fact, f"text_{code}")) for code in CODES}
        assert told == {row["kind"] != "share"}, row


def test_ways_back_lead_where_the_report_says():
    found = [
        (
            loop.leaves.chain.code,
            paragraphs(loop.paragraph),
            ";".join(r.stage.code for r in filter(None, (loop.leaves, loop.returns))),
        )
        for loop in ChainLoop.objects.order_by("leaves__chain__order", "order")
    ]
    rows = [row for row in facts("value_chain_facts") if row["kind"] == "loop"]
    assert found == [(row["chain"], row["paragraph"], row["stages"]) for row in rows]


def test_records_are_filed_where_the_report_places_them():
    found = [
        (row.stage.stage.code, row.named.code, paragraphs(row.paragraph))
        for row in StageRecord.objects.order_by("stage__chain__order", "order", "pk")
    ]
    assert sorted(found) == sorted(
        typed("value_chain_records", "stage record paragraph")
    )


def test_a_published_share_of_four_stages_is_said_to_be_one_of_four(client):
    page = client.get(
        reverse("knowledge_hubs:value_chain_stage", args=["food", "retail"])
    )
    known = words(section(page, "known"))
    named = "Food processing and packaging · Transport and logistics"
    named += " · Retail · Food service"
    assert f"These stages together: {named}" in known
    assert "25%" in known.replace(" ", "")


def test_textiles_say_that_the_report_is_silent(client):
    page = client.get(reverse("knowledge_hubs:value_chain_detail", args=["textiles"]))
    told = words(section(page, "one-by-one"))
    assert told.count("The report says nothing of this stage in particular.") == 4


def test_loading_chains_again_changes_nothing():
    assert list(load_reference(say=lambda line: None).counts) == ["unchanged"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('stages = ["retail"', 'stages = ["shop"', "“shop” is no stage"),
        ("policy:POL-EU-1", "person:x", "nothing of this kind"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(tmp_path, settings, old, new, says):
    for folder in ("programmes", "reporting", "knowledge_hubs"):
        name = f"{folder}/reference"
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    settings.BASE_DIR = tmp_path
    file = tmp_path / "knowledge_hubs/reference/value_chains/food.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadReference, match=says):
        load_reference(say=lambda line: None)
