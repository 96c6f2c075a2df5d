"""Partners called nearly as an organisation of the network are offered that, without
scripts; anybody else stays as written."""

import re

import pytest

from tests.factories import make_contribution, make_organisation
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    user, activity = make_writer()
    client.force_login(user)
    make_organisation(code="fao", name="Food and Agriculture", acronym="FAO")
    make_organisation(code="unep", name="United Nations Environment")
    make_organisation(code="unido", name="United Nations Industry")
    return user, activity


def partners(*names, meant=()):
    cells = {}
    for number, name in enumerate(names):
        cells |= row("partners", number, name=name, role="host")
    return cells | {f"partners-{number}-meant": text for number, text in meant}


def save(client, activity, *names, meant=()):
    data = typed(activity, **partners(*names, meant=meant))
    answer = client.post(edit_url(activity), sent(data))
    assert answer.status_code == 302
    return client.get(edit_url(activity)).text


def offered(page) -> list:
    """(row, what is sent, what is read), but for the choice to leave it."""
    found = re.findall(
        r'name="partners-(\d)-meant" value="([^"]+)"> <bdi>(.*?)</bdi>', page
    )
    return [(int(number), value, label) for number, value, label in found]


def stored(activity):
    rows = activity.draft().partners.order_by("order")
    return [(row.organisation and row.organisation.code, str(row)) for row in rows]


def test_a_name_like_those_known_is_asked_about_and_kept_as_written(client, writer):
    activity = writer[1]
    names = ["united nations", "Food and Agricultur", "fao", "The Corner Bakery"]
    page = save(client, activity, *names)
    assert offered(page) == [
        (0, "unep united nations", "United Nations Environment"),
        (0, "unido united nations", "United Nations Industry"),
        (1, "fao Food and Agricultur", "Food and Agriculture (FAO)"),
        (2, "fao fao", "Food and Agriculture (FAO)"),
    ]
    assert stored(activity) == [(None, name) for name in names]
    page = save(client, activity, *names)
    assert stored(activity) == [(None, name) for name in names], "as it is written"


def test_what_is_chosen_takes_the_place_of_the_name_it_was_offered_for(client, writer):
    activity = writer[1]
    names = ["united nations", "fao", "The Corner Bakery"]
    save(client, activity, *names)
    meant = [(0, "unido united nations"), (1, ""), (2, "fao fao"), (3, "nobody x")]
    page = save(client, activity, *names, meant=meant)
    assert stored(activity) == [
        ("unido", "United Nations Industry"),
        (None, "fao"),
        (None, "The Corner Bakery"),
    ]
    assert [number for number, _value, _label in offered(page)] == [1]


def test_a_known_name_is_not_asked_about(client, writer):
    page = save(client, writer[1], "Food and Agriculture")
    assert (offered(page), stored(writer[1])) == (
        [],
        [("fao", "Food and Agriculture")],
    )


def test_who_answers_by_a_link_is_asked_too(client, writer):
    user, activity = writer
    contribution = make_contribution(activity, by=user, sections=["partners"])
    client.logout()
    link = contribution.get_absolute_url()
    page = client.post(link, partners("fao") | {"counter": "0"}, follow=True).text
    assert offered(page) == [(0, "fao fao", "Food and Agriculture (FAO)")]
    chosen = partners("fao", meant=[(0, "fao fao")]) | {"counter": "1"}
    page = client.post(link, chosen, follow=True).text
    assert 'value="Food and Agriculture"' in page and offered(page) == []
