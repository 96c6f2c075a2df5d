"""Which records a person is told of as likely twins, and what must not leak."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.models import ActivityVersion, TwinKey, TwinProfile
from reporting.twin_finding import SHOWN, twins_of
from reporting.twin_keeping import keep_missing, keep_some
from reporting.twins.kept import MADE_BY, as_kept, as_profile, profile_of_version
from reporting.workflow import Action
from tests.factories import (
    make_country,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db

PUBLISHED = (Action.SUBMIT, Action.APPROVE)


def codes(found):
    return [twin.version.activity.code for twin in found]


def of(activity, user):
    return codes(twins_of(activity.versions.latest("number"), user=user))


def test_a_twin_of_another_partner_and_language_is_found_and_why_is_said(told):
    public, author = told(steps=PUBLISHED), make_user()
    mine = told("fr", author=author)
    (twin,) = twins_of(mine.draft(), user=author)
    assert twin.version == public.latest_sealed()
    assert twin.version.address == public.get_absolute_url()
    assert {"countries", "together"} < set(twin.judgement.reasons)


def test_what_is_of_another_country_or_year_is_no_twin(told):
    author = make_user()
    told(steps=PUBLISHED, countries=[make_country("BRA")])
    later = {"started_on": date(2022, 3, 14), "ended_on": date(2022, 3, 16)}
    told(steps=PUBLISHED, **later)
    assert of(told("fr", author=author), author) == []


def test_nobody_is_told_of_what_they_may_not_read(told, desk):
    """Drafts, what waits for review, what was returned, withdrawn or unpublished."""
    author, secretariat = make_user(), make_secretariat()
    told()
    waiting = told(steps=[Action.SUBMIT])
    returned = told(steps=[Action.SUBMIT, Action.RETURN])
    told(steps=[Action.SUBMIT, Action.RETURN, Action.WITHDRAW])
    gone = told(steps=PUBLISHED)
    gone.take(Action.UNPUBLISH, by=secretariat, comment="Wrong.")
    mine = told("fr", author=author)
    assert of(mine, author) == []
    mine.take(Action.SUBMIT, by=author)
    assert set(of(mine, desk)) == {waiting.code, returned.code}
    assert set(of(mine, secretariat)) == {waiting.code, returned.code}


def test_reviewers_of_other_programmes_read_what_is_public_alone(told):
    other = make_user()
    make_programme(desk=other, code="ST", slug="tourism")
    told(steps=[Action.SUBMIT])
    public = told(steps=PUBLISHED)
    assert of(told("fr"), other) == [public.code]


def test_authors_are_told_of_their_own_and_led_to_their_record_of_it(told):
    author = make_user()
    body = make_organisation(editor=author)
    first = told(author=author, organisation=body, steps=[Action.SUBMIT])
    second = told("fr", author=author, organisation=body)
    (twin,) = twins_of(second.draft(), user=author)
    assert twin.version.address == first.page("record")


def test_a_reviewer_is_led_to_the_review_of_what_is_not_public(told, desk):
    first, second = (told(lang, steps=[Action.SUBMIT]) for lang in ("en", "fr"))
    (twin,) = twins_of(second.latest_sealed(), user=desk)
    assert twin.version.address == first.page("review")


def test_of_an_activity_with_two_versions_one_is_told_and_never_itself(told, desk):
    author = make_user()
    other = told(author=author, steps=[*PUBLISHED, Action.REVISE, Action.SUBMIT])
    assert TwinProfile.objects.count() == 2  # the public one and the newest
    mine = told("fr", steps=[Action.SUBMIT])
    assert of(mine, desk) == [other.code]
    assert of(other, desk) == [mine.code]


def test_what_a_newer_text_has_taken_the_place_of_is_told_no_more(told, desk):
    author = make_user()
    other = told(author=author, steps=[*PUBLISHED, Action.REVISE])
    draft = other.draft()
    draft.title = "Cooks of canteens weigh what is left"
    draft.save()
    mine = told("fr", steps=[Action.SUBMIT]).latest_sealed()
    assert [twin.version.number for twin in twins_of(mine, user=desk)] == [1]
    other.take(Action.SUBMIT, by=author)
    other.take(Action.APPROVE, by=desk)
    assert TwinProfile.objects.filter(version__activity=other).count() == 2
    assert [twin.version.number for twin in twins_of(mine, user=desk)] == [2]


def test_hidden_records_take_no_place_of_what_is_read(told):
    """However many there are that nobody may be told of."""
    author = make_user()
    for _n in range(SHOWN + 2):
        told("fr", steps=[Action.SUBMIT])
    public = told(steps=PUBLISHED)
    assert of(told("fr", author=author), author) == [public.code]


def test_a_check_asks_as_many_queries_for_many_as_for_one(told, desk):
    author = make_user()
    mine = told("fr", author=author)
    counts = []
    for number in (1, 4):
        for _n in range(number):
            told(steps=PUBLISHED)
        draft = ActivityVersion.objects.select_related(
            "activity__organisation", "activity__programme", "type"
        ).get(pk=mine.draft().pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(twins_of(draft, user=author)) == min(len(counts) * 4 + 1, SHOWN)
        counts.append(len(asked))
    assert counts == [7, 7]


def test_a_draft_that_says_nothing_is_not_asked_about(told, django_assert_num_queries):
    draft = told("fr", title="", started_on=None, ended_on=None).draft()
    reader = make_user()
    with django_assert_num_queries(0):
        assert twins_of(draft, user=reader) == []


# --- What is kept ---------------------------------------------------------------------


def test_a_profile_comes_back_as_it_was_kept(told):
    version = told("fr", steps=[Action.SUBMIT]).latest_sealed()
    profile = profile_of_version(version)
    assert as_profile(as_kept(profile)) == profile
    assert as_profile(version.twin_profile.said) == profile


def test_what_is_returned_and_sent_again_is_kept_once(told, desk):
    author = make_user()
    steps = [Action.SUBMIT, Action.RETURN, Action.SUBMIT]
    activity = told(author=author, steps=steps)
    kept = TwinProfile.objects.get()
    assert kept.version == activity.latest_sealed()
    assert kept.made_by == MADE_BY
    assert set(TwinKey.objects.values_list("profile", flat=True)) == {kept.pk}


def test_what_has_no_profile_or_an_old_one_is_caught_up_with(told):
    versions = {told(steps=[Action.SUBMIT]).latest_sealed().pk for _n in range(3)}
    told()
    before = dict(TwinProfile.objects.values_list("pk", "said"))
    TwinProfile.objects.filter(pk=min(versions)).delete()
    TwinProfile.objects.filter(pk=max(versions)).update(made_by=1, said={})
    assert keep_missing(1) == 1
    assert keep_some() == 1
    assert keep_some() == 0
    assert dict(TwinProfile.objects.values_list("pk", "said")) == before
    assert before.keys() == versions


def test_what_was_kept_another_way_is_not_looked_at_until_it_is_caught_up_with(
    told, desk
):
    public = told(steps=PUBLISHED)
    mine = told("fr", steps=[Action.SUBMIT])
    TwinProfile.objects.filter(version__activity=public).update(made_by=1, said={})
    assert of(mine, desk) == []
    assert keep_some() == 1
    assert of(mine, desk) == [public.code]


def test_a_version_without_a_profile_of_today_is_read_itself(told, desk):
    public = told(steps=PUBLISHED)
    mine = told("fr", steps=[Action.SUBMIT]).latest_sealed()
    TwinProfile.objects.filter(version=mine).update(made_by=1, said={})
    found = twins_of(ActivityVersion.objects.get(pk=mine.pk), user=desk)
    assert codes(found) == [public.code]
