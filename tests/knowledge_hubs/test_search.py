"""One search over everything public: what is found, in which order, and what is not."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from knowledge_hubs.kinds import KINDS as RECORDS
from knowledge_hubs.models import Resource
from knowledge_hubs.search import KINDS, MAX_WORDS, Asked, results
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_initiative,
    make_organisation,
    make_page,
    make_programme,
    make_record,
    make_word,
    revise,
)
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db


def found(query, language="en", kind=""):
    """kind → titles, of everything a search answers."""
    asked = QueryDict(mutable=True)
    asked.update({"q": query, "kind": kind})
    with translation.override(language):
        hits = results(Asked.of(asked)).found
        return {hit.kind.name: [card["title"] for card in hit[:99]] for hit in hits}


def get(client, query, language="en"):
    with translation.override(language):
        return client.get(reverse("knowledge_hubs:search") + query)


# --- What is found


def test_every_kind_is_searched():
    make_programme(name="Bamboo programme")
    make_page("about", title="Bamboo here")
    make_word("Bamboo")
    make_activity(state=State.APPROVED, title="Bamboo bikes")
    make_organisation(name="Bamboo club")
    for kind in RECORDS:
        make_record(kind.model, title=f"Bamboo {kind.name}")
    assert found("bamboo") == {
        "programme": ["Bamboo programme"],
        "page": ["Bamboo here"],
        "glossary": ["Bamboo"],
        "activity": ["Bamboo bikes"],
        "organisation": ["Bamboo club"],
        **{kind.name: [f"Bamboo {kind.name}"] for kind in RECORDS},
    }
    assert list(found("bamboo")) == [
        kind.name for kind in KINDS if kind.name in found("bamboo")
    ]


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
    for kind in RECORDS:
        make_record(kind.model, "draft", title="Bamboo", is_draft=True)
        make_record(kind.model, "later", title="Bamboo", publish_at=now + hour)
        make_record(kind.model, "over", title="Bamboo", expire_at=now - hour)
    assert found("bamboo") == {}
    assert found("reed") == {"activity": ["Reed"]}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("ПЛАСТИК", ["Plastic", "Rest"]),
        ("plastique mer", ["Plastic"]),
        ("déchets", ["Plastic"]),
        ("DECHETS", ["Plastic"]),
        ("اداره", ["Plastic"]),
        ("إدارة", ["Plastic"]),
        ("塑料", ["Plastic"]),
        ("plastic rest", ["Rest"]),
        ("plast", ["Plastic", "Rest"]),
        ("plastic nothing", []),
        ("%", []),
        ("_", []),
        ("\x00", []),
    ],
)
def test_all_words_occur_whatever_their_case_accents_and_language(query, titles):
    make_record(
        Resource,
        "one",
        title="Plastic",
        order=1,
        title_ru="Пластик",
        title_fr="Plastique, déchets en mer",
        title_ar="إدارة",
        title_zh_hans="海洋塑料",
        lead="",
    )
    make_record(
        Resource, "two", title="Rest", order=2, lead="Of plastic", lead_ru="Пластик"
    )
    assert found(query) == ({"resource": titles} if titles else {})


def test_an_organisation_is_found_by_any_name_and_its_acronym():
    body = make_organisation(name="World Tourism Organization", acronym="UNWTO")
    body.other_names.create(name="Organización", language="es", kind="official")
    for query in ("unwto", "turismo organizacion", "tourism world"):
        expected = {} if "turismo" in query else {"organisation": 1}
        assert {k: len(v) for k, v in found(query).items()} == expected


def test_titles_with_the_words_come_first_then_in_order_of_the_alphabet():
    make_word("Élan", meaning="A tree moves.")
    make_word("Zebra tree", meaning="x")
    make_word("Apple tree", meaning="x")
    make_word("Dune", meaning="No tree.")
    assert found("tree") == {
        "glossary": ["Apple tree", "Zebra tree", "Dune", "Élan"],
    }


def test_hits_are_in_the_readers_language_and_others_say_theirs(client):
    make_word("Waste", word_fr="Déchets", meaning="Left.", meaning_fr="Reste.")
    make_record(Resource, title="", title_es="Residuos", lead="", lead_es="Waste")
    assert found("waste", "fr") == {"glossary": ["Déchets"], "resource": ["Residuos"]}
    there = main(get(client, "?q=waste", "fr"))
    assert '<h3 class="record-title" lang="es" dir="ltr">' in there


# --- The page


@pytest.mark.parametrize("rows", [1, 4])
def test_a_search_asks_as_many_queries_however_much_it_finds(
    client, django_assert_num_queries, rows
):
    """One for each kind, one that counts, and one more for activities and names."""
    make_page("about", title="Bamboo")
    for n in range(rows):
        make_programme(name=f"Bamboo {n}")
        make_word(f"Bamboo {n}")
        initiative = make_initiative(state=State.APPROVED, title=f"Bamboo {n}")
        mine = {"author": initiative.created_by, "initiative": initiative}
        make_activity(state=State.APPROVED, title=f"Bamboo {n}", **mine)
        make_organisation(name=f"Bamboo {n}")
        for kind in RECORDS:
            make_record(kind.model, f"b{n}", title=f"Bamboo {n}")
    with django_assert_num_queries(len(KINDS) + 3):
        get(client, "?q=bamboo")
    with django_assert_num_queries(0):
        get(client, "")


def test_kinds_are_counted_and_lead_to_their_own_hits(client):
    for n in range(5):
        make_word(f"Bamboo {n}")
    make_record(Resource, title="Bamboo")
    response = get(client, "?q=bamboo")
    there = main(response)
    kinds = there[there.index('<nav class="kinds"') : there.index("</nav>")]
    assert words(kinds) == ("Kinds Everything 6 Glossary 5 Tools and publications 1")
    assert 'href="?q=bamboo&amp;kind=glossary"' in kinds
    assert "Bamboo 2" in there and "Bamboo 3" not in there
    assert "Bamboo 4" in main(get(client, "?q=bamboo&kind=glossary"))


def test_hits_of_one_kind_are_read_page_by_page(client):
    for n in range(25):
        make_record(Resource, f"r{n}", title=f"Bamboo {n}", order=n)
    first = get(client, "?q=bamboo&kind=resource")
    second = get(client, "?q=bamboo&kind=resource&page=2")
    assert [c["title"] for c in first.context["page_of"].object_list] == [
        f"Bamboo {n}" for n in range(20)
    ]
    assert [c["title"] for c in second.context["page_of"].object_list] == [
        f"Bamboo {n}" for n in range(20, 25)
    ]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "Or look around"),
        ("?q=%20", "Or look around"),
        ("?q=zzz", "Nothing has all these words"),
        ("?q=bamboo&kind=event", "Nothing of this kind"),
        ("?q=bamboo&kind=nothing", "Glossary 1"),
        ("?q=bamboo&kind=glossary&page=9", "Glossary: 1 hit"),
        ("?q=" + "bamboo+" * 9, "Only the first 8 words"),
        ("?q=" + "b" * 500, "Nothing has all these words"),
    ],
)
def test_every_question_gets_an_answer_that_leads_on(client, query, says):
    make_word("Bamboo")
    response = get(client, query)
    assert response.status_code == 200
    assert says in words(main(response))


def test_more_words_than_are_looked_for_are_left_out():
    asked = Asked.of(QueryDict("q=" + "+".join(f"w{n}" for n in range(12))))
    assert asked.words == tuple(f"w{n}" for n in range(MAX_WORDS))
    assert asked.left_out


def test_countries_are_found_where_they_have_a_page():
    """Like every other kind of KINDS: what has no page leads nowhere."""
    make_country("KEN", name="Kenya")
    has_page = any(kind.name == "country" for kind in KINDS)
    assert found("kenya") == ({"country": ["Kenya"]} if has_page else {})
