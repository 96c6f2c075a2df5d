"""What readers say of pages: the form anybody may send, the work list, forgetting."""

import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import TimestampSigner
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs import feedback
from knowledge_hubs.feedback_form import SECOND_LOOK
from knowledge_hubs.models import Feedback
from oneplanet.models import OutgoingMail
from tests.factories import make_feedback, make_secretariat, make_user

pytestmark = pytest.mark.django_db
FORM = "/en/feedback/"


def read_for_a_while(monkeypatch) -> str:
    """The stamp of a page that has been open for a minute."""
    now = time.time()
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: now - 60)
        return TimestampSigner(salt="feedback").sign("page")


@pytest.fixture
def said(monkeypatch):
    return {
        "kind": "link",
        "words": "The last link leads nowhere.",
        "page": "/en/board/",
        "email": "Reader@Example.org",
        "opened": read_for_a_while(monkeypatch),
    }


def test_every_page_leads_to_the_form_and_names_itself(client, scene):
    page = client.get("/en/board/").content.decode()
    assert f'href="{FORM}?page=/en/board/"' in page
    form = client.get(f"{FORM}?page=/en/board/").context["form"]
    assert form["page"].value() == "/en/board/"


def test_the_form_and_its_errors_carry_no_page_that_is_not_ours(client):
    for address in ("https://evil.example/en/", "//evil.example", "/nowhere/", "/en"):
        form = client.get(FORM, {"page": address}).context["form"]
        assert form["page"].value() == ("/en" if address == "/en" else "")


def test_a_secret_in_an_address_goes_no_further(client, scene):
    secret = scene.request.get_absolute_url()
    assert f'href="{FORM}"' in client.get(secret).content.decode()
    assert client.get(FORM, {"page": secret}).context["form"]["page"].value() == ""


def test_what_a_reader_says_lands_in_the_queue_once(client, said):
    answer = [client.post(FORM, said | {"key": "k"}) for _press in range(2)]
    assert [parse_qs(urlsplit(a.url).query) for a in answer] == [
        {"page": ["/en/board/"]}
    ] * 2
    assert list(
        Feedback.objects.values_list("page", "kind", "words", "email", "state")
    ) == [
        ("/en/board/", "link", said["words"], "reader@example.org", "new"),
    ]
    assert 'href="/en/board/"' in client.get(answer[0].url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"words": ""}, "words"),
        ({"words": "x" * 3001}, "words"),
        ({"kind": "poem"}, "kind"),
        ({"page": "https://evil.example/en/board/"}, "page"),
        ({"page": "http://[x"}, "page"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_all_that_was_typed(
    client, said, wrong, field
):
    answer = client.post(FORM, said | wrong)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["words"].value() == (said | wrong)["words"]
    assert not Feedback.objects.exists()


def test_programs_are_thanked_and_what_they_send_is_kept_nowhere(client, said):
    answer = client.post(FORM, said | {"website": "https://pills.example"})
    assert (answer.status_code, answer.url) == (302, "/en/feedback/sent/")
    assert not Feedback.objects.exists()


def test_what_comes_at_once_or_without_the_pages_stamp_is_asked_again(client, said):
    assert SECOND_LOOK == 3
    at_once = client.get(FORM).context["opened"]
    for opened in (at_once, "", "forged:1:2"):
        answer = client.post(FORM, said | {"opened": opened})
        assert answer.status_code == 422
        assert "read it once more" in answer.content.decode()
    assert not Feedback.objects.exists()


def test_one_address_may_not_send_without_end(client, said, settings):
    settings.LIMITS = settings.LIMITS | {"forms": (1, 1)}
    codes = [client.post(FORM, said | {"key": str(n)}).status_code for n in range(2)]
    assert codes == [302, 429]


def test_a_full_queue_says_so(client, said, monkeypatch):
    monkeypatch.setattr(feedback, "MOST_WAITING", 0)
    answer = client.post(FORM, said)
    assert answer.status_code == 422
    assert "write to us by e-mail" in answer.content.decode()


def test_staff_take_it_in_hand_answer_and_forget_the_address():
    staff, row = make_secretariat(), make_feedback(language="fr")
    row = feedback.take(by=staff, row=row)
    assert (row.state, row.assigned_to) == ("in_hand", staff)
    row = feedback.settle(by=staff, row=row, answer="It is mended.")
    assert (row.state, row.settled_by, row.email) == ("done", staff, "")
    mail = OutgoingMail.objects.get(to="reader@example.org")
    assert mail.language == "fr"
    assert "It is mended." in mail.body and "/en/board/" in mail.body
    with pytest.raises(feedback.FeedbackRefused):
        feedback.leave(by=staff, row=row)


def test_without_an_answer_no_mail_leaves_and_the_address_is_gone():
    row = feedback.leave(by=make_secretariat(), row=make_feedback())
    assert (row.state, row.email) == ("no_action", "")
    assert not OutgoingMail.objects.exists()
    unsigned = make_feedback(email="")
    with pytest.raises(feedback.FeedbackRefused):
        feedback.settle(by=make_secretariat(), row=unsigned, answer="Thanks")


def test_nobody_else_decides():
    row = make_feedback()
    for verb in (feedback.take, feedback.settle, feedback.leave):
        with pytest.raises(PermissionDenied):
            verb(by=make_user(), row=row)


def test_addresses_are_forgotten_after_ninety_days_and_words_a_year_after():
    now = timezone.now()
    ages = {"young": 89, "old": 91}
    for words, days in ages.items():
        row = make_feedback(words=words)
        Feedback.objects.filter(pk=row.pk).update(sent_at=now - timedelta(days=days))
    for words, days in (("kept", 364), ("over", 366)):
        row = feedback.leave(by=make_secretariat(), row=make_feedback(words=words))
        settled = now - timedelta(days=days)
        Feedback.objects.filter(pk=row.pk).update(settled_at=settled)
    assert feedback.forget_readers() == 2
    kept = Feedback.objects.order_by("pk").values_list("words", "email")
    assert list(kept) == [("young", "reader@example.org"), ("old", ""), ("kept", "")]


def test_the_database_refuses_what_must_never_be():
    row = make_feedback()
    for wrong in (
        {"state": "done"},
        {"state": "in_hand"},
        {"settled_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.filter(pk=row.pk).update(**wrong)


def test_the_work_list_leads_from_new_to_done(client):
    staff, row = make_secretariat(), make_feedback()
    client.force_login(staff)
    page = reverse("admin:knowledge_hubs_feedback_change", args=[row.pk])
    assert "The second seat is empty." in client.get(page).content.decode()
    step = reverse("admin:knowledge_hubs_feedback_step", args=[row.pk, "take"])
    assert client.post(step).url == page
    assert client.get(step).url == page  # in one's hands already
    done = step.replace("/take/", "/settle/")
    assert client.get(done).status_code == 200
    assert client.post(done, {"answer": "Filled."}).url == page
    row.refresh_from_db()
    assert (row.state, row.answer) == ("done", "Filled.")
    lists = reverse("admin:knowledge_hubs_feedback_changelist")
    shown = client.get(f"{lists}?work=waiting").context["cl"]
    assert shown.result_count == 0
