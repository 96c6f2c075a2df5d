"""One search over everything public: what is found, in which order, and what is not."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from knowledge_hubs.kinds import KINDS as RECORDS
from knowledge_hubs.models import GlossaryTerm, Hub, Resource
from knowledge_hubs.search import facets, one_kind, vocabulary
from knowledge_hubs.search.asking import PER_PAGE, Asked
from knowledge_hubs.search.kinds import KINDS
from knowledge_hubs.search.results import results
from oneplanet import searching
from oneplanet.search.memory import KEEPER
from programmes.models import Stage
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_chain,
    make_country,
    make_figure,
    make_indicator,
    make_initiative,
    make_organisation,
    make_page,
    make_policy,
    make_programme,
    make_record,
    make_term,
    make_user,
    make_word,
    revise,
)
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db

REMEMBERED = (
    facets.titles,
    one_kind._remembered,
    vocabulary._rows,
    vocabulary._meanings,
    vocabulary.labels,
)


def asked(query, language="en"):
    """The Results of an address, with everything there is in the index."""
    searching.rebuild()
    with translation.override(language):
        query = QueryDict(query)
        return results(Asked.of(query, language), query)


def found(query, language="en"):
    """Titles of what words find, best first, without their marks."""
    given = QueryDict(mutable=True)
    given["q"] = query
    page = asked(given.urlencode(), language).page_of
    return [words(card["title"]) for card in page.object_list]


def counts(results, facet):
    for one in results.facets:
        if one.name == facet:
            return {c.label: c.count for c in one.choices}
    return {}


def get(client, query, language="en"):
    with translation.override(language):
        return client.get(reverse("knowledge_hubs:search") + query)


# --- What is found


def make_one_of_each():
    """Something of every kind of the search, called Bamboo."""
    make_programme(name="Bamboo programme")
    make_page("about", title="Bamboo here")
    make_word("Bamboo word")
    initiative = make_initiative(state=State.APPROVED, title="Bamboo for all")
    mine = {"author": initiative.created_by, "initiative": initiative}
    make_activity(state=State.APPROVED, title="Bamboo bikes", **mine)
    make_organisation(name="Bamboo club")
    kenya = make_country("KEN", name="Bamboo land")
    make_policy(kenya, name="Bamboo act")
    make_indicator("12.9.1", short_label="Bamboo counted")
    target = make_indicator("12.9.1").target
    target.short_label = "Bamboo grown"
    target.save()
    figure = make_figure()
    figure.label = "Bamboo poles"
    figure.save()
    for kind in RECORDS:
        make_record(kind.model, title=f"Bamboo {kind.name}")
    make_record(Hub, title="Bamboo hub", kind="theme")
    chain = make_chain(title="Bamboo chain")
    chain.stages.exclude(address="first").delete()
    Stage.objects.update(label="Bamboo cut")


def test_every_kind_is_found_and_counted():
    make_one_of_each()
    titles = counts(asked("q=bamboo&in=kind"), "kind")
    assert titles == {str(kind.title): 1 for kind in KINDS}
    assert len(found("bamboo")) == min(len(KINDS), PER_PAGE)


def test_nothing_is_found_that_is_not_public():
    now, hour = timezone.now(), timedelta(hours=1)
    make_page("about", title="Bamboo", is_draft=True)
    make_page("terms", title="Bamboo", publish_at=now + hour)
    make_page("privacy", title="Bamboo", expire_at=now - hour)
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.WITHDRAWN):
        make_activity(state=state, title="Bamboo")
    public = make_activity(state=State.APPROVED, title="Reed")
    author = public.latest_sealed().entered_by
    revise(public, author=author, title="Bamboo")
    make_initiative(state=State.APPROVED, title="Bamboo without activities")
    for kind in RECORDS:
        make_record(kind.model, "draft", title="Bamboo", is_draft=True)
        make_record(kind.model, "later", title="Bamboo", publish_at=now + hour)
        make_record(kind.model, "over", title="Bamboo", expire_at=now - hour)
    assert found("bamboo") == []
    assert asked("q=bamboo").facets == []
    assert found("reed") == ["Reed"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("ПЛАСТИК", {"Plastic", "Rest"}),
        ("plastique mer", {"Plastic"}),
        ("déchets", {"Plastic"}),
        ("DECHETS", {"Plastic"}),
        ("اداره", {"Plastic"}),
        ("الإدارة", {"Plastic"}),
        ("塑料", {"Plastic"}),
        ("plastics", {"Plastic", "Rest"}),
        ("plastic rest", {"Rest"}),
        ("plast*", {"Plastic", "Rest"}),
        ('"déchets en mer"', {"Plastic"}),
        ("plastic -rest", {"Plastic"}),
        ("plastic nothing", {"Plastic", "Rest"}),  # some of the words
    ],
)
def test_words_are_found_in_all_their_forms_and_languages(query, titles):
    make_record(
        Resource,
        "one",
        title="Plastic",
        title_ru="Пластик",
        title_fr="Plastique, déchets en mer",
        title_ar="إدارة",
        title_zh_hans="海洋塑料",
        lead="",
    )
    make_record(Resource, "two", title="Rest", lead="Of plastic", lead_ru="Пластик")
    assert set(found(query)) == titles


def test_an_organisation_is_found_by_any_name_and_its_acronym():
    body = make_organisation(name="World Tourism Organization", acronym="UNWTO")
    body.other_names.create(name="Organización", language="es", kind="official")
    title = "World Tourism Organization (UNWTO)"
    for query in ("unwto", "organización", "tourism world"):
        assert found(query) == [title]


def test_what_names_an_organisation_is_found_by_its_name():
    author = make_user()
    body = make_organisation(name="Ostrich society", editor=author)
    mine = {"author": author, "organisation": body}
    make_activity(state=State.APPROVED, title="Feathers", **mine)
    assert set(found("ostrich")) == {"Ostrich society", "Feathers"}


def test_what_is_classified_with_a_word_is_found_by_it_in_any_language(client):
    kenya = make_country("KEN", name="Kenya", name_ru="Кения", name_ar="كينيا")
    food = make_term("sector", "SEC_FOOD", label="Food", label_fr="Alimentation")
    lists = {"countries": [kenya], "sectors": [food]}
    make_activity(state=State.APPROVED, title="Reeds", **lists)
    make_activity(state=State.APPROVED, title="Elsewhere")
    assert set(found("Кения")) == {"Kenya", "Reeds"}
    assert set(found("كينيا")) == {"Kenya", "Reeds"}
    assert found("alimentation reeds") == ["Reeds"]
    for query, said in (("Кения", 1), ("reeds", 0)):
        there = main(get(client, f"?q={query}&kind=activity"))
        assert there.count("Found by its subject") == said, query


def test_titles_with_the_words_come_first():
    make_word("Dune", meaning="No tree.")
    make_word("Zebra tree", meaning="x")
    assert found("tree") == ["Zebra tree", "Dune"]


def test_hits_are_in_the_readers_language_and_others_say_theirs(client):
    make_word("Waste", word_fr="Déchets", meaning="Left.", meaning_fr="Reste.")
    make_record(Resource, title="", title_es="Residuos", lead="", lead_es="Waste")
    assert set(found("waste", "fr")) == {"Déchets", "Residuos"}
    there = main(get(client, "?q=waste", "fr"))
    assert '<h3 class="record-title" lang="es" dir="ltr">' in there
    assert "Espagnol" in there or "espagnol" in there


def test_words_are_marked_and_markup_is_not_taken_for_any(client):
    make_word("Reed & <b>bamboo</b>", meaning="All bamboos of <i>this</i> place.")
    searching.rebuild()
    there = main(get(client, "?q=bamboo"))
    assert "Reed &amp; &lt;b&gt;<mark>bamboo</mark>&lt;/b&gt;" in there
    assert "All <mark>bamboos</mark> of &lt;i&gt;this&lt;/i&gt; place." in there


def test_another_spelling_is_offered_where_nothing_is_found(client):
    make_word("Bamboo")
    result = asked("q=bambo+-reed")
    assert (result.total, result.meant) == (1, "")  # it may be a beginning
    assert asked("q=banboo").meant == "bamboo"
    offer = 'Did you mean <a href="?q=bamboo&amp;sort=title"><bdi>bamboo</bdi></a>?'
    assert offer in main(get(client, "?q=banboo&page=1&sort=title"))


def test_where_nothing_has_all_words_some_are_said_to_be_enough(client):
    make_word("Bamboo")
    assert asked("q=bamboo+zinc").any_word
    assert "Nothing has all these words" in words(main(get(client, "?q=bamboo+zinc")))


# --- Facets


def test_each_facet_is_counted_as_if_nothing_of_it_were_chosen():
    make_word("Bamboo one")
    make_word("Bamboo two")
    make_record(Resource, title="Bamboo book")
    result = asked("q=bamboo&kind=glossary")
    assert result.total == 2
    assert counts(result, "kind") == {"Glossary": 2, "Tools and publications": 1}
    both = asked("q=bamboo&kind=glossary&kind=resource")
    assert both.total == 3
    assert [row["url"] for row in both.chosen] == [
        "?q=bamboo&kind=resource",
        "?q=bamboo&kind=glossary",
    ]


def test_the_newest_come_first_where_asked():
    make_record(Resource, "old", title="Bamboo bamboo", year=1990)
    make_record(Resource, "new", title="A book with bamboo in it", year=2022)
    titles = ["A book with bamboo in it", "Bamboo bamboo"]
    page = asked("q=bamboo&sort=newest").page_of
    assert [words(card["title"]) for card in page.object_list] == titles


def test_few_results_can_be_read_in_the_order_of_their_titles():
    for title in ("Élan of bamboo", "Zebra bamboo", "apple bamboo"):
        make_word(title)
    first = ["apple bamboo", "Élan of bamboo", "Zebra bamboo"]
    for query in ("q=bamboo&sort=title", "kind=glossary&sort=title&page=7"):
        page = asked(query).page_of
        assert [words(card["title"]) for card in page.object_list] == first


# --- The page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_search_asks_as_many_queries_however_much_it_finds(
    client, django_assert_num_queries, rows
):
    """Three of the engine, one for the labels, one for what editors say of the words,
    and one for each kind on the page, of organisations two."""
    make_page("about", title="Bamboo")
    for n in range(rows):
        make_word(f"Bamboo {n}")
        make_activity(state=State.APPROVED, title=f"Bamboo {n}")
        make_organisation(name=f"Bamboo {n}")
        make_record(Resource, f"b{n}", title=f"Bamboo {n}")
    searching.rebuild()
    get(client, "?q=bamboo")  # the process knows the index from now on
    with django_assert_num_queries(14):
        get(client, "?q=bamboo")
    with django_assert_num_queries(0):
        get(client, "")


@pytest.fixture
def remembering(settings):
    settings.REMEMBER_SECONDS = 60
    yield
    for made in REMEMBERED:
        made.kept.clear()
    KEEPER.memory.kept.clear()


def test_a_page_of_every_kind_asks_fourteen_queries_at_most(client, remembering):
    make_one_of_each()
    searching.rebuild()
    get(client, "?q=bambo")  # with a beginning and another spelling, which cost most
    with CaptureQueriesContext(connection) as asked_now:
        there = get(client, "?q=bamboo+bambooo")
    kinds = set(there.context["results"].kinds.split())
    assert len(kinds) == min(len(KINDS), PER_PAGE)
    assert len(asked_now) <= 14, [row["sql"][:90] for row in asked_now]


def test_results_are_drawn_from_memory_until_anything_changes(client, remembering):
    words = make_word("Bamboo word"), make_record(Hub, "old", title="Bamboo hub")
    make_activity(state=State.APPROVED, title="Bamboo bridge")
    searching.rebuild()
    get(client, "?q=bamboo")
    with CaptureQueriesContext(connection) as again:
        page = get(client, "?q=bamboo")
    assert len(page.context["results"].cards) == 3
    assert not any("activit" in row["sql"] for row in again)
    searching.changed(words[0])
    with CaptureQueriesContext(connection) as anew:
        get(client, "?q=bamboo")
    assert any("activit" in row["sql"] for row in anew)


def test_what_came_and_went_within_the_minute_is_as_it_is_now(client, remembering):
    old = make_record(Hub, "old", title="Bamboo hub", kind="theme")
    searching.rebuild()
    assert found_now(client) == ["Bamboo hub"]
    make_word("Bamboo word")
    Hub.objects.filter(pk=old.pk).update(is_draft=True)
    searching.changed(old)
    searching.changed(*GlossaryTerm.objects.all())
    assert found_now(client) == ["Bamboo word"]


def found_now(client):
    page = get(client, "?q=bamboo").context["results"].page_of
    return [words(card["title"]) for card in page.object_list]


def test_results_are_read_page_by_page(client):
    for n in range(25):
        make_record(Resource, f"r{n}", title=f"Bamboo {n}")
    searching.rebuild()
    first = get(client, "?q=bamboo").context["results"]
    last = get(client, "?q=bamboo&page=999").context["results"]
    assert (first.total, last.page_of.number) == (25, 2)
    seen = [card["title"] for r in (first, last) for card in r.page_of.object_list]
    assert len(set(seen)) == 25


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Or look around"),
        ("?q=%20", "Or look around"),
        ("?q=zzz", "Nothing was found"),
        ("?q=%00", "Or look around"),
        ("?q=%25", "Or look around"),
        ("?q=bamboo&kind=event", "Nothing was found"),
        ("?q=bamboo&kind=nothing", "Remove: Kind of result nothing"),
        ("?q=bamboo&colour=green", "1 result"),
        ("?q=bamboo&kind=glossary&page=9", "1 result"),
        ("?q=bamboo&page=-1", "1 result"),
        ("?q=bamboo&page=²", "1 result"),
        ("?q=bamboo&sort=colour", "1 result"),
        ("?q=" + "bamboo+" * 40, "Only the first 200 letters"),
        ("?q=" + "b" * 200_000, "Nothing was found"),
        ("?q=bamboo" + "&country=x" * 900, "Nothing was found"),
        ("?kind=glossary", "1 result"),
    ],
)
def test_every_question_gets_an_answer_that_leads_on(client, query, says):
    make_word("Bamboo")
    searching.rebuild()
    response = get(client, query)
    assert response.status_code == 200
    assert says in words(main(response))


# --- Taken along


def at(client, name, query, *args):
    return client.get(reverse(f"knowledge_hubs:{name}", args=args) + query)


def test_what_is_typed_is_completed_by_words_that_find_something(client):
    make_word("Bamboo bicycles")
    make_word("Bamboo baskets")
    make_record(Resource, title="Bamboozled", is_draft=True)
    searching.rebuild()
    for typed, words_ in {
        "bam": ["bamboo"],
        "bamboo b": ["bamboo bamboo", "bamboo baskets", "bamboo bicycles"],
        "zzz": [],
        "": [],
        "%00": [],
        "b" * 9_000: [],
    }.items():
        answer = at(client, "search_suggestions", f"?q={typed}")
        assert answer.json() == {"suggestions": words_}


def test_chinese_is_completed_by_names_that_hold_what_was_typed(client):
    """In traditional characters too; a name that nothing has is not offered."""
    make_word("Food systems", word_zh_hans="粮食体系", meaning_zh_hans="粮食体系。")
    make_word("Food waste", word_zh_hans="浪费粮食", meaning_zh_hans="粮食体系之外。")
    make_word("Leftovers", word_zh_hans="粮食余量")
    searching.rebuild()
    GlossaryTerm.objects.filter(word_en="Leftovers").delete()
    searching.rebuild()
    for typed, names in {
        "粮": ["粮食体系", "浪费粮食"],
        "糧食": ["粮食体系", "浪费粮食"],
        "food 浪费": ["food 浪费粮食"],
        "粮食余": [],
        "的": [],
    }.items():
        answer = at(client, "search_suggestions", f"?q={typed}")
        assert answer.json() == {"suggestions": names}


def test_every_search_is_a_feed_of_its_own(client):
    make_record(Resource, title="Bamboo", body="Bamboo grows. " * 40)
    searching.rebuild()
    ids = "tag:localhost,2021:en/search"
    for query in ("?q=bamboo", "?q=bamboo&amp;kind=resource", "?q=tree"):
        feed = at(client, "search_feed", query.replace("&amp;", "&")).text
        assert f"<id>{ids}{query}</id>" in feed


def test_a_text_that_is_cut_ends_between_words_and_says_so(client):
    make_record(Resource, title="Bamboo", lead="Reed.", body="Bamboo grows. " * 40)
    make_record(Resource, "zh", title="Bamboo shoots", body="竹" * 600)
    searching.rebuild()
    rows = at(client, "search_list", "?q=bamboo&sort=title", "json").json()["results"]
    latin, chinese = (row["text"] for row in rows)
    assert latin == "Reed. " + "Bamboo grows. " * 27 + "Bamboo grows.…"
    assert len(chinese) == 400 and chinese.endswith("竹…")


def test_what_is_found_can_be_followed_the_newest_first(client):
    make_record(Resource, "old", title="Bamboo & bamboo", year=1990)
    make_record(Resource, "new", title="A bamboo book", year=2022)
    make_record(Resource, "draft", title="Bamboo draft", year=2022, is_draft=True)
    searching.rebuild()
    feed = at(client, "search_feed", "?q=bamboo&kind=resource").text
    assert feed.index("A bamboo book") < feed.index("Bamboo &amp; bamboo")
    assert "Bamboo draft" not in feed
    assert "2022-07-01T00:00:00" in feed


def test_what_is_found_leaves_as_a_file(client):
    make_record(Resource, "new", title="=Bamboo", lead="Book.", year=2022)
    make_word("Reed")
    searching.rebuild()
    rows = at(client, "search_list", "?q=bamboo", "json").json()["results"]
    assert rows == [
        {
            "kind": "resource",
            "title": "=Bamboo",
            "language": "en",
            "text": "Book.",
            "day": "2022-07-01",
            "address": "http://localhost:8000/en/resources/new/",
        }
    ]
    table = at(client, "search_list", "?q=bamboo", "csv").text.splitlines()
    assert table[0].lstrip("\ufeff") == "kind,title,language,text,day,address"
    assert table[1].startswith("resource,'=Bamboo,en,Book.")
    book = at(client, "search_list", "?q=bamboo", "xlsx")
    assert rows_of(book.content)[0] == ["kind", *table[0].split(",")[1:]]
    assert rows_of(book.content)[1][:4] == ["resource", "'=Bamboo", "en", "Book."]
    assert at(client, "search_list", "?q=bamboo", "exe").status_code == 404


def rows_of(workbook):
    sheet = load_workbook(BytesIO(workbook)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
