"""The same key with another body is answered 422, with everything typed and a new key;
409 is for another save.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oneplanet.errors import in_words
from oneplanet.idempotency import OtherBody
from oneplanet.mails import OutgoingMail
from oneplanet.text.dates import for_input, today
from reporting.models import Activity, SheetUpload
from reporting.workflow import Action
from tests.factories import make_draft, make_organisation, make_user
from tests.reporting.sheets import table
from tests.reporting.test_initiative_autosave import draft_of, opened, two
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db
__all__ = ["two"]  # a fixture


@pytest.fixture
def writer(client):
    user, activity = make_writer()
    client.force_login(user)
    return activity


def pressed(client, activity, **given):
    return client.post(edit_url(activity), sent(typed(activity, once="key", **given)))


def test_a_form_sent_before_comes_back_with_both_texts(client, writer):
    """Its counter is that of the first post: somebody pressed Back."""
    first = sent(typed(writer, once="key", title="First"))
    assert client.post(edit_url(writer), first).status_code == 302
    again = client.post(edit_url(writer), first | {"title": "Second"})
    shown = all(words in again.text for words in ("First", "Second"))
    assert (again.status_code, shown, writer.draft().title) == (422, True, "First")
    newer = client.post(edit_url(writer), first | {"title": "Third", "once": "new"})
    assert newer.status_code == 409, "another save is a conflict, with any key"


def test_a_form_sent_before_over_what_stands_is_shown_to_be_sent_again(client, writer):
    assert pressed(client, writer, title="First").status_code == 302
    again = pressed(client, writer, title="Second")
    assert (again.status_code, writer.draft().title) == (422, "First")
    assert "nothing is lost: please look at it and send it" in again.text
    assert 'value="Second"' in again.text
    key = again.context["once"]
    assert key != "key"
    data = sent(typed(writer, once=key, title="Second"))
    assert client.post(edit_url(writer), data).status_code == 302
    assert writer.draft().title == "Second"


def test_a_form_sent_before_of_what_was_submitted_shows_what_was_typed(client, writer):
    data = sent(typed(writer, programme="", submit="1", once="key"))
    assert client.post(edit_url(writer), data).status_code == 302
    again = client.post(edit_url(writer), data | {"title": "Second"})
    writer.refresh_from_db()
    answer = (again.status_code, "Second" in again.text, writer.state)
    assert answer == (422, True, "submitted")


def test_a_form_of_an_initiative_sent_before_comes_back_with_both_texts(two):
    initiative, paul, _hera = two
    data = opened(paul, initiative, title="First", once="key")
    assert paul.post(initiative.page("edit"), data).status_code == 302
    again = paul.post(initiative.page("edit"), data | {"title": "Second"})
    shown = all(words in again.text for words in ("First", "Second"))
    assert (again.status_code, shown) == (422, True)
    data = opened(paul, initiative, title="Second", once="key")
    again = paul.post(initiative.page("edit"), data)
    assert (again.status_code, 'value="Second"' in again.text) == (422, True)
    assert draft_of(initiative).title == "First"


def test_texts_brought_together_with_a_used_key_are_asked_about_again(client, writer):
    data = sent(typed(writer, once="key", title="First"))
    client.post(edit_url(writer), data)
    address = reverse("reporting:activity_merge", args=[writer.code])
    answer = client.post(address, data | {"title": "Second"})
    assert (answer.status_code, writer.draft().title) == (422, "First")


def agreements(owner):
    organisation = make_organisation(code="ours", admin=owner)
    office = make_organisation(code="office"), make_organisation(code="other")
    address = reverse("reporting:agreements", args=[organisation.code])
    given = {"programme": "", "from_on": for_input(today()), "until_on": ""}
    bodies = [given | {"reporter": body.name} for body in office]
    return address, bodies, organisation.agreements_given.count


def contributions(author):
    draft = make_draft(author=author)
    address = reverse("reporting:activity_contributions", args=[draft.code])
    given = {"name": "Cleo", "language": "en", "sections": ["what"]}
    given |= {"expires_on": for_input(today() + timedelta(days=3))}
    bodies = [given | {"email": f"{name}@example.org"} for name in ("cleo", "max")]
    return address, bodies, draft.contributions.count


def sheets(author):
    make_organisation(code="ours", editor=author)
    bodies = [{"organisation": "ours", "file": name} for name in ("One", "Two")]
    return reverse("reporting:my_sheets"), bodies, SheetUpload.objects.count


def beginnings(author):
    make_organisation(code="ours", editor=author)
    given = {"organisation": "ours", "programme": "NET"}
    bodies = [given | {"title": title} for title in ("One", "Two")]
    return reverse("reporting:activity_new"), bodies, Activity.objects.count


def with_file(body):
    """The same body each time: a file can be read only once."""
    if "file" not in body:
        return body
    content = table({"title": body["file"]}).encode()
    return body | {"file": SimpleUploadedFile("back.csv", content)}


@pytest.mark.parametrize("kind", [agreements, contributions, sheets, beginnings])
def test_no_page_does_two_things_with_one_key(client, kind):
    person = make_user()
    client.force_login(person)
    address, (body, other), count = kind(person)
    for _press in range(2):
        answer = client.post(address, with_file(body | {"once": "key"}))
        assert (answer.status_code, count()) == (302, 1)
    answer = client.post(address, with_file(other | {"once": "key"}))
    assert (answer.status_code, count()) == (422, 1)
    key = answer.context["once"]
    assert key != "key"
    answer = client.post(address, with_file(other | {"once": key}))
    assert (answer.status_code, count()) == (302, 2)


def test_a_step_with_a_used_key_is_asked_for_again_with_its_comment(client, writer):
    address = reverse("reporting:activity_step", args=[writer.code, Action.SUBMIT])
    OutgoingMail.objects.all().delete()
    client.post(edit_url(writer), sent(typed(writer, once="save")))
    assert client.post(address, {"once": "key"}).status_code == 302
    back = reverse("reporting:activity_step", args=[writer.code, Action.RECALL])
    answer = client.post(back, {"once": "key", "comment": "As typed"})
    assert (answer.status_code, "As typed" in answer.text) == (422, True)
    writer.refresh_from_db()
    assert writer.state == "submitted"


def test_what_has_no_form_of_its_own_says_so_in_words():
    """A page whose view cannot draw it again."""
    request = Client().get("/en/").wsgi_request
    answer = in_words(request, OtherBody())
    said = "This page has been used already." in answer.content.decode()
    assert (answer.status_code, said) == (422, True)
