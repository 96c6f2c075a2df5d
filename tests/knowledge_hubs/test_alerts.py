"""Mails of what is new in a list: what counts as new, when, to whom; what ends it."""

import re
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import QueryDict
from django.utils import timezone

from knowledge_hubs.alerts import asking, news
from knowledge_hubs.alerts.lists import BY_LIST, LISTS
from knowledge_hubs.alerts.telling import send_alerts, take_back
from knowledge_hubs.models import Appearance, Article, Hub, Resource, SearchAlert
from knowledge_hubs.search.kinds import KINDS
from oneplanet import outbox, searching, unsubscribing
from oneplanet.bounces import StoppedAddress
from oneplanet.mails import message_of
from oneplanet.models import OutgoingMail
from programmes.leaving import make_anonymous
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_initiative,
    make_policy,
    make_programme,
    make_record,
    make_secretariat,
    make_term,
    make_user,
)
from tests.reporting.at_once import all_at_once

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


def ask(list_name="search", query="q=bamboo", email=ADDRESS, *, by=None, way="daily"):
    """An alert in force."""
    given = {"followed": BY_LIST[list_name], "query": query}
    given |= {"language": "en", "way": way}
    if by:
        return asking.set_up(by=by, **given)
    known = set(SearchAlert.objects.values_list("pk", flat=True))
    asking.ask(key=f"key {len(known)} {query} {email}", email=email, **given)
    return asking.confirm(SearchAlert.objects.exclude(pk__in=known).get())


def publish(code, title="Bamboo", model=Article, **given):
    row = make_record(model, code, title=title, **given)
    searching.changed(row)
    return row


def rename(row, title):
    row.title = title
    row.save()
    searching.changed(row)


def days_pass(days=8):
    """All that was looked at was looked at so long ago."""
    for alert in SearchAlert.objects.in_force():
        before = alert.looked_at - timedelta(days=days)
        SearchAlert.objects.filter(pk=alert.pk).update(looked_at=before)


def told(**given):
    """(address, codes) of the mails written now."""
    days_pass()
    return [
        (one.alert.address, sorted(title_of(key) for key in one.new))
        for one in send_alerts(**given)
    ]


def title_of(key):
    return {k.name: k for k in KINDS}[key.kind].shown([key.id])[key.id].card["title"]


def mails():
    return OutgoingMail.objects.filter(kind="alert").order_by("pk")


# --- What is new ----------------------------------------------------------------------


def test_what_was_there_is_not_new_and_what_appears_is_told_once():
    publish("old")
    ask()
    assert told() == []
    publish("new", "New bamboo")
    publish("other", "Wool")
    assert told() == [(ADDRESS, ["New bamboo"])]
    assert told() == []


def test_an_old_record_that_is_edited_is_not_new_even_where_it_fits_only_now():
    wool = publish("wool", "Wool")
    bamboo = publish("bamboo")
    ask()
    rename(wool, "Bamboo and wool")
    rename(bamboo, "More bamboo")
    assert told() == []


def test_a_new_record_that_is_made_to_fit_before_the_next_mail_is_told():
    ask()
    row = publish("row", "Wool")
    assert told() == []
    rename(row, "Bamboo")
    assert told() == [(ADDRESS, ["Bamboo"])]


def test_what_was_withdrawn_before_the_mail_is_not_in_it_and_alone_makes_none():
    ask()
    row = publish("row", "Bamboo gone")
    news.notice()
    row.is_draft = True
    row.save()
    searching.changed(row)
    assert told() == []
    publish("stays", "Bamboo stays")
    assert told() == [(ADDRESS, ["Bamboo stays"])]


def test_what_was_told_and_comes_back_is_not_told_again():
    ask()
    row = publish("row")
    assert told() == [(ADDRESS, ["Bamboo"])]
    keys = searching.keys_of(row)
    Article.objects.filter(pk=row.pk).update(is_draft=True)
    searching.follow(keys)
    assert told() == []
    Article.objects.filter(pk=row.pk).update(is_draft=False)
    searching.follow(keys)
    assert told() == []


def test_a_record_that_waits_for_its_day_is_told_on_that_day():
    ask()
    later = timezone.now() + timedelta(hours=1)
    row = publish("row", publish_at=later)
    assert told() == []
    Article.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    searching.changed(row)
    assert told() == [(ADDRESS, ["Bamboo"])]


def test_some_of_the_words_are_not_enough():
    ask(query="q=bamboo+bridges")
    publish("row", "Bamboo")
    assert told() == []
    publish("both", "Bridges of bamboo")
    assert told() == [(ADDRESS, ["Bridges of bamboo"])]


def test_everything_of_a_kind_that_is_searched_for_the_first_time_is_old():
    """A portal that learns a new kind does not write to everybody of all of it; the
    first record of a kind it knew is news."""
    ask()
    Appearance.objects.filter(kind="resource").delete()
    publish("old", "Old bamboo", Resource)
    assert told() == []
    publish("new", "New bamboo", Resource, kind=make_term("resource_type", "RT_X"))
    publish("first", "First bamboo", Article)
    assert told() == [(ADDRESS, ["First bamboo", "New bamboo"])]


def test_activities_are_new_once_approved_and_what_is_under_review_never():
    ask("activity", "programme=SFS", by=make_secretariat(email=ADDRESS))
    desk = make_user()
    food = make_programme(desk=desk, code="SFS")
    given = {"programme": food, "reviewer": desk}
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED):
        make_activity(state=state, title=f"CANARY {state}", **given)
    elsewhere = make_programme(desk=desk, code="ST")
    make_activity(
        state=State.APPROVED, title="Elsewhere", reviewer=desk, programme=elsewhere
    )
    activity = make_activity(state=State.APPROVED, title="Canteens", **given)
    assert told() == [(ADDRESS, ["Canteens"])]
    assert "CANARY" not in mails().get().body
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="No.")
    assert told() == []


@pytest.mark.parametrize("row", LISTS, ids=lambda row: row.name)
def test_every_list_tells_what_its_page_shows(row, client):
    """Of any list that is narrowed by nothing, or by a word."""
    query = "q=zebra" if row.names else ""
    ask(row.name, query)
    kind = next((k for k in KINDS if k.name == row.name), None)
    model = kind.model if kind else Article
    make = {
        "activity": lambda: make_activity(state=State.APPROVED, title="Zebra"),
        "initiative": _initiative,
        "policy": _policy,
        "hub": _hub,
    }.get(row.name, lambda: publish("zebra", "Zebra", model))
    make()
    assert [titles for _to, titles in told()] == [["Zebra"]]
    shown = client.get(row.address(query)).content.decode()
    assert "Zebra" in shown


def _initiative():
    zebra = make_initiative(state=State.APPROVED, title="Zebra")
    make_activity(state=State.APPROVED, initiative=zebra)


def _policy():
    searching.changed(make_policy(code="zebra", name="Zebra"))


def _hub():
    publish("zebra", "Zebra", Hub)


# --- When -----------------------------------------------------------------------------


def test_once_a_day_or_a_week_and_at_once_after_an_outage():
    daily, weekly = ask(email="a@example.org"), ask(email="b@example.org", way="weekly")
    publish("row")
    assert send_alerts() == []  # confirmed today
    now = timezone.now()
    monday = now + timedelta(days=7 - now.weekday())
    monday = monday.replace(hour=7, minute=30)
    early, tuesday = monday.replace(hour=6), monday + timedelta(days=1)
    tomorrow = (now + timedelta(days=1)).replace(hour=8)
    assert [t.alert for t in send_alerts(now=tomorrow, dry_run=True)][:1] == [daily]
    assert weekly not in [t.alert for t in send_alerts(now=early, dry_run=True)]
    for day in (monday, tuesday, monday + timedelta(days=30)):
        found = [t.alert for t in send_alerts(now=day, dry_run=True)]
        assert found == [daily, weekly]
    assert not mails().exists()


def test_several_workers_write_one_mail():
    ask()
    publish("row")
    days_pass()
    assert [len(send_alerts()), len(send_alerts())] == [1, 0]
    assert mails().count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_write_one_mail():
    ask()
    publish("row")
    days_pass()
    answers = all_at_once(*[send_alerts] * 3)
    assert sum(len(answer) for answer in answers) == 1
    assert mails().count() == 1


def test_a_mail_no_server_takes_is_written_anew_without_what_is_gone():
    ask()
    row = publish("row", "Bamboo gone")
    publish("stays", "Bamboo stays")
    assert len(told()) == 1
    mail = mails().get()
    assert "Bamboo gone" in mail.body
    now = timezone.now()
    is_tried = {"attempts": 6, "next_try_at": now + timedelta(minutes=60)}
    mails().update(created_at=now - timedelta(hours=2), **is_tried)
    row.is_draft = True
    row.save()
    searching.changed(row)
    assert take_back(now) == 1
    days_pass()
    assert [len(one.new) for one in send_alerts()] == [1]
    anew = mails().get()
    assert (anew.key, anew.pk == mail.pk) == (mail.key, False)
    assert ("Bamboo gone" in anew.body, "Bamboo stays" in anew.body) == (False, True)


def test_a_mail_that_is_with_a_server_just_now_is_left_there():
    ask()
    publish("row")
    told()
    mails().update(
        created_at=timezone.now() - timedelta(hours=2),
        next_try_at=timezone.now() + outbox.LEASE,
    )
    assert (send_alerts(), mails().count()) == ([], 1)


def test_what_is_noted_while_a_mail_is_made_is_left_to_the_next():
    """By another process, after ours has noted what there was."""
    alert = ask()
    moment = news.notice()
    publish("row")
    news.notice()
    assert news.between(alert.told_until, moment) == []
    assert told() == [(ADDRESS, ["Bamboo"])]


def test_an_older_mail_that_still_waits_is_not_lost():
    """It is taken back only as long as it is the last of its alert."""
    ask()
    publish("one", "First bamboo")
    told()
    publish("two", "Second bamboo")
    told()
    now = timezone.now()
    waits = {"attempts": 6, "next_try_at": now + timedelta(minutes=60)}
    mails().update(created_at=now - timedelta(hours=2), **waits)
    assert take_back(now) == 1
    assert "First bamboo" in mails().get().body


@pytest.mark.django_db(transaction=True)
def test_the_same_confirmed_twice_at_once_is_one_alert():
    given = {"list": "search", "query": "q=a", "language": "en", "way": "daily"}
    rows = [SearchAlert.objects.create(email=ADDRESS, **given) for _n in range(3)]
    all_at_once(*[partial(asking.confirm, row) for row in rows])
    assert SearchAlert.objects.in_force().count() == SearchAlert.objects.count() == 1


# --- The mail -------------------------------------------------------------------------


def test_the_mail_says_what_is_new_of_what_since_when_and_how_it_ends():
    theme = make_term("tag", "WASTE", label="Waste")
    ask("article", "q=bamboo&theme=WASTE")
    for n in range(12):
        row = publish(f"row-{n}", f"Bamboo {n}")
        row.tags.add(theme)
    assert len(told()) == 1
    mail = mails().get()
    message = message_of(mail)
    assert message.subject == "12 new results: bamboo"
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stopped_by(headers["List-Unsubscribe"]) == mail.key
    body = message.body
    assert body.count("- Bamboo") == 10
    assert f"{settings.SITE_URL}/en/news/row-11/" in body
    assert "and 2 more" in body
    assert f"{settings.SITE_URL}/en/news/?q=bamboo&theme=WASTE" in body
    assert ("Theme: Waste" in body, "Words: bamboo" in body) == (True, True)
    assert f"{settings.SITE_URL}/en/alerts/of/" in body
    assert stopped_by(body) == mail.key


def stopped_by(text):
    """The key of the mail the link in a text ends."""
    token = re.search(r"/alerts/stop/([^/]+)/", text)[1]
    return unsubscribing.read_key(token)


def test_the_mail_is_in_the_language_it_was_asked_in():
    ask()
    SearchAlert.objects.update(language="fr")
    publish("row", "Bamboo", title_fr="Bambou bamboo")
    assert len(told()) == 1
    mail = mails().get()
    assert mail.language == "fr"
    assert "Bambou bamboo" in mail.body
    assert "/fr/news/row/" in mail.body


def test_whoever_has_an_account_is_told_what_everybody_may_read():
    staff = make_secretariat(email=ADDRESS)
    ask(by=staff)
    draft = make_record(Article, "draft", title="CANARY bamboo", is_draft=True)
    searching.changed(draft)
    publish("row")
    assert told() == [(ADDRESS, ["Bamboo"])]
    assert (mails().get().reader, "CANARY" in mails().get().body) == (staff, False)


def test_nothing_goes_where_mails_come_back():
    ask()
    publish("row")
    StoppedAddress.objects.create(address=ADDRESS)
    assert told() == []
    StoppedAddress.objects.all().delete()
    assert told() == [(ADDRESS, ["Bamboo"])]


# --- Asking, ending, forgetting -------------------------------------------------------


def test_more_than_three_links_a_day_go_to_no_address_and_nobody_is_told():
    for n in range(5):
        asking.ask(
            key=str(n),
            followed=BY_LIST["search"],
            query=f"q={n}",
            email=ADDRESS.upper(),
            language="en",
            way="daily",
        )
    assert SearchAlert.objects.count() == 3
    assert OutgoingMail.objects.filter(to=ADDRESS).count() == 3


def test_the_same_twice_is_one_alert_as_asked_last():
    first, again = ask(), ask(way="weekly")
    assert first == again
    assert SearchAlert.objects.get().way == "weekly"


def test_an_address_is_told_of_twenty_lists_at_most():
    for n in range(20):
        ask(query=f"q=word{n}")
    with pytest.raises(asking.AlertRefused, match="20 searches"):
        ask(query="q=more")
    user = make_user(email=ADDRESS)
    with pytest.raises(asking.AlertRefused, match="20 searches"):
        ask(query="q=more", by=user)


def test_ending_it_deletes_the_address_and_what_waits():
    alert = ask()
    publish("row")
    told()
    asking.end(alert)
    assert not SearchAlert.objects.exists()
    assert not OutgoingMail.objects.filter(to=ADDRESS).exists()


def test_what_was_never_confirmed_is_forgotten_after_seven_days():
    given = {"followed": BY_LIST["search"], "query": "q=a", "language": "en"}
    asking.ask(key="1", email="late@example.org", way="daily", **given)
    SearchAlert.objects.update(asked_at=timezone.now() - timedelta(days=7))
    asking.ask(key="2", email="soon@example.org", way="daily", **given)
    ask()
    assert asking.forget_alerts() == 1
    assert set(SearchAlert.objects.values_list("email", flat=True)) == {
        "soon@example.org",
        ADDRESS,
    }
    assert not OutgoingMail.objects.filter(to="late@example.org").exists()


def test_a_closed_account_is_told_nothing_and_forgotten():
    user = make_user(email=ADDRESS)
    ask(by=user)
    publish("row")
    make_anonymous(by=None, user=user)
    assert told() == []
    assert (asking.forget_alerts(), SearchAlert.objects.count()) == (1, 0)


def test_an_alert_confirmed_with_the_address_of_an_account_is_that_accounts():
    user = make_user(email=ADDRESS)
    alert = ask()
    assert (alert.reader, alert.email) == (user, "")


def test_run_due_tells_and_its_dry_run_says_whom_without_their_addresses():
    ask()
    publish("row")
    news.notice()
    days_pass()
    said = StringIO()
    call_command("run_due", dry_run=True, stdout=said)
    assert "search?q=bamboo: 1 new" in said.getvalue()
    assert ADDRESS not in said.getvalue()
    assert not mails().exists()
    call_command("run_due", stdout=StringIO())
    assert mails().count() == 1


# --- What a list is narrowed to -------------------------------------------------------


def test_what_narrows_a_list_is_kept_always_alike():
    search = BY_LIST["search"]
    asked = QueryDict(
        "page=3&theme=x&country=KEN&q=+bamboo%00+&country=ARG&country=KEN&sort=title"
    )
    assert search.kept(asked) == "q=bamboo&country=ARG&country=KEN"
    assert BY_LIST["hub"].kept(asked) == ""


def test_a_value_nobody_knows_any_more_is_said_to_be_lost():
    make_programme(code="SFS")
    kept = "programme=SFS&programme=GONE"
    choices = BY_LIST["search"].choices(kept)
    assert [(c.label, c.is_lost) for c in choices] == [
        (choices[0].label, False),
        ("GONE", True),
    ]
