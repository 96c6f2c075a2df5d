"""The list of public activities: what each word of each facet finds, and which words
there are.
"""

from datetime import date

import pytest

from programmes.models import ActivityType, Programme, ReportingRegionRule, Term
from reporting.workflow import Action
from tests.factories import (
    make_activity,
    make_administrator,
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_term,
    make_type,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db
LIST = "/en/activities/"
ENDED = date(2020, 6, 1)


@pytest.fixture
def listed():
    """Five public activities, told apart by every facet, and some that are not public.

    Each has a title of one word, so that a list of them is easily read.
    """
    region = make_term("reporting_region", "AFRICA", label="Africa")
    asia = make_term("reporting_region", "ASIA", label="Asia")
    kenya = make_country("KEN", name="Kenya")
    ReportingRegionRule.objects.create(country=kenya, region=region)
    peru = make_country("PER", name="Peru")
    outreach = make_type("OUTREACH", label="Outreach")
    event = make_type("EVENT", label="Event", parent=outreach)
    training = make_type("TRAINING", label="Training")
    food = make_term("sector", "SEC_FOOD", label="Food")
    water = make_term("sector", "SEC_WATER", label="Water")
    waste = make_term("tag", "WASTE", label="Waste")
    youth = make_term("tag", "YOUTH", label="Youth")
    sfs, st = named("SFS", "Food"), named("ST", "Tourism")
    public(
        "Alpha",
        programme=sfs,
        type=training,
        sectors=[food],
        countries=[kenya],
        tags=[waste],
        started_on=date(2018, 3, 1),
        ended_on=ENDED,
        summary="Less is thrown away.",
    )
    public(
        "Beta",
        programme=st,
        type=event,
        sectors=[water],
        countries=[peru],
        tags=[youth],
        started_on=date(2020, 2, 2),
        ended_on=None,
        language="fr",
        summary="École du goût, œuvre commune",
    )
    public(
        "Gamma",
        programme=None,
        type=outreach,
        sectors=[food, water],
        regions=[asia],
        started_on=date(2019, 5, 5),
        ended_on=None,
        language="ar",
        summary="أُنجز العمل في المَدرسة",
    )
    public(
        "Delta",
        programme=sfs,
        type=event,
        sectors=[water],
        countries=[kenya, peru],
        tags=[waste, youth],
        started_on=date(2017, 1, 1),
        ended_on=date(2021, 12, 31),
        language="ru",
        summary="Пластик собрали ещё раз",
    )
    public(
        "Epsilon",
        programme=st,
        type=training,
        sectors=[food],
        regions=[region],
        started_on=date(2021, 1, 1),
        ended_on=date(2021, 1, 1),
        language="es",
        summary="Niños y niñas",
    )
    hidden(sfs, food, kenya, waste)


def named(code, name):
    return make_programme(code=code, slug=code.lower(), name=name)


def public(title, *, programme, **given):
    author, desk = make_user(), make_secretariat()
    draft = make_draft(author=author, programme=programme, title=title, **given)
    draft.take(Action.SUBMIT, by=author)
    draft.take(Action.APPROVE, by=desk)
    return draft


def hidden(programme, sector, country, tag):
    """What would be found by the same words, were it public."""
    given = {
        "sectors": [sector],
        "countries": [country],
        "tags": [tag],
        "ended_on": ENDED,
        "summary": "Less is thrown away.",
        "language": "zh-hans",
    }
    desk = make_user()
    other = make_programme(desk=desk, code="ZZ")
    for state in ("draft", "submitted", "returned", "withdrawn"):
        make_activity(
            state=state, reviewer=desk, programme=other, title=f"Hidden{state}", **given
        )
    taken_off = public("Hiddentakenoff", programme=programme, **given)
    taken_off.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    author = make_user()
    revised = make_activity(
        state="approved",
        author=author,
        reviewer=desk,
        programme=other,
        title="Zeta",
        started_on=date(2001, 1, 1),
    )
    draft = revise(revised, author=author, title="Hiddenrevision")
    draft.countries.set([country])
    draft.scope = make_term("scope", "REGIONAL")
    draft.ended_on, draft.language = ENDED, "zh-hans"
    draft.save()
    revised.take(Action.SUBMIT, by=author)


def found(client, query) -> list[str]:
    """The titles of a list from the first, as a visitor reads them."""
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    assert "Hidden" not in response.text
    cards = response.text.split('<h3 class="record-title"')[1:]
    titles = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")
    shown = [next(t for t in titles if t in card[:400]) for card in cards]
    assert response.context["page_of"].paginator.count == len(shown)
    return shown


ALL = ["Delta", "Epsilon", "Alpha", "Beta", "Gamma", "Zeta"]  # by the day they count on
EACH = {
    "": ALL,
    "programme=SFS": ["Delta", "Alpha"],
    "programme=ST": ["Epsilon", "Beta"],
    "programme=NET": ["Gamma"],
    "programme=NET&programme=ST": ["Epsilon", "Beta", "Gamma"],
    "type=TRAINING": ["Epsilon", "Alpha", "Zeta"],
    "type=EVENT": ["Delta", "Beta"],
    "type=OUTREACH": ["Delta", "Beta", "Gamma"],  # with its narrower words
    "sector=SEC_FOOD": ["Epsilon", "Alpha", "Gamma", "Zeta"],
    "sector=SEC_WATER": ["Delta", "Beta", "Gamma"],
    "sector=SEC_FOOD&sector=SEC_WATER": ALL,  # any of them, each once
    "country=KEN": ["Delta", "Alpha"],
    "country=PER": ["Delta", "Beta"],
    "country=KEN&country=PER": ["Delta", "Alpha", "Beta"],
    "region=AFRICA": ["Delta", "Epsilon", "Alpha"],  # named, or by a country of it
    "region=ASIA": ["Gamma"],
    "tag=WASTE": ["Delta", "Alpha"],
    "tag=YOUTH": ["Delta", "Beta"],
    "tag=WASTE&tag=YOUTH": ["Delta", "Alpha", "Beta"],
    "year=2021": ["Delta", "Epsilon"],
    "year=2020": ["Alpha", "Beta"],  # that of the end; of the start while it runs
    "year=2019": ["Gamma"],
    "year=2018": [],  # Alpha began in it and has ended since
    "year=2017": [],
    "year=2019&year=2020": ["Alpha", "Beta", "Gamma"],
    "year=": ALL,
    "year=20 20": [],
    "year=٢٠٢٠": [],
    "language=en": ["Alpha", "Zeta"],
    "language=fr": ["Beta"],
    "language=ar&language=ru": ["Delta", "Gamma"],
    "language=zh-hans": [],
    "q=alpha": ["Alpha"],
    "q=THROWN+away": ["Alpha"],
    "q=thrown+gout": [],  # every word
    "q=ecole+GOUT": ["Beta"],
    "q=المدرسه": ["Gamma"],
    "q=пластик+еще": ["Delta"],
    "q=niños": ["Epsilon"],
    "q=%25": [],
    "q=_": [],
    "programme=SFS&year=2021": ["Delta"],
    "programme=SFS&sector=SEC_FOOD&country=KEN&tag=WASTE&q=less": ["Alpha"],
    "programme=SFS&language=fr": [],
    "type=OUTREACH&region=AFRICA&year=2021&language=ru&q=раз": ["Delta"],
}


def test_each_word_narrows_to_exactly_the_right_activities(client, listed):
    assert {query: found(client, query) for query in EACH} == EACH


def test_the_list_is_the_same_for_whoever_reads_it(client, listed):
    for make in (make_secretariat, make_administrator, make_user):
        client.force_login(make())
        assert found(client, "") == ALL
        assert found(client, "country=KEN") == ["Delta", "Alpha"]


def offered(client, query="") -> dict[str, list[str]]:
    """The values of every facet on the page, in their order."""
    rail = client.get(f"{LIST}?{query}").text.partition('class="rail"')[2]
    values = {}
    for part in rail.split('<input type="checkbox" name="')[1:]:
        name, _quote, rest = part.partition('"')
        values.setdefault(name, []).append(rest.split('"')[1])
    return values


def test_the_words_of_each_facet(client, listed):
    """Vocabularies whole; countries and years as they occur in what is public."""
    make_country("FRA", name="France")
    make_term("impact", "CLIMATE")
    expected = {
        "programme": [*Programme.objects.values_list("code", flat=True), "NET"],
        "type": ["OUTREACH", "EVENT", "TRAINING"],
        "sector": ["SEC_FOOD", "SEC_WATER"],
        "region": ["AFRICA", "ASIA"],
        "country": ["KEN", "PER"],
        "tag": ["WASTE", "YOUTH"],
        "year": ["2021", "2020", "2019", "2001"],
        "language": ["ar", "zh-hans", "en", "fr", "ru", "es"],
    }
    assert offered(client) == expected
    assert list(offered(client)) == list(expected)
    assert offered(client, "year=2021&country=KEN") == expected, "also when narrowed"


def test_what_is_no_longer_public_leaves_no_country_and_no_year(client):
    chile = make_country("CHL", name="Chile")
    gone = public(
        "Alpha", programme=None, countries=[chile], started_on=date(1999, 1, 1)
    )
    assert (offered(client)["country"], offered(client)["year"]) == (["CHL"], ["1999"])
    gone.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    assert "country" not in offered(client)
    assert "year" not in offered(client)


def test_a_narrowed_list_keeps_its_words_on_the_next_page(client):
    food = named("SFS", "Food")
    for n in range(21):
        public(f"Alpha{n}", programme=food)
    named("ST", "Tourism")
    response = client.get(f"{LIST}?programme=SFS&page=2")
    assert response.context["page_of"].paginator.num_pages == 2
    assert response.text.count('<h3 class="record-title"') == 1
    assert 'programme=SFS"' in response.text or "programme=SFS&amp;" in response.text


# --- The year an activity counts in ---------------------------------------------------


@pytest.mark.parametrize(
    ("started", "ended", "year"),
    [
        (date(2018, 12, 31), date(2019, 1, 1), 2019),
        (date(2018, 12, 31), None, 2018),
        (date(2019, 5, 1), date(2019, 6, 1), 2019),
    ],
)
def test_the_year_is_that_of_the_end_or_of_the_start_while_it_runs(
    client, started, ended, year
):
    activity = public("Alpha", programme=None, started_on=started, ended_on=ended)
    version = activity.open_publication().version
    assert version.year == year
    assert offered(client)["year"] == [str(year)]
    for other in (2017, 2018, 2019, 2020):
        titles = ["Alpha"] if other == year else []
        assert found(client, f"year={other}") == titles


def test_a_draft_without_a_day_has_no_year():
    draft = make_draft(started_on=None, organisation=make_organisation()).draft()
    assert draft.year is None


def test_where_the_vocabularies_are_empty_there_is_nothing_to_choose(client):
    Term.objects.all().delete()
    ActivityType.objects.all().delete()
    assert set(offered(client)) == {"programme", "language"}
