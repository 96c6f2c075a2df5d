"""What the portal says of its own search."""

import pytest
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.search import explaining
from reporting.workflow import State
from tests.factories import make_activity
from tests.judged.reading import EVERYWHERE, IN_ANY_NUMBER, OF_ITS_OWN

GIVEN = {
    "measured_on": "2026-11-27",
    "asked": {"en": 8, "ar": 1000},
    "right": {"en": 7, "ar": 999},
    "failed": {"typo": 1, "yo": 1},
}


def test_the_score_is_cut_and_never_rounded_up(monkeypatch):
    monkeypatch.setattr(explaining, "judged", lambda: GIVEN)
    with translation.override("en"):
        score = explaining.score()
    assert score["rows"] == [
        ["English", "8", "7", "87.5%"],
        ["Arabic", "1,000", "999", "99.9%"],
        ["All languages", "1,008", "1,006", "99.8%"],
    ]
    assert [(str(row["what"]), row["count"]) for row in score["failed"]] == [
        ("a slip of the keys", 1),
        ("ё and е", 1),
    ]


def test_every_difficulty_has_words():
    kinds = set(EVERYWHERE) | IN_ANY_NUMBER
    assert set(explaining.DIFFICULTIES) == kinds.union(*OF_ITS_OWN.values())


@pytest.mark.django_db
def test_kinds_are_counted_as_the_search_counts_them(client):
    assert explaining.kinds() == []
    make_activity(state=State.APPROVED)
    make_activity(state=State.SUBMITTED)
    found = {kind["name"]: kind["count"] for kind in explaining.kinds()}
    assert found == {"activity": 1}
    page = client.get(reverse("knowledge_hubs:search_explained")).content.decode()
    assert f"{reverse('knowledge_hubs:search')}?kind=activity" in page
