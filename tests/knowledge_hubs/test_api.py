"""What programs read: lists, records, what changed, what is gone; and what they never
learn.
"""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge_hubs.models import Article, Resource
from knowledge_hubs.open_data import KINDS
from knowledge_hubs.open_data.shared import labels_of
from programmes.models import BoardMember
from reporting.models import Activity, PolicyInstrument
from reporting.workflow import Action
from tests.factories import (
    make_activity,
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_record,
    make_secretariat,
    make_term,
    make_user,
    put_file,
)

pytestmark = pytest.mark.django_db
API = "/api/v1"
CANARY = "CANARY"


def get(client, path, **query):
    response = client.get(f"{API}/{path}", query)
    assert response.status_code == 200, response.text
    return response.json()


def codes(client, path, **query):
    return [row["code"] for row in get(client, path, **query)["results"]]


def walk(client, path):
    """Every record from an address to the last “next”."""
    rows = []
    while path:
        answer = client.get(path).json()
        rows += answer["results"]
        found = answer["next"] and urlsplit(answer["next"])
        path = found and f"{found.path}?{found.query}"
    return rows


def refused(client, path, status=400):
    response = client.get(f"{API}/{path}")
    assert (response.status_code, response["Content-Type"]) == (
        status,
        "application/json",
    )
    assert "SELECT" not in response.text and "Traceback" not in response.text
    return response.json()


# --- Lists ---------------------------------------------------------------------------


def test_a_record_is_told_by_codes_with_labels_in_the_language_asked_for(client):
    kind = make_term(
        "resource_type", "RT_REPORT", label_en="Report", label_fr="Rapport"
    )
    theme = make_term("tag", "WATER", label_en="Water", label_fr="Eau")
    record = make_record(Resource, kind=kind, title_en="Saving water", lead="Less.")
    record.tags.add(theme)
    record.programmes.add(make_programme(code="SFS", name="Food"))
    body = make_organisation(code="a-body")
    record.parties.create(organisation=body, role="author")
    edition = record.editions.create(
        language="en", url="https://example.org/", year=2021
    )
    put_file(edition)

    found = get(client, "resources/a-record/", lang="fr")
    assert found.pop("updated_at") and found.pop("data_licence")
    assert found == {
        "code": "a-record",
        "page": "http://localhost:8000/fr/resources/a-record/",
        "title": "Saving water",
        "title_language": "en",
        "lead": "Less.",
        "lead_language": "en",
        "body": None,
        "body_language": None,
        "website": None,
        "kind": "RT_REPORT",
        "kind_label": "Rapport",
        "year": None,
        "programmes": ["SFS"],
        "programmes_labels": ["Food"],
        "sectors": [],
        "sectors_labels": [],
        "tags": ["WATER"],
        "tags_labels": ["Eau"],
        "countries": [],
        "countries_labels": [],
        "is_living": False,
        "is_reference": False,
        "licence": None,
        "purpose": None,
        "purpose_language": None,
        "users": None,
        "users_language": None,
        "maintained_on": None,
        "editions": [
            {
                "language": "en",
                "label": None,
                "url": "https://example.org/",
                "file": f"http://localhost:8000/fr{edition.file_url.removeprefix('/en')}",
                "file_size": 4,
                "file_sha256": edition.stored.sha256,
                "year": 2021,
                "doi": None,
                "isbn": None,
                "symbol": None,
            }
        ],
        "parties": [
            {
                "organisation": "a-body",
                "country": None,
                "role": "author",
                "role_label": "Auteur",
                "listed_on": None,
                "until": None,
                "document": None,
                "paragraph": None,
            }
        ],
        "document": None,
        "paragraph": None,
        "source": None,
        "basis": None,
        "basis_label": None,
        "is_to_be_checked": False,
        "is_sample": False,
    }


def test_an_activity_is_told_whole(client):
    author, desk = make_user(), make_user()
    organisation = make_organisation(code="ours", editor=author, name="Ours")
    programme = make_programme(desk=desk, code="SFS", name="Food")
    activity = make_draft(
        author=author,
        organisation=organisation,
        programme=programme,
        title="What we did",
        countries=[make_country("KEN", name="Kenya")],
    )
    draft = activity.draft()
    draft.quantities.create(what="Meals", status="value", value="2.5", unit="t")
    draft.partners.create(name="A friend", role="host")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)

    [found] = get(client, "activities/")["results"]
    assert (found["code"], found["organisation"]) == (activity.code, "ours")
    assert (found["programme"], found["programme_label"]) == ("SFS", "Food")
    assert (found["countries"], found["countries_labels"]) == (["KEN"], ["Kenya"])
    assert found["sectors"] == ["SEC_FOOD"]
    assert found["started_on"] == "2020-03-01"
    assert found["quantities"] == [
        {
            "what": "Meals",
            "status": "value",
            "status_label": "A number",
            "value": 2.5,
            "unit": "t",
            "reason": None,
        }
    ]
    assert found["partners"][0]["name"] == "A friend"
    one = get(client, f"activities/{activity.code}/")
    assert one.pop("available_actions") == []
    assert one.pop("data_licence")
    assert one == found


def test_lists_are_narrowed_by_the_names_of_their_pages(client):
    for code, programme in (("in-it", "SFS"), ("out-of-it", "ST")):
        record = make_record(Resource, code)
        record.programmes.add(make_programme(code=programme))
    assert codes(client, "resources/", programme="SFS") == ["in-it"]
    assert codes(client, "resources/", q="OUT-OF") == ["out-of-it"]
    activity = make_activity(state="approved")
    make_activity(state="approved")
    wanted = activity.programme.code
    assert codes(client, "activities/", programme=wanted) == [activity.code]
    assert codes(client, "activities/", year="2020", programme=wanted) == [
        activity.code
    ]


def test_new_records_never_move_those_that_were_read(client):
    for n in range(5):
        make_record(Resource, f"r-{n}")
    first = get(client, "resources/", limit=2)
    make_record(Resource, "r-new")
    Resource.objects.filter(code="r-0").delete()
    rest = urlsplit(first["next"])
    rows = first["results"] + walk(client, f"{rest.path}?{rest.query}")
    assert [row["code"] for row in rows] == [f"r-{n}" for n in range(5)] + ["r-new"]
    assert "limit=2&cursor=" in first["next"]


def test_the_last_page_has_no_next(client):
    for n in range(2):
        make_record(Resource, f"r-{n}")
    response = client.get(f"{API}/resources/", {"limit": 2})
    assert response.json()["next"] is None
    assert 'rel="next"' not in response["Link"]
    response = client.get(f"{API}/resources/", {"limit": 1})
    assert f'<{response.json()["next"]}>; rel="next"' in response["Link"]


# --- What changed, and what is gone ---------------------------------------------------


def test_a_harvester_keeps_a_true_copy_of_everything(client, scene_of_everything):
    """It walks the whole API, comes back later, and has what a new walk would bring."""
    copy = {kind.name: {} for kind in KINDS}
    for kind in KINDS:
        harvest(client, copy[kind.name], f"{API}/{kind.name}/?limit=2")
    begun = timezone.now()
    gone = scene_of_everything()
    for kind in KINDS:
        begin = begun.isoformat().replace("+00:00", "Z")
        harvest(
            client, copy[kind.name], f"{API}/{kind.name}/?limit=1&updated_since={begin}"
        )
    for kind in KINDS:
        fresh = {}
        harvest(client, fresh, f"{API}/{kind.name}/")
        assert copy[kind.name] == fresh, kind.name
        assert not gone.get(kind.name, set()) & set(fresh)


def harvest(client, copy, path):
    for row in walk(client, path):
        if "withdrawn_at" in row:
            assert set(row) == {"code", "withdrawn_at"}
            copy.pop(row["code"], None)
        else:
            copy[row.get("id") or row["code"]] = row


@pytest.fixture
def scene_of_everything():
    """Something of each sort; a function that changes it and answers what is gone."""
    staff, author, desk = make_secretariat(), make_user(), make_user()
    given = {"author": author, "reviewer": desk}
    programme = make_programme(desk=desk)
    stays = make_activity(state="approved", programme=programme, **given)
    leaves = make_activity(state="approved", programme=programme, **given)
    records = [make_record(Resource, f"r-{n}") for n in range(4)]
    body = make_organisation(code="leaves")
    policy = PolicyInstrument.objects.create(
        code="POL-1", country=make_country("KEN"), name="A law", name_language="en"
    )
    seat = BoardMember.objects.create(country=make_country("KEN"), role="member")

    def change():
        stays.take(Action.REVISE, by=author)
        draft = stays.draft()
        draft.title = "Said better"
        draft.save()
        stays.take(Action.SUBMIT, by=author)
        stays.take(Action.APPROVE, by=desk)
        leaves.take(Action.UNPUBLISH, by=staff, comment="A mistake.")
        records[0].expire_at = timezone.now()
        records[1].is_draft = True
        records[2].title = "A better title"
        for record in records[:3]:
            record.save()
        make_record(Resource, "r-new")
        body.delete()
        policy.delete()
        seat.role = "chair"
        seat.save()
        return {
            "activities": {leaves.code},
            "resources": {"r-0", "r-1"},
            "organisations": {"leaves"},
            "policies": {"POL-1"},
        }

    return change


def test_a_withdrawn_record_answers_gone_with_its_code_and_moment_alone(client):
    record = make_record(Resource, lead=CANARY, title=CANARY)
    record.expire_at = datetime(2026, 1, 31, 12, tzinfo=UTC)
    record.save()
    response = client.get(f"{API}/resources/a-record/")
    assert (response.status_code, response.json()) == (
        410,
        {
            "detail": "This record is no longer public.",
            "code": "a-record",
            "withdrawn_at": "2026-01-31T12:00:00Z",
        },
    )


def test_work_on_a_draft_that_was_public_does_not_show(client):
    record = make_record(Resource)
    record.is_draft = True
    record.save()
    first = client.get(f"{API}/resources/a-record/").json()
    record.title = CANARY
    record.save()
    later = client.get(f"{API}/resources/a-record/").json()
    assert later == first and first["withdrawn_at"]


def test_what_never_was_public_leaves_no_trace(client):
    soon = timezone.now() + timedelta(days=1)
    make_record(Resource, "canary-draft", title=CANARY, is_draft=True)
    make_record(Resource, "canary-scheduled", title=CANARY, publish_at=soon)
    drawn_back = make_record(Resource, "canary-drawn-back", publish_at=soon)
    drawn_back.is_draft, drawn_back.publish_at = True, None
    drawn_back.save()
    for state in ("draft", "submitted", "returned", "withdrawn"):
        make_activity(state=state, title=CANARY, summary=CANARY)
    for path in ("resources/", "activities/"):
        assert get(client, path)["results"] == []
        assert get(client, path, updated_since="2000-01-01")["results"] == []
    for code in Resource.objects.values_list("code", flat=True):
        assert client.get(f"{API}/resources/{code}/").status_code == 404
    for code in Activity.objects.values_list("code", flat=True):
        assert client.get(f"{API}/activities/{code}/").status_code == 404


def test_a_revision_under_review_shows_the_public_version(client):
    author, desk = make_user(), make_user()
    activity = make_activity(state="approved", author=author, reviewer=desk)
    activity.take(Action.REVISE, by=author)
    draft = activity.draft()
    draft.title = draft.summary = CANARY
    draft.save()
    activity.take(Action.SUBMIT, by=author)
    client.force_login(author)
    for path in ("activities/", f"activities/{activity.code}/"):
        assert CANARY not in client.get(f"{API}/{path}").text


def test_signed_in_people_read_the_same_lists(client):
    make_record(Resource, "a-draft", is_draft=True)
    make_record(Resource)
    anonymous = client.get(f"{API}/resources/").content
    client.force_login(make_secretariat())
    response = client.get(f"{API}/resources/")
    assert response.content == anonymous
    assert "no-store" in response["Cache-Control"]


def test_editors_notes_are_nobodys_business(client):
    make_record(Resource, note=CANARY)
    make_organisation(note=CANARY)
    country = make_country("KEN", note=CANARY)
    PolicyInstrument.objects.create(
        code="P", country=country, name="A law", name_language="en", note=CANARY
    )
    for kind in KINDS:
        assert CANARY not in client.get(f"{API}/{kind.name}/").text, kind.name


# --- Refusals -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "resources/?colour=red",
        "resources/?limit=1000000",
        "resources/?cursor=1:forged",
        "resources/?lang=tlh",
        "resources/?q=%00",
        "resources/?updated_since=x",
        "resources/?q=" + "a" * 201,
        "resources/a-record/?limit=1",
        "?limit=1",
        "openapi.json?lang=fr",
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(client, path):
    make_record(Resource)
    told = refused(client, path)
    assert set(told) == {"detail", "parameter"} and told["detail"]


def test_a_refusal_speaks_the_language_asked_for(client):
    told = refused(client, "resources/%00/?lang=fr", 404)
    assert told == {"detail": "Non trouvé."}


@pytest.mark.parametrize("path", ["resources/nothing/", "nothing/", "resources/%00/"])
def test_what_is_not_there_is_json_too(client, path):
    assert set(refused(client, path, 404)) == {"detail"}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, method):
    for path in ("", "resources/", "activities/OP-1/"):
        response = getattr(client, method)(f"{API}/{path}")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert set(response.json()) == {"detail"}


def test_what_breaks_is_told_as_json_and_says_nothing_of_how(monkeypatch):
    def broken(*args):
        raise RuntimeError("SELECT secret FROM reporting_activity")

    monkeypatch.setattr("oneplanet.open_data.api.reading.page", broken)
    response = Client(raise_request_exception=False).get(f"{API}/resources/")
    assert (response.status_code, set(response.json())) == (500, {"detail"})
    assert "SELECT" not in response.text
    assert response["Access-Control-Allow-Origin"] == "*"


# --- Headers --------------------------------------------------------------------------


def test_programs_on_any_site_may_read_and_send_nothing_of_a_person(client):
    make_record(Resource)
    for path in ("resources/", "resources/a-record/", "resources/none/", "none/"):
        response = client.get(f"{API}/{path}", headers={"Origin": "https://a.example"})
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
    asked = client.options(f"{API}/resources/", headers={"Origin": "https://a.example"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in asked["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.get("/en/").headers


def test_an_answer_may_be_kept_and_asked_for_again(client):
    make_record(Resource)
    for path in ("", "openapi.json", "resources/", "resources/a-record/"):
        first = client.get(f"{API}/{path}", headers={"Accept-Language": "fr"})
        second = client.get(f"{API}/{path}", headers={"Accept-Language": "ar"})
        assert first.content == second.content
        assert dict(first.headers) == dict(second.headers)
        assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
        assert "Accept-Language" not in first["Vary"]
        assert 'rel="license"' in first["Link"]
        assert not first.cookies
        known = {"If-None-Match": first["ETag"]}
        again = client.get(f"{API}/{path}", headers=known)
        assert (again.status_code, again.content) == (304, b"")


def test_the_head_is_that_of_the_answer(client):
    make_record(Resource)
    head, whole = (getattr(client, m)(f"{API}/resources/") for m in ("head", "get"))
    del whole.headers["ETag"]  # Django makes it of what is sent
    assert head.content == b"" and dict(head.headers) == dict(whole.headers)


def test_whatever_a_program_would_rather_have_it_gets_json(client):
    for wanted in ("text/html", "application/xml", "*/*", "nonsense"):
        response = client.get(f"{API}/articles/", headers={"Accept": wanted})
        assert response["Content-Type"] == "application/json"


def test_articles_have_no_kind_and_say_so(client):
    make_record(Article)
    assert refused(client, "articles/?kind=x")["parameter"] == "kind"
    assert client.get("/en/news/?kind=x").status_code == 200


# --- What is remembered --------------------------------------------------------------


@pytest.fixture
def remembering(settings):
    settings.REMEMBER_SECONDS = 60
    yield
    labels_of.kept.clear()


def test_what_is_remembered_is_never_older_than_it_says_it_is(client, remembering):
    """A harvester notes when it asked: what changed before is in the answer."""
    record = make_record(Resource, title="Before", title_fr="Avant")
    assert [row["title"] for row in get(client, "resources/")["results"]] == ["Before"]
    with CaptureQueriesContext(connection) as asked:
        get(client, "resources/")
    assert len(asked) == 1
    french = get(client, "resources/", lang="fr")["results"]
    assert [row["title"] for row in french] == ["Avant"]
    record.title = "After"
    record.save()
    assert [row["title"] for row in get(client, "resources/")["results"]] == ["After"]
    record.parties.create(organisation=make_organisation(code="ours"), role="author")
    [row] = get(client, "resources/")["results"]
    assert [party["organisation"] for party in row["parties"]] == ["ours"]
    record.expire_at = timezone.now()
    record.save()
    assert get(client, "resources/")["results"] == []
