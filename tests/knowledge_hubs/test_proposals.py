"""What partners propose: the form, the queue, the draft it becomes, and who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs import proposals
from knowledge_hubs.models import Article, Event, Proposal, Resource
from knowledge_hubs.proposals import ProposalRefused
from knowledge_hubs.proposed_records import code_for, twins_of
from oneplanet.inbox import InboxMessage
from programmes.models import Membership
from tests.admin_forms import filled
from tests.factories import (
    join,
    make_organisation,
    make_programme,
    make_proposal,
    make_record,
    make_secretariat,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
FORM = "/en/my/proposals/new/resource/"


@pytest.fixture
def partner():
    return make_user(language="fr")


@pytest.fixture
def organisation(partner):
    return make_organisation(editor=partner, name="Menders")


@pytest.fixture
def staff():
    return make_secretariat()


@pytest.fixture
def asked(organisation):
    return {
        "organisation": organisation.code,
        "title": "Repair cafés",
        "language": "en",
        "what": "How to open one.",
        "url": "https://example.org/repair",
        "why": "Others ask us.",
    }


def told(person):
    rows = InboxMessage.objects.filter(reader=person).order_by("pk")
    return [row.subject for row in rows]


# --- The form -------------------------------------------------------------------------


def test_a_partner_proposes_and_staff_hear_of_it(client, partner, asked, staff):
    client.force_login(partner)
    answer = client.post(FORM, asked | {"once": "a"})
    again = client.post(FORM, asked | {"once": "a"})
    row = Proposal.objects.get()
    assert answer.url == again.url == row.get_absolute_url().replace("/fr/", "/en/")
    assert (row.kind, row.title, row.state) == ("resource", "Repair cafés", "waiting")
    assert (row.proposed_by, row.organisation.name) == (partner, "Menders")
    assert [(s.action, s.by) for s in row.steps.all()] == [("proposed", partner)]
    assert told(staff) == ["Menders proposes: Repair cafés"]
    listed = client.get("/en/my/proposals/").context["cards"]
    assert [(c["title"], c["state"]) for c in listed] == [("Repair cafés", "submitted")]


@pytest.mark.parametrize("kind", Proposal.Kind.values)
def test_a_list_leads_partners_to_proposing_what_it_lists(
    client, organisation, partner, staff, kind
):
    address = reverse("knowledge_hubs:proposal_new", args=[kind])

    def leads_there():
        page = client.get(reverse(f"knowledge_hubs:{kind}_list")).content.decode()
        return f'href="{address}"' in page

    assert leads_there()
    assert client.get(address)["Location"].startswith("/en/account/login/?next=")
    client.force_login(partner)
    assert leads_there() and client.get(address).status_code == 200
    client.force_login(staff)
    assert not leads_there()


def test_a_resource_has_an_address_or_a_file(client, partner, asked):
    client.force_login(partner)
    answer = client.post(FORM, asked | {"url": ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["url"]
    file = SimpleUploadedFile("a table.csv", b"a,b\n1,2\n")
    assert client.post(FORM, asked | {"url": "", "file": file}).status_code == 302
    row = Proposal.objects.get()
    assert row.file_name == "a table.csv"
    given = client.get(f"{row.get_absolute_url()}file/")
    assert b"".join(given.streaming_content) == b"a,b\n1,2\n"


def test_a_form_that_comes_back_says_which_file_to_choose_again(client, partner, asked):
    client.force_login(partner)
    file = SimpleUploadedFile("a table.csv", b"a,b\n")
    answer = client.post(FORM, asked | {"title": "", "file": file})
    form = answer.context["form"]
    assert list(form.errors) == ["title", "file"]
    assert "a table.csv" in str(form.errors["file"])
    assert form["what"].value() == "How to open one."


def test_an_event_has_a_day_and_news_an_address(client, partner, asked):
    client.force_login(partner)
    event = FORM.replace("resource", "event")
    given = asked | {"starts_on": "12/03/2027", "ends_on": "11/03/2027"}
    answer = client.post(event, given)
    assert list(answer.context["form"].errors) == ["ends_on"]
    assert client.post(event, given | {"ends_on": ""}).status_code == 302
    assert Proposal.objects.get().starts_on == date(2027, 3, 12)
    news = client.post(FORM.replace("resource", "article"), asked | {"url": ""})
    assert list(news.context["form"].errors) == ["url"]


def test_nobody_proposes_for_others(client, partner, asked):
    theirs = make_organisation()
    client.force_login(partner)
    answer = client.post(FORM, asked | {"organisation": theirs.code})
    assert list(answer.context["form"].errors) == ["organisation"]
    with pytest.raises(PermissionDenied):
        make_proposal(theirs, by=partner)
    client.force_login(make_user())
    assert client.get(FORM).status_code == 404
    assert client.get(FORM.replace("resource", "poem")).status_code == 404


@pytest.mark.parametrize(
    "twin",
    [
        {"title": "REPAIR CAFES"},
        {"url": "http://www.example.org/repair/"},
        {"url": "https://doi.org/10.1234/AB.cd"},
    ],
)
def test_what_is_here_already_is_asked_about_once(client, partner, asked, twin):
    there = make_record(Resource, "there", title="Repair cafés", is_draft=False)
    there.editions.create(url="https://example.org/repair", doi="10.1234/ab.CD")
    client.force_login(partner)
    given = asked | {"title": "Quite new", "url": "https://new.example/"} | twin
    answer = client.post(FORM, given)
    assert answer.status_code == 422
    assert answer.context["twins"] == [("Repair cafés", there.get_absolute_url())]
    assert not Proposal.objects.exists()
    assert client.post(FORM, given | {"sure": "1"}).status_code == 302


def test_a_draft_is_no_twin_to_partners_and_one_to_staff(partner, staff):
    there = make_record(Resource, "there", title="Repair cafés", is_draft=True)
    assert twins_of(partner, title="Repair cafés") == []
    assert twins_of(staff, title="Repair cafés") == [
        ("Repair cafés", there.get_absolute_url())
    ]


def test_a_title_inside_another_text_is_no_twin(partner):
    make_record(Resource, "there", title="On repair", lead="Repair", is_draft=False)
    assert twins_of(partner, title="Repair") == []


def test_so_many_wait_and_no_more(organisation, partner, monkeypatch):
    monkeypatch.setattr(proposals, "MOST_OPEN", 1)
    make_proposal(organisation, by=partner)
    with pytest.raises(ProposalRefused):
        make_proposal(organisation, by=partner)


# --- Who reads it ---------------------------------------------------------------------


def test_another_organisation_sees_nothing_of_it(client, organisation, partner):
    row = make_proposal(organisation, by=partner)
    stranger = make_user()
    make_organisation(editor=stranger)
    client.force_login(stranger)
    page = row.get_absolute_url()
    assert [client.get(a).status_code for a in (page, f"{page}file/")] == [404, 404]
    assert client.post(page, {"withdraw": "1"}).status_code == 404
    assert client.get("/en/my/proposals/").context["cards"] == []
    assert twins_of(stranger, title=row.title, url=row.url) == []
    for verb in (proposals.answer, proposals.withdraw):
        given = {"words": "x"} if verb is proposals.answer else {}
        with pytest.raises(PermissionDenied):
            verb(by=stranger, proposal=row, **given)
    for verb, given in STAFF_VERBS:
        with pytest.raises(PermissionDenied):
            verb(by=partner, proposal=row, **given)


STAFF_VERBS = (
    (proposals.take, {}),
    (proposals.ask, {"words": "Which?"}),
    (proposals.accept, {"code": "c"}),
    (proposals.decline, {"reason": "sales", "words": "No."}),
)


# --- The queue ------------------------------------------------------------------------


def test_a_question_goes_there_and_its_answer_back(
    client, organisation, partner, staff
):
    row = make_proposal(organisation, by=partner)
    proposals.ask(by=staff, proposal=row, words="In which year?")
    with pytest.raises(ProposalRefused):
        proposals.ask(by=staff, proposal=row, words="Again?")
    assert told(partner) == [f"Une question sur votre proposition : {row.title}"]
    client.force_login(partner)
    page = client.get(row.get_absolute_url())
    assert "In which year?" in page.content.decode()
    empty = client.post(row.get_absolute_url(), {"words": ""})
    assert empty.status_code == 422
    client.post(row.get_absolute_url(), {"words": "In 2024.", "once": "x"})
    row.refresh_from_db()
    assert (row.state, row.assigned_to) == ("waiting", staff)
    assert [(s.action, s.words) for s in row.steps.all()] == [
        ("proposed", ""),
        ("asked", "In which year?"),
        ("answered", "In 2024."),
    ]
    assert told(staff)[-1] == f"Your question is answered: {row.title}"
    late = client.post(row.get_absolute_url(), {"words": "More."})
    assert late.status_code == 409
    assert late.context["form"]["words"].value() == "More."


def test_accepting_makes_a_draft_with_all_it_says(organisation, partner, staff):
    programme = make_programme()
    row = make_proposal(organisation, by=partner, programme=programme, language="fr")
    kind = make_term("resource_type", "RT_GUIDE")
    made = proposals.accept(by=staff, proposal=row, code=code_for(row), kind=kind)
    made = Resource.objects.get(pk=made.pk)
    assert (made.code, made.is_draft, made.to_check, made.kind) == (
        "repair-cafes-step-by-step",
        True,
        True,
        kind,
    )
    assert (made.title_fr, made.lead_fr, made.title_en) == (row.title, row.what, None)
    assert made.source == "Menders" and "Why it matters" in made.note
    assert [*made.programmes.all()] == [programme]
    edition = made.editions.get()
    assert (edition.language, edition.url) == ("fr", row.url)
    assert made.history.get().history_user == staff
    row.refresh_from_db()
    assert (row.state, row.record, row.is_public) == ("accepted", made, False)
    for verb, given in STAFF_VERBS:
        with pytest.raises(ProposalRefused):
            verb(by=staff, proposal=row, **given)
    with pytest.raises(ProposalRefused):
        proposals.withdraw(by=partner, proposal=row)


def test_who_adds_a_record_is_told_of_what_is_called_alike(client, staff):
    there = make_record(Article, "cafes", title="Repair cafés", is_draft=True)
    client.force_login(staff)
    address = reverse("admin:knowledge_hubs_article_add")
    for code, title, is_told in (("two", "REPAIR CAFES", True), ("new", "Else", False)):
        given = {"code": code, "title_en": title}
        page = client.post(address, filled(client.get(address), **given), follow=True)
        assert Article.objects.filter(code=code).exists()
        assert ("This may be here already: " in page.text) == is_told
        assert (f'"{there.get_absolute_url()}">Repair cafés<' in page.text) == is_told


def test_events_and_news_become_their_own_kind(organisation, partner, staff):
    day = {"starts_on": date(2027, 3, 12), "place": "Nairobi"}
    row = make_proposal(organisation, by=partner, kind="event", **day)
    made = proposals.accept(by=staff, proposal=row, code="e", kind="workshop")
    event = Event.objects.get()
    assert (event, event.place, event.website) == (made, "Nairobi", row.url)
    row = make_proposal(organisation, by=partner, kind="article", title="新闻")
    assert code_for(row) == f"proposal-{row.pk}"
    made = proposals.accept(by=staff, proposal=row, code=code_for(row))
    assert Article.objects.get() == made


def test_who_proposed_is_told_once_it_is_public(organisation, partner, staff):
    row = make_proposal(organisation, by=partner, kind="article")
    made = proposals.accept(by=staff, proposal=row, code="a")
    assert proposals.tell_published() == 0
    later = timezone.now() + timedelta(days=1)
    Article.objects.update(is_draft=False, publish_at=later)
    assert proposals.tell_published() == 0
    Article.objects.update(publish_at=None)
    assert [proposals.tell_published() for _time in range(2)] == [1, 0]
    assert told(partner) == [
        f"Acceptée : {row.title}",
        f"Désormais publique : {row.title}",
    ]
    row.refresh_from_db()
    assert row.steps.last().action == "published" and made.code == "a"


def test_who_left_is_told_no_more_but_their_admins(organisation, partner, staff):
    admin = make_user()
    join(admin, organisation, role=Membership.Role.ADMIN)
    row = make_proposal(organisation, by=partner)
    partner.memberships.update(until=timezone.now())
    proposals.decline(by=staff, proposal=row, reason="twin", words="See the other.")
    assert (told(partner), told(admin)) == ([], [f"Declined: {row.title}"])
    body = InboxMessage.objects.get(reader=admin).body
    assert "It is here already. See the other." in body


def test_it_is_taken_back_as_long_as_nobody_decided(client, organisation, partner):
    row = make_proposal(organisation, by=partner)
    client.force_login(partner)
    client.post(row.get_absolute_url(), {"withdraw": "1"})
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("withdrawn", partner)


# --- In the admin ---------------------------------------------------------------------


def test_the_queue_leads_to_the_editor_of_the_draft(
    client, organisation, partner, staff
):
    row = make_proposal(organisation, by=partner)
    kind = make_term("resource_type", "RT_GUIDE")
    client.force_login(staff)
    lists = reverse("admin:knowledge_hubs_proposal_changelist")
    shown = client.get(f"{lists}?work=waiting").context["cl"].result_list
    assert list(shown) == [row]
    page = reverse("admin:knowledge_hubs_proposal_change", args=[row.pk])
    assert [n for n, _l in client.get(page).context["steps"]] == [
        "accept",
        "ask",
        "decline",
        "take",
    ]
    step = reverse("admin:knowledge_hubs_proposal_step", args=[row.pk, "accept"])
    refused = client.post(step, {"code": "Two words", "kind": ""})
    assert set(refused.context["form"].errors) == {"code", "kind"}
    answer = client.post(step, {"code": "repair", "kind": kind.pk})
    made = Resource.objects.get()
    editor = reverse("admin:knowledge_hubs_resource_change", args=[made.pk])
    assert answer.url == editor
    assert client.get(editor).status_code == 200
    assert client.get(step).url == page  # cannot be taken any more


def test_declining_asks_for_a_reason(client, organisation, partner, staff):
    row = make_proposal(organisation, by=partner)
    client.force_login(staff)
    step = reverse("admin:knowledge_hubs_proposal_step", args=[row.pk, "decline"])
    assert set(client.post(step, {}).context["form"].errors) == {"reason", "words"}
    client.post(step, {"reason": "shut", "words": "It asks for a password."})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("declined", "shut")
