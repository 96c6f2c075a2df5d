"""Several people, or one impatient one, pressing at the same moment."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from oneplanet.models import OutgoingMail
from reporting.drafts import save_draft
from reporting.imports.accepting import Overtaken
from reporting.merging import base_of
from reporting.models import Activity, StoredFile, VersionFile
from reporting.posted import data_of, normal
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_organisation,
    make_programme,
    make_user,
)
from tests.reporting.at_once import all_at_once, five, signed_in
from tests.reporting.sheets import bring, table, take_over, taken
from tests.reporting.writing import (
    days_of,
    edit_url,
    make_words,
    make_writer,
    sent,
    typed,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 30


def test_five_identical_submissions_submit_once_thirty_times_over():
    make_words()
    author, reviewer = make_user(), make_user()
    organisation = make_organisation(editor=author)
    programme = make_programme(desk=reviewer)
    client = signed_in(author)
    for number in range(ROUNDS):
        activity = Activity.begin(
            by=author, organisation=organisation, programme=programme, title="Once"
        )
        given = days_of(number) | {"programme": "", "once": f"key {number}"}
        data = typed(activity, **given, submit="1")
        answers = five(client, edit_url(activity), sent(data))
        assert {(a.status_code, a.url) for a in answers} == {
            (302, reverse("reporting:activity_record", args=[activity.code]))
        }
        activity.refresh_from_db()
        version = activity.versions.get()
        assert (activity.state, version.edit_count) == ("submitted", 1)
        assert activity.history.count() == 1
        assert OutgoingMail.objects.count() == 2 * (number + 1)  # desk and receipt


def test_fifty_identical_submissions_submit_once_and_another_text_is_refused():
    """All are led to the same page; the same key with another text is told so."""
    user, activity = make_writer()
    data = typed(activity, programme="", submit="1", once="key")
    answers = five(signed_in(user), edit_url(activity), sent(data), times=50)
    assert {(a.status_code, a.url) for a in answers} == {
        (302, reverse("reporting:activity_record", args=[activity.code]))
    }
    activity.refresh_from_db()
    assert (activity.state, activity.history.count()) == ("submitted", 1)
    assert OutgoingMail.objects.filter(to=user.email).count() == 1
    other = signed_in(user).post(edit_url(activity), sent(data) | {"title": "Other"})
    assert (other.status_code, "Other" in other.text) == (422, True)
    assert activity.versions.get().title == data["title"]


def test_five_identical_saves_with_a_file_save_once():
    user, activity = make_writer()
    client = signed_in(user)
    for number in range(5):
        data = sent(typed(activity, once=f"key {number}", title=f"Round {number}"))

        def press(data=data, number=number):
            each = Client()
            each.cookies = client.cookies
            file = SimpleUploadedFile("a.csv", f"round {number}".encode())
            return each.post(edit_url(activity), data | {"files": [file]})

        answers = all_at_once(*[press] * 5)
        assert {answer.status_code for answer in answers} == {302}
        assert activity.draft().edit_count == number + 1
        assert VersionFile.objects.count() == number + 1


def test_five_identical_beginnings_begin_one_activity():
    user = make_user()
    organisation = make_organisation(editor=user)
    make_programme(code="P1")
    client = signed_in(user)
    url = reverse("reporting:activity_new")
    for number in range(10):
        data = {"organisation": organisation.code, "programme": "P1"}
        data |= {"title": f"Title {number}", "once": f"key {number}"}
        answers = five(client, url, data)
        assert len({(a.status_code, a.url) for a in answers}) == 1
        assert Activity.objects.count() == number + 1


def test_of_two_editors_saving_at_once_one_is_shown_both_texts():
    user, activity = make_writer()
    other = make_user()
    join(other, activity.organisation)
    clients = {"Mine": signed_in(user), "Hers": signed_in(other)}
    for number in range(10):
        counter = str(activity.draft().edit_count)

        def press(title, counter=counter, number=number):
            data = typed(title=f"{title} {number}", counter=counter)
            return clients[title].post(edit_url(activity), sent(data))

        answers = all_at_once(lambda: press("Mine"), lambda: press("Hers"))
        assert sorted(a.status_code for a in answers) == [302, 409]
        won, lost = sorted(zip(answers, clients, strict=True), key=_by_status)
        draft = activity.draft()
        assert draft.title == f"{won[1]} {number}"
        assert draft.edit_count == number + 1
        page = lost[0].content.decode()
        assert f'name="title" value="{lost[1]} {number}"' in page
        assert f"{won[1]} {number}" in page


@pytest.mark.parametrize(("editors", "rounds"), [(2, 3), (6, 3), (20, 1)])
def test_of_many_editors_at_once_one_wins_each_time_and_no_text_is_overwritten(
    editors, rounds
):
    """Through the form, the autosave and the page that merges; each goes on from what
    it last saw, asks for both texts when it was too late, and is never told a lie."""
    user, activity = make_writer()
    people = [user, *(make_user() for _n in range(editors - 1))]
    for person in people[1:]:
        join(person, activity.organisation)
    clients = [signed_in(person) for person in people]
    args = [activity.code]
    addresses = [
        edit_url(activity),
        reverse("reporting:activity_autosave", args=args),
        reverse("reporting:activity_merge", args=args),
    ]
    for counter in range(rounds):
        texts = [f"Round {counter}, editor {number}" for number in range(editors)]
        base = base_of(normal(data_of(activity.draft())))

        def pressing(number, counter=counter, texts=texts, base=base):
            data = typed(title=texts[number], counter=str(counter), base=base)
            where = addresses[number % 3]
            return lambda: clients[number].post(where, sent(data))

        answers = all_at_once(*map(pressing, range(editors)))
        won = [n for n, a in enumerate(answers) if a.status_code in (200, 302)]
        lost = [n for n, a in enumerate(answers) if a.status_code == 409]
        assert (len(won), len(lost)) == (1, editors - 1)
        draft = activity.draft()
        assert (draft.title, draft.edit_count) == (texts[won[0]], counter + 1)
        for number in lost:
            page = answers[number].content.decode()
            if number % 3 == 1:
                assert answers[number].json() == {"state": "conflict"}
                data = typed(title=texts[number], counter=str(counter))
                page = clients[number].post(addresses[0], sent(data)).content.decode()
            assert texts[number] in page
            assert texts[won[0]] in page
    assert activity.draft().edit_count == rounds


def test_a_file_taken_over_while_somebody_saves_overwrites_nothing():
    """Either the file came too late and is looked at again, or the form is shown both
    texts; the one that was carried out stands."""
    user, activity = make_writer()
    for number in range(5):
        (row,) = taken(user, activity.organisation)
        file = table(row | {"title": f"File {number}"})
        upload = bring(user, activity.organisation, file)
        data = typed(title=f"Form {number}", counter=str(activity.draft().edit_count))

        def by_file(upload=upload):
            try:
                take_over(upload, user)
            except Overtaken:
                return False
            return True

        def by_form(data=data):
            return signed_in(user).post(edit_url(activity), sent(data)).status_code

        taken_over, status = all_at_once(by_file, by_form)
        assert (taken_over, status) in {(True, 409), (False, 302)}
        winner = "File" if taken_over else "Form"
        assert activity.draft().title == f"{winner} {number}"


def _by_status(pair):
    return pair[0].status_code


def test_saving_and_submitting_at_once_loses_neither_text():
    """Either the submission saw the other's words, or the other is shown both."""
    user, activity = make_writer()
    other = make_user()
    join(other, activity.organisation)
    save_draft(activity, by=user, data=typed(title="First"), counter=0)
    save = typed(title="Second", counter="1")
    submit = typed(title="First", counter="1", submit="1")
    clients = [signed_in(user), signed_in(other)]
    answers = all_at_once(
        lambda: clients[0].post(edit_url(activity), sent(submit)),
        lambda: clients[1].post(edit_url(activity), sent(save)),
    )
    assert Counter(a.status_code for a in answers) == {302: 1, 409: 1}
    activity.refresh_from_db()
    version = activity.versions.get()
    expected = (
        ("submitted", "First") if answers[0].status_code == 302 else ("draft", "Second")
    )
    assert (activity.state, version.title) == expected
    lost = next(a for a in answers if a.status_code == 409).content.decode()
    assert "First" in lost
    assert "Second" in lost


def test_of_four_people_pressing_different_steps_one_is_obeyed():
    author, colleague, desk, second = (make_user() for _n in range(4))
    programme = make_programme(desk=desk)
    activity = make_activity(
        state=State.SUBMITTED, author=author, reviewer=desk, programme=programme
    )
    join(colleague, activity.organisation)
    people = [
        (signed_in(author), Action.RECALL),
        (signed_in(colleague), Action.RECALL),
        (signed_in(desk), Action.APPROVE),
        (signed_in(desk), Action.RETURN),
    ]

    def pressing(client, action):
        url = reverse("reporting:activity_step", args=[activity.code, action])
        return lambda: client.post(url, {"comment": "Because.", "once": action})

    answers = all_at_once(*[pressing(*person) for person in people])
    assert {answer.status_code for answer in answers} == {302}
    activity.refresh_from_db()
    submitted, taken = activity.history.all()
    assert (submitted.action, activity.state) == (Action.SUBMIT, taken.to_state)
    assert activity.versions.filter(sealed_at=None).count() == (
        0 if taken.action == Action.APPROVE else 1
    )
    refused = [
        client.get(answer.url).content.decode()
        for (client, action), answer in zip(people, answers, strict=True)
        if action != taken.action
    ]
    assert all("This is not possible now" in page for page in refused)
    assert all("Because." in page for page in refused)


def test_two_organisations_sending_the_same_file_at_once_share_its_bytes():
    writers = [make_writer() for _n in range(4)]
    clients = [signed_in(user) for user, _activity in writers]
    for number in range(5):

        def pressing(client, activity, number=number):
            file = SimpleUploadedFile("a.csv", f"the same {number}".encode())
            data = sent(typed(activity)) | {"files": [file]}
            return lambda: client.post(edit_url(activity), data)

        presses = [
            pressing(client, activity)
            for client, (_user, activity) in zip(clients, writers, strict=True)
        ]
        answers = all_at_once(*presses)
        assert [answer.status_code for answer in answers] == [302] * 4
        assert StoredFile.objects.count() == number + 1
        assert VersionFile.objects.count() == 4 * (number + 1)
