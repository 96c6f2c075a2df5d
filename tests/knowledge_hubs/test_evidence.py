"""Which addresses are known, what readers are told of dead ones, and the work list."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs.evidence import gather_links, links_in_use, uses_of
from knowledge_hubs.models import Event, Resource
from reporting.models import FileCheck, LinkCheck
from reporting.workflow import Action
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_record,
    make_user,
    put_file,
)

pytestmark = pytest.mark.django_db
LINKS = reverse("admin:reporting_linkcheck_changelist")
FILES = reverse("admin:reporting_filecheck_changelist")
SINCE = datetime(2026, 5, 3, 12, tzinfo=UTC)
DEAD, LIVE = "https://dead.example.org/a", "https://live.example.org/"


def make_check(address, **given):
    return LinkCheck.objects.create(address=address, host="x.example", **given)


def make_dead(address=DEAD):
    gone = {"state": "gone", "failures": 2, "failing_since": SINCE, "said": "HTTP 404"}
    return make_check(address, **gone)


def make_resource(code="a-record", url=DEAD, **given):
    resource = make_record(Resource, code, **given)
    resource.editions.create(language="en", url=url)
    return resource


def addresses():
    gather_links()
    return list(LinkCheck.objects.order_by("address").values_list("address", flat=True))


# --- What is known --------------------------------------------------------------------


def test_every_address_a_public_record_points_to_is_known_once():
    make_resource(website=LIVE)
    make_resource("another")
    make_record(Event, website=f"{LIVE}event")
    assert addresses() == [DEAD, LIVE, f"{LIVE}event"]
    assert addresses() == [DEAD, LIVE, f"{LIVE}event"]
    assert LinkCheck.objects.get(address=DEAD).host == "dead.example.org"


def test_what_is_not_public_is_nobody_s_to_knock_at():
    hidden = "https://CANARY.example.org/"
    make_resource("draft", url=hidden, is_draft=True)
    ahead = timezone.now() + timedelta(days=1)
    make_resource("ahead", url=hidden, publish_at=ahead)
    make_draft().draft().links.create(url=hidden)
    assert addresses() == []


def test_the_links_of_a_public_activity_are_known_and_its_page_says_they_are_dead(
    client,
):
    activity = with_links(f"{LIVE}1", DEAD)
    make_dead()
    assert addresses() == [DEAD, f"{LIVE}1"]
    page = client.get(activity.get_absolute_url()).content.decode()
    assert page.count("could not be reached since") == 1
    assert 'datetime="2026-05-03">3 May 2026' in page


def with_links(*urls):
    """A public activity with these links."""
    author, reviewer = make_user(), make_user()
    programme = make_programme(desk=reviewer)
    activity = make_draft(author=author, programme=programme)
    for url in urls:
        activity.draft().links.create(url=url)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=reviewer)
    return activity


def test_an_address_no_record_has_any_more_is_forgotten():
    resource = make_resource()
    make_check(LIVE)
    assert addresses() == [DEAD]
    resource.editions.update(url=LIVE)
    assert addresses() == [LIVE]


# --- What readers are told ------------------------------------------------------------


def test_a_dead_link_says_so_in_words_beside_itself(client):
    resource = make_resource(website=f"{DEAD}/site")
    resource.editions.create(url=LIVE, label="Another")
    make_dead()
    make_dead(f"{DEAD}/site")
    make_check(LIVE, state="fine")
    page = client.get(resource.get_absolute_url()).content.decode()
    assert page.count("could not be reached since") == 2
    assert page.count('<time datetime="2026-05-03">3 May 2026</time>') == 2


@pytest.mark.parametrize(
    "state",
    [{"state": "refused"}, {"state": "moved", "moved_to": LIVE}, {"failures": 1}],
)
def test_what_is_not_believed_dead_is_not_called_so(client, state):
    resource = make_resource()
    if "failures" in state:
        state |= {"state": "gone", "failing_since": SINCE}
    make_check(DEAD, **state)
    assert (
        b"could not be reached" not in client.get(resource.get_absolute_url()).content
    )


# --- The work list --------------------------------------------------------------------


def rows(client, url=LINKS, **asked):
    return [str(row) for row in client.get(url, asked).context["cl"].result_list]


def test_the_list_opens_with_what_is_dead_and_who_needs_it(client, editor):
    resource = make_resource(title="The handbook")
    make_dead()
    make_resource("other", url=LIVE)
    make_check(LIVE, state="fine")
    assert rows(client) == [DEAD]
    page = client.get(LINKS).content.decode()
    mend = reverse("admin:knowledge_hubs_resource_change", args=[resource.pk])
    assert f'<a href="{mend}"><bdi>The handbook</bdi></a> <small>Resource' in page
    assert rows(client, work="all") == [DEAD, LIVE]
    assert rows(client, work="nonsense") == [DEAD]


def test_once_the_address_is_mended_it_leaves_the_list(client, editor):
    resource = make_resource()
    make_dead()
    assert rows(client) == [DEAD]
    resource.editions.update(url=LIVE)
    assert rows(client) == []


def test_who_mends_what_a_partner_reported(client, editor):
    activity = with_links(DEAD)
    make_dead()
    (use,) = uses_of([DEAD])[DEAD]
    assert (use.mend_url, use.is_ours) == (activity.page("record"), False)
    page = client.get(LINKS, {"work": "theirs"}).text
    assert "its organisation mends it in a new version" in page


def test_every_page_of_staff_counts_the_same_dead_links(client, editor):
    """What editors mend: an address both a record and a report hold is one of them, one
    that reports alone hold is not."""
    reported, both, twice = (f"{DEAD}-{n}" for n in range(3))
    with_links(reported, both)
    make_resource("both", url=both)
    make_resource("one", url=twice, title="One")
    make_resource("two", url=twice, title="Two")
    for address in (reported, both, twice):
        make_dead(address)
    assert rows(client) == [both, twice]
    assert rows(client, work="theirs") == [reported]
    index = client.get(reverse("admin:index")).context["queues"]
    [queue] = [queue for queue in index if queue.name == "Links that are dead"]
    desk = client.get(reverse("admin:curators_desk")).context["sections"]
    [section] = [section for section in desk if section.id == "links"]
    assert (queue.count, section.count) == (2, 2)
    assert [line.more for line in section.lines] == [both, twice]


# --- The page on which it is mended ---------------------------------------------------


def admin_page(client, record):
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return client.get(reverse(name, args=[record.pk]))


def told(page):
    """The addresses a page of the admin calls dead."""
    return re.findall(r'<li><bdi dir="ltr">(.*?)</bdi>\s+<small', page.text)


def test_the_page_of_a_record_says_which_of_its_links_is_dead_since_when(
    client, editor
):
    resource = make_resource(website=f"{DEAD}/site")
    resource.editions.create(language="fr", url=LIVE, doi="10.1234/x")
    other = make_resource("other", url=f"{DEAD}/other")
    event = make_record(Event)
    event.recordings.create(url=f"{DEAD}/film", captions_url=f"{DEAD}/words")
    body = make_organisation(website=f"{DEAD}/body")
    ends = ("", "/site", "/other", "/film", "/words", "/body")
    checks = {end: make_dead(f"{DEAD}{end}") for end in ends}
    make_dead("https://doi.org/10.1234/x")
    make_check(LIVE, state="fine")
    page = admin_page(client, resource)
    assert told(page) == [DEAD, f"{DEAD}/site", "https://doi.org/10.1234/x"]
    assert page.text.count('<time datetime="2026-05-03">3 May 2026</time>') == 3
    anew = reverse("admin:reporting_linkcheck_change", args=[checks[""].pk])
    assert f'<a href="{anew}">Check it anew</a>' in page.text
    assert told(admin_page(client, other)) == [f"{DEAD}/other"]
    assert told(admin_page(client, event)) == [f"{DEAD}/film", f"{DEAD}/words"]
    assert told(admin_page(client, body)) == [f"{DEAD}/body"]


def test_the_page_of_a_record_whose_links_answer_says_nothing(client, editor):
    resource = make_resource()
    make_check(DEAD, state="gone", failures=1, failing_since=SINCE)
    page = admin_page(client, resource)
    assert page.status_code == 200
    assert "Links that are dead" not in page.text


def test_a_private_record_shows_on_no_work_list(client, editor):
    make_resource("draft", is_draft=True, title="CANARY")
    make_dead()
    assert links_in_use().count() == 0
    assert b"CANARY" not in client.get(LINKS).content


def test_what_moved_and_what_turns_programs_away_have_lists_of_their_own(
    client, editor
):
    moved, shut = f"{LIVE}moved", f"{LIVE}shut"
    make_resource("moved", url=moved)
    make_resource("shut", url=shut)
    make_check(moved, state="moved", moved_to=LIVE)
    make_check(shut, state="refused", said="HTTP 403")
    assert (rows(client, work="moved"), rows(client, work="shut")) == ([moved], [shut])


@pytest.mark.parametrize("where", ["list", "row"])
def test_staff_have_it_checked_anew_and_it_is_told_who(client, editor, where):
    make_resource()
    check = make_dead()
    LinkCheck.objects.update(due_at=timezone.now() + timedelta(days=9))
    url, prefix = LINKS, ""
    if where == "row":
        url = reverse("admin:reporting_linkcheck_change", args=[check.pk])
        prefix = "CHANGE_FORM-"
    sent = {f"{prefix}action": "check_anew", "_selected_action": check.pk}
    said = client.post(url, sent, follow=True).content.decode()
    assert "The worker checks them next." in said
    check.refresh_from_db()
    assert check.asked_by == editor
    assert list(LinkCheck.objects.due(timezone.now())) == [check]
    assert str(editor) in client.get(LINKS).content.decode()


def test_the_first_page_of_editors_leads_to_what_is_dead(client, editor):
    index = client.get(reverse("admin:index")).content.decode()
    assert "Links that are dead" not in index
    make_resource()
    make_dead()
    index = client.get(reverse("admin:index")).content.decode()
    assert "Links that are dead" in index and f'href="{LINKS}"' in index


def test_an_altered_file_is_on_the_list_with_the_record_that_keeps_it(client, editor):
    resource = make_resource(title="The table")
    put_file(resource.editions.get())
    stored = resource.editions.get().stored
    given = {"sha256": stored.sha256, "since": SINCE, "checked_at": SINCE}
    check = FileCheck.objects.create(state="altered", **given)
    assert rows(client, FILES) == [str(check)]
    page = client.get(FILES).content.decode()
    assert "The table" in page
    row = reverse("admin:reporting_filecheck_change", args=[check.pk])
    assert "upload the very same file" in client.get(row).content.decode()
    resource.editions.update(stored=None, file_name="")
    assert rows(client, FILES) == []


def test_what_falls_due_is_gathered_and_read(settings):
    resource = make_resource()
    put_file(resource.editions.get())
    call_command("run_due")
    assert LinkCheck.objects.get().state == "waiting"  # nobody is asked in tests
    assert FileCheck.objects.get().state == "whole"


# --- Websites of organisations, and DOIs ----------------------------------------------


def test_websites_of_organisations_and_dois_are_known_and_on_the_list(client, editor):
    site = f"{LIVE}organisation"
    organisation = make_organisation(website=site)
    resource = make_resource(url="")
    resource.editions.update(doi="10.5555/a(b)<c")
    doi = "https://doi.org/10.5555/a(b)%3Cc"
    assert addresses() == [doi, site]
    LinkCheck.objects.update(state="gone", failures=2, failing_since=SINCE)
    assert set(rows(client)) == {doi, site}
    for record in (organisation, resource):
        page = client.get(record.get_absolute_url()).text
        assert page.count("could not be reached since") == 1
