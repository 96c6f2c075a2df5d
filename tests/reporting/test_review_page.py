"""The page of a review: a decision that is not taken is asked again below all there is
to read, and who comes second hears who was first."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from oneplanet.text.dates import moment_words
from oneplanet.text.languages import set_apart
from reporting.workflow import Action, State
from tests.factories import (
    appoint,
    make_activity,
    make_draft,
    make_initiative,
    make_initiative_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_trust,
    make_user,
)
from tests.reporting.desks import make_bench
from tests.reporting.test_trusted import ENOUGH

pytestmark = pytest.mark.django_db
KINDS = pytest.mark.parametrize("make", [make_activity, make_initiative])


@pytest.fixture
def desk():
    return make_user(name="Dina Desk")


@pytest.fixture
def author():
    return make_user(name="Paul Partner")


def waiting(make, desk, author):
    programme = make_programme(desk=desk)
    given = {"author": author, "reviewer": desk, "programme": programme}
    return make(state=State.SUBMITTED, **given)


def page_for_step(reported, action, language="en"):
    with translation.override(language):
        return f"{reported.get_absolute_url()}steps/{action}/"


def press(client, reported, action, by, *, language="en", **body):
    client.force_login(by)
    return client.post(page_for_step(reported, action, language), body)


def messages_of(answer):
    return [(str(m), m.level_tag) for m in answer.context["messages"]]


def text_under_review(answer):
    """What the page says between its title and the decisions."""
    whole = answer.text.partition('<section class="decision"')[0]
    return re.sub('value="[^"]+"', "", whole.partition('aria-labelledby="fields"')[2])


# --- Asked again ----------------------------------------------------------------------


@KINDS
def test_what_is_refused_is_asked_again_below_the_whole_review(
    client, make, desk, author
):
    reported = waiting(make, desk, author)
    client.force_login(desk)
    whole = client.get(reported.page("review"))
    answer = press(client, reported, Action.RETURN, desk, comment="\u200b ")
    assert answer.status_code == 422
    for name in ("counts", "steps", "roles", "reported", "bases"):
        assert answer.context[name] == whole.context[name], name
    assert answer.context["content"].version == whole.context["content"].version
    assert text_under_review(answer) == text_under_review(whole)
    said = "Please say why, in a comment or in a note on a single field."
    assert answer.text.count(said) == 2, "in the summary and beside the question"
    assert f'<li><a href="#id_comment">Your comment – {said}</a></li>' in answer.text
    assert answer.text.count("autofocus") == 1
    assert reported.history.last().action == Action.SUBMIT


@KINDS
@pytest.mark.parametrize("action", [Action.RETURN, Action.APPROVE])
def test_what_was_typed_stays(client, make, desk, author, action):
    reported = waiting(make, desk, author)
    long = "CANARY " + "x" * 5001
    answer = press(client, reported, action, desk, comment=long)
    assert answer.status_code == 422
    assert f">{long}</textarea>" in answer.text
    assert answer.context["content"].version == reported.latest_sealed()
    assert "at most 5000" in answer.context["form"].refusal


def test_the_secretariat_is_asked_again_why_it_takes_it_off(client, desk):
    activity = make_activity(state=State.APPROVED, reviewer=desk)
    answer = press(
        client, activity, Action.UNPUBLISH, make_secretariat(), sure="1", comment=" "
    )
    assert answer.status_code == 422
    assert answer.context["form"].refusal == "Please say why, in a comment."
    assert [step.action for step in answer.context["steps"]] == [Action.UNPUBLISH]
    assert answer.context["content"].version == activity.latest_sealed()


def test_the_author_keeps_a_page_of_their_own(client, desk, author):
    activity = waiting(make_activity, desk, author)
    answer = press(client, activity, Action.RECALL, author, comment="x" * 5001)
    assert answer.status_code == 422
    assert "content" not in answer.context and 'href="#id_comment"' in answer.text


def test_without_token_the_whole_review_comes_back_too(desk, author):
    activity = waiting(make_activity, desk, author)
    strict = Client(enforce_csrf_checks=True)
    answer = press(strict, activity, Action.RETURN, desk, comment="CANARY")
    assert (answer.status_code, activity.history.count()) == (403, 1)
    assert ">CANARY</textarea>" in answer.text
    assert answer.context["content"].version == activity.latest_sealed()
    activity.take(Action.APPROVE, by=desk)
    answer = press(strict, activity, Action.RETURN, desk, comment="CANARY")
    assert answer.status_code == 403
    assert '<blockquote><div dir="auto"><p>CANARY</p></div></blockquote>' in answer.text


def test_other_versions_to_compare_with_lie_on_the_page_of_the_review(
    client, desk, author
):
    activity = waiting(make_activity, desk, author)
    activity.take(Action.RETURN, by=desk, comment="More.")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.RECALL, by=author)
    activity.take(Action.SUBMIT, by=author)
    answer = press(client, activity, Action.RETURN, desk)
    assert f'href="{activity.page("review")}?against=sealed#fields"' in answer.text
    assert 'href="?' not in answer.text.partition("<main")[2].partition("</main")[0]


# --- Two at once ----------------------------------------------------------------------


@KINDS
@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_who_comes_second_hears_who_was_first_and_when(
    client, make, desk, author, language
):
    desk.language = language
    desk.save()
    reported = waiting(make, desk, author)
    entry = reported.take(Action.APPROVE, by=desk)
    other = make_user(language=language)
    appoint(other, "desk", programme=reported.programme)
    answer = press(
        client, reported, Action.RETURN, other, language=language, comment="CANARY"
    )
    assert answer["Location"].endswith(reported.page("review").partition("/review")[2])
    with translation.override(language):
        page = client.get(reported.page("review"))
        moment = moment_words(entry.at)
        [(refused, level), (typed, _level)] = messages_of(page)
        what = str(entry.what)
    assert level == "error" and "CANARY" in typed
    for words in (what, set_apart("Dina Desk"), set_apart(moment)):
        assert words in refused
    assert refused.count("\u2068") == refused.count("\u2069") == 2


def test_in_english_it_reads_so(client, desk, author):
    activity = waiting(make_activity, desk, author)
    entry = activity.take(Action.APPROVE, by=desk)
    press(client, activity, Action.RETURN, desk, comment="x")
    page = client.get(activity.page("review"))
    assert messages_of(page)[0][0].translate({0x2068: None, 0x2069: None}) == (
        "This is not possible now; it has the state “Approved”. "
        f"Approved and published by Dina Desk on {moment_words(entry.at)}."
    )


def test_the_author_hears_who_returned_it(client, desk, author):
    activity = waiting(make_activity, desk, author)
    activity.take(Action.RETURN, by=desk, comment="More.")
    press(client, activity, Action.RECALL, author)
    said = messages_of(client.get(activity.page("record")))[0][0]
    assert "Returned by \u2068Dina Desk\u2069 on " in said


def test_who_may_not_take_the_step_hears_nobodys_name(client, desk, author):
    activity = waiting(make_activity, desk, author)
    activity.take(Action.APPROVE, by=desk)
    lead = make_user()
    appoint(lead, "lead", programme=activity.programme)
    for person in (lead, author, make_user()):
        press(client, activity, Action.RETURN, person, comment="x")
        page = client.get(activity.get_absolute_url())
        assert all("Dina" not in text for text, _level in messages_of(page))


def test_a_setting_that_approved_is_named_as_what_it_is(client, author):
    bench, body = make_bench(), make_organisation(editor=author)
    trust = make_trust(body, bench.programme, by=bench.sam)
    given = {"programme": bench.programme, "summary": ENOUGH}
    activity = make_draft(author=author, organisation=body, **given)
    activity.take(Action.SUBMIT, by=author)
    press(client, activity, Action.RECALL, author)
    said = messages_of(client.get(activity.page("record")))[0][0]
    assert said.endswith(
        f"\u2069. \u2068No person: setting {trust.pk} on trusted organisations\u2069."
    )


@pytest.mark.parametrize("make", [make_draft, make_initiative_draft])
@pytest.mark.parametrize("action", [Action.RETURN, Action.APPROVE])
def test_a_version_nobody_has_read_is_not_decided_on(
    client, make, desk, author, action
):
    """The partner took it back and submitted another while the page was open."""
    programme = make_programme(desk=desk)
    organisation = make_organisation(editor=author)
    reported = make(author=author, organisation=organisation, programme=programme)
    reported.take(Action.SUBMIT, by=author)
    client.force_login(desk)
    opened = client.get(reported.page("review")).context["hidden"]
    reported.take(Action.RECALL, by=author)
    reported.take(Action.SUBMIT, by=author)
    body = opened | {"comment": "CANARY"}
    press(client, reported, action, desk, **body)
    page = client.get(reported.page("review"))
    assert messages_of(page) == [
        ("A newer version was submitted meanwhile. Please read it first.", "error"),
        ("Your comment was: CANARY", "info"),
    ]
    assert page.context["content"].version.number == 2
    reported.refresh_from_db()
    assert reported.state == State.SUBMITTED
    press(client, reported, action, desk, **page.context["hidden"], comment="Read.")
    reported.refresh_from_db()
    assert reported.state != State.SUBMITTED


# --- Doors ----------------------------------------------------------------------------


def doors(client, reported, by):
    client.force_login(by)
    page = client.get(reported.page("review"))
    main, _aside, rest = page.text.partition('<aside class="margin">')
    outside = main.partition("<main")[2]
    for _label, url in page.context["doors"]:
        assert f'href="{url}"' not in outside, "each in one place"
    if page.context["doors"]:
        assert '<h2 id="doors">What else you can do</h2>' in rest
        assert main.rpartition('class="decision"')[1] or not page.context["steps"]
    else:
        assert not rest
    return [label for label, _url in page.context["doors"]]


def test_the_ways_on_stand_in_one_place_beside_what_is_reviewed(client, desk, author):
    activity = waiting(make_activity, desk, author)
    lead = make_user()
    appoint(lead, "lead", programme=activity.programme)
    preview, ask = "See it as the public will", "Ask for a translation, or give one"
    move, unite = "Count it in another period", "Merge it with another record"
    assert doors(client, activity, desk) == [preview, ask, move, unite]
    assert doors(client, activity, lead) == [preview]
    activity.take(Action.APPROVE, by=desk)
    assert doors(client, activity, lead) == ["Read the public version"]
    secretariat = make_secretariat()
    assert doors(client, activity, secretariat)[0] == "Read the public version"
    for _label, url in client.get(activity.page("review")).context["doors"]:
        assert client.get(url).status_code == 200


def test_an_initiative_leads_to_its_public_version_alone(client, desk, author):
    initiative = waiting(make_initiative, desk, author)
    assert doors(client, initiative, desk) == []
    initiative.take(Action.APPROVE, by=desk)
    assert doors(client, initiative, desk) == [], "no activity of it is public"
    activity = make_activity(
        state=State.APPROVED,
        author=author,
        reviewer=desk,
        programme=initiative.programme,
        organisation=initiative.organisation,
        initiative=initiative,
    )
    assert activity.open_publication()
    assert doors(client, initiative, desk) == ["Read the public version"]
