"""Everybody finds their work, and from each page the next useful step."""

import re

import pytest

from oneplanet.models import OutgoingMail
from oneplanet.text import dates
from reporting.workflow import Action, State
from tests.factories import (
    appoint,
    make_activity,
    make_draft,
    make_period,
    make_secretariat,
    make_user,
    revise,
)
from tests.programmes.test_accounts import address
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


# --- After signing in ---------------------------------------------------------------

QUEUE, MINE = "reporting:review_queue", "reporting:my_activities"
DUE = "reporting:due"
STARTS = {
    "editor": DUE,
    "admin": DUE,
    "stranger": DUE,
    "desk": DUE,
    "other_desk": DUE,
    "lead": DUE,
    "focal": DUE,
    "secretariat": DUE,
    "administrator": "admin:index",
    "member_of_desk": DUE,
}


def test_everybody_begins_where_their_work_is(client, scene):
    begun = {}
    for role in STARTS:
        scene.sign_in(client, role)
        begun[role] = client.get(address("reporting:start"))["Location"]
    assert begun == {role: address(name) for role, name in STARTS.items()}


def test_who_reads_for_a_duty_is_led_to_what_it_is_about(client, scene):
    """What is due names the focal point's country and the lead's programme first."""
    led = {}
    for role in ("focal", "lead", "desk"):
        scene.sign_in(client, role)
        duties = client.get(address(DUE)).text.partition('<h2 id="duties">')[2]
        led[role] = re.findall(r'<dd><a href="([^"]+)">', duties)
    country, programme = (scene.people[r].appointments.get() for r in ("focal", "lead"))
    assert led == {
        "focal": [country.country.get_absolute_url()],
        "lead": [programme.programme.get_absolute_url()],
        "desk": [],
    }


CLOSED = {QUEUE: ("editor", "focal"), "reporting:activity_new": ("desk", "lead")}


def test_a_page_that_refuses_leads_there_too(client, scene):
    """Whose it is not, what is too large, and what is no page."""
    too_large = str(300 * 1024 * 1024)
    step = address("reporting:activity_step", scene.activities["draft"].code, "submit")
    led = {}
    for name, roles in CLOSED.items():
        for role in roles:
            scene.sign_in(client, role)
            answers = [
                client.get(address(name)),
                client.post(step, CONTENT_LENGTH=too_large),
                client.get(step),
            ]
            led[role] = [(a.status_code, only_button(a)) for a in answers]
    start = address("reporting:start")
    there = [(403, start), (413, start), (405, start)]
    assert led == dict.fromkeys(("editor", "focal", "desk", "lead"), there)


def only_button(answer):
    """Where the one link of the page's own text leads."""
    (link,) = re.findall(r'class="button" href="([^"]+)"', answer.text)
    return link


NAVIGATION = {
    "editor": {DUE, MINE},
    "desk": {DUE, QUEUE},
    "lead": {DUE, QUEUE},
    "focal": {DUE},
    "secretariat": {DUE, QUEUE, "admin:index"},
    "administrator": {DUE, "admin:index"},
    "member_of_desk": {DUE, QUEUE, MINE},
}


def test_the_navigation_has_the_pages_of_one_s_duties_and_no_other(client, scene):
    found = {}
    for role in NAVIGATION:
        scene.sign_in(client, role)
        page = client.get(address("programmes:profile")).text.partition("<main")[0]
        names = {DUE, QUEUE, MINE, "admin:index"}
        found[role] = {n for n in names if f'href="{address(n)}"' in page}
    assert found == NAVIGATION


def test_a_lead_reads_what_waits_in_the_programme_and_decides_nothing(client, people):
    lead = make_user()
    appoint(lead, "lead", programme=people["programme"])
    waiting = make_activity(state=State.SUBMITTED, title="Waiting", **people)
    make_activity(state=State.RETURNED, title="Returned", **people)
    make_activity(state=State.SUBMITTED, title="Elsewhere")
    client.force_login(lead)
    queue = client.get(address(QUEUE))
    assert "Submitted to your programme</bdi></h1>" in queue.text
    assert [row["card"]["title"] for row in queue.context["rows"]] == ["Waiting"]
    page = client.get(address("reporting:activity_review", waiting.code))
    assert "There is nothing for you to decide here.<" in page.text
    assert 'class="decision"' not in page.text


# --- Deciding ------------------------------------------------------------------------


def test_a_return_without_a_comment_is_asked_for_one_beside_the_question(
    client, people
):
    activity = make_activity(state=State.SUBMITTED, **people)
    client.force_login(people["reviewer"])
    url = address("reporting:activity_step", activity.code, "return")
    answer = client.post(url, {"comment": " \n"})
    assert answer.status_code == 422
    said = "Please say why, in a comment or in a note on a single field."
    assert f"<li>{said}</li>" in answer.text
    assert 'aria-invalid="true">' in answer.text
    assert [step.action for step in answer.context["steps"]] == ["return", "approve"]
    assert activity.history.last().action == Action.SUBMIT


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (0, "and nothing else waits for your review"),
        (1, "<bdi>1</bdi> more waits for your review"),
        (2, "<bdi>2</bdi> more wait for your review"),
    ],
)
def test_after_a_decision_the_next_one_is_offered(client, people, others, words):
    first = make_activity(state=State.SUBMITTED, **people)
    rest = [make_activity(state=State.SUBMITTED, **people) for _n in range(others)]
    client.force_login(people["reviewer"])
    url = address("reporting:activity_step", first.code, "approve")
    page = client.post(url, follow=True)
    assert words in page.text
    assert f'class="button" href="{address(QUEUE)}"' in page.text
    if rest:
        following = address("reporting:activity_review", rest[0].code)
        assert f'href="{following}"' in page.text


def test_the_mail_of_an_approval_names_the_public_page_and_one_s_own(people):
    people["author"].language = "fr"
    people["author"].save()
    activity = make_activity(state=State.APPROVED, **people)
    told = OutgoingMail.objects.filter(key__startswith="step-")
    body = told.get(to=people["author"].email).body
    public = address("reporting:activity_detail", activity.code, language="fr")
    own = address("reporting:activity_record", activity.code, language="fr")
    lines = body.splitlines()
    assert f"{SITE}{public}" in lines
    assert f"{SITE}{own}" in lines


def test_revising_leads_to_the_form(client, people):
    activity = make_activity(state=State.APPROVED, **people)
    client.force_login(people["author"])
    url = address("reporting:activity_step", activity.code, "revise")
    assert client.post(url)["Location"] == edit_url(activity)


# --- One's own activities -----------------------------------------------------------


def record(client, activity):
    return client.get(address("reporting:activity_record", activity.code)).text


def test_the_record_opens_with_what_the_reviewers_wrote(client, people):
    activity = make_activity(state=State.RETURNED, **people)
    client.force_login(people["author"])
    page = record(client, activity)
    head, _main, rest = page.partition('class="document"')
    assert "The reviewers wrote:" in head
    assert "<p>Please say more.</p>" in head
    assert ">Change it and submit again</a>" in head
    assert "Returned to you" in head
    assert "Returned to the partner" not in page


def test_the_record_says_why_it_is_closed(client, people):
    withdrawn = make_activity(state=State.DRAFT, **people)
    withdrawn.take(Action.WITHDRAW, by=people["author"], comment="Entered twice.")
    removed = make_activity(state=State.APPROVED, **people)
    removed.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong figures.")
    client.force_login(people["author"])
    head = record(client, withdrawn).partition('class="document"')[0]
    assert "Withdrawn by Paul, and not reviewed." in head
    assert "<p>Entered twice.</p>" in head
    head = record(client, removed).partition('class="document"')[0]
    assert "The secretariat has taken it off the public site:" in head
    assert "<p>Wrong figures.</p>" in head


def test_what_was_returned_stands_first_and_shortly_in_the_list(client, people):
    make_activity(state=State.RETURNED, title="Back again", **people)
    client.force_login(people["author"])
    page = client.get(address(MINE)).text
    first, _h2, all_of_them = page.partition('id="all"')
    assert 'id="attention">Returned to you</h2>' in first
    assert '<blockquote><div dir="auto"><p>Please say more.</p></div>' in first
    title = "<bdi>Back again</bdi>"
    assert first.count(title) == all_of_them.count(title) == 1
    assert "record-dense" in all_of_them and "record-dense" not in first


# --- The form -----------------------------------------------------------------------


def test_the_form_says_in_words_which_parts_are_still_open(client):
    user, activity = make_writer()
    client.force_login(user)
    client.post(edit_url(activity), sent(typed(activity, started_on="")))
    page = client.get(edit_url(activity))
    said = "Steps of the form: <bdi>2</bdi> of <bdi>3</bdi> required parts done<"
    assert said in page.text
    assert [part.name for part in page.context["progress"]["open"]] == ["where"]
    assert '<a href="#part-where">When and where</a>' in page.text


def states(client, activity):
    page = client.get(edit_url(activity))
    said = {part.name: str(part.state_words) for part in page.context["sections"]}
    return said, page.context["progress"]


def test_of_a_new_draft_nothing_is_said_to_be_done(client):
    user, activity = make_writer()
    client.force_login(user)
    said, progress = states(client, activity)
    assert said == {
        "what": "not begun",
        "where": "not begun",
        "partners": "optional",
        "classification": "not begun",
        "results": "optional",
        "attachments": "optional",
    }
    assert (progress["done"], progress["all"], progress["arcs"]) == (0, 3, 0)


def test_a_part_is_begun_with_its_first_answer_and_done_with_its_last_needed_one(
    client,
):
    user, activity = make_writer()
    client.force_login(user)
    links = {"links-0-url": "https://one.example/", "links-0-label": ""}
    answers = typed(activity, summary="", started_on="soon", sectors=[], **links)
    client.post(edit_url(activity), sent(answers))
    said, progress = states(client, activity)
    assert said == {
        "what": "begun",
        "where": "to mend",
        "partners": "optional",
        "classification": "begun",
        "results": "optional",
        "attachments": "done",
    }
    client.post(edit_url(activity), sent(typed(activity, **links)))
    said, progress = states(client, activity)
    assert list(said.values())[:4] == ["done", "done", "optional", "done"]
    assert (progress["arcs"], progress["open"]) == (6, [])


def test_the_first_question_stands_before_what_matters_less(client):
    user, activity = make_writer()
    make_period(dates.today().year)
    client.force_login(user)
    main = client.get(edit_url(activity)).text.partition("<main")[2]
    before = main.partition('name="title"')[0]
    assert "are expected by" in main and "are expected by" not in before
    nav = before.index('<nav class="contents"')
    assert before.rindex("<details", 0, nav) > before.rfind("</details>", 0, nav)


def test_forms_are_sent_to_their_address_without_a_fragment(client):
    """A link to a field would stay in the address, and the answer open there."""
    user, activity = make_writer()
    client.force_login(user)
    for url in (
        edit_url(activity),
        address("reporting:activity_new"),
        address("programmes:profile"),
        address("account_change_password"),
    ):
        main = client.get(url).text.partition("<main")[2]
        assert f'method="post" action="{url}"' in main


def test_texts_may_be_in_any_direction_and_addresses_run_left_to_right(client):
    user, activity = make_writer()
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    for name in ("title", "summary", "partners-0-name", "quantities-0-unit"):
        [control] = [c for c in _controls(page) if f'name="{name}"' in c]
        assert 'dir="auto"' in control
    [control] = [c for c in _controls(page) if 'name="links-0-url"' in c]
    assert 'dir="ltr"' in control


def _controls(page):
    for piece in page.split("<")[1:]:
        if piece.startswith(("input", "textarea")):
            yield piece.partition(">")[0]


def test_codes_of_targets_stand_apart_from_the_text_around_them(client):
    user, activity = make_writer()
    client.force_login(user)
    page = client.get(edit_url(activity, "ar")).text
    assert "\u206812.1\u2069" in page
    assert "\u206812\u2069. " in page  # of Goal 12


def test_rows_are_numbered_in_the_reader_s_digits(client):
    user, activity = make_writer()
    client.force_login(user)
    page = client.get(edit_url(activity, "ar")).text
    assert ' ١">' in page
    assert ' 1">' not in page


def test_a_draft_of_nobody_s_organisation_begins_with_a_few_answers(client):
    author = make_user()
    make_draft(author=author)
    client.force_login(author)
    assert (
        "A few answers to begin with."
        in client.get(address("reporting:activity_new")).text
    )


def test_a_reviewer_sees_before_and_after(client, people):
    activity = make_activity(state=State.APPROVED, title="Ten schools", **people)
    revise(activity, author=people["author"], title="Twelve schools")
    activity.take(Action.SUBMIT, by=people["author"])
    client.force_login(people["reviewer"])
    page = client.get(address("reporting:activity_review", activity.code))
    [change] = [row.change for row in page.context["fields"]["asked"]]
    assert change.field == "title"
    assert "Taken out: </bdi>Ten </del>" in page.text
    assert "Put in: </bdi>Twelve </ins>schools" in page.text
