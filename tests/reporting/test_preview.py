"""As the public will see it: the same template, before anything is public."""

import re

import pytest
from django.urls import reverse

from reporting.models import Activity
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_draft,
    make_organisation,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db
NOTICE = "This is how the public will see it once it is approved."


@pytest.fixture
def people():
    return {"author": make_user(), "reviewer": make_user()}


def preview(client, activity, person=None):
    if person:
        client.force_login(person)
    return client.get(reverse("reporting:activity_preview", args=[activity.code]))


def shown(page: str) -> str:
    """What stands below the notice, without what tells how far it has come and how
    what is public is cited."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = main.partition('<details class="downloads"')[0]
    main = re.sub(r'<div class="notice.*?</div>', "", main, count=1, flags=re.DOTALL)
    main = re.sub("<p>(Public since.*?|Not public yet)</p>", "", main)
    return " ".join(main.partition("<header")[2].split())


def test_it_is_drawn_as_the_public_page_will_be(client, people):
    activity = make_activity(
        state=State.SUBMITTED, title="Cooking", results="Much.", **people
    )
    before = preview(client, activity, people["author"])
    assert NOTICE in before.text and "Not public yet" in before.text
    activity.take(Action.APPROVE, by=people["reviewer"])
    client.logout()
    after = client.get(activity.get_absolute_url())
    assert NOTICE not in after.text
    assert shown(before.text) == shown(after.text) != ""


def test_nobody_keeps_it_and_no_machine_lists_it(client, people):
    answer = preview(client, make_draft(author=people["author"]), people["author"])
    kept = {word.strip() for word in answer["Cache-Control"].split(",")}
    assert {"private", "no-store"} <= kept
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "application/ld+json" not in answer.text
    assert 'rel="alternate"' not in answer.text


def test_an_empty_draft_says_what_is_not_answered_yet(client, people):
    author = people["author"]
    organisation = make_organisation(editor=author)
    activity = Activity.begin(by=author, organisation=organisation, title="")
    page = preview(client, activity, author)
    assert page.status_code == 200
    asked = re.findall(r"<dt>([^<]*)</dt><dd><span[^>]*>Not answered yet", page.text)
    assert asked == ["Kind", "When", "How far it reached", "Sectors"]
    assert page.text.count("Not answered yet") == 5, "and the text"
    record = client.get(reverse("reporting:activity_record", args=[activity.code]))
    assert record.text.count("Not answered yet") == 5


def test_a_revision_lists_what_was_published_before(client, people):
    activity = make_activity(state=State.APPROVED, title="First", **people)
    revise(activity, author=people["author"], title="Second")
    page = preview(client, activity, people["author"])
    editions = [(row["number"], row["changed"]) for row in page.context["editions"]]
    assert editions == [(2, ["title"]), (1, None)]
    assert page.text.count("Public since") == page.text.count("Not public yet") == 1


# --- Who sees it ----------------------------------------------------------------------


def test_a_draft_is_seen_by_its_own_organisation_alone(client, people):
    activity = make_activity(state=State.RETURNED, title="Sent", **people)
    draft = activity.draft()
    draft.title = "CANARY-later"
    draft.save()
    colleague, stranger = make_user(), make_user()
    join(colleague, activity.organisation)
    make_organisation(editor=stranger)
    assert "CANARY-later" in preview(client, activity, colleague).text
    page = preview(client, activity, people["reviewer"])
    assert "CANARY" not in page.text and "Sent" in page.text, "what was submitted"
    assert preview(client, activity, stranger).status_code == 404
    client.logout()
    assert preview(client, activity).status_code == 302


def test_a_draft_never_submitted_is_hidden_from_its_reviewers(client, people):
    activity = make_activity(state=State.DRAFT, title="CANARY-draft", **people)
    answer = preview(client, activity, people["reviewer"])
    assert answer.status_code == 404 and "CANARY" not in answer.text


def test_what_is_public_is_read_where_the_public_reads_it(client, people):
    activity = make_activity(state=State.APPROVED, title="Public", **people)
    public = activity.get_absolute_url()
    assert preview(client, activity, people["author"])["Location"] == public
    revise(activity, author=people["author"], title="CANARY-revision")
    assert preview(client, activity, people["reviewer"])["Location"] == public
    assert "CANARY-revision" in preview(client, activity, people["author"]).text


def test_what_was_withdrawn_will_not_be_public(client, people):
    activity = make_activity(state=State.WITHDRAWN, **people)
    assert preview(client, activity, people["author"]).status_code == 404


# --- The way there --------------------------------------------------------------------


def test_the_record_and_the_review_lead_to_it_while_it_may_become_public(
    client, people
):
    offered = {}
    for state in State:
        activity = make_activity(state=state, **people)
        link = f'href="{reverse("reporting:activity_preview", args=[activity.code])}"'
        for name, person in (
            ("activity_record", people["author"]),
            ("activity_review", people["reviewer"]),
        ):
            client.force_login(person)
            page = client.get(reverse(f"reporting:{name}", args=[activity.code]))
            offered[state, name] = link in page.text
    assert {key for key, is_there in offered.items() if is_there} == {
        (State.DRAFT, "activity_record"),
        (State.SUBMITTED, "activity_record"),
        (State.RETURNED, "activity_record"),
        (State.SUBMITTED, "activity_review"),
    }


def test_the_form_saves_first_and_then_shows_it(client, people):
    activity = make_draft(author=people["author"], title="Before")
    client.force_login(people["author"])
    edit = reverse("reporting:activity_edit", args=[activity.code])
    page = client.get(edit)
    assert '<button name="preview" value="1">' in page.text
    body = {"counter": page.context["counter"], "title": "After", "preview": "1"}
    answer = client.post(edit, body, follow=True)
    assert answer.redirect_chain == [
        (reverse("reporting:activity_preview", args=[activity.code]), 302)
    ]
    assert "After</bdi></h1>" in answer.text and "Saved." in answer.text


def test_what_could_not_be_read_is_mended_first(client, people):
    activity = make_draft(author=people["author"])
    client.force_login(people["author"])
    edit = reverse("reporting:activity_edit", args=[activity.code])
    counter = client.get(edit).context["counter"]
    body = {"counter": counter, "started_on": "soon", "preview": "1"}
    assert client.post(edit, body)["Location"] == edit


def test_a_draft_says_what_keeps_it_back(client, people):
    """An end that could not be kept is left out of the text: that is said above it."""
    draft = make_draft(title="Cooking", results="Much.", **{"author": people["author"]})
    draft.draft().refused_fields.create(field="ended_on", text="yesterday")
    page = preview(client, draft, people["author"]).text
    kept_back = page.partition('<section aria-labelledby="blockers">')[2]
    lines = re.findall(r"<li>(.*?) <span class=\"quiet\">(.*?)</span>", kept_back)
    unkept = "This answer is kept as typed, but does not fit yet. Please mend it."
    assert (unkept, "When did it end?") in [
        (str(text), str(label)) for text, label in lines
    ]
    sealed = make_activity(state=State.SUBMITTED, **people)
    assert 'id="blockers"' not in preview(client, sealed, people["author"]).text
