"""The pages of alerts: asking, confirming, looking after them, ending by one click."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST, LISTS
from knowledge_hubs.models import Article, SearchAlert
from knowledge_hubs.sample import ALERTS, add_alerts, clear_alerts
from oneplanet import searching, unsubscribing
from oneplanet.models import OutgoingMail
from programmes.models import FigureText
from tests.factories import (
    make_figure,
    make_organisation,
    make_record,
    make_secretariat,
    make_user,
    make_word,
)

pytestmark = pytest.mark.django_db
ADDRESS = "reader@example.org"


def new_url(name="search", query="q=bamboo"):
    return f"{reverse('knowledge_hubs:alert_new', args=[name])}?{query}"


def post(client, email=ADDRESS, *, url=None, key="1", way="weekly"):
    return client.post(url or new_url(), {"email": email, "way": way, "key": key})


def confirmed(query="q=bamboo", email=ADDRESS):
    alert = SearchAlert.objects.create(
        list="search", query=query, email=email, language="en", way="weekly"
    )
    return asking.confirm(alert)


def text_of(answer):
    return answer.content.decode()


# --- Asking ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(BY_LIST))
def test_every_list_leads_to_being_told_of_what_it_is_narrowed_to(client, name):
    row = BY_LIST[name]
    query = "q=bamboo" if row.names else ""
    answer = client.get(row.address(query))
    mark = "?" if query else ""
    link = f"{reverse('knowledge_hubs:alert_new', args=[name])}{mark}{query}"
    assert f'href="{link}"' in text_of(answer)
    page = client.get(link)
    assert page.status_code == 200
    assert str(row.title) in text_of(page)


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("organisation_list", "organisation"),
        ("glossary", "glossary"),
        ("figure_list", "figure"),
    ],
)
def test_lists_without_a_feed_are_followed_as_the_search_finds_them(client, page, kind):
    make_organisation(name="Bamboo house")
    make_word("Bamboo", meaning="A grass.")
    FigureText.objects.filter(pk=make_figure().pk).update(label_en="Bamboo planted")
    searching.rebuild()
    there = client.get(reverse(f"knowledge_hubs:{page}"), {"q": "bamboo"}).text
    asked = f"?q=bamboo&amp;kind={kind}"
    assert f'href="/en/alerts/new/search/{asked}"' in there
    assert f'href="/en/search/feed/{asked}"' in there
    feed = client.get("/en/search/feed/", {"q": "bamboo", "kind": kind}).text
    assert feed.count("<entry>") == 1


def test_a_list_nobody_knows_and_a_search_for_nothing(client):
    assert client.get(new_url("nothing")).status_code == 404
    answer = client.get(new_url(query=""))
    assert (answer.status_code, answer["Location"]) == (302, "/en/search/")


def test_an_address_gets_one_link_and_is_told_once_it_confirms(client):
    answer = post(client)
    assert answer["Location"] == reverse("knowledge_hubs:alert_sent")
    post(client)  # the same page, pressed twice
    alert = SearchAlert.objects.get()
    assert (alert.confirmed_at, alert.query) == (None, "q=bamboo")
    mail = OutgoingMail.objects.get()
    link = f"{settings.SITE_URL}/en/alerts/confirm/"
    assert (mail.to, mail.holds_secret, link in mail.body) == (ADDRESS, True, True)
    assert "Words: bamboo" in mail.body
    for ask in (client.get, client.head):  # as programs that read mails do
        assert ask(alert.get_absolute_url()).status_code == 200
    alert.refresh_from_db()
    assert alert.confirmed_at is None
    answer = client.post(alert.get_absolute_url(), follow=True)
    alert.refresh_from_db()
    assert alert.confirmed_at is not None
    assert "You will hear of new results" in text_of(answer)


def test_the_answer_is_the_same_whatever_we_know_of_the_address(client):
    make_user(email="known@example.org")
    confirmed(email="told@example.org")
    for n in range(4):
        post(client, "often@example.org", url=new_url(query=f"q={n}"), key=str(n))
    answers = {
        (answer.status_code, answer["Location"])
        for answer in (
            post(client, "nobody@example.org"),
            post(client, "known@example.org"),
            post(client, "told@example.org"),
            post(client, "often@example.org", url=new_url(query="q=5"), key="5"),
        )
    }
    assert answers == {(302, reverse("knowledge_hubs:alert_sent"))}


def test_a_link_is_good_for_seven_days(client):
    post(client)
    alert = SearchAlert.objects.get()
    SearchAlert.objects.update(asked_at=timezone.now() - timedelta(days=7))
    for ask in (client.get, client.post):
        answer = ask(alert.get_absolute_url())
        assert answer.status_code == 410
        assert "does not work any more" in text_of(answer)
    assert not SearchAlert.objects.in_force().exists()


def test_what_cannot_be_read_is_said_beside_it_and_nothing_is_lost(client):
    answer = post(client, "no address", way="hourly")
    assert answer.status_code == 422
    assert "no address" in text_of(answer)
    assert set(answer.context["form"].errors) == {"email", "way"}
    answer = post(client, f"{'x' * 250}@example.org")
    assert answer.status_code == 422


def test_too_many_choices_are_not_cut_but_refused(client):
    query = "&".join(f"country={n:0>40}" for n in range(30))
    for answer in (
        client.get(new_url(query=query)),
        post(client, url=new_url(query=query)),
    ):
        assert "too many choices to keep" in text_of(answer)
    assert not SearchAlert.objects.exists()


def test_from_one_place_the_form_is_taken_so_often(client, settings):
    settings.LIMITS = settings.LIMITS | {"forms": (2, 0)}
    codes = [post(client, f"{n}@example.org", key=str(n)).status_code for n in range(3)]
    assert codes == [302, 302, 429]


def test_who_has_signed_in_needs_no_link(client):
    user = make_user(email=ADDRESS)
    client.force_login(user)
    page = text_of(client.get(new_url()))
    assert (ADDRESS in page, 'name="email"' in page) == (True, False)
    answer = post(client, "other@example.org")
    assert answer["Location"] == reverse("knowledge_hubs:my_alerts")
    alert = SearchAlert.objects.get()
    assert (alert.reader, alert.email, alert.confirmed_at is None) == (user, "", False)
    assert not OutgoingMail.objects.exists()


def test_the_twenty_first_is_refused_with_a_word_that_helps(client):
    for n in range(20):
        confirmed(f"q={n}")
    client.force_login(make_user(email=ADDRESS))
    answer = post(client)
    assert answer.status_code == 422
    assert "told of 20 searches already" in text_of(answer)
    client.logout()
    post(client, key="2")
    alert = SearchAlert.objects.get(confirmed_at=None)
    answer = client.post(alert.get_absolute_url())
    assert answer.status_code == 422
    assert 'href="/en/alerts/of/' in text_of(answer)


# --- Looking after them ---------------------------------------------------------------


def test_who_holds_a_link_of_a_mail_changes_and_ends_what_the_address_is_told_of(
    client,
):
    first, second, others = confirmed(), confirmed("q=reed"), confirmed(email="o@b.org")
    page = text_of(client.get(first.list_url))
    assert ("bamboo" in page, "reed" in page, "o@b.org" in page) == (True, True, False)
    client.post(first.list_url, {"alert": second.pk, "way": "daily"})
    client.post(first.list_url, {"alert": others.pk, "end": "1"})
    second.refresh_from_db()
    assert (second.way, SearchAlert.objects.count()) == ("daily", 3)
    answer = client.post(first.list_url, {"alert": first.pk, "end": "1"})
    assert answer["Location"].startswith("/en/alerts/of/")
    answer = client.post(second.list_url, {"alert": second.pk, "end": "1"})
    assert "We write to you no more" in text_of(answer)
    assert list(SearchAlert.objects.all()) == [others]
    assert client.get(first.list_url).status_code == 404


def test_a_link_to_confirm_does_not_list_nor_a_link_to_list_stop(client):
    alert = confirmed()
    token = alert.get_absolute_url().rstrip("/").rsplit("/", 1)[1]
    for name in ("alert_list", "alert_stop"):
        url = reverse(f"knowledge_hubs:{name}", args=[token])
        for ask in (client.get, client.post):
            assert ask(url).status_code == 404
    assert SearchAlert.objects.count() == 1


def test_a_person_sees_and_ends_their_own_alone(client):
    user, other = make_user(email=ADDRESS), make_user()
    given = {"followed": BY_LIST["search"], "language": "en", "way": "daily"}
    mine = asking.set_up(by=user, query="q=bamboo", **given)
    theirs = asking.set_up(by=other, query="q=CANARY", **given)
    url = reverse("knowledge_hubs:my_alerts")
    assert client.get(url).status_code == 302
    client.force_login(user)
    page = text_of(client.get(url))
    assert ("bamboo" in page, "CANARY" in page) == (True, False)
    for pk in (theirs.pk, mine.pk, "x", "9" * 30):
        client.post(url, {"alert": pk, "end": "1"})
    assert list(SearchAlert.objects.all()) == [theirs]
    assert "None yet" in text_of(client.get(url))


# --- One click ------------------------------------------------------------------------


def test_one_click_ends_it_without_session_or_token(client):
    alert = confirmed()
    make_record(Article, "row", title="Bamboo")
    url = unsubscribing.address_of_mail(f"{alert.mails}x", "en")
    url = url.removeprefix(settings.SITE_URL)
    bare = Client(enforce_csrf_checks=True)
    assert "Stop these mails?" in text_of(bare.get(url))
    assert SearchAlert.objects.count() == 1
    answer = bare.post(url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert f'href="{new_url()}"' in text_of(answer)
    assert not SearchAlert.objects.exists()
    assert "These mails have stopped" in text_of(bare.get(url))
    assert bare.post(f"{url[:-3]}x/").status_code == 404


# --- Staff ----------------------------------------------------------------------------


def test_staff_see_what_is_asked_without_addresses_and_find_one_they_were_given(client):
    alert = confirmed()
    confirmed("q=%D1%80%D0%B8%D1%81&kind=resource", "other@example.org")
    client.force_login(make_secretariat())
    url = reverse("admin:knowledge_hubs_searchalert_changelist")
    page = text_of(client.get(url))
    assert ("bamboo" in page, "r…@example.org" in page) == (True, True)
    assert 'field-narrowed">рис; Tools and publications</td>' in page
    assert ADDRESS not in page
    found = text_of(client.get(url, {"q": ADDRESS}))
    assert ("bamboo" in found, "рис" in found) == (True, False)
    assert "рис" not in text_of(client.get(url, {"q": "other@"}))
    delete = reverse("admin:knowledge_hubs_searchalert_delete", args=[alert.pk])
    client.post(delete, {"post": "yes"})
    assert SearchAlert.objects.get().query == "q=%D1%80%D0%B8%D1%81&kind=resource"


def test_staff_narrow_the_list_by_titles_in_their_language(client):
    confirmed()
    client.force_login(make_secretariat())
    with translation.override("ar"):
        url = reverse("admin:knowledge_hubs_searchalert_changelist")
        page = text_of(client.get(url))
        there = text_of(client.get(url, {"list": "search"}))
        gone = text_of(client.get(url, {"list": "event"}))
        titles = [str(row.title) for row in LISTS]
    assert [title for title in titles if title not in page] == []
    assert ("bamboo" in there, "bamboo" in gone) == (True, False)


def test_the_sample_is_added_once_narrowed_as_its_lists_are_and_cleared():
    assert add_alerts() == 0  # nobody to tell
    make_user(email="editor@sample.example.org", is_sample=True)
    for name, query, _way in ALERTS:
        assert BY_LIST[name].kept(QueryDict(query)) == query
    assert (add_alerts(), add_alerts()) == (3, 0)
    assert (clear_alerts(dry_run=True), clear_alerts(), clear_alerts()) == (3, 3, 0)
