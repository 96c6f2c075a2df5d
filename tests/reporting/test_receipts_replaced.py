"""Of what was submitted more than once each receipt names those around it, and stays
as it was."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from oneplanet.mails import OutgoingMail
from oneplanet.pdf.blocks import as_data
from reporting.documents import (
    counting_words,
    initiative_receipt_document,
    receipt_document,
)
from reporting.models import InitiativeReceipt, SubmissionReceipt
from reporting.periods import standing
from reporting.reading import read
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_initiative,
    make_period,
    make_user,
    revise,
)
from tests.reporting.test_receipts import texts_of, words

pytestmark = pytest.mark.django_db

KINDS = {
    "activity": (make_activity, SubmissionReceipt),
    "initiative": (make_initiative, InitiativeReceipt),
}


@pytest.fixture
def people():
    return {"author": make_user(name="Anna"), "reviewer": make_user()}


def page(client, receipt):
    """(whether it says that it was replaced, what it replaces, where its links lead)"""
    response = client.get(receipt.get_absolute_url())
    text, others = words(response), receipts_of(receipt)
    later = [r for r in others if f"has replaced this one: {r.code} of" in text]
    before = [r for r in others if f"It replaces the receipt {r.code} of" in text]
    for row in (*later, *before):
        assert f'href="{row.get_absolute_url()}"' in response.text
    return [r.version.number for r in later], [r.version.number for r in before]


def receipts_of(receipt):
    """All of the same activity or initiative, in their order."""
    of = receipt.version.OF
    rows = type(receipt).objects.filter(**{f"version__{of}": receipt.version.identity})
    return list(rows.select_related(f"version__{of}").order_by("version__number"))


@pytest.fixture(params=KINDS)
def three(request, people):
    """The receipts of something submitted three times."""
    make, model = KINDS[request.param]
    reported = make(state=State.SUBMITTED, **people)
    for _time in range(2):
        reported.take(Action.RECALL, by=people["author"])
        reported.take(Action.SUBMIT, by=people["author"])
    return receipts_of(model.objects.first())


def test_each_names_the_newest_and_the_one_before_it(client, people, three):
    client.force_login(people["author"])
    said = [page(client, receipt) for receipt in three]
    assert said == [([3], []), ([3], [1]), ([], [2])]


def test_the_paper_says_so_too(people, three):
    document = {
        "activity": lambda r, c: receipt_document(r, c, None),
        "initiative": initiative_receipt_document,
    }[three[0].version.OF]
    with translation.override("en"):
        papers = [
            " ".join(
                texts_of(as_data(document(row.find_others(), read([row.version])[0])))
            )
            for row in three
        ]
    later = f"A later receipt has replaced this one: {three[2].code} of"
    before = [f"It replaces the receipt {row.code} of" for row in three[:2]]
    assert [later in paper for paper in papers] == [True, True, False]
    assert [before[0] in paper for paper in papers] == [False, True, False]
    assert [before[1] in paper for paper in papers] == [False, False, True]


def test_the_mail_of_a_newer_one_names_what_it_replaces(people, three):
    mails = OutgoingMail.objects.filter(to=people["author"].email, kind="receipts")
    said = [
        [row.code for row in three if f"It replaces the receipt: {row.code}" in m.body]
        for m in mails.order_by("pk")
    ]
    assert said == [[], [three[0].code], [three[1].code]]


def test_what_was_submitted_in_vain_replaces_nothing(client, people):
    """A revision that was returned and discarded."""
    activity = make_activity(state=State.APPROVED, **people)
    revise(activity, author=people["author"], title="Not better")
    activity.take(Action.SUBMIT, by=people["author"])
    activity.take(Action.RETURN, by=people["reviewer"], comment="No.")
    first, vain = receipts_of(SubmissionReceipt.objects.first())
    client.force_login(people["author"])
    assert [page(client, row) for row in (first, vain)] == [([2], []), ([], [1])]
    activity.take(Action.DISCARD, by=people["author"])
    assert [page(client, row) for row in (first, vain)] == [([], []), ([], [])]


def test_one_alone_names_no_other_and_nobody_elses(client, people):
    activity = make_activity(state=State.SUBMITTED, **people)
    make_activity(state=State.SUBMITTED, **people)
    client.force_login(people["author"])
    receipt = SubmissionReceipt.objects.get(version__activity=activity)
    assert page(client, receipt) == ([], [])
    where = reverse("reporting:activity_receipt", args=[activity.code, 1])
    assert receipt.get_absolute_url() == where


# --- Where it counts ------------------------------------------------------------------

SPRING = date(2020, 5, 1)


def counting(client, receipt) -> tuple:
    """What page and paper say of it: (that it counts, that it counted)"""
    page, version = words(client.get(receipt.get_absolute_url())), receipt.version
    paper = counting_words(standing([version])[version.pk])
    said = ("Counts in 2020", "It counted in 2020 until")
    assert [text in page for text in said] == [text in paper for text in said]
    return tuple(text in page for text in said)


def test_what_was_taken_back_does_not_count_on_its_receipt(client, people):
    make_period(year=2020)
    activity = make_activity(state=State.SUBMITTED, ended_on=SPRING, **people)
    client.force_login(people["author"])
    (first,) = receipts_of(SubmissionReceipt.objects.get())
    assert counting(client, first) == (True, False)
    activity.take(Action.RECALL, by=people["author"])
    assert counting(client, first) == (False, True)
    activity.take(Action.SUBMIT, by=people["author"])
    _first, second = receipts_of(first)
    assert counting(client, first) == (False, True)
    assert counting(client, second) == (True, False)


def test_what_is_public_counts_while_its_revision_is_written(client, people):
    make_period(year=2020)
    activity = make_activity(state=State.APPROVED, ended_on=SPRING, **people)
    client.force_login(people["author"])
    revise(activity, author=people["author"], title="Again")
    receipt = SubmissionReceipt.objects.get()
    assert counting(client, receipt) == (True, False)
    activity.take(Action.SUBMIT, by=people["author"])
    assert counting(client, receipt) == (True, False)
