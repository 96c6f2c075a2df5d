"""Hubs loaded from files, again and again: editors may move, mend and delete."""

import shutil
from pathlib import Path

import pytest

from knowledge_hubs.models import BlockItem, Hub, HubBlock
from oneplanet.management.commands.load_reference import load_reference
from oneplanet.reference import BadReference

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

SHORT = Path(__file__).with_name("sea-and-sand.toml")
FOLDERS = ("programmes", "reporting", "knowledge_hubs")


@pytest.fixture
def file(tmp_path, settings):
    """The short hub among a copy of all reference files."""
    for folder in FOLDERS:
        name = f"{folder}/reference"
        shutil.copytree(settings.BASE_DIR / name, tmp_path / name)
    settings.BASE_DIR = tmp_path
    hubs = tmp_path / "knowledge_hubs/reference/hubs"
    hubs.mkdir(exist_ok=True)
    shutil.copy(SHORT, hubs)
    return hubs / SHORT.name


def load():
    return load_reference(say=lambda line: None)


def replace(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def block(name):
    return HubBlock.objects.get(code=f"sea-and-sand/{name}")


def test_a_file_becomes_a_hub_with_its_blocks_in_order(file):
    load()
    hub = Hub.objects.get(code="sea-and-sand")
    assert (hub.kind, hub.order, hub.title_ru, str(hub.document)) == (
        "theme",
        3,
        "Море",
        "E/2021/56",
    )
    assert [p.code for p in hub.programmes.all()] == ["ST"]
    opening = hub.openings.values_list("figure__code", flat=True)
    assert list(opening) == ["PF-28-1", "PF-20-1"]
    assert [(row.kind, row.title) for row in hub.blocks.all()] == [
        ("text", "Stake"),
        ("figures", "Figures"),
        ("records", "Records"),
        ("list", "List"),
        ("timeline", "Time"),
        ("messages", "Messages"),
    ]
    assert (block("text-1").text_en, block("text-1").paragraph) == (
        "One.\n\nTwo.",
        "20",
    )
    of = block("list-1")
    assert (of.of, of.programme.code, of.tag.code, of.sector, of.how_many) == (
        "activity",
        "ST",
        "PLASTICS",
        None,
        4,
    )
    items = BlockItem.objects.filter(block__hub=hub).order_by("block__order", "order")
    assert [(i.when, i.title, i.text, str(i.named or "")) for i in items] == [
        ("", "", "", "PF-20-1"),
        ("", "", "", block("records-1").items.first().policy.name),
        ("", "", "", block("records-1").items.last().resource.title),
        ("2017", "Then", "It began.", ""),
        ("", "", "Reuse.", ""),
    ]


def test_loading_a_hub_again_changes_nothing(file):
    load()
    again = load()
    assert list(again.counts) == ["unchanged"]
    assert again.lines == []


def test_what_editors_moved_and_mended_is_kept_and_the_rest_follows(file):
    load()
    moved = block("figures-1")
    moved.order = 95
    moved.title_en = "In figures"
    moved.save()
    replace(file, 'en = "Figures", fr = "B"', 'en = "Numbers", fr = "Chiffres"')
    load()
    moved.refresh_from_db()
    assert (moved.order, moved.title_en, moved.title_fr) == (
        95,
        "In figures",
        "Chiffres",
    )


def test_what_editors_deleted_stays_deleted_with_what_stood_in_it(file):
    load()
    block("messages-1").delete()
    block("records-1").items.first().delete()
    report = load()
    assert report.counts["left deleted"] == 3
    assert not HubBlock.objects.filter(code__endswith="messages-1").exists()
    assert block("records-1").items.count() == 1


def test_a_block_editors_made_is_left_alone(file):
    load()
    hub = Hub.objects.get(code="sea-and-sand")
    made = hub.blocks.create(kind="text", title="Ours", order=15)
    assert list(load().counts) == ["unchanged"]
    made.refresh_from_db()
    assert (made.title, made.order) == ("Ours", 15)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("policy:POL-ATG-1", "policy:NONE", "No policy instrument “NONE”"),
        ("policy:POL-ATG-1", "person:x", "no kind of record is called “person”"),
        ('"PF-28-1", ', '"PF-0-0", ', "No published figure “PF-0-0”"),
        ('paragraph = "20"\n', 'figures = ["PF-20-1"]\n', "holds no figures"),
        ('fr = "Mer", ', "", "needs a text in each of"),
        ('kind = "theme"', 'kind = "story"', "kind"),
        ('of = "activity"', "", "hubblock_only_lists_are_of_something"),
        ("how_many = 4", "how_much = 4", "unknown key “how_much”"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused(file, old, new, says):
    replace(file, old, new)
    with pytest.raises(BadReference, match=says):
        load()
    assert not Hub.objects.filter(code="sea-and-sand").exists()
