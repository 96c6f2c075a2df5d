"""Co-owners of an initiative are found by a word or an acronym, without scripts."""

import re

import pytest

from tests.factories import (
    join,
    make_initiative_draft,
    make_organisation,
    make_user,
)
from tests.reporting.test_initiative_form import save

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative(client):
    author = make_user()
    client.force_login(author)
    return make_initiative_draft(author=author, title="As it was")


@pytest.fixture
def network():
    make_organisation(code="unep", name="United Nations Environment", acronym="UNEP")
    make_organisation(code="unido", name="United Nations Industry")
    make_organisation(code="fao", name="Food and Agriculture", acronym="FAO")


def offered(client, initiative) -> dict:
    """What is sent → what is read, of all that may be ticked on the page."""
    page = client.get(initiative.page("edit")).text
    found = r'name="owners-meant" value="(.*?)".*?<bdi>(.*?)</bdi>'
    return dict(re.findall(found, page, re.S))


def owners(initiative):
    return [body.code for body in initiative.draft().owners.order_by("code")]


def test_a_word_is_answered_with_those_like_it(client, initiative, network):
    save(client, initiative, owners=["united nations", "fao", "Qqqqqq"])
    page = client.get(initiative.page("edit")).text
    assert offered(client, initiative) == {
        "unep united nations": "United Nations Environment (UNEP)",
        "unido united nations": "United Nations Industry",
        "fao fao": "Food and Agriculture (FAO)",
    }
    assert "Which of these do you mean by “united nations”?" in page
    assert "is called just so: Qqqqqq" in page
    for typed in ("united nations", "fao", "Qqqqqq"):
        assert f'name="owners" value="{typed}"' in page
    assert owners(initiative) == []


def test_what_is_ticked_takes_the_place_of_what_was_typed(client, initiative, network):
    typed = ["united nations", "fao"]
    save(client, initiative, owners=typed)
    meant = ["unep united nations", "unido united nations"]
    save(client, initiative, owners=typed, **{"owners-meant": meant})
    page = client.get(initiative.page("edit")).text
    for name in ("United Nations Environment", "United Nations Industry", "fao"):
        assert f'name="owners" value="{name}"' in page
    assert list(offered(client, initiative)) == ["fao fao"]
    names = ["United Nations Environment", "United Nations Industry", "fao"]
    save(client, initiative, owners=names, **{"owners-meant": ["fao fao"]})
    assert owners(initiative) == ["fao", "unep", "unido"]
    assert offered(client, initiative) == {}


def test_a_tick_for_what_is_no_longer_typed_does_nothing(client, initiative, network):
    meant = ["unep united nations", "nobody fao", "unep", ""]
    save(client, initiative, owners=["fao"], **{"owners-meant": meant})
    assert owners(initiative) == []
    assert 'name="owners" value="fao"' in client.get(initiative.page("edit")).text


def test_over_anothers_newer_save_what_was_ticked_is_not_lost(
    client, initiative, network
):
    join(make_user(), initiative.organisation)
    save(client, initiative, owners=["fao"], counter=0)
    meant = {"owners-meant": ["fao fao"]}
    answer = save(client, initiative, owners=["fao"], counter=0, **meant)
    assert answer.status_code == 409
    assert "Food and Agriculture" in answer.text


def test_the_browser_offers_names_with_their_acronyms(client, initiative, network):
    page = client.get(initiative.page("edit")).text
    assert '<option value="Food and Agriculture">FAO</option>' in page


def test_initiatives_to_choose_from_name_their_owner_where_there_are_several(client):
    author = make_user()
    first = make_organisation(editor=author, name="First House")
    one = make_initiative_draft(author=author, organisation=first, title="Same")
    client.force_login(author)
    begin = "/en/my/activities/new/"
    assert "Same – First House" not in client.get(begin).text
    second = make_organisation(editor=author, name="Second House")
    other = make_initiative_draft(author=author, organisation=second, title="Same")
    page = client.get(begin).text
    for code, words in (
        (one.code, "Same – First House"),
        (other.code, "Same – Second House"),
    ):
        assert re.search(rf'value="{code}"[^>]*>\s*{words}', page)


def test_a_save_of_the_script_offers_them_too(client, initiative, network):
    def meant(*owners, **given):
        page = client.get(initiative.page("edit"))
        form = page.context["sections"][0][2][0].form
        data = form.data.dict() | {"counter": page.context["counter"]} | given
        headers = {"origin": "http://testserver"}
        address = initiative.page("autosave")
        data["owners"] = list(owners)
        return client.post(address, data, headers=headers).json()["meant"]["owners"]

    offered = meant("united nations", "fao")
    assert re.findall(r'name="owners-meant" value="(.*?)"', offered) == [
        "unep united nations",
        "unido united nations",
        "fao fao",
    ]
    assert offered in client.get(initiative.page("edit")).text, "as the page draws it"
    assert meant("fao", **{"owners-meant": "fao fao"}) == ""
    assert meant("Qqqqqq") == meant() == ""
