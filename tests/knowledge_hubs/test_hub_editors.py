"""Editors of single hubs: the secretariat appoints them, they write their hub and see
nothing of any other."""

from datetime import timedelta

import pytest
from django.urls import reverse

from knowledge_hubs.models import Hub, HubBlock, HubEditor, Resource
from oneplanet.admin import site
from oneplanet.text import dates
from tests.admin_forms import filled
from tests.factories import (
    make_activity,
    make_block,
    make_figure,
    make_record,
    make_secretariat,
    make_user,
)
from tests.knowledge_hubs.reading import main, words
from tests.knowledge_hubs.test_translation_board import record_url

pytestmark = pytest.mark.django_db
MINE = reverse("knowledge_hubs:my_hubs")
DUE = reverse("reporting:due")


def admin(name, *args):
    return reverse(f"admin:knowledge_hubs_{name}", args=args)


@pytest.fixture
def theirs():
    return make_record(Hub, "theirs", title="CANARY hub", is_draft=True)


@pytest.fixture
def mine(client, settings, theirs):
    """A hub, whose editor is signed in; there is another with a block of its own."""
    settings.SAMPLE = True  # samples need no second factor
    hub = make_record(Hub, "mine", title="My hub", is_draft=True)
    make_block(theirs, "text", title="CANARY block", text="CANARY")
    person = make_user(name="Ed")
    hub.editors.create(user=person)
    client.force_login(person)
    return hub


def parts_of(hub) -> list[str]:
    block = hub.blocks.first()
    pages = [admin(f"hub_{page}", hub.pk) for page in ("change", "history")]
    names = ("change", "history", "delete")
    return pages + [admin(f"hubblock_{page}", block.pk) for page in names]


# --- Theirs, and nothing else


def test_an_editor_opens_every_page_of_their_hub_and_none_of_another(
    client, mine, theirs
):
    make_block(mine, "text", title="Mine", text="Words.")
    for address in parts_of(mine):
        assert client.get(address).status_code == 200, address
    for address in parts_of(theirs):
        answer = client.get(address)
        assert answer.status_code in (302, 403, 404), address
        assert "CANARY" not in answer.text
        posted = client.post(address, {"post": "yes"})
        assert posted.status_code in (302, 403, 404)
    assert theirs.blocks.count() == 1
    for page in ("hub_changelist", "hubblock_changelist", "hubblock_add"):
        answer = client.get(admin(page))
        assert answer.status_code == 200
        assert "CANARY" not in answer.text


def test_an_editor_gets_to_no_other_page_of_the_admin(client, mine):
    activity = make_activity(title="CANARY draft")
    own = {HubBlock, Hub}
    for model in set(site._registry) - own:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        for page in ("changelist", "add"):
            answer = client.get(reverse(f"{name}_{page}"))
            assert answer.status_code in (302, 403), (model, page)
    answer = client.get(reverse("admin:reporting_activity_change", args=[activity.pk]))
    assert answer.status_code in (302, 403)
    assert client.get(admin("hub_add")).status_code in (302, 403)
    assert client.get(admin("hub_delete", mine.pk)).status_code in (302, 403)
    answer = client.get(reverse("admin:index"))
    assert (answer.status_code, answer["Location"]) == (302, MINE)


def test_an_editor_writes_and_the_history_says_who(client, mine):
    form = client.get(admin("hub_change", mine.pk))
    posted = filled(form, title_fr="Mon pôle")
    assert client.post(admin("hub_change", mine.pk), posted).status_code == 302
    mine.refresh_from_db()
    assert mine.title_fr == "Mon pôle"
    assert mine.history.first().history_user.name == "Ed"
    assert "Ed" in client.get(admin("hub_history", mine.pk)).text
    form = client.get(admin("hubblock_add"), {"hub": mine.pk})
    posted = filled(form, kind="text", title_en="New")
    assert client.post(admin("hubblock_add"), posted).status_code == 302
    block = mine.blocks.get()
    assert block.history.first().history_user.name == "Ed"
    address = admin("hubblock_delete", block.pk)
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not mine.blocks.exists()


def test_when_a_hub_is_public_is_not_for_its_editor_to_say(client, mine):
    form = client.get(admin("hub_change", mine.pk))
    asked = set(form.context["adminform"].form.fields)
    assert not asked & {"is_draft", "publish_at", "expire_at", "programmes", "kind"}
    posted = filled(form) | {"publish_at_0": "2020-01-01", "publish_at_1": "00:00"}
    client.post(admin("hub_change", mine.pk), posted)
    mine.refresh_from_db()
    assert mine.is_draft and mine.publish_at is None


def test_a_block_is_not_put_into_another_hub(client, mine, theirs):
    form = client.get(admin("hubblock_add"), {"hub": mine.pk})
    posted = filled(form, kind="text", title_en="Mischief", hub=theirs.pk)
    answer = client.post(admin("hubblock_add"), posted)
    assert answer.status_code == 200 and "CANARY" not in answer.text
    assert theirs.blocks.count() == 1


def offered(client, model, field, term=""):
    asked = {"app_label": "knowledge_hubs", "model_name": model, "field_name": field}
    return client.get(reverse("admin:autocomplete"), asked | {"term": term})


def test_only_what_is_public_is_offered(client, mine):
    make_record(Resource, "shown", title="Shown")
    make_record(Resource, "hidden", title="CANARY draft", is_draft=True)
    make_activity(title="CANARY activity")
    make_figure()
    for field in ("resource", "activity", "figure", "policy", "document", "event"):
        answer = offered(client, "blockitem", field)
        assert answer.status_code == 200, field
        assert "CANARY" not in answer.text
    assert "Shown" in offered(client, "blockitem", "resource").text
    assert "CANARY" not in offered(client, "hubblock", "hub").text
    assert offered(client, "hubeditor", "user").status_code in (302, 403)


def test_a_draft_is_neither_shown_nor_chosen(client, mine):
    hidden = make_record(Resource, "hidden", title="CANARY draft", is_draft=True)
    items = [{"resource": hidden}]
    block = make_block(mine, "records", title="Records", items=items)
    address = admin("hubblock_change", block.pk)
    form = client.get(address)
    assert "CANARY" not in form.text
    posted = filled(form) | {"items-TOTAL_FORMS": "1", "items-0-resource": hidden.pk}
    answer = client.post(address, posted)
    assert "CANARY" not in answer.text
    assert block.items.count() == 1
    assert client.get(admin("hubblock_delete", block.pk)).status_code == 403


# --- Since when, until when, and how they get there


@pytest.mark.parametrize(
    ("given", "is_let_in"),
    [
        ({}, True),
        ({"from_on": timedelta(days=1)}, False),
        ({"from_on": timedelta(days=-9), "until_on": timedelta(days=0)}, False),
        ({"until_on": timedelta(days=1)}, True),
    ],
)
def test_it_holds_from_a_day_until_another(client, settings, given, is_let_in):
    settings.SAMPLE = True
    hub, person = make_record(Hub, "mine", is_draft=True), make_user()
    given = {name: dates.today() + days for name, days in given.items()}
    hub.editors.create(user=person, **given)
    client.force_login(person)
    for address in (MINE, hub.get_absolute_url()):
        assert (client.get(address).status_code == 200) is is_let_in
    opened = client.get(admin("hub_change", hub.pk)).status_code == 200
    assert opened is is_let_in
    assert ("Hubs you edit" in client.get(DUE).text) is is_let_in


def test_without_a_second_factor_nothing_is_written(client, mine, settings):
    settings.SAMPLE = False
    assert client.get(admin("hub_change", mine.pk)).status_code in (302, 403)
    page = main(client.get(MINE))
    assert "Add a second factor" in page and admin("hub_change", mine.pk) not in page


def test_who_edits_no_hub_finds_no_page_of_theirs(client, theirs):
    assert client.get(MINE).status_code == 302
    client.force_login(make_user())
    assert client.get(MINE).status_code == 404
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert "Hubs you edit" not in client.get(DUE).text


def test_an_editor_sees_what_is_missing_and_where_it_is_written(client, mine):
    done = {f"title_{code}": "Sea" for code in ("ar", "zh_hans", "fr", "ru", "es")}
    Hub.objects.filter(pk=mine.pk).update(
        **done, **{name.replace("title", "lead"): "Stake" for name in done}
    )
    block = make_block(mine, "text", title="Beach", **(done | {"title_fr": ""}))
    page = main(client.get(MINE))
    assert f'href="{record_url(block)}" lang="en">Beach</a>' in page
    told = words(page).split("What is not translated yet")[1]
    assert told.strip() == "Français Beach"
    block.title_fr = "Plage"
    block.save()
    assert "All texts stand in all six languages." in words(main(client.get(MINE)))


def test_an_editor_reads_which_blocks_are_hidden(client, mine):
    block = make_block(mine, "news", title="Nothing new")
    page = client.get(mine.get_absolute_url())
    assert "Hidden from readers" in page.text and "Nothing new" in page.text
    assert "hidden from readers" in words(
        client.get(admin("hubblock_change", block.pk)).text
    )
    mine.is_draft = False
    mine.save()
    client.logout()
    assert "Nothing new" not in client.get(mine.get_absolute_url()).text


# --- The secretariat appoints


def test_the_secretariat_appoints_and_ends(client):
    hub, person, staff = make_record(Hub, "mine"), make_user(), make_secretariat()
    client.force_login(staff)
    form = client.get(admin("hubeditor_add"), {"hub": hub.pk})
    posted = filled(form, user=person.pk, hub=hub.pk)
    assert client.post(admin("hubeditor_add"), posted).status_code == 302
    row = HubEditor.objects.get()
    assert (row.user, row.hub, row.by) == (person, hub, staff)
    assert str(person) in client.get(admin("hub_change", hub.pk)).text
    again = client.post(admin("hubeditor_add"), posted)
    assert "edits this hub already" in again.text
    address = admin("hubeditor_change", row.pk)
    form = client.get(address)
    client.post(address, filled(form, until_on=str(dates.today())))
    assert not HubEditor.objects.current().exists()
    assert client.get(admin("hubeditor_delete", row.pk)).status_code == 403
