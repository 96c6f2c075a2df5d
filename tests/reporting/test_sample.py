"""The invented sample: what it holds, that it says so, that it goes without trace."""

from collections import Counter
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from oneplanet.search.models import SearchDocument
from programmes.models import Appointment, Invitation, Organisation, User
from reporting.assigning import assign
from reporting.bench import generate
from reporting.bulk_approving import begin
from reporting.escalating import escalate
from reporting.models import (
    Activity,
    ActivityVersion,
    Initiative,
    ReviewAssignment,
    StoredFile,
    TrustedOrganisation,
    VersionLink,
)
from reporting.sample import PASSWORD, clear_sample, load_sample, logins
from reporting.sample.papers import paper
from reporting.uploads import check, keep
from reporting.workflow import Action, State
from tests.factories import (
    appoint,
    join,
    make_draft,
    make_organisation,
    make_secretariat,
    make_trust,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

SAYS_SAMPLE = {
    "ar": "عيّنة غير حقيقية",
    "zh-hans": "虚构示例",
    "en": "Sample",
    "fr": "échantillon",
    "ru": "вымышленный пример",
    "es": "de muestra",
}


def rows() -> dict[str, int]:
    """How many rows every table holds; of the search index its documents alone, as the
    next merge or rebuild takes the rest away.
    """
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model.__module__ != SearchDocument.__module__ or model is SearchDocument
    }


@pytest.fixture(scope="module")
def sample(reference, django_db_blocker):
    """Loads the sample; the number of rows of each table before."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = rows()
        load_sample(say=lambda line: None)
        yield before
        transaction.set_rollback(True)


def person(login: str) -> User:
    return User.objects.get(email=f"{login}@sample.example.org")


def activity(number: int) -> Activity:
    return Activity.objects.get(code=f"OP-SAMPLE-{number:02}")


# --- what it holds ------------------------------------------------------------------


def test_there_are_eight_activities_in_each_language():
    first = ActivityVersion.objects.filter(number=1)
    assert Counter(first.values_list("language", flat=True)) == {
        language: 8 for language in SAYS_SAMPLE
    }


def test_there_are_activities_in_every_state():
    assert Counter(Activity.objects.values_list("state", flat=True)) == {
        State.APPROVED: 30,
        State.SUBMITTED: 7,
        State.DRAFT: 6,
        State.WITHDRAWN: 3,
        State.RETURNED: 2,
    }
    assert Activity.objects.public().count() == 33
    assert [row.code for row in Activity.objects.once_public()] == ["OP-SAMPLE-16"]


def test_a_public_activity_may_be_in_its_second_version_or_under_revision():
    published = [
        [row.version.number for row in activity(n).publications.order_by("from_at")]
        for n in (1, 5, 43)
    ]
    assert published == [[1, 2], [1], [1]]
    assert [activity(n).versions.count() for n in (1, 5, 43)] == [2, 2, 2]
    assert [activity(n).state for n in (1, 5, 43)] == ["approved", "draft", "submitted"]


def test_every_language_tells_of_every_programme_and_of_the_whole_network():
    for language in SAYS_SAMPLE:
        told = ActivityVersion.objects.filter(language=language, number=1)
        programmes = set(told.values_list("activity__programme__code", flat=True))
        assert programmes == {"SFS", "SBC", "ST", "SPP", "CI", "SLE", None}


def test_every_type_of_activity_is_told_of():
    types = apps.get_model("programmes.ActivityType").objects
    told = ActivityVersion.objects.values_list("type__code", flat=True)
    assert set(told) == set(types.values_list("code", flat=True))


def test_somebody_works_on_the_queue_and_one_organisation_is_trusted():
    held = ReviewAssignment.objects.held()
    waiting = Activity.objects.filter(state=State.SUBMITTED).count()
    waiting += Initiative.objects.filter(state=State.SUBMITTED).count()
    assert 0 < held.count() < waiting
    assert all(row.from_at > row_since(row) for row in held)
    assert TrustedOrganisation.objects.in_force().count() == 1
    assert not OutgoingMail.objects.exists()


def row_since(row):
    return (row.activity or row.initiative).latest_sealed().sealed_at


def test_each_queue_holds_submissions_of_different_age():
    waiting = {
        login: sorted(
            (timezone.now() - row.latest_sealed().sealed_at).days + 1
            for row in Activity.objects.awaiting_review_by(person(login))
        )
        for login in ("desk.food", "desk.tourism", "secretariat", "lead", "editor")
    }
    assert {login: len(ages) for login, ages in waiting.items()} == {
        "desk.food": 2,
        "desk.tourism": 2,
        "secretariat": 3,
        "lead": 0,
        "editor": 0,
    }
    assert all(len(set(ages)) == len(ages) for ages in waiting.values())


def test_what_happened_happened_in_order_and_in_the_past():
    for row in Activity.objects.prefetch_related("history"):
        moments = [row.created_at, *(entry.at for entry in row.history.all())]
        assert moments == sorted(set(moments)), row.code
        assert moments[-1] < timezone.now()
        drafts = row.versions.filter(sealed_at=None)
        assert {draft.saved_at for draft in drafts} <= {moments[-1]}


def test_nobody_is_mailed():
    assert not OutgoingMail.objects.exists()


def test_papers_are_what_their_names_say():
    for name in ("a.csv", "a.pdf"):
        stored = keep(check(paper(name, [["Sample (échantillon)"], ["one", "two"]])))
        assert stored.size < 1500


# --- that it says what it is --------------------------------------------------------


def test_every_row_is_marked():
    assert not Activity.objects.filter(is_sample=False).exists()
    assert not User.objects.filter(is_sample=False).exists()
    marked = Organisation.objects.filter(is_sample=True)
    assert marked.count() == 13
    assert set(Activity.objects.values_list("organisation", flat=True)) <= {
        row.pk for row in marked
    }


def test_every_organisation_says_in_its_language_that_it_is_a_sample():
    for row in Organisation.objects.filter(is_sample=True):
        assert SAYS_SAMPLE[row.name_language] in row.name
        assert row.code.startswith("sample-")
    real = set(
        Organisation.objects.filter(is_sample=False).values_list("name", flat=True)
    )
    partners = apps.get_model("reporting.VersionPartner").objects
    assert not real & set(partners.values_list("name", flat=True))
    assert not partners.filter(organisation__is_sample=False).exists()


def test_links_lead_to_example_org_alone():
    links = [*VersionLink.objects.values_list("url", flat=True)]
    links += Organisation.objects.filter(is_sample=True).values_list(
        "website", flat=True
    )
    assert {urlsplit(link).hostname for link in links} == {"example.org"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("reporting:activity_detail", "OP-SAMPLE-01"),
        ("knowledge_hubs:organisation_detail", "sample-pebble-bay"),
    ],
)
def test_its_pages_say_that_they_are_invented(client, name, key):
    page = client.get(reverse(name, args=[key])).content.decode()
    assert "This is an invented sample" in page


def test_lists_mark_each_of_its_rows(client):
    page = client.get(reverse("reporting:activity_list")).content.decode()
    assert page.count("<span>Sample</span>") == page.count('<article class="record')


# --- people -------------------------------------------------------------------------


def test_there_is_a_login_for_every_role(client):
    assert [row.role for row in logins()] == [
        "Partner editor",
        "Partner admin",
        "Desk: food systems",
        "Desk: tourism",
        "Programme lead",
        "National focal point",
        "Secretariat",
        "Administrator",
    ]
    for row in logins():
        given = {"login": row.email, "password": PASSWORD}
        answer = client.post(reverse("account_login"), given)
        assert answer.status_code == 302, row.email
        page = client.get(reverse("reporting:my_activities"))
        assert page.context["user"].email == row.email
        client.logout()


def test_the_lead_is_led_to_a_queue_in_which_something_waits(client):
    (lead,) = [row for row in logins() if row.role == "Programme lead"]
    address = lead.try_this.split()[-1]
    assert address == reverse("reporting:review_queue")
    client.force_login(person("lead"))
    assert client.get(address).context["rows"]


def test_the_logins_are_printed_with_the_password():
    out = StringIO()
    call_command("load_sample", "--logins", stdout=out)
    heading, *lines = out.getvalue().splitlines()
    assert heading.split() == ["Role", "E-mail", "Password", "What", "to", "try"]
    assert len(lines) == 8
    assert all(PASSWORD in line and "@sample.example.org" in line for line in lines)


def test_a_portal_that_is_no_sample_refuses_them(settings):
    settings.SAMPLE = False
    for options in ([], ["--logins"]):
        with pytest.raises(CommandError, match="Nothing was loaded"):
            call_command("load_sample", *options)


# --- loading again ------------------------------------------------------------------


def test_loading_again_changes_nothing(django_assert_max_num_queries):
    draft = activity(8).draft()
    draft.title = "What somebody wrote"
    draft.save()
    before = rows()
    with django_assert_max_num_queries(21):
        added = load_sample(say=lambda line: None)
    assert added.total() == 0
    assert rows() == before
    draft.refresh_from_db()
    assert draft.title == "What somebody wrote"


def test_what_was_deleted_comes_back():
    activity(42).delete_draft(by=person("editor.zh"))
    added = load_sample(say=lambda line: None)
    assert +added == {"activities": 1}
    assert activity(42).draft().language == "zh-hans"


def test_where_a_real_desk_reviews_sample_submissions_wait_for_it(sample):
    clear_sample()
    desk = make_user()
    programme = apps.get_model("programmes.Programme").objects.get(code="SLE")
    appoint(desk, Appointment.Role.DESK, programme=programme)
    load_sample(say=lambda line: None)
    mine = Activity.objects.filter(programme=programme)
    assert set(mine.values_list("state", flat=True)) == {"submitted"}
    assert Activity.objects.awaiting_review_by(desk).count() == mine.count() == 6
    assert not OutgoingMail.objects.exists()


# --- the seals ----------------------------------------------------------------------


def test_sealed_versions_of_the_sample_do_not_change():
    version = activity(1).latest_sealed()
    other = version.tags.model.objects.filter(vocabulary="tag").last()
    changes = [
        lambda: ActivityVersion.objects.filter(pk=version.pk).update(title="Other"),
        lambda: version.tags.add(other),
        lambda: version.quantities.update(value=1),
        lambda: activity(1).history.update(comment="Other"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
            change()


# --- clearing -----------------------------------------------------------------------


def test_clearing_leaves_no_trace(sample, django_capture_on_commit_callbacks):
    kept = [row.content for row in StoredFile.objects.all()]
    assert kept and all(file.storage.exists(file.name) for file in kept)
    activity(9).take(Action.RETURN, by=person("desk.food"), comment="More, please.")
    assert OutgoingMail.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        removed = clear_sample()
    assert removed["activities"] == 48
    assert rows() == sample
    assert not any(file.storage.exists(file.name) for file in kept)
    assert clear_sample().total() == 0


def test_clearing_takes_what_reviewers_did_with_it(sample):
    desk, report = person("desk.food"), activity(9)
    assign(report, to=desk, by=desk)
    assert escalate()
    begin([report.latest_sealed()], by=desk)
    secretariat = person("secretariat")
    make_trust(report.organisation, report.programme, by=secretariat)
    assert OutgoingMail.objects.filter(key__startswith="unanswered-").exists()
    clear_sample()
    assert rows() == sample


def test_a_dry_run_removes_nothing():
    before = rows()
    out = StringIO()
    call_command("clear_sample", "--dry-run", stdout=out)
    assert rows() == before
    assert "48 activities" in out.getvalue()
    assert "Would be removed" in out.getvalue()


def test_clearing_leaves_real_rows(sample):
    author = make_user()
    organisation = make_organisation(editor=author)
    real = make_draft(author=author, organisation=organisation)
    secretariat = make_secretariat()
    before = rows()
    clear_sample()
    gone = {label: number - before[label] for label, number in rows().items()}
    assert {User.objects.get(pk=author.pk), secretariat} == set(User.objects.all())
    assert list(Activity.objects.all()) == [real]
    assert list(organisation.memberships.all()) == list(author.memberships.all())
    assert real.draft().sectors.count() == 1
    assert gone["reporting.Activity"] == -48


def test_who_and_what_real_rows_name_stays_without_a_name(sample):
    """Sample people may work on real records while they try the portal out."""
    helper, newcomer = person("secretariat"), person("newcomer")
    organisation = make_organisation()
    join(newcomer, organisation)
    real = make_draft(author=newcomer, organisation=organisation)
    partner = Organisation.objects.get(code="sample-pebble-bay")
    real.draft().partners.create(organisation=partner, role="host")
    real.take(Action.SUBMIT, by=newcomer)
    removed = clear_sample()
    assert removed["people whom real records name, made anonymous"] == 1
    assert removed["organisations that real records name, left"] == 1
    newcomer.refresh_from_db()
    assert (newcomer.name, newcomer.is_active, newcomer.is_sample) == ("", False, False)
    assert real.latest_sealed().sealed_by == newcomer
    assert list(Organisation.objects.filter(is_sample=True)) == [partner]
    assert not User.objects.filter(pk=helper.pk).exists()


def test_invitations_and_mails_of_the_sample_go(sample):
    asked = {"role": "editor", "language": "en"}
    theirs = Organisation.objects.get(code="sample-pebble-bay")
    admin, real = make_user(), make_organisation()
    gone = [
        Invitation.objects.create(
            organisation=theirs, email="a@example.org", invited_by=admin, **asked
        ),
        Invitation.objects.create(
            organisation=real,
            email="b@example.org",
            invited_by=person("secretariat"),
            **asked,
        ),
    ]
    stays = Invitation.objects.create(
        organisation=real, email="a@example.org", invited_by=admin, **asked
    )
    for row in (*gone, stays):
        outbox.queue(
            key=f"invitation-{row.pk}-x",
            to=row.email,
            language="en",
            subject="Welcome",
            body="Come in.",
        )
    clear_sample()
    assert list(Invitation.objects.all()) == [stays]
    mails = OutgoingMail.objects.values_list("key", flat=True)
    assert list(mails) == [f"invitation-{stays.pk}-x"]


# --- benchmarks ---------------------------------------------------------------------


def test_activities_by_the_thousand_are_sealed_public_and_cleared_alike(sample):
    before = set(Activity.objects.values_list("pk", flat=True))
    generate(30)
    made = Activity.objects.exclude(pk__in=before)
    assert made.public().count() == 30
    versions = ActivityVersion.objects.filter(activity__in=made)
    assert versions.exclude(sealed_at=None).count() == 30
    with pytest.raises(IntegrityError, match="sealed"), transaction.atomic():
        versions.update(title="Other")
    clear_sample()
    assert rows() == sample
