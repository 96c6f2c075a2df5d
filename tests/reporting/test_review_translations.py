"""A submitted version in another language, for its reviewers alone."""

import pytest
from django.urls import reverse

from reporting.models import ReviewTranslation, TranslationRequest
from reporting.reading import read
from reporting.review_translating import (
    ask,
    may_translate,
    originals_of,
    take_back,
    translate,
    translations_of,
)
from reporting.workflow import Action, StepRefused
from tests.factories import join, make_programme, make_user
from tests.reporting.desks import make_bench

pytestmark = pytest.mark.django_db
ORIGINAL = {"title": "Une cuisine", "summary": "Ce qu’on a fait.", "results": "Moins."}
ENGLISH = {"title": "A kitchen", "summary": "What was done.\n\nTwice."}


@pytest.fixture
def bench():
    return make_bench()


@pytest.fixture
def activity(bench):
    return bench.waits(**ORIGINAL, language="fr", author=make_user(name="Author"))


def given(activity, by, **more):
    asked = {"number": 1, "language": "en", "origin": "human", "texts": ENGLISH}
    return translate(activity, by=by, **(asked | more))


def page(client, person, address):
    client.force_login(person)
    return client.get(address)


def test_what_can_be_translated_are_the_words_of_the_report(activity):
    version = activity.latest_sealed()
    found = originals_of(read([version])[0])
    assert {one.name: one.text for one in found} == ORIGINAL


def test_its_reviewers_ask_and_nobody_of_the_partner(bench, activity):
    stranger, author = make_user(), activity.created_by
    other = make_user()
    make_programme(desk=other)
    may = (bench.ada, bench.bo, bench.sam, bench.lea, author, stranger, other)
    assert [may_translate(activity, person) for person in may] == [True] * 3 + [
        False
    ] * 4
    join(bench.bo, activity.organisation)
    bench.bo.forget_roles()
    assert not may_translate(activity, bench.bo)
    for person in (author, bench.bo, bench.lea):
        with pytest.raises(StepRefused):
            ask(activity, language="en", by=person)
        with pytest.raises(StepRefused):
            given(activity, person)


def test_it_is_asked_for_once_and_ends_with_the_translation(bench, activity):
    row = ask(activity, language="en", by=bench.ada, why=" I read no French. ")
    assert (row.why, row.asked_by) == ("I read no French.", bench.ada)
    with pytest.raises(StepRefused, match="already"):
        ask(activity, language="en", by=bench.bo)
    with pytest.raises(StepRefused, match="written in"):
        ask(activity, language="fr", by=bench.bo)
    ask(activity, language="es", by=bench.bo)
    given(activity, bench.bo)
    row.refresh_from_db()
    assert row.ended_by == bench.bo
    assert [r.language for r in TranslationRequest.objects.open()] == ["es"]
    take_back(activity, "es", by=bench.ada)
    assert not TranslationRequest.objects.open().exists()
    ask(activity, language="en", by=bench.ada)  # once more, for a better one


def test_a_later_translation_stands_and_none_is_lost(bench, activity):
    given(activity, bench.ada, origin="machine", texts={"title": "Kitchen one"})
    given(activity, bench.bo)
    given(activity, bench.bo, language="ru", texts={"title": "Кухня", "results": " "})
    content = read([activity.latest_sealed()])[0]
    found = translations_of(content, first="ru")
    assert [
        (
            one.translation.language,
            one.translation.origin,
            [line[1:] for line in one.lines],
        )
        for one in found
    ] == [
        ("ru", "human", [("Une cuisine", "Кухня")]),
        (
            "en",
            "human",
            [
                (ORIGINAL["title"], ENGLISH["title"]),
                (ORIGINAL["summary"], ENGLISH["summary"]),
            ],
        ),
    ]
    assert ReviewTranslation.objects.count() == 3


def test_what_was_submitted_meanwhile_is_not_taken_for_translated(bench, activity):
    author = activity.created_by
    activity.take(Action.RECALL, by=author)
    activity.take(Action.SUBMIT, by=author)
    with pytest.raises(StepRefused, match="newer version"):
        given(activity, bench.ada, number=1)
    assert not ReviewTranslation.objects.exists()


def test_the_original_and_the_translation_stand_side_by_side(client, bench, activity):
    given(activity, bench.bo, origin="machine")
    html = page(client, bench.ada, activity.page("review")).content.decode()
    for text in (
        *ORIGINAL.values(),
        "A kitchen",
        "translated by a machine, entered by Bo",
    ):
        assert text in html
    assert '<blockquote lang="en" dir="ltr">' in html
    assert '<div lang="fr" dir="ltr">' in html


def test_the_partner_and_the_public_never_read_it(client, bench, activity):
    texts = {"title": "CANARY-translation"}
    given(activity, bench.bo, texts=texts)
    ask(activity, language="es", by=bench.ada, why="CANARY-why")
    author = activity.created_by
    join(bench.bo, activity.organisation)  # now of the partner's own
    addresses = [activity.page(name) for name in ("record", "preview")]
    addresses += [activity.page("review"), reverse("reporting:review_queue")]
    for person in (author, bench.bo):
        for address in addresses:
            found = page(client, person, address)
            assert "CANARY" not in found.content.decode(), address
    activity.take(Action.APPROVE, by=bench.ada)
    client.logout()
    for address in (
        activity.get_absolute_url(),
        f"/api/v1/activities/{activity.code}/",
    ):
        found = client.get(address)
        assert found.status_code == 200 and "CANARY" not in found.content.decode()


def test_the_queue_says_what_is_wanted_and_narrows_to_it(client, bench, activity):
    other = bench.waits("Other")
    bench.initiative_waits("Initiative")
    ask(activity, language="ar", by=bench.bo)
    queue = reverse("reporting:review_queue")
    html = page(client, bench.ada, queue).content.decode()
    assert html.count("wants a translation into") == 1 and other.code in html
    html = page(client, bench.ada, f"{queue}?wanted=ar").content.decode()
    assert (
        activity.code in html
        and other.code not in html
        and "Initiative waits" not in html
    )
    html = page(client, bench.ada, f"{queue}?wanted=ru").content.decode()
    assert activity.code not in html and "Nothing matches" in html


def test_asked_for_and_given_by_the_forms(client, bench, activity):
    at = reverse("reporting:activity_translations", args=[activity.code])
    client.force_login(bench.ada)
    assert client.post(at, {"language": "fr"}).status_code == 422
    for _time in range(2):
        done = client.post(at, {"language": "en", "why": "Please.", "once": "a"})
        assert (done.status_code, done.url) == (302, at)
    client.force_login(bench.bo)
    into = reverse("reporting:activity_translate", args=[activity.code, "en"])
    empty = client.post(into, {"origin": "human", "number": "1"})
    assert empty.status_code == 422
    said = {"origin": "machine", "number": "1"} | ENGLISH
    assert client.post(into, said | {"number": "7"}).status_code == 409
    done = client.post(into, said)
    assert done.status_code == 302 and "review" in done.url
    row = ReviewTranslation.objects.get()
    assert {text.field: text.text for text in row.texts.all()} == ENGLISH
    assert not TranslationRequest.objects.open().exists()
    html = client.get(into).content.decode()
    assert "A kitchen" in html, "to be mended"
    for language in ("fr", "xx"):
        into = reverse("reporting:activity_translate", args=[activity.code, language])
        assert client.get(into).status_code == 404
