"""Who is told of a blind classification and of translations asked for, and that nothing
told lifts the blindness."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from oneplanet.inbox import InboxMessage, Way, choose_ways
from oneplanet.mails import message_of
from oneplanet.models import OutgoingMail
from oneplanet.text import dates
from reporting.classifying import give, remark
from reporting.draws import close
from reporting.due import Due, Kind, Urgency, due_for
from reporting.models import DrawnVersion, TranslationRequest
from reporting.review_translating import ask, take_back, translate
from reporting.workflow import Action
from tests.factories import join, make_period, make_secretariat, make_user
from tests.reporting.blind import chosen, make_blind
from tests.reporting.desks import make_bench

pytestmark = pytest.mark.django_db
DRAWN, ASKED = "classificationdraw-", "translationrequest-"
LIST = reverse("reporting:classification_list")
BODY = """Dear Ada,

2 activities of the period 2020 were drawn at random for you to classify again.

You read the texts, numbers, links and files of each, and neither how the partner \
classified it nor what the second reviewer chooses. Please do not look it up elsewhere.

%s"""


@pytest.fixture
def blind():
    return make_blind()


@pytest.fixture
def bench():
    return make_bench(bo="fr")


def told(begun):
    """(who, language, subject) of every mail, in the order of the addresses."""
    mails = OutgoingMail.objects.filter(key__startswith=begun).order_by("to", "pk")
    return [(mail.to, mail.language, mail.subject) for mail in mails]


def in_french(page, *args):
    with translation.override("fr"):
        return reverse(f"reporting:{page}", args=args)


def body_to(person, begun):
    mail = OutgoingMail.objects.get(key__startswith=begun, to=person.email)
    return mail.body.partition("\n-- \n")[0].strip()


def rows_of(person, kind):
    return [row for row in due_for(person) if row.kind == kind]


# --- Drawn for the blind classification -----------------------------------------------


def test_each_reviewer_of_a_draw_is_told_once_and_nobody_else(blind):
    blind.bo.language = "fr"
    blind.bo.save()
    for n in range(2):
        blind.approved(f"CANARY {n}")
    blind.drawn()
    assert [to[:2] for to in told(DRAWN)] == sorted(
        [(blind.ada.email, "en"), (blind.bo.email, "fr")]
    )
    assert (blind.ada.email, "en", "For you to classify blind: 2 activities") in told(
        DRAWN
    )
    messages = InboxMessage.objects.filter(key__startswith=DRAWN)
    assert {(row.reader, row.kind, row.about) for row in messages} == {
        (blind.ada, "reviews", LIST),
        (blind.bo, "reviews", in_french("classification_list")),
    }


def test_what_is_told_of_a_draw_says_nothing_of_any_record_or_of_the_other(blind):
    """The whole mail, word by word."""
    one, other = blind.approved("One"), blind.approved("Other")
    blind.drawn()
    give(blind.of(blind.bo, one), by=blind.bo, chosen=chosen())
    assert body_to(blind.ada, DRAWN) == BODY % (settings.SITE_URL + LIST)
    assert rows_of(blind.ada, Kind.CLASSIFY) == [
        Due(
            Kind.CLASSIFY,
            Urgency.WAITING,
            LIST,
            since=dates.today(),
            count=2,
        )
    ]
    assert other.code not in body_to(blind.ada, DRAWN)


def test_the_mail_of_a_draw_is_stopped_with_one_click(blind):
    blind.approved()
    blind.drawn()
    mail = OutgoingMail.objects.get(key__startswith=DRAWN, to=blind.ada.email)
    headers = message_of(mail).extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_wants_no_mail_of_reviews_reads_it_in_the_inbox(blind):
    choose_ways(by=blind.ada, ways={"reviews": Way.ONLY_HERE})
    blind.approved()
    blind.drawn()
    assert [to for to, *_rest in told(DRAWN)] == [blind.bo.email]
    assert InboxMessage.objects.filter(reader=blind.ada, kind="reviews").count() == 1


def test_where_nobody_can_classify_nobody_is_told(blind):
    activity = blind.approved()
    for person in (blind.ada, blind.bo):
        join(person, activity.organisation)
    blind.drawn()
    assert told(DRAWN) == []


@pytest.mark.parametrize("is_sample_portal", [False, True])
def test_sample_people_hear_of_a_draw_from_a_sample_portal_alone(
    blind, settings, is_sample_portal
):
    settings.SAMPLE = is_sample_portal
    blind.ada.is_sample = True
    blind.ada.save()
    blind.approved()
    blind.drawn()
    heard = {to for to, *_rest in told(DRAWN)}
    assert heard == {blind.bo.email} | (
        {blind.ada.email} if is_sample_portal else set()
    )


def test_what_is_due_counts_what_is_still_to_be_classified(blind):
    """Of both draws, since the older; until it is given, closed or read no longer."""
    one, two = blind.approved("One"), blind.approved("Two")
    found = blind.drawn()

    def count(person):
        return [row.count for row in rows_of(person, Kind.CLASSIFY)]

    people = (blind.ada, blind.bo, blind.ann, blind.sam, make_user())
    assert [count(person) for person in people] == [[2], [2], [], [], []]
    give(blind.of(blind.ada, one), by=blind.ada, chosen=chosen())
    assert [count(person) for person in people[:2]] == [[1], [2]]
    give(blind.of(blind.bo, one), by=blind.bo, chosen=chosen())
    two.take(Action.UNPUBLISH, by=blind.sam, comment="No.")
    assert [count(person) for person in people[:2]] == [[], []]
    three = blind.approved("Three")
    three.versions.get().placements.update(period=make_period(2019))
    blind.period = make_period(2018)
    close(found, by=blind.sam)
    assert [count(person) for person in people[:2]] == [[], []]


def test_who_has_no_duty_any_more_is_led_to_no_page_they_may_not_read(blind):
    blind.approved()
    blind.drawn()
    blind.ada.appointments.update(until_on=dates.today())
    blind.ada.forget_roles()
    assert rows_of(blind.ada, Kind.CLASSIFY) == []


# --- Said of a disagreement -----------------------------------------------------------


REMARK = "classificationremark-"
SAID = [
    (
        {},
        "Blind classification 2020: a remark on a disagreement",
        "Ada says something of a disagreement between you and the other reviewer "
        "(Kind).",
    ),
    (
        {"settled": ["STANDARD"]},
        "Blind classification 2020: do you agree?",
        "Ada proposes how to settle a disagreement between you two (Kind). It is "
        "settled once you choose the same. If you see it otherwise, say why.",
    ),
]


def disagreed(blind, number=1):
    """So many on whose kind the two differ, and who knows them."""
    for n in range(number):
        blind.approved(f"CANARY {n}")
    blind.drawn()
    for activity in blind.activities:
        for person, type in ((blind.ada, "TRAINING"), (blind.bo, "STANDARD")):
            give(blind.of(person, activity), by=person, chosen=chosen(type=type))
    return DrawnVersion.objects.first()


def page_of(row):
    page = reverse("reporting:classification_disagreements", args=[2020])
    return f"{settings.SITE_URL}{page}?at={row.pk}-type#d-{row.pk}-type"


@pytest.mark.parametrize(("given", "subject", "says"), SAID)
def test_the_other_of_the_two_hears_what_is_said_of_a_disagreement(
    blind, given, subject, says
):
    row = disagreed(blind)
    remark(row, "type", by=blind.ada, text="It <teaches>.", **given)
    assert told(REMARK) == [(blind.bo.email, "en", subject)]
    words = f"Dear Bo,\n\n{says}\n\nIt <teaches>.\n\n{page_of(row)}"
    assert body_to(blind.bo, REMARK) == words
    assert InboxMessage.objects.get(key__startswith=REMARK).kind == "reviews"


def test_both_hear_that_the_secretariat_settled_it(blind):
    blind.bo.language = "fr"
    blind.bo.save()
    row = disagreed(blind)
    remark(row, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    subject = "Blind classification 2020: a disagreement is settled"
    heard = {to: (language, said == subject) for to, language, said in told(REMARK)}
    assert heard == {blind.ada.email: ("en", True), blind.bo.email: ("fr", False)}
    assert body_to(blind.ada, REMARK) == (
        "Dear Ada,\n\nA disagreement between you and the other reviewer is settled by "
        f"Sam (Kind).\n\nSo.\n\n{page_of(row)}"
    )


def test_who_agrees_without_words_is_told_of_so(blind):
    row = disagreed(blind)
    remark(row, "type", by=blind.ada, text="So.", settled=["STANDARD"])
    remark(row, "type", by=blind.bo, settled=["STANDARD"])
    assert body_to(blind.ada, REMARK) == (
        "Dear Ada,\n\nA disagreement between you and the other reviewer is settled by "
        f"Bo (Kind).\n\n{page_of(row)}"
    )


def test_nobody_is_led_to_the_other_s_choices_before_all_are_given(blind):
    row = disagreed(blind, 2)
    last = DrawnVersion.objects.last().classifications
    last.filter(reviewer=blind.bo).update(given_at=None)
    remark(row, "type", by=blind.ada, text="It teaches.")
    assert told(REMARK) == []
    close(row.draw, by=blind.sam)
    remark(row, "type", by=blind.ada, text="It teaches.")
    assert [to for to, *_rest in told(REMARK)] == [blind.bo.email]


def test_who_left_the_desk_hears_nothing_of_it(blind):
    row = disagreed(blind)
    blind.bo.appointments.update(until_on=dates.today())
    remark(row, "type", by=blind.ada, text="It teaches.")
    assert told(REMARK) == []


# --- Asked for a translation ----------------------------------------------------------


def waits(bench, **given):
    author = given.pop("author", None) or make_user(name="Author")
    given = {"language": "fr", "summary": "Ce qu’on a fait."} | given
    return bench.waits("Une cuisine", author=author, **given)


def given(activity, by, **more):
    asked = {"number": 1, "language": "en", "origin": "human"}
    texts = {"title": "A kitchen"}
    return translate(activity, by=by, texts=texts, **(asked | more))


def test_the_others_of_the_desk_are_told_in_their_language(bench):
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada, why="I read <no> French & so.")
    [(to, language, _subject)] = told(ASKED)
    assert (to, language) == (bench.bo.email, "fr")
    body = body_to(bench.bo, ASKED)
    assert "I read <no> French & so." in body
    page = in_french("activity_translate", activity.code, "en")
    assert body.endswith(settings.SITE_URL + page)
    ask(activity, language="es", by=bench.bo)
    body = body_to(bench.ada, ASKED)
    assert "Bo asks for a translation of “Une cuisine”" in body
    assert "Written in: French. Wanted in: Spanish." in body
    assert len(told(ASKED)) == 2


def test_what_is_due_is_the_translation_until_it_is_answered(bench):
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada)
    page = reverse("reporting:activity_translate", args=[activity.code, "en"])
    row = Due(
        Kind.TRANSLATE,
        Urgency.WAITING,
        page,
        what="Une cuisine",
        what_language="fr",
        who="Ada",
        into="en",
        programme=activity.programme.code,
        since=dates.today(),
    )
    people = (bench.ada, bench.lea, bench.sam, activity.created_by)
    assert rows_of(bench.bo, Kind.TRANSLATE) == [row]
    assert [rows_of(person, Kind.TRANSLATE) for person in people] == [[]] * 4
    given(activity, bench.bo)
    assert rows_of(bench.bo, Kind.TRANSLATE) == []


def _taken_back(bench, activity):
    take_back(activity, "en", by=bench.ada)


def _decided(bench, activity):
    activity.take(Action.APPROVE, by=bench.ada)


def _sent_anew(bench, activity):
    activity.take(Action.RECALL, by=activity.created_by)
    activity.take(Action.SUBMIT, by=activity.created_by)


def _of_the_partner(bench, activity):
    join(bench.bo, activity.organisation)


def _duty_ended(bench, activity):
    bench.bo.appointments.update(until_on=dates.today())


@pytest.mark.parametrize(
    "end", [_taken_back, _decided, _sent_anew, _of_the_partner, _duty_ended]
)
def test_what_nobody_can_answer_any_more_is_not_due(bench, end):
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada)
    assert len(rows_of(bench.bo, Kind.TRANSLATE)) == 1
    end(bench, activity)
    bench.bo.forget_roles()
    assert rows_of(bench.bo, Kind.TRANSLATE) == []
    assert len(told(ASKED)) == 1, "and nobody is told of it"


def _nobody_left(bench):
    bench.bo.appointments.update(until_on=dates.today())


def _bo_is_the_partner_s(bench):
    join(bench.bo, bench.activity.organisation)


@pytest.mark.parametrize(
    ("change", "heard"),
    [
        (lambda _bench: None, ["Bo"]),
        (_nobody_left, ["Sam", "Sim"]),
        (_bo_is_the_partner_s, ["Sam", "Sim"]),
    ],
)
def test_who_is_told_is_who_finds_it_due(bench, change, heard):
    """Where the desk has nobody else, the secretariat: but for who asks, wrote it, or
    belongs to who reports it."""
    bench.people["sim"] = make_secretariat(name="Sim")
    bench.people["partner"] = make_secretariat(name="Partner")
    activity = bench.people["activity"] = waits(bench, author=bench.partner)
    change(bench)
    people = [bench.people[n] for n in ("ada", "bo", "lea", "sam", "sim", "partner")]
    for person in people:
        person.forget_roles()
    row = ask(activity, language="en", by=bench.ada)
    asked_of = TranslationRequest.objects.asked_of
    assert sorted(one.name for one in row.readers()) == heard
    assert [one.name for one in people if asked_of(one).exists()] == heard
    assert [one.name for one in people if rows_of(one, Kind.TRANSLATE)] == heard
    named = {bench.people[name.lower()].email for name in heard}
    assert {to for to, *_rest in told(ASKED)} == named


def test_of_what_is_decided_already_nobody_is_asked(bench):
    activity = waits(bench)
    activity.take(Action.APPROVE, by=bench.ada)
    ask(activity, language="en", by=bench.ada)
    assert told(ASKED) == []


def test_asked_for_twice_is_told_once(bench):
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada)
    with pytest.raises(Exception, match="already"):
        ask(activity, language="en", by=bench.ada)
    assert len(told(ASKED)) == 1


# --- Answered -------------------------------------------------------------------------


def answers():
    mails = OutgoingMail.objects.filter(key__startswith=ASKED, key__contains="-given-")
    return [(mail.to, mail.language) for mail in mails]


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("human", "Ada has translated “Une cuisine”"),
        ("machine", "Ada has brought a machine’s translation of “Une cuisine”"),
    ],
)
def test_who_asked_hears_that_it_is_there(bench, origin, said):
    bench.bo.language = "en"
    bench.bo.save()
    activity = waits(bench)
    ask(activity, language="en", by=bench.bo)
    given(activity, bench.ada, origin=origin)
    assert answers() == [(bench.bo.email, "en")]
    body = body_to(bench.bo, ASKED)
    assert said in body
    assert body.endswith(f"{activity.page('review')}#translations")
    given(activity, bench.ada)
    assert len(answers()) == 1, "one that mends it is no answer"


def test_who_answers_themselves_or_left_the_desk_hears_nothing(bench):
    own, left = waits(bench), waits(bench)
    ask(own, language="en", by=bench.ada)
    given(own, bench.ada)
    ask(left, language="en", by=bench.bo)
    bench.bo.appointments.update(until_on=dates.today())
    given(left, bench.ada)
    assert answers() == []


# --- On the page ----------------------------------------------------------------------


def main(client, person):
    client.force_login(person)
    html = client.get(reverse("reporting:due")).text
    page = html.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"</?bdi[^>]*>", "", page)


def test_the_page_says_who_asks_for_what_in_which_language(client, bench):
    activity = waits(bench)
    bench.bo.language = "en"
    bench.bo.save()
    ask(activity, language="en", by=bench.ada)
    page = main(client, bench.bo)
    assert "in another language: English" in page
    assert "Translation asked for" in page and "Waiting since" in page
    assert '<span lang="fr" dir="ltr">Une cuisine</span>' in page


@pytest.mark.parametrize(("number", "said"), [(1, "1 activity"), (2, "2 activities")])
def test_the_page_says_how_many_are_to_be_classified_and_nothing_more(
    client, blind, number, said
):
    for n in range(number):
        blind.approved(f"CANARY-{n}")
    blind.drawn()
    type(blind.bo).objects.filter(pk=blind.bo.pk).update(name="CANARY-other")
    page = main(client, blind.ada)
    assert f"{said} to classify blind" in page
    assert "Waiting for your classification" in page and "The oldest since" in page
    assert "CANARY" not in page and "OP-" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_one_translation_and_for_three(
    client, bench, rows, django_assert_num_queries
):
    for _n in range(rows):
        ask(waits(bench), language="en", by=bench.bo)
    client.force_login(bench.ada)
    assert len(rows_of(bench.ada, Kind.TRANSLATE)) == rows
    with django_assert_num_queries(10):
        client.get(reverse("reporting:due"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_one_to_classify_and_for_three(
    client, blind, rows, django_assert_num_queries
):
    for n in range(rows):
        blind.approved(f"Number {n}")
    blind.drawn()
    assert [row.count for row in rows_of(blind.ada, Kind.CLASSIFY)] == [rows]
    client.force_login(blind.ada)
    with django_assert_num_queries(10):
        client.get(reverse("reporting:due"))
