"""Somebody without an account contributes to a draft by a mailed link."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet.outbox import OutgoingMail
from oneplanet.text.dates import for_input, today
from oneplanet.text.numbers import parse
from reporting import contributing
from reporting.contributing import ContributionRefused
from reporting.due import due_for
from reporting.models import Contribution
from reporting.workflow import Action
from tests.factories import (
    join,
    make_activity,
    make_contribution,
    make_draft,
    make_organisation,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user(name="Ann Author", language="fr")


@pytest.fixture
def draft(author):
    organisation = make_organisation(editor=author, name="Ours")
    make_draft(author=author, organisation=organisation, title="CANARY other draft")
    return make_draft(
        author=author, organisation=organisation, title="Ovens", summary="Old words"
    )


def page_of(draft):
    return reverse("reporting:activity_contributions", args=[draft.code])


def review_of(row):
    return reverse("reporting:contribution_review", args=[row.activity.code, row.pk])


def test_a_member_asks_somebody_writes_and_a_member_takes_it_in(client, author, draft):
    client.force_login(author)
    posted = {
        "name": "Cleo",
        "email": "Cleo@example.org",
        "language": "es",
        "sections": ["what", "results"],
        "expires_on": for_input(today() + timedelta(days=3)),
        "message": "What came of it?",
    }
    assert client.post(page_of(draft), posted).status_code == 302
    row = Contribution.objects.get()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language, mail.holds_secret) == (
        "cleo@example.org",
        "es",
        True,
    )
    assert "/es/contribute/" in mail.body
    client.logout()

    link = row.get_absolute_url()
    page = client.get(link)
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.text and "What came of it?" in page.text
    assert "CANARY" not in page.text and "Old words" not in page.text
    assert "started_on" not in page.text  # that part was not asked for
    assert set(page.cookies) == {"csrf"}
    typed = {"counter": "0", "language": "fr", "summary": "New\nwords"}
    typed |= {"quantities-0-what": "Ovens", "quantities-0-value": "many"}
    assert client.post(link, typed).url == link
    page = client.get(link)
    assert "New\nwords" in page.text and 'value="many"' in page.text
    assert client.post(link, typed | {"counter": "1", "send": "1"}).url == link
    assert "<p>New<br>words</p>" in client.get(link).text, "it stays to be read"
    assert OutgoingMail.objects.latest("pk").to == author.email
    assert review_of(row) in [each.url for each in due_for(author)]

    client.force_login(author)
    page = client.get(review_of(row))
    assert [field["name"] for field in page.context["fields"]] == [
        "summary",
        "quantities",
    ]
    counter = draft.draft().edit_count
    assert draft.draft().title in page.text.partition("<h1")[2].partition("</h1>")[0]
    assert page.text.index('name="reason"') < page.text.index('name="accept"')
    taken = {"take": "summary", "counter": str(counter), "accept": "1"}
    taken |= {"reason": "Thank you, Cleo."}
    assert client.post(review_of(row), taken).status_code == 302
    version, row = draft.draft(), Contribution.objects.get()
    assert (version.summary, version.title) == ("New\nwords", "Ovens")
    assert (version.entered_by, version.edit_count) == (author, counter + 1)
    assert not version.quantities.exists()
    assert (row.outcome, row.taken, row.decided_by) == ("taken", ["summary"], author)
    thanks = OutgoingMail.objects.latest("pk")
    assert thanks.to == "cleo@example.org" and "Thank you, Cleo." in thanks.body
    client.logout()
    assert "Thank you, Cleo." in client.get(link).text


def test_rows_are_added_and_what_cannot_be_read_is_kept_as_typed(author, draft):
    draft.draft().partners.create(name="Bakers", role="host")
    row = make_contribution(
        draft,
        by=author,
        sections=["partners", "where"],
        answers={
            "partners-0-name": "Bakers",
            "partners-0-role": "host",
            "partners-1-name": "Millers",
            "started_on": "some day",
            "programme": "SFS",
        },
    )
    assert "programme" not in row.answers
    version = draft.draft()
    names = ["partners", "started_on", "title"]
    contributing.take(row=row, by=author, names=names, counter=version.edit_count)
    version = draft.draft()
    assert [str(row) for row in version.partners.all()] == ["Bakers", "Millers"]
    assert version.refused_fields.get().text == '["some day"]'
    row.refresh_from_db()
    assert row.taken == ["partners", "started_on"]


def row_of_results(page):
    (rows,) = page.context["sections"][0].rows
    return rows["filled"][0]["value"]


@pytest.mark.parametrize(
    ("typed", "first", "then", "means"),
    [
        ("1,234", "en", "fr", "1234"),
        ("1,234", "fr", "en", "1.234"),
        ("1.234,5", "es", "ar", "1234.5"),
        ("٣٬٢٥٥", "ar", "ru", "3255"),
    ],
)
def test_a_number_means_what_it_meant_after_a_switch_of_language(
    client, author, draft, typed, first, then, means
):
    row = make_contribution(draft, by=author, sections=["results"], language=first)
    with translation.override(first):
        link = row.get_absolute_url()
    answers = {
        "quantities-0-what": "Ovens",
        "quantities-0-value": typed,
        "quantities-0-unit": "ovens",
    }
    for _press in ("the button", "the same, sent twice"):
        posted = answers | {"counter": "0", "in_language": then}
        answer = client.post(link, posted, follow=True)
    assert answer.redirect_chain[-1][0].startswith(f"/{then}/")
    field = row_of_results(answer)
    with translation.override(then):
        assert str(parse(field.value())) == means
    answers["quantities-0-value"] = field.value()
    client.post(answer.request["PATH_INFO"], answers | {"counter": "1", "send": "1"})
    row.refresh_from_db()
    version = draft.draft()
    contributing.take(
        row=row, by=author, names=["quantities"], counter=version.edit_count
    )
    assert f"{draft.draft().quantities.get().value.normalize():f}" == means


def test_who_goes_on_from_a_draft_reads_its_numbers_as_they_were_meant(
    client, author, draft
):
    draft.draft().quantities.create(
        what="Ovens", status="value", value="1.234", unit="ovens"
    )
    with translation.override("fr"):
        row = make_contribution(
            draft, by=author, sections=["results"], shares_draft=True
        )
    page = client.get(row.get_absolute_url())
    assert row_of_results(page).value() == "1.234"


def test_a_draft_saved_meanwhile_is_compared_once_more(client, author, draft):
    row = make_contribution(draft, by=author, answers={"summary": "Mine"})
    client.force_login(author)
    page = client.post(review_of(row), {"take": "summary", "counter": "77"})
    assert (page.status_code, draft.draft().summary) == (409, "Old words")
    assert Contribution.objects.get().outcome == ""


def test_a_member_declines_with_a_word(client, author, draft):
    row = make_contribution(draft, by=author, answers={"summary": "Mine"})
    client.force_login(author)
    client.post(review_of(row), {"decline": "1", "reason": "Too late."})
    assert "Too late." in OutgoingMail.objects.latest("pk").body
    page = client.get(row.get_absolute_url())
    assert (page.status_code, "Too late." in page.text) == (200, True)
    again = client.post(review_of(row), {"take": "summary", "counter": "0"})
    assert again.status_code == 422


def test_they_may_go_on_from_what_the_draft_says(client, author, draft):
    row = make_contribution(draft, by=author, shares_draft=True)
    page = client.get(row.get_absolute_url())
    assert "Old words" in page.text and "CANARY" not in page.text


@pytest.mark.parametrize("how", ["expired", "revoked", "used"])
def test_a_link_that_takes_no_more_says_so_and_shows_what_was_typed(
    client, author, draft, how
):
    row = make_contribution(draft, by=author)
    link, typed = row.get_absolute_url(), {"counter": "0", "summary": "Words of mine"}
    later = timezone.now()
    if how == "expired":
        later += timedelta(days=17)
    elif how == "revoked":
        client.force_login(author)
        client.post(page_of(draft), {"revoke": str(row.pk)})
        client.logout()
    else:
        client.post(link, typed | {"send": "1"})
    with time_machine.travel(later):
        page = client.post(link, typed)
    assert (page.status_code, "Words of mine" in page.text) == (410, True)
    said = {"expired": "has expired", "revoked": "been revoked", "used": "have sent"}
    assert said[how] in page.text


def test_two_windows_of_one_link_lose_nothing(client, author, draft):
    link = make_contribution(draft, by=author).get_absolute_url()
    client.post(link, {"counter": "0", "summary": "First"})
    page = client.post(link, {"counter": "0", "summary": "Second"})
    assert (page.status_code, "Second" in page.text) == (409, True)
    assert Contribution.objects.get().answers["summary"] == ["First"]
    client.post(link, {"counter": "1", "summary": "Second"})
    assert Contribution.objects.get().answers["summary"] == ["Second"]


def test_nothing_is_sent_empty_and_too_much_is_shown_again(client, author, draft):
    link = make_contribution(draft, by=author).get_absolute_url()
    assert client.post(link, {"counter": "0", "send": "1"}).status_code == 422
    page = client.post(link, {"counter": "1", "summary": "x" * 100_001})
    assert (page.status_code, "x" * 100_001 in page.text) == (422, True)
    assert OutgoingMail.objects.count() == 1


def test_what_nobody_can_read_is_kept_as_a_sign(client, author, draft):
    link = make_contribution(draft, by=author).get_absolute_url()
    client.post(link, {"counter": "0", "summary": "a\0b"})
    assert Contribution.objects.get().answers["summary"] == ["a\ufffdb"]
    assert client.get(link).status_code == 200


def test_others_neither_ask_read_nor_decide(client, author, draft):
    row = make_contribution(draft, by=author, answers={"summary": "CANARY"})
    other = make_user()
    make_organisation(editor=other)
    client.force_login(other)
    for where in (page_of(draft), review_of(row)):
        for ask in (client.get, client.post):
            page = ask(where)
            assert (page.status_code, "CANARY" in page.text) == (404, False)
    with pytest.raises(ContributionRefused):
        contributing.take(row=row, by=other, names=["summary"], counter=0)
    assert due_for(other) == []


def test_a_submitted_activity_takes_nothing_until_it_is_returned(author):
    activity = make_activity(state="returned", author=author)
    row = make_contribution(activity, by=author, answers={"summary": "Mine"})
    activity.take(Action.SUBMIT, by=author)
    assert due_for(author) == []
    with pytest.raises(ContributionRefused):
        contributing.take(row=row, by=author, names=["summary"], counter=0)
    with pytest.raises(ContributionRefused):
        make_contribution(activity, by=author)


def test_bad_answers_are_told_and_kept(client, author, draft):
    client.force_login(author)
    late = for_input(today() + timedelta(days=200))
    page = client.post(
        page_of(draft),
        {"name": "Cleo", "email": "x", "expires_on": late, "message": "Hello"},
    )
    assert sorted(page.context["form"].errors) == [
        "email",
        "expires_on",
        "language",
        "sections",
    ]
    assert "Hello" in page.text
    make_contribution(draft, by=author)
    taken = Contribution.objects.get()
    given = {"activity": draft, "by": author, "sections": ["what"], "name": "x"}
    given |= {"shares_draft": False, "language": "en", "expires_at": taken.expires_at}
    with pytest.raises(ContributionRefused, match="open link"):
        contributing.ask(email=taken.email, **given)


def test_who_contributed_is_forgotten_ninety_days_later(author, draft):
    make_term("tag")
    row = make_contribution(draft, by=author, answers={"summary": "Mine"})
    contributing.decline(row=row, by=author, reason="No.")
    with time_machine.travel(timezone.now() + timedelta(days=89)):
        assert contributing.forget() == 0
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        call_command("run_due")
    row.refresh_from_db()
    kept = (row.name, row.email, row.message, row.answers, str(row))
    assert kept == ("", "", "", {}, "somebody outside")


def test_a_deleted_draft_takes_its_links_along(client, author, draft):
    row = make_contribution(draft, by=author)
    draft.delete_draft(by=author)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_colleague_decides_as_well(author, draft):
    row = make_contribution(draft, by=author, answers={"summary": "Mine"})
    colleague = make_user()
    join(colleague, draft.organisation)
    counter = draft.draft().edit_count
    contributing.take(row=row, by=colleague, names=["summary"], counter=counter)
    assert draft.draft().entered_by == colleague


# --- Saving while one types -----------------------------------------------------------


def autosave(client, row, **typed):
    answer = client.post(f"{row.get_absolute_url()}autosave/", typed)
    return answer.status_code, answer.json()


def test_what_is_typed_is_saved_and_what_cannot_be_read_is_named(client, author, draft):
    row = make_contribution(draft, by=author, sections=["what", "where"])
    typed = {"summary": "A long answer", "ended_on": "soon"}
    status, answer = autosave(client, row, counter="0", **typed)
    assert (status, answer["state"], answer["counter"]) == (200, "saved", 1)
    assert answer["unread"] == (
        '1 answer could not be read yet: <a href="#id_ended_on">When did it end?</a>'
    )
    assert Contribution.objects.get().answers["summary"] == ["A long answer"]
    assert client.get(row.get_absolute_url()).text.count("A long answer") == 1
    again = autosave(client, row, counter="1", summary="A longer answer")[1]
    assert (again["counter"], again["unread"]) == (2, "")
    assert draft.draft().summary == "Old words"


def test_it_saves_over_no_other_window_and_into_no_closed_link(client, author, draft):
    row = make_contribution(draft, by=author)
    client.post(row.get_absolute_url(), {"counter": "0", "summary": "First"})
    answer = autosave(client, row, counter="0", summary="Second")
    assert answer == (409, {"state": "conflict"})
    long = autosave(client, row, counter="1", summary="x" * 100_001)
    assert long == (422, {"state": "failed"})
    assert Contribution.objects.get().answers["summary"] == ["First"]
    contributing.revoke(row=row, by=author)
    answer = autosave(client, row, counter="1", summary="Late")
    assert answer == (409, {"state": "closed"})
    assert client.post("/en/contribute/forged/autosave/").status_code == 404


def test_a_page_shown_again_with_what_was_typed_does_not_save_itself(
    client, author, draft
):
    link = make_contribution(draft, by=author).get_absolute_url()
    assert "autosave.js" in client.get(link).text
    client.post(link, {"counter": "0", "summary": "First"})
    page = client.post(link, {"counter": "0", "summary": "Second"})
    assert "autosave" not in page.text


def test_a_page_whose_token_is_old_shows_what_was_typed_once_it_is_sent(author, draft):
    """The script says that it could not save; pressing Save leads here."""
    row = make_contribution(draft, by=author)
    strict = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})
    typed = {"counter": "0", "summary": "Kept words"}
    link = row.get_absolute_url()
    assert strict.post(f"{link}autosave/", typed).status_code == 403
    page = strict.post(link, typed)
    assert (page.status_code, "Kept words" in page.text) == (403, True)
