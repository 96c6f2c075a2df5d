"""A code that no filter knows is refused with those it knows, as an unknown name is."""

import pytest
from django.urls import reverse

from knowledge_hubs.open_data import KINDS
from programmes.models import Programme
from reporting.workflow import State
from tests.factories import make_activity, make_programme, make_term, make_user

pytestmark = pytest.mark.django_db
WORDS = "q"
NARROWED = [(kind, name) for kind in KINDS for name in kind.filters if name != WORDS]


def asked(client, _list, /, **query):
    return client.get(reverse(f"api:{_list}"), query)


@pytest.mark.parametrize(
    ("kind", "name"), NARROWED, ids=[f"{kind.name} {name}" for kind, name in NARROWED]
)
def test_every_filter_refuses_what_it_does_not_know(client, kind, name):
    answer = asked(client, kind.name, **{name: "ZZZ"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, name)
    assert "“ZZZ” is unknown here." in answer.json()["detail"]


def test_the_answer_names_what_there_is(client):
    for code in ("SFS", "ST"):
        make_programme(code=code)
    codes = [*Programme.objects.order_by("order", "pk").values_list("code", flat=True)]
    detail = asked(client, "activities", programme="ZZZ").json()["detail"]
    known = ", ".join([*codes, "NET"])
    assert detail == f"“ZZZ” is unknown here. Choose one of these: {known}."
    assert asked(client, "policies", year="next").json()["detail"] == (
        "“next” is unknown here. Choose one of these: 1900–2100."
    )


def test_what_is_known_narrows_and_one_unknown_among_several_is_refused(client):
    desk = make_user()
    programme = make_programme(code="SFS", desk=desk)
    here = {"programme": programme, "reviewer": desk}
    activity = make_activity(state=State.APPROVED, **here)
    make_activity(state=State.APPROVED, reviewer=make_user())
    found = asked(client, "activities", programme="SFS").json()["results"]
    assert [row["code"] for row in found] == [activity.code]
    assert asked(client, "activities", programme=["SFS", "ZZZ"]).status_code == 400
    assert asked(client, "activities", programme="").status_code == 200


def test_a_word_of_another_vocabulary_is_unknown(client):
    make_term("sector", "FOOD")
    make_term("tag", "WATER")
    assert asked(client, "activities", sector="FOOD").status_code == 200
    assert asked(client, "activities", sector="WATER").status_code == 400
