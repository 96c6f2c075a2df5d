"""Editors see what readers do not find, and solve it; the next search knows."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.models import (
    AskedQuery,
    ChosenResult,
    GlossaryTerm,
    Hub,
    Resource,
    SearchSynonym,
)
from knowledge_hubs.sample import add_searches, clear_searches
from knowledge_hubs.search import vocabulary
from knowledge_hubs.search.choosing import record_at
from knowledge_hubs.search.said import said_of
from oneplanet import searching
from oneplanet.search.documents import Key
from oneplanet.text import dates
from reporting.workflow import State
from tests.admin_forms import filled
from tests.factories import (
    make_activity,
    make_country,
    make_indicator,
    make_organisation,
    make_page,
    make_policy,
    make_programme,
    make_record,
    make_word,
)
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db
LIST = reverse("admin:knowledge_hubs_askedquery_changelist")


def asked(query, *, searches=1, clicks=0, language="en", **given):
    row = AskedQuery.objects.create(language=language, query=query, **given)
    row.days.create(day=dates.today(), searches=searches, clicks=clicks)
    return row


def found(client, query, language="en", **more):
    """Titles on the page of results, what editors chose first."""
    with translation.override(language):
        answer = client.get(reverse("knowledge_hubs:search"), {"q": query, **more})
    results = answer.context["results"]
    cards = (*results.lead, *results.page_of.object_list)
    return [words(card["title"]) for card in cards]


def add(client, model, **values):
    address = reverse(f"admin:knowledge_hubs_{model}_add")
    return client.post(address, filled(client.get(address), **values))


def errors(answer):
    return answer.context["adminform"].form.errors


# --- The list -------------------------------------------------------------------------


def listed(client, **narrowed):
    rows = client.get(LIST, narrowed).context["cl"].result_list
    return [row.query for row in rows]


def test_the_list_tells_what_fails_and_how_often_the_most_asked_first(client, editor):
    asked("some", searches=2, results=4, any_word=True)
    asked("nothing", searches=3)
    asked("unopened", searches=10, clicks=1, results=5)
    asked("opened", searches=10, clicks=2, results=5)
    asked("rarely asked", searches=9, results=5)
    old = asked("old", results=5)
    old.days.update(day=dates.today() - timedelta(days=90), searches=50)
    asked("settled", reason="A name", **settled("aside", editor))
    everything = ["unopened", "opened", "rarely asked", "nothing", "some"]
    assert listed(client)[:5] == everything
    assert listed(client, need="nothing", state="waiting") == ["nothing"]
    assert listed(client, need="parts") == ["some"]
    assert listed(client, need="unopened") == ["unopened"]
    assert listed(client, state="settled") == ["settled"]


def settled(how, by):
    return {"how": how, "settled_at": timezone.now(), "settled_by": by}


def test_the_first_page_leads_to_what_waits(client, editor):
    asked("nothing")
    asked("parts", results=1, any_word=True)
    asked("solved", **settled("synonym", editor))
    queues = client.get(reverse("admin:index")).context["queues"]
    own = [q for q in queues if q.name == "Searches that need other words"]
    doors = [(door.name, door.count) for queue in own for door in queue.doors]
    assert doors == [("Nothing is found", 1), ("Nothing has all the words", 1)]
    assert [listed(client, **_asked_of(d.url)) for d in own[0].doors] == [
        ["nothing"],
        ["parts"],
    ]


def _asked_of(url):
    return dict(pair.split("=") for pair in url.partition("?")[2].split("&"))


def test_a_search_shows_its_days_and_ways_to_solve_it(client, editor):
    row = asked("tri sélectif", searches=1200, clicks=3, language="fr")
    row.places.create(kind="hub", place=2, clicks=3)
    page = client.get(reverse("admin:knowledge_hubs_askedquery_change", args=[row.pk]))
    text = words(page.text)
    assert "Knowledge hubs, 2: 3" in text
    assert f"{dates.date_words(dates.today())}: 1,200 / 3" in text
    synonym = reverse("admin:knowledge_hubs_searchsynonym_add")
    word = reverse("admin:knowledge_hubs_glossaryterm_add")
    for address in (
        f"{synonym}?language=fr&amp;asked=tri+s%C3%A9lectif",
        f"{word}?word_fr=tri+s%C3%A9lectif&amp;code=tri-selectif",
        "/fr/search/?q=tri+s%C3%A9lectif",
    ):
        assert f'href="{address}"' in page.text
    form = filled(client.get(synonym, {"language": "fr", "asked": "tri"}))
    assert (form["language"], form["asked"]) == (["fr"], ["tri"])


def test_the_sample_shows_what_waits_and_goes_again():
    row = asked("doggy bags")
    assert (add_searches(), add_searches()) == (9, 0)
    assert AskedQuery.objects.finding_nothing().count() == 7
    assert AskedQuery.objects.seldom_opened().get().query == "procurement"
    assert (clear_searches(dry_run=True), clear_searches()) == (9, 9)
    assert AskedQuery.objects.get() == row


# --- Setting aside --------------------------------------------------------------------


def test_with_a_reason_a_search_is_set_aside_and_without_it_waits_again(client, editor):
    row = asked("anna")
    address = reverse("admin:knowledge_hubs_askedquery_change", args=[row.pk])
    client.post(address, filled(client.get(address), reason=" A  name "))
    row.refresh_from_db()
    assert (row.how, row.reason, row.settled_by) == ("aside", "A name", editor)
    at = row.settled_at
    client.post(address, filled(client.get(address)))
    row.refresh_from_db()
    assert row.settled_at == at
    client.post(address, filled(client.get(address), reason=""))
    row.refresh_from_db()
    assert (row.how, row.settled_at, row.settled_by) == ("", None, None)
    lines = [(line.how, line.history_user) for line in row.history.all()[:3]]
    assert lines == [("", editor), ("aside", editor), ("aside", editor)]


def test_what_names_somebody_is_deleted_with_all_that_tells_of_it(client, editor):
    row = asked("anna smith")
    other = asked("anna smith two")
    address = reverse("admin:knowledge_hubs_askedquery_delete", args=[row.pk])
    client.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [other.pk]}
    client.post(LIST, chosen | {"post": "yes"})
    assert not AskedQuery.objects.exists()
    assert not AskedQuery.history.exists()
    assert not LogEntry.objects.exists()


def test_the_database_refuses_what_nobody_settled():
    for given in ({"how": "synonym"}, {"settled_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked("bamboo", **given)


# --- Other words ----------------------------------------------------------------------


def test_a_synonym_works_in_the_next_search_and_settles_what_was_asked(client, editor):
    make_record(Resource, title="Rubbish in rivers")
    searching.rebuild()
    row = asked("trash")
    assert found(client, "Trash") == []
    answer = add(client, "searchsynonym", language="en", asked="Trash", means="rubbish")
    assert answer.status_code == 302
    assert found(client, "trash") == ["Rubbish in rivers"]
    assert found(client, "trash river") == ["Rubbish in rivers"]
    row.refresh_from_db()
    assert (row.how, row.settled_by) == ("synonym", editor)
    synonym = SearchSynonym.objects.get()
    delete = reverse("admin:knowledge_hubs_searchsynonym_delete", args=[synonym.pk])
    client.post(delete, {"post": "yes"})
    assert found(client, "trash") == []
    row.refresh_from_db()
    assert row.how == ""
    history = SearchSynonym.history.values_list("history_type", "history_user")
    assert list(history) == [("-", editor.pk), ("+", editor.pk)]


def test_both_work_where_the_process_remembers_meanings_for_a_minute(settings):
    settings.REMEMBER_SECONDS = 60
    remembered = (vocabulary._meanings, vocabulary._rows)
    try:
        assert said("trash") == []
        SearchSynonym.objects.create(language="en", asked="trash", means="rubbish")
        assert said("trash") == [("en", "trash"), ("en", "rubbish")]
        word = make_word("Trash", word_es="Desechos")
        assert ("es", "Desechos") in said("trash")
        word.word_es = "Basura"
        word.save()
        assert ("es", "Basura") in said("trash")
        SearchSynonym.objects.all().delete()
        word.delete()
        assert said("trash") == []
    finally:
        for each in remembered:
            each.kept.clear()


def said(query):
    return sum(
        vocabulary.meant_by(query, "en", said_of(query, "en"))["other_words"].values(),
        [],
    )


def test_a_synonym_of_one_direction_works_in_that_alone(client):
    make_record(Resource, "a", title="Rubbish in rivers")
    make_record(Resource, "b", title="Crumbs of a table")
    searching.rebuild()
    words = {"language": "en", "asked": "crumbs", "means": "rubbish\nlitter"}
    SearchSynonym.objects.create(**words, is_one_way=True)
    both = ["Crumbs of a table", "Rubbish in rivers"]
    assert sorted(found(client, "crumbs")) == both
    assert found(client, "rubbish") == ["Rubbish in rivers"]
    SearchSynonym.objects.update(is_one_way=False)
    assert sorted(found(client, "rubbish")) == sorted(found(client, "litter")) == both


def test_a_synonym_says_something(client, editor):
    add(client, "searchsynonym", language="en", asked="Tin", means="can")
    lines = "\n".join(f"word {n}" for n in range(9))
    for given, field, text in (
        ({"asked": "tin", "means": "x"}, "__all__", "There is an entry for these"),
        ({"asked": "+++", "means": "x"}, "asked", "This is nothing the search"),
        ({"asked": "x", "means": "y\n++"}, "means", "One of these lines is nothing"),
        ({"asked": "x", "means": lines}, "means", "At most eight lines"),
        ({"asked": "Bin", "means": " bin "}, "means", "These are the same words."),
        ({"asked": "x" * 101, "means": "y"}, "asked", "at most 100 characters"),
    ):
        answer = add(client, "searchsynonym", language="en", **given)
        assert str(errors(answer)[field]).find(text) > 0, (given, errors(answer))


def test_a_new_word_of_the_glossary_works_at_once_and_settles(client, editor):
    make_record(Resource, title="Gestión de desechos", title_es="Gestión de desechos")
    searching.rebuild()
    row = asked("trash")
    assert found(client, "trash") == []
    given = {"code": "trash", "word_en": "Trash", "word_es": "Desechos"}
    add(client, "glossaryterm", **given, meaning_en="What is thrown away.")
    assert GlossaryTerm.objects.get().word == "Trash"
    assert found(client, "trash") == ["Trash", "Gestión de desechos"]
    row.refresh_from_db()
    assert (row.how, row.settled_by) == ("glossary", editor)


# --- Chosen results -------------------------------------------------------------------


def test_a_chosen_result_leads_its_query_and_no_other(client, editor):
    hub = make_record(Hub, title="Circular food", kind="theme")
    make_record(Resource, title="Compost heaps")
    searching.rebuild()
    row = asked("compost")
    address = f"http://localhost:8000{hub.get_absolute_url()}"
    given = {"language": "en", "query": " Cómpost", "address": address}
    assert add(client, "chosenresult", **given).status_code == 302
    row.refresh_from_db()
    assert (row.how, row.settled_by) == ("chosen", editor)
    client.logout()
    assert found(client, "COMPOST ") == ["Circular food", "Compost heaps"]
    page = client.get(reverse("knowledge_hubs:search"), {"q": "compost"})
    assert "Chosen by the editors" in words(main(page))
    assert "2 results" in words(main(page))
    assert 'data-first="0" data-kinds="hub resource"' in page.text
    for more in ({"sort": "newest"}, {"kind": "resource"}):
        assert found(client, "compost", **more) == ["Compost heaps"]
    assert found(client, "compost heaps") == ["Compost heaps"]
    assert found(client, "compost", "fr") == ["Compost heaps"]


def test_what_is_found_anyway_is_shown_once(client):
    hub = make_record(Hub, title="Compost", kind="theme")
    searching.rebuild()
    choose(hub, "compost")
    page = client.get(reverse("knowledge_hubs:search"), {"q": "compost"})
    assert found(client, "compost") == ["Compost"]
    assert "1 result" in words(main(page))


def choose(row, query, kind="hub"):
    ChosenResult.objects.create(
        language="en", query=query, address="/en/", kind=kind, key=row.pk
    )


def test_where_nothing_else_is_found_the_chosen_one_is_the_result(client):
    choose(make_record(Hub, title="Circular food", kind="theme"), "xyzzy")
    page = client.get(reverse("knowledge_hubs:search"), {"q": "xyzzy"})
    assert found(client, "xyzzy") == ["Circular food"]
    assert "1 result" in words(main(page))
    assert "Nothing was found" not in words(main(page))


def test_a_chosen_record_that_is_not_public_is_not_shown(client, editor):
    draft = make_record(Hub, title="CANARY-draft", kind="theme", is_draft=True)
    secret = make_activity(state=State.DRAFT, title="CANARY-activity")
    for row, kind in ((draft, "hub"), (secret, "activity"), (draft, "unknown")):
        choose(row, f"xyzzy {kind}", kind)
        assert found(client, f"xyzzy {kind}") == []
    with translation.override("en"):
        given = {"language": "en", "query": "a", "address": draft.get_absolute_url()}
    assert "No public record" in str(errors(add(client, "chosenresult", **given)))
    leads = client.get(reverse("admin:knowledge_hubs_chosenresult_changelist"))
    assert "the record is not public any more" in leads.text


def test_every_kind_with_a_page_is_found_by_its_address():
    activity = make_activity(state=State.APPROVED)
    target = make_indicator("12.3.1").target
    rows = {
        "programme": make_programme(),
        "page": make_page("about"),
        "hub": make_record(Hub, kind="theme"),
        "glossary": make_word(),
        "resource": make_record(Resource),
        "activity": activity,
        "policy": make_policy(make_country("KEN")),
        "organisation": make_organisation(),
        "country": make_country("BRA"),
        "target": target,
        "indicator": target.indicators.get(),
    }
    for language in ("en", "fr"):
        with translation.override(language):
            addresses = {kind: row.get_absolute_url() for kind, row in rows.items()}
        found = {kind: record_at(address) for kind, address in addresses.items()}
        assert found == {kind: Key(kind, str(row.pk)) for kind, row in rows.items()}


def test_the_address_of_a_part_of_a_page_leads_to_its_record():
    hub = make_record(Hub, "food", kind="theme")
    assert record_at("/en/hubs/food/#part-two") == Key("hub", str(hub.pk))
    word = make_word("Compost", code="compost")
    assert record_at("/en/glossary/#compost") == Key("glossary", str(word.pk))
    assert record_at("/en/glossary/#no-word") is None


@pytest.mark.parametrize(
    "address",
    ["", "/", "/en/", "hubs/food", "https://elsewhere.example/en/about/", "["],
)
def test_other_addresses_lead_to_no_record(address):
    make_page("about")
    assert record_at(address) is None


def test_the_labels_are_taken_apart_again_only_where_one_changed():
    word = make_word("Offcuts")
    first = vocabulary._meanings((), 0)
    with translation.override("fr"):
        assert vocabulary._meanings((), 0) is first
    word.word = "Remnants"
    word.save()
    second = vocabulary._meanings((), 0)
    said = [each.of("remnants", "en")["other_words"] for each in (first, second)]
    assert said == [{}, {"remnants": [("en", "Remnants")]}]
