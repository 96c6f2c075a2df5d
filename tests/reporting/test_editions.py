"""What the public page of an activity says of its published versions, and what is left
once it was taken off.
"""

from datetime import date, datetime

import pytest
from django.utils import timezone

from reporting.workflow import Action
from tests.factories import (
    make_country,
    make_draft,
    make_programme,
    make_secretariat,
    make_term,
    make_type,
    make_user,
)
from tests.knowledge_hubs.reading import items, section

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar", "zh-hans", "fr", "ru", "es")


class Publishing:
    """An activity, and the people who bring one version after another before all."""

    def __init__(self, **given):
        self.author, self.desk = make_user(), make_user()
        programme = make_programme(desk=self.desk)
        given = {"countries": [make_country("PER")]} | given
        self.activity = make_draft(author=self.author, programme=programme, **given)

    def publish(self, year):
        at = datetime(year, 3, 1, 12, tzinfo=timezone.get_current_timezone())
        self.activity.take(Action.SUBMIT, by=self.author, at=at)
        self.activity.take(Action.APPROVE, by=self.desk, at=at)

    def revise(self, **changes):
        self.activity.take(Action.REVISE, by=self.author)
        draft = self.activity.draft()
        for name, value in changes.items():
            if isinstance(value, list):
                getattr(draft, name).set(value)
            else:
                setattr(draft, name, value)
        draft.save()
        return draft


def editions(client, activity, language="en"):
    address = activity.get_absolute_url().replace("/en/", f"/{language}/", 1)
    return items(section(client.get(address), "editions"))


def test_each_version_says_since_when_and_what_it_changed(client):
    story = Publishing(title="First", summary="Once.")
    story.publish(2021)
    story.revise(title="Second", countries=[make_country("KEN")])
    story.publish(2022)
    story.revise(summary="Twice.", ended_on=date(2021, 1, 1))
    story.publish(2023)
    assert editions(client, story.activity) == [
        "Version 3 Public since 1 March 2023 Changed: summary, end",
        "Version 2 Public since 1 March 2022 until 1 March 2023 "
        "Changed: title, countries",
        "Version 1 Public since 1 March 2021 until 1 March 2022",
    ]


def test_a_version_that_changes_nothing_says_nothing(client):
    story = Publishing()
    story.publish(2021)
    story.revise()
    story.publish(2022)
    assert editions(client, story.activity) == [
        "Version 2 Public since 1 March 2022",
        "Version 1 Public since 1 March 2021 until 1 March 2022",
    ]


def test_only_the_newest_text_is_read(client):
    story = Publishing(title="Former title", summary="Former summary.")
    story.publish(2021)
    story.revise(title="Present title", summary="Present summary.")
    page = client.get(story.activity.get_absolute_url()).text
    assert ("Former title" in page, "Present title" in page) == (True, False)
    story.publish(2022)
    page = client.get(story.activity.get_absolute_url()).text
    assert "Present summary." in page
    assert "Former" not in page


WORDS = {
    "title": "Better",
    "summary": "More.",
    "results": "Less waste.",
    "language": "fr",
    "started_on": date(2019, 1, 1),
    "ended_on": date(2021, 1, 1),
}
LISTS = {
    "sectors": ("sector", "SEC_X"),
    "regions": ("reporting_region", "AFRICA"),
    "impacts": ("impact", "CLIMATE"),
    "goals": ("goal", "SDG02"),
    "tags": ("tag", "WASTE"),
}
ROWS = {
    "partners": {"name": "University", "role": "host"},
    "links": {"url": "https://example.org/"},
    "quantities": {"what": "Meals", "status": "no_data", "reason": "Not counted."},
}

CALLED = {
    "quantities": "results as numbers",
    "started_on": "start",
    "ended_on": "end",
    "goals": "Sustainable Development Goals",
    "partners": "partners in activities",
}


@pytest.mark.parametrize("name", ["type", "scope", *WORDS, *LISTS, *ROWS])
def test_a_change_of_anything_is_named(client, name):
    story = Publishing()
    story.publish(2021)
    draft = story.revise()
    if name in ROWS:
        getattr(draft, name).create(**ROWS[name])
    elif name in LISTS:
        getattr(draft, name).set([make_term(*LISTS[name])])
    else:
        made = {"type": make_type("OTHER"), "scope": make_term("scope", "LOCAL")}
        setattr(draft, name, (made | WORDS)[name])
        draft.save()
    story.publish(2022)
    newest = editions(client, story.activity)[0]
    called = CALLED.get(name, name)
    assert newest == f"Version 2 Public since 1 March 2022 Changed: {called}"


# --- Taken off ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_taken_off_says_so_and_nothing_of_itself(client, language):
    story = Publishing(title="Cooking at school", summary="We cooked with Amina.")
    story.publish(2021)
    story.activity.take(
        Action.UNPUBLISH, by=make_secretariat(), comment="The numbers were wrong."
    )
    path = f"/{language}/activities/{story.activity.code}/"
    readers = (None, make_user(), story.author, story.desk)
    for reader in readers:
        if reader:
            client.force_login(reader)
        response = client.get(path)
        assert response.status_code == 410
        for text in (
            "Cooking at school",
            "We cooked",
            "numbers were wrong",
            story.activity.organisation.name,
        ):
            assert text not in response.text
        assert f"/{language}/activities/" in response.text, "the way on"
