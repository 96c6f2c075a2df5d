"""The editors' first page: each queue counts what its own list then shows."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from knowledge_hubs.models import Article, Hub, HubEditor
from oneplanet.admin import site
from oneplanet.desk import Subject, missing_languages
from programmes.models import Coalition, Country, Invitation, Organisation
from tests.factories import make_organisation, make_record, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(scene_of_reference, django_db_blocker):
    """The reference data, the scene, and something in every queue."""
    with django_db_blocker.unblock():
        built = scene_of_reference
        soon = timezone.now() + timedelta(days=2)
        make_record(Article, "a-scheduled", is_draft=False, publish_at=soon)
        Country.objects.filter(code="KEN").update(name_fr="", name_ar=None)
        Coalition.objects.filter(pk=Coalition.objects.first().pk).update(to_check=True)
        late = Invitation.objects.get(pk=built.invitation.pk)
        late.pk = None
        late.email = "late@example.org"
        late.expires_at = timezone.now() - timedelta(days=1)
        late.save()
        return built


def index(client, scene, role="secretariat", language="en"):
    scene.sign_in(client, role)
    return client.get(reverse("admin:index").replace("/en/", f"/{language}/", 1))


def test_every_door_leads_to_as_many_rows_as_it_says(client, scene):
    doors = [d for queue in index(client, scene).context["queues"] for d in queue.doors]
    told = {door.url: door.count for door in doors if "/admin/" in door.url}
    found = {url: client.get(url).context["cl"].result_count for url in told}
    assert found == told
    assert {url.partition("?")[2] for url in told} == {
        "",  # addresses whose mails come back
        "state__exact=submitted",
        "answer=open",
        "answer=expired",
        "answer=waiting",
        "publishing=draft",
        "publishing=scheduled",
        "to_check__exact=1",
        "missing=ar",
        "missing=zh-hans",
        "missing=fr",
        "missing=ru",
        "missing=es",
        "state=waiting&need=nothing",  # searched for and not found
        "work=waiting",  # what partners propose, what readers say
    }


def test_a_missing_translation_waits_in_the_queue_of_its_language_alone(client, scene):
    lists = reverse("admin:programmes_country_changelist")
    scene.sign_in(client, "secretariat")
    rows = {}
    for code in ("ar", "fr", "es"):
        shown = client.get(f"{lists}?missing={code}&q=KEN").context["cl"]
        rows[code] = [row.code for row in shown.result_list]
    assert rows == {"ar": ["KEN"], "fr": ["KEN"], "es": []}


def test_the_name_of_a_work_waits_for_no_translation_a_lead_does(client, scene):
    """A title that stands in English alone, beside a lead in the language."""
    scene.sign_in(client, "secretariat")
    given = {"title": "A Roadmap", "lead_fr": "Une voie"}
    work = make_record(Coalition, "z-work", **given)
    make_record(Coalition, "z-lead", title="B", title_fr="B", title_ar="ب")
    make_record(Coalition, "z-title", **given | {"title_ar": "خريطة"})
    lists = reverse("admin:programmes_coalition_changelist")
    shown = client.get(f"{lists}?missing=fr&q=z-").context["cl"].result_list
    assert {row.code for row in shown} == {"z-lead", "z-title"}
    told = [missing_languages(row) for row in (work, *shown.order_by("code"))]
    assert told == [
        "Arabic, Simplified Chinese, Russian, Spanish",
        "Arabic, Simplified Chinese, French, Russian, Spanish",
        "Arabic, Simplified Chinese, French, Russian, Spanish",
    ]
    with override("ar"):
        assert missing_languages(work) == "العربية، الصينية المبسطة، الروسية، الإسبانية"


def test_a_reviewer_is_led_to_the_queue_and_an_administrator_sees_what_is_with_others(
    client, scene
):
    mine = {queue.name: queue.count for queue in index(client, scene).context["queues"]}
    assert "To review" not in mine  # the programme has a desk that decides
    assert mine["Under review"] == 2


def test_every_list_stands_under_one_subject(client, scene):
    subjects = index(client, scene, "administrator").context["subjects"]
    listed = [row["model"] for _name, rows in subjects for row in rows]
    assert sorted(m._meta.label for m in listed) == sorted(
        m._meta.label for m in site._registry
    )
    assert [str(name) for name, _rows in subjects] == [str(s.label) for s in Subject]


def test_the_index_asks_few_queries_however_much_waits(client, scene):
    scene.sign_in(client, "secretariat")
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("admin:index")).status_code == 200
        counts.append(len(asked))
        Organisation.objects.update(to_check=True)
    assert counts == [16, 16]


def test_no_part_of_the_public_site_is_marked_as_the_present_one(client, editor):
    for name in ("organisation_changelist", "organisation_import"):
        there = client.get(reverse(f"admin:programmes_{name}")).content.decode()
        assert 'aria-current="true">' not in there.partition("</header>")[0]
    there = client.get(reverse("knowledge_hubs:organisation_list")).content.decode()
    assert 'aria-current="true">Organisations' in there


def test_the_hubs_of_an_editor_are_not_marked_as_their_activities(client):
    person = make_user()
    make_organisation(editor=person)
    HubEditor.objects.create(user=person, hub=make_record(Hub, "sea"), by=person)
    client.force_login(person)
    there = client.get(reverse("knowledge_hubs:my_hubs")).text.partition("</header>")[0]
    assert re.findall(r'aria-current="true">([^<]*)<', there) == ["My hubs"]
