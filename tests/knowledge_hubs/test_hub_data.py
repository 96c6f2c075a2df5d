"""Knowledge hubs as open data: their blocks as the page shows them, what is hidden of
them, and when they changed.
"""

import csv
import io
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import Article, CaseStudy, Event, Hub, Resource
from programmes.models import SourceDocument
from tests.factories import (
    make_activity,
    make_block,
    make_figure,
    make_policy,
    make_programme,
    make_record,
    make_term,
    make_type,
)

pytestmark = pytest.mark.django_db
NOTHING = {
    "when": None,
    "title": None,
    "title_language": None,
    "text": None,
    "text_language": None,
    "quote": None,
    "quote_language": None,
    "figure": None,
    "counts": None,
    "counts_label": None,
    "record_kind": None,
    "record": None,
    "document": None,
    "paragraph": None,
    "source": None,
}


@pytest.fixture
def hub():
    document = SourceDocument.objects.create(symbol="E/1", kind="report")
    return make_record(Hub, "a-hub", document=document, paragraph="22")


def told(code="a-hub", **query):
    answer = Client().get(f"/api/v1/hubs/{code}/", query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def items(block):
    return [{k: v for k, v in item.items() if v} for item in block["items"]]


def test_a_hub_is_told_whole_in_the_order_of_its_page(hub):
    hub.programmes.add(make_programme(code="ST", name="Tourism"))
    hub.openings.create(figure=make_figure("PF-1-1").figure)
    hub.title_fr, hub.lead_fr = "La mer", "Tout se tient."
    hub.save()
    moment = {"when": "2017", "title": "Begun", "title_fr": "Début", "paragraph": "8"}
    make_block(hub, "text", title="Why", title_fr="Pourquoi", text="One.\n\nTwo.")
    make_block(hub, "timeline", title="Then", items=[moment])
    make_block(hub, "messages", items=[{"text": "Mind the sea.", "source": "A list"}])
    hub.blocks.filter(kind="messages").update(order=0)

    found = told(lang="fr")
    assert found.pop("updated_at") and found.pop("data_licence")
    messages, text, timeline = found.pop("blocks")
    assert found == {
        "code": "a-hub",
        "page": "http://localhost:8000/fr/hubs/a-hub/",
        "title": "La mer",
        "title_language": "fr",
        "lead": "Tout se tient.",
        "lead_language": "fr",
        "kind": "theme",
        "kind_label": "Thème",
        "programmes": ["ST"],
        "programmes_labels": ["Tourism"],
        "sectors": [],
        "sectors_labels": [],
        "tags": [],
        "tags_labels": [],
        "figures": [{"figure": "PF-1-1"}],
        "document": "E/1",
        "paragraph": "22",
        "source": None,
        "basis": None,
        "basis_label": None,
        "is_to_be_checked": False,
        "is_sample": False,
    }
    assert text == {
        "kind": "text",
        "kind_label": "Texte",
        "title": "Pourquoi",
        "title_language": "fr",
        "text": "One.\n\nTwo.",
        "text_language": "en",
        "list": None,
        "chain": None,
        "search": None,
        "chart": None,
        "chart_label": None,
        "items": [],
        "document": None,
        "paragraph": None,
        "source": None,
    }
    assert timeline["items"] == [
        NOTHING
        | {
            "when": "2017",
            "title": "Début",
            "title_language": "fr",
            "document": "E/1",  # of the hub, as its page says
            "paragraph": "8",
        }
    ]
    assert messages["items"] == [
        NOTHING | {"text": "Mind the sea.", "text_language": "en", "source": "A list"}
    ]


def test_featured_records_are_named_by_list_and_code_while_readers_see_them(hub):
    activity, hidden = make_activity(state="approved"), make_activity(state="submitted")
    records = [
        {kind.name: make_record(kind.model, code, is_draft=code == "canary")}
        for kind in KINDS
        for code in ("shown", "canary")
    ]
    others = [{"policy": make_policy(code="POL-1")}]
    make_block(
        hub,
        "records",
        items=[*records, *others, {"activity": activity}, {"activity": hidden}],
    )
    make_block(hub, "records", items=[records[1]], title="All of it hidden")

    [block] = told()["blocks"]
    assert items(block) == [
        {"record_kind": "resources", "record": "shown"},
        {"record_kind": "coalitions", "record": "shown"},
        {"record_kind": "working-groups", "record": "shown"},
        {"record_kind": "campaigns", "record": "shown"},
        {"record_kind": "case-studies", "record": "shown"},
        {"record_kind": "recommendations", "record": "shown"},
        {"record_kind": "labels", "record": "shown"},
        {"record_kind": "events", "record": "shown"},
        {"record_kind": "articles", "record": "shown"},
        {"record_kind": "policies", "record": "POL-1"},
        {"record_kind": "activities", "record": activity.code},
    ]
    for item in items(block):
        address = f"/api/v1/{item['record_kind']}/{item['record']}/"
        assert Client().get(address).status_code == 200


def test_lessons_are_told_with_the_words_of_what_readers_see(hub):
    """On the API and in the download; what is hidden takes its words along, the lesson
    it showed stays."""
    case = make_record(CaseStudy, "shown", lessons="Ask first.", lessons_fr="Demandez.")
    activity = make_activity(state="approved", summary="They break.")
    hidden = make_record(CaseStudy, "canary", lessons="CANARY", is_draft=True)
    unsent = make_activity(state="submitted", summary="CANARY")
    first = {"title": "Ask", "quote": "Ask first.", "quote_fr": "Demandez."}
    rows = [
        first | {"case_study": case},
        {"quote": "They break.", "activity": activity},
        {"title": "Wait", "quote": "CANARY", "case_study": hidden},
        {"quote": "CANARY", "activity": unsent},
        {"title": "No proof yet"},
    ]
    make_block(hub, "lessons", items=rows, title="What was learnt")
    of_hidden = [{"quote": "CANARY", "case_study": hidden}]
    make_block(hub, "lessons", items=of_hidden, title="Nothing to show")

    found = told(lang="fr")
    assert [block["title"] for block in found["blocks"]] == ["What was learnt"]
    named = [
        (item["title"], item["quote"], item["quote_language"], item["record"])
        for item in found["blocks"][0]["items"]
    ]
    assert named == [
        ("Ask", "Demandez.", "fr", "shown"),
        (None, "They break.", "en", activity.code),
        ("Wait", None, None, None),
        ("No proof yet", None, None, None),
    ]
    answer = Client().get("/en/data/hubs.json")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"They break." in text and b"CANARY" not in text
    CaseStudy.objects.filter(pk=case.pk).update(is_draft=True)
    [block] = told()["blocks"]
    assert items(block)[0] == {"title": "Ask", "title_language": "en"}


def test_a_replaced_figure_gives_way_and_its_hub_has_changed(hub):
    wrong, right = make_figure("PF-1-1").figure, make_figure("PF-1-2").figure
    hub.openings.create(figure=wrong)
    make_block(hub, "figures", items=[{"figure": wrong}, {"figure": right}])
    begun = timezone.now()
    make_figure("PF-1-1b", replaces=wrong)
    found = told()
    assert found["figures"] == []
    assert [items(block) for block in found["blocks"]] == [[{"figure": "PF-1-2"}]]
    assert found["updated_at"] >= begun.isoformat()[:19]
    assert changed_since(begun) == ["a-hub"]


def test_an_automatic_list_leads_to_the_same_list_of_the_api(client, hub):
    """In the names that list is narrowed by: they differ from kind to kind."""
    programme, tag = make_programme(code="ST"), make_term("tag", "PLASTICS")
    kind = make_term("policy_type", "PT_LAW")
    make_type("AT_X")
    asked = (
        {"of": "article", "programme": programme, "tag": tag},
        {"of": "policy", "tag": tag, "of_kind": kind.code},
        {"of": "activity", "programme": programme, "tag": tag, "of_kind": "AT_X"},
        {"of": "resource"},
    )
    for values in asked:
        make_block(hub, "list", **values)
    make_record(Article, "of-it").tags.add(tag)
    Article.objects.get().programmes.add(programme)
    make_record(Article, "of-none")

    lists = [urlsplit(block["list"]) for block in told()["blocks"]]
    paths = [f"{found.path}?{found.query}" for found in lists]
    assert paths == [
        "/api/v1/articles/?programme=ST&theme=PLASTICS",
        "/api/v1/policies/?theme=PLASTICS&type=PT_LAW",
        "/api/v1/activities/?programme=ST&tag=PLASTICS&type=AT_X",
        "/api/v1/resources/?",
    ]
    answers = [client.get(path.rstrip("?")).json()["results"] for path in paths]
    assert [[row["code"] for row in rows] for rows in answers] == [
        ["of-it"],
        [],
        [],
        [],
    ]


# --- What changed, and what is gone


def changed_since(moment) -> list[str]:
    since = moment.isoformat().replace("+00:00", "Z")
    answer = Client().get("/api/v1/hubs/", {"updated_since": since})
    return [row["code"] for row in answer.json()["results"]]


def long_ago(*rows):
    for row in rows:
        moment = timezone.now() - timedelta(days=30)
        type(row).objects.filter(pk=row.pk).update(updated_at=moment)
        type(row).history.update(history_date=moment)


def changes(hub, block, event, article):
    def mend_an_item():
        item = block.items.first()
        item.text = "Better."
        item.save()

    def end_a_record():
        Event.objects.filter(pk=event.pk).update(expire_at=timezone.now())

    def show_a_record():
        Article.objects.filter(pk=article.pk).update(publish_at=timezone.now())

    return {
        "block": block.save,
        "item": mend_an_item,
        "opening": lambda: hub.openings.create(figure=make_figure("PF-2-1").figure),
        "less": lambda: block.items.first().delete(),
        "event": end_a_record,
        "article": show_a_record,
    }


@pytest.mark.parametrize(
    "what", ["block", "item", "opening", "less", "event", "article"]
)
def test_a_hub_has_changed_when_what_it_shows_has(hub, what):
    """Its own row does not say so: copies would stay wrong for ever."""
    event = make_record(Event, "an-event")
    soon = timezone.now() + timedelta(days=1)
    article = make_record(Article, "an-article", publish_at=soon)
    block = make_block(hub, "records", items=[{"event": event}, {"article": article}])
    parts = (block, *block.items.all())
    long_ago(hub, event, article)
    for row in parts:
        type(row).history.update(history_date=timezone.now() - timedelta(days=30))
    begun = timezone.now() - timedelta(seconds=1)
    assert changed_since(begun) == []
    before = told()
    changes(hub, block, event, article)[what]()
    assert changed_since(begun) == ["a-hub"]
    assert told()["updated_at"] > before["updated_at"]


@pytest.mark.parametrize(("model", "path"), [(Hub, "hubs"), (Resource, "resources")])
def test_what_was_scheduled_is_new_on_its_day(client, model, path):
    """It was written before: a harvester that came in between has yet to get it."""
    record = make_record(model)
    yesterday, today = (timezone.now() - timedelta(hours=h) for h in (24, 1))
    model.objects.filter(pk=record.pk).update(updated_at=yesterday, publish_at=today)
    model.history.update(history_date=yesterday)
    since = (today - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    answer = client.get(f"/api/v1/{path}/", {"updated_since": since}).json()
    assert [row["code"] for row in answer["results"]] == ["a-record"]


def test_of_an_expired_hub_its_code_and_moment_are_left(client, hub):
    make_record(Hub, "canary", is_draft=True)
    begun = timezone.now()
    hub.expire_at = timezone.now()
    hub.save()
    assert client.get("/api/v1/hubs/a-hub/").status_code == 410
    assert client.get("/api/v1/hubs/canary/").status_code == 404
    since = begun.isoformat().replace("+00:00", "Z")
    [left] = client.get("/api/v1/hubs/", {"updated_since": since}).json()["results"]
    assert set(left) == {"code", "withdrawn_at"} and left["code"] == "a-hub"
    assert client.get("/api/v1/hubs/").json()["results"] == []


# --- Lists


def test_hubs_are_narrowed_like_other_records(client, hub):
    make_record(Hub, "of-food", kind="programme").programmes.add(
        make_programme(code="SFS")
    )
    for query in ({"programme": "SFS"}, {"kind": "programme"}, {"q": "of-food"}):
        rows = client.get("/api/v1/hubs/", query).json()["results"]
        assert [row["code"] for row in rows] == ["of-food"], query
    assert client.get("/api/v1/hubs/", {"country": "KEN"}).status_code == 400


def test_the_list_of_hubs_is_there_to_take_away(client, hub):
    make_block(hub, "text", title="Why", text="Because.")
    make_block(hub, "messages", title="Remember", items=[{"text": "This."}])
    assert "/en/data/hubs.csv" in client.get("/en/hubs/").text
    lines = b"".join(client.get("/en/data/hubs.csv").streaming_content).decode()
    [row] = csv.DictReader(io.StringIO(lines))
    assert row["blocks"] == "Text: Why; Key messages: Remember"
    book = client.get("/en/data/hubs/codebook.json").json()
    names = [column["column"] for column in book["columns"]]
    assert {"blocks", "blocks.items", "blocks.items.record"} < set(names)
