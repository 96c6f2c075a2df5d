"""The receipt of a submission: its code, its page, its mail."""

import re
from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet.bounces import StoppedAddress
from oneplanet.inbox import choose_ways
from oneplanet.message_kinds import Way
from oneplanet.models import OutgoingMail
from oneplanet.pdf import printing
from oneplanet.pdf.blocks import as_data
from reporting.documents import initiative_receipt_document, receipt_document
from reporting.models import ActivityVersion, SubmissionReceipt
from reporting.notifications import hears_of_decisions
from reporting.periods import standing
from reporting.reading import read
from reporting.sample import clear_sample
from reporting.views import receipts
from reporting.workflow import Action, State
from tests.factories import (
    fill,
    join,
    make_activity,
    make_draft,
    make_initiative,
    make_initiative_draft,
    make_organisation,
    make_period,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {"author": make_user(name="Anna"), "reviewer": make_user()}


def receipt_page(activity, number=1):
    return reverse("reporting:activity_receipt", args=[activity.code, number])


def words(response) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub("<[^>]+>", " ", response.text).split())


# --- The code -------------------------------------------------------------------------


def test_every_submission_gets_a_code_of_its_own(people):
    activity = make_activity(state=State.APPROVED, **people)
    revise(activity, author=people["author"], title="Again")
    activity.take(Action.SUBMIT, by=people["author"])
    make_activity(state=State.DRAFT, **people)
    codes = SubmissionReceipt.objects.values_list("version__number", "code")
    assert [number for number, _code in codes] == [1, 2]
    assert len({code for _number, code in codes}) == 2
    pattern = "R-[0-9ABCDEFGHJKMNPQRSTVWXYZ]{8}"
    assert all(re.fullmatch(pattern, code) for _number, code in codes)


# --- The page -------------------------------------------------------------------------


def test_it_says_what_was_sent_by_whom_and_where_it_counts(client, people):
    make_period(2020, deadline_on=date(2021, 1, 15))
    given = {"title": "Cooking", "summary": "In full.", "ended_on": date(2020, 5, 1)}
    programme = make_programme(desk=people["reviewer"])
    activity = make_activity(
        state=State.SUBMITTED, programme=programme, **given, **people
    )
    version = activity.versions.get()
    client.force_login(people["author"])
    page = words(client.get(receipt_page(activity)))
    for said in (
        f"Receipt {version.receipt.code}",
        "Cooking",
        f"Activity {activity.code} , version 1",
        f"Organisation {activity.organisation.name}",
        f"Programme {programme.name}",
        "Submitted by Anna",
        "Counts in 2020 . It ended in this period. It came in after the deadline.",
        "In full.",
        "Sectors Food",
    ):
        assert said in page, (said, page)


def test_a_receipt_shows_its_own_version_whatever_came_later(client, people):
    activity = make_activity(state=State.RETURNED, title="First", **people)
    draft = activity.draft()
    draft.title = "Second"
    draft.save()
    activity.take(Action.SUBMIT, by=people["author"])
    client.force_login(people["author"])
    first = client.get(receipt_page(activity, 1)).text
    second = client.get(receipt_page(activity, 2)).text
    assert "First</bdi></h1>" in first and "Second" not in first
    assert "Second</bdi></h1>" in second and "First" not in second


def test_it_is_hidden_from_everybody_else(client, people):
    activity = make_activity(state=State.SUBMITTED, title="CANARY-sent", **people)
    colleague, stranger = make_user(), make_user()
    join(colleague, activity.organisation)
    make_organisation(editor=stranger)
    client.force_login(colleague)
    assert "CANARY-sent" in client.get(receipt_page(activity)).text
    for person in (stranger, people["reviewer"], make_secretariat()):
        client.force_login(person)
        answer = client.get(receipt_page(activity))
        assert answer.status_code == 404 and "CANARY" not in answer.text
    client.logout()
    assert client.get(receipt_page(activity)).status_code == 302


def test_there_is_none_of_a_draft_nor_of_a_number_nobody_has(client, people):
    activity = make_activity(state=State.RETURNED, **people)
    client.force_login(people["author"])
    numbers = (0, 1, 2, 10**12)
    answers = [client.get(receipt_page(activity, number)) for number in numbers]
    assert [answer.status_code for answer in answers] == [404, 200, 404, 404]


# --- The way there --------------------------------------------------------------------


def test_who_submits_is_led_to_it_from_the_form_and_from_the_record(client, people):
    said = {}
    for name, send in (
        ("activity_edit", {"submit": "1"}),
        ("activity_step", {"comment": ""}),
    ):
        activity = make_activity(state=State.DRAFT, **people)
        client.force_login(people["author"])
        address = reverse("reporting:activity_edit", args=[activity.code])
        page = client.get(address)
        body = page.context["form"].data.dict() | send
        body |= {"counter": page.context["counter"], "sectors": "SEC_FOOD"}
        if name == "activity_step":
            address = reverse(f"reporting:{name}", args=[activity.code, "submit"])
        answer = client.post(address, body)
        (message,) = get_messages(answer.wsgi_request)
        receipt = SubmissionReceipt.objects.get(version__activity=activity)
        where = receipt_page(activity)
        link = f'<a href="{where}">Your receipt: {receipt.code}</a>'
        assert str(message).endswith(link)
        record = client.get(answer["Location"]).text
        assert link in record, "as a link, not as its marks"
        assert f'<a href="{where}"><bdi>{receipt.code}</bdi></a>' in record
        said[name] = str(message).removesuffix(link).strip()
    assert said == {
        "activity_edit": "Submitted. You will hear by mail.",
        "activity_step": "Submitted. The reviewers have been told. "
        "You will hear by mail.",
    }


def test_the_record_lists_them_the_last_first(client, people):
    activity = make_activity(state=State.RETURNED, **people)
    activity.take(Action.SUBMIT, by=people["author"])
    client.force_login(people["author"])
    page = client.get(reverse("reporting:activity_record", args=[activity.code]))
    assert [receipt.version.number for receipt in page.context["receipts"]] == [2, 1]


HOW = {
    Way.AT_ONCE: "You will hear by mail.",
    Way.DAILY: "You will hear in your daily mail.",
    Way.WEEKLY: "You will hear in your weekly mail.",
    Way.ONLY_HERE: "The answer will stand in your inbox here.",
}


@pytest.mark.parametrize("way", Way)
def test_who_submits_is_told_how_they_will_hear_as_they_want_it(client, people, way):
    author = people["author"]
    choose_ways(by=author, ways={"decisions": way})
    activity = make_activity(state=State.DRAFT, **people)
    client.force_login(author)
    answer = client.post(
        reverse("reporting:activity_step", args=[activity.code, "submit"])
    )
    (message,) = get_messages(answer.wsgi_request)
    mail = OutgoingMail.objects.get(key__startswith="receipt-")
    for text in (str(message), mail.body):
        assert [said for said in HOW.values() if said in text] == [HOW[way]]


def test_who_has_no_mail_from_us_any_more_is_told_to_look_in_the_inbox(people):
    author = people["author"]
    StoppedAddress.objects.create(address=author.email)
    assert hears_of_decisions(author) == HOW[Way.ONLY_HERE]


# --- The mail -------------------------------------------------------------------------


def test_who_submitted_gets_it_by_mail_once_in_their_language(people):
    author = people["author"]
    activity = make_activity(state=State.DRAFT, title="Cooking & <May>", **people)
    join(make_user(), activity.organisation)
    make_period(2020)
    with translation.override("fr"):
        activity.take(Action.SUBMIT, by=author)
    receipt = activity.versions.get().receipt
    mail = OutgoingMail.objects.get(key=f"receipt-{receipt.pk}")
    assert (mail.to, mail.language) == (author.email, "en")
    assert mail.subject == f"Receipt {receipt.code}: Cooking & <May>"
    lines = mail.body.splitlines()
    assert lines[0] == "Dear Anna,"
    assert f"Receipt: {receipt.code}" in lines
    assert f"http://localhost:8000{receipt_page(activity)}" in lines
    assert "<time" not in mail.body and "<bdi" not in mail.body
    assert "\n\n\n" not in mail.body
    others = OutgoingMail.objects.filter(key__startswith="receipt-")
    assert others.count() == 1


def test_the_mail_says_where_it_counts_and_whether_it_is_late(people):
    make_period(2020, deadline_on=date(2021, 1, 15))
    given = {"ended_on": date(2020, 5, 1)} | people
    make_activity(state=State.SUBMITTED, **given)
    mail = OutgoingMail.objects.get(key__startswith="receipt-")
    assert "Counts in: 2020 (after the deadline)" in mail.body.splitlines()
    SubmissionReceipt.objects.get()
    make_activity(state=State.SUBMITTED, started_on=date(2019, 1, 1), **people)
    assert "Counts in" not in OutgoingMail.objects.latest("pk").body


def test_what_is_noted_afterwards_has_a_receipt_and_mails_nobody(people):
    activity = make_activity(state=State.DRAFT, **people)
    activity.take(Action.SUBMIT, by=people["author"], at=timezone.now())
    assert activity.versions.get().receipt.code
    assert not OutgoingMail.objects.exists()


def test_receipts_of_samples_and_their_mails_go_with_the_sample():
    real = make_user()
    organisation = make_organisation(editor=real, is_sample=True)
    sample = make_draft(author=real, organisation=organisation)
    sample.take(Action.SUBMIT, by=real)
    kept = make_activity(state=State.SUBMITTED)
    clear_sample()
    assert [row.version for row in SubmissionReceipt.objects.all()] == list(
        ActivityVersion.objects.filter(activity=kept)
    )
    mails = OutgoingMail.objects.filter(key__startswith="receipt-")
    assert mails.get().to == kept.created_by.email


# --- On paper -------------------------------------------------------------------------


def pdf_of(activity, number=1):
    return reverse("reporting:activity_receipt_pdf", args=[activity.code, number])


def test_it_comes_as_a_pdf_of_its_own_name_for_whom_the_page_is(client, people):
    activity = make_activity(state=State.SUBMITTED, **people)
    code = activity.versions.get().receipt.code
    client.force_login(people["author"])
    assert f'href="{pdf_of(activity)}"' in client.get(receipt_page(activity)).text
    answer = client.get(pdf_of(activity))
    assert answer.content.startswith(b"%PDF") and answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == (
        f'attachment; filename="receipt-{code}.pdf"'
    )
    assert client.get(pdf_of(activity)).content == answer.content
    for person in (people["reviewer"], make_secretariat()):
        client.force_login(person)
        assert client.get(pdf_of(activity)).status_code == 404


def test_the_paper_says_all_the_page_says(reference, people):
    make_period(2020, deadline_on=date(2021, 1, 15))
    given = {"title": "Cooking", "summary": "In full.", "ended_on": date(2020, 5, 1)}
    activity = make_draft(
        author=people["author"], programme=make_programme(), **given, results="Much."
    )
    fill(activity.draft())
    activity.take(Action.SUBMIT, by=people["author"])
    version = activity.versions.get()
    with translation.override("ar"):
        placement = standing([version])[version.pk]
        document = receipt_document(version.receipt, read([version])[0], placement)
        said = texts_of(as_data(document))
    for words in (
        version.receipt.code,
        "Cooking",
        "In full.",
        "Much.",
        "٣٬٢٥٥\u00a0schools",
        "Not counted.",
        "University of Examples 0",
        "https://example.org/0",
        "results-0.csv",
        str(version.sealed_by),
    ):
        assert any(words in text for text in said), (words, said)
    assert any("٢٠٢٠" in text for text in said), "where it counts"


def texts_of(data) -> list[str]:
    """Every text in the data of a document."""
    if isinstance(data, dict):
        return [text for value in data.values() for text in texts_of(value)]
    if isinstance(data, list):
        return [text for value in data for text in texts_of(value)]
    return [str(data)]


def test_what_no_font_has_leads_back_to_the_page(client, people, monkeypatch):
    monkeypatch.setattr(printing, "OWN_FONTS_ONLY", True)
    activity = make_activity(state=State.SUBMITTED, title="Cooking 你", **people)
    client.force_login(people["author"])
    answer = client.get(pdf_of(activity))
    assert answer.status_code == 422 and answer["Cache-Control"] == "private, no-store"
    assert "This server has no font for: 你" in answer.text
    assert f'href="{receipt_page(activity)}"' in answer.text


@pytest.fixture
def on_paper(monkeypatch):
    """The documents that were asked for, instead of their setting."""
    asked = []
    monkeypatch.setattr(
        receipts,
        "pdf_answer",
        lambda request, document, **kwargs: asked.append(document) or HttpResponse(),
    )
    return asked


def test_the_receipt_of_an_activity_names_its_initiative(client, people, on_paper):
    initiative = make_initiative_draft(author=people["author"], title="Meals for all")
    activity = make_draft(
        author=people["author"],
        organisation=initiative.organisation,
        initiative=initiative,
    )
    activity.take(Action.SUBMIT, by=people["author"])
    client.force_login(people["author"])
    assert "Meals for all" in client.get(receipt_page(activity)).text
    client.get(pdf_of(activity))
    alone = make_activity(state=State.SUBMITTED, **people)
    client.get(pdf_of(alone))
    named, unnamed = (texts_of(as_data(document)) for document in on_paper)
    assert "Meals for all" in named and any(initiative.code in t for t in named)
    assert ("Part of the initiative" in named) > ("Part of the initiative" in unnamed)


def test_an_initiative_has_a_receipt_on_paper_too(client, people):
    owner = make_organisation(name="Second House")
    initiative = make_initiative(
        state=State.SUBMITTED, title="Meals for all", owners=[owner], **people
    )
    receipt = initiative.versions.get().receipt
    page = reverse("reporting:initiative_receipt", args=[initiative.code, 1])
    paper = reverse("reporting:initiative_receipt_pdf", args=[initiative.code, 1])
    client.force_login(people["author"])
    assert f'href="{paper}"' in client.get(page).text
    answer = client.get(paper)
    assert answer.content.startswith(b"%PDF") and answer.status_code == 200
    assert answer["Content-Disposition"] == (
        f'attachment; filename="receipt-{receipt.code}.pdf"'
    )
    with translation.override("ar"):
        content = read(list(initiative.versions.all()))[0]
        said = texts_of(as_data(initiative_receipt_document(receipt, content)))
    for text in (
        receipt.code,
        initiative.code,
        "Meals for all",
        "What it is to achieve.",
        "Second House",
        str(initiative.organisation),
        "Anna",
    ):
        assert any(text in words for words in said), (text, said)
    client.force_login(people["reviewer"])
    assert client.get(paper).status_code == 404
