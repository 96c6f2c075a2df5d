"""Pages to copy a citation from: what they say, in six languages, and where they lead;
files read back by rules of their formats.
"""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from knowledge_hubs.citation_formats import FORMATS
from knowledge_hubs.citation_words import in_words
from knowledge_hubs.citations import FOUND, Work, work_of
from knowledge_hubs.cited_parts import WORKS, part_work, parts_of
from knowledge_hubs.kinds import CAMPAIGN, EVENT, RESOURCE
from knowledge_hubs.models import CampaignResult, Hub, Recording
from oneplanet import settings as portal
from programmes.models import FigureText, PublishedFigure, SourceDocument
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_figure,
    make_indicator,
    make_initiative,
    make_organisation,
    make_policy,
    make_record,
)

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in portal.LANGUAGES]
TODAY = date(2026, 11, 27)


def page_of(of, code):
    return reverse("knowledge_hubs:cite", args=[of, code])


def words_of(work) -> str:
    return strip_tags(in_words(work, TODAY))


# --- Words ----------------------------------------------------------------------------


def test_a_citation_says_who_what_when_and_where():
    work = Work(
        key="x",
        genre="report",
        title="Can I recycle this?",
        language="en",
        url="https://example.org/<x>",
        authors=["One & Two", "三"],
        publishers=["Press"],
        year=2020,
        number="E/1",
        doi="10.1000/1",
        isbn="978-92-1-000000-1",
    )
    assert in_words(work, TODAY) == (
        "<bdi>One &amp; Two</bdi>, <bdi>三</bdi>. <cite>Can I recycle this?</cite> "
        "<bdi>Press</bdi>, <bdi>2020</bdi>. <bdi>E/1</bdi>. "
        "DOI: <bdi>10.1000/1</bdi>. ISBN <bdi>978-92-1-000000-1</bdi>. "
        '<bdi dir="ltr">https://example.org/&lt;x&gt;</bdi>. '
        "Read on 27 November 2026."
    )


def test_what_is_not_known_leaves_no_gap():
    work = Work(key="x", genre="page", title="塑料。", language="zh-hans", url="u")
    assert in_words(work, TODAY) == (
        '<cite><span lang="zh-Hans" dir="ltr">塑料。</span></cite> '
        '<bdi dir="ltr">u</bdi>. Read on 27 November 2026.'
    )


# --- Pages ----------------------------------------------------------------------------


def cited(of):
    """(of, code) of one public thing of each kind that is no record of the library."""
    return of, {
        "policies": lambda: make_policy(make_country("FRA"), code="POL-1").code,
        "figures": lambda: make_figure("PF-1", number=79).figure.code,
        "documents": _document,
        "indicators": lambda: make_indicator("12.1.1").code,
        "hubs": lambda: make_record(Hub).code,
        "activities": lambda: make_activity(state=State.APPROVED).code,
        "initiatives": _initiative,
        "recordings": lambda: str(make_recording().pk),
        "results": lambda: str(make_result(number=3, unit_label="%").pk),
    }[of]()


def _document():
    make_figure("PF-1", number=79)
    return "e0"


def _initiative():
    initiative = make_initiative(state=State.APPROVED)
    make_activity(state=State.APPROVED, initiative=initiative)
    return initiative.code


def make_recording(**event):
    event = make_record(EVENT.model, title="Conference", **event)
    body = make_organisation(name="Хозяева", name_language="ru")
    event.parties.create(organisation=body, role="host")
    session = event.sessions.create(
        title="مدن بلا نفايات", starts_at=datetime(2021, 3, 17, 14, tzinfo=UTC)
    )
    return event.recordings.create(session=session, url="https://example.org/film")


def make_result(**given):
    campaign = make_record(CAMPAIGN.model, title="Campaign")
    given = {"metric": "waste less", "kind": "outcome", "year": 2020} | given
    return campaign.results.create(**given)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("of", [*FOUND, *WORKS])
def test_everything_has_a_page_with_words_and_three_files(client, of, language):
    of, code = cited(of)
    with translation.override(language):
        page = client.get(page_of(of, code))
        assert page.status_code == 200
        words = translation.gettext("How to cite it")
        assert f"<bdi>{words}</bdi></h1>" in page.text
        for ending in FORMATS:
            file = reverse("knowledge_hubs:citation", args=[of, code, ending])
            assert f'href="{file}"' in page.text
            assert client.get(file).status_code == 200
    assert page.context["work"].page in page.text


@pytest.mark.parametrize("of", ["policies", "hubs", "activities", "initiatives"])
def test_what_is_cited_leads_to_its_page(client, of):
    of, code = cited(of)
    link = f'href="{page_of(of, code)}"'
    assert client.get(work_of(of, code).page).text.count(link) == 1


def test_an_indicator_leads_there_once_and_its_figures_by_their_document(client):
    indicator = make_indicator("12.1.1")
    indicator.figures.add(make_figure("PF-1", number=79).figure)
    indicator.figures.add(make_figure("PF-2", number=80).figure)
    page = client.get(indicator.get_absolute_url()).text
    assert page.count(f'href="{page_of("indicators", "12.1.1")}"') == 1
    assert page.count(f'href="{page_of("documents", "e0")}"') == 1


def test_figures_lead_there_once_for_each_document(client):
    for n in range(3):
        make_figure(f"PF-{n}", number=n)
    other = SourceDocument.objects.create(symbol="E/1", title="T")
    values = {"unit": "%", "qualifier": "exact", "number": 9, "document": other}
    figure = PublishedFigure.objects.create(code="PF-9", **values)
    FigureText.objects.create(figure=figure, label="Nine")
    page = client.get(reverse("knowledge_hubs:figure_list")).text
    assert page.count("/en/cite/") == 2
    for code in ("e0", "e1"):
        assert page.count(f'href="{page_of("documents", code)}"') == 1


def test_a_document_is_cited_whole_with_its_figures(client, settings):
    text = make_figure("PF-1", number=79)
    text.unit_label, text.label = "%", "of citizens"
    text.save()
    make_figure("PF-2", replaces=make_figure("PF-3").figure)
    SourceDocument.objects.filter(symbol="E/0").update(
        title="Progress report", title_en="Progress report", published_on=TODAY
    )
    work = work_of("documents", "e0")
    where = f"{settings.SITE_URL}/en/figures/#source-e0"
    assert words_of(work) == (
        f"Progress report. United Nations, 27 November 2026. E/0. {where}. "
        "Read on 27 November 2026."
    )
    parts = parts_of("documents", "e0")
    assert parts.of == "figures"
    assert ("PF-1", "79% of citizens", "en") in parts.rows
    assert [row[0] for row in parts.rows] == ["PF-1", "PF-2"]
    page = client.get(page_of("documents", "e0")).text
    assert f'href="{page_of("figures", "PF-1")}"' in page


# --- Parts ----------------------------------------------------------------------------


def test_a_recording_is_cited_as_a_film_by_who_held_the_event(client):
    recording = make_recording()
    file = reverse("knowledge_hubs:citation", args=["recordings", recording.pk, "json"])
    (item,) = json.loads(client.get(file).text)
    assert item["type"] == "motion_picture"
    assert item["title"] == "مدن بلا نفايات"
    assert item["author"] == [{"literal": "Хозяева"}]
    assert item["issued"] == {"date-parts": [[2021, 3, 17]]}
    assert item["URL"] == "https://example.org/film"
    page = client.get(page_of("events", "a-record")).text
    assert f'href="{page_of("recordings", recording.pk)}"' in page


def test_a_result_is_cited_with_its_value_and_its_place():
    result = make_result(number=31, unit_label="%", paragraph="12")
    result.document = SourceDocument.objects.create(symbol="E/1", title="T")
    result.save()
    work = part_work("results", str(result.pk))
    assert (work.title, work.year, work.number) == (
        "31% waste less",
        2020,
        "E/1, paragraph 12",
    )
    wordy = make_result_in_words()
    assert part_work("results", str(wordy.pk)).title == "waste less: many"
    assert [row[0] for row in parts_of("campaigns", "a-record").rows] == [
        str(result.pk),
        str(wordy.pk),
    ]


def make_result_in_words():
    campaign = CAMPAIGN.model.objects.get()
    return campaign.results.create(
        metric="waste less", kind="outcome", in_words="many", order=9
    )


def test_parts_of_what_is_hidden_are_not_found(client):
    recording, result = make_recording(is_draft=True), make_result(number=1)
    CAMPAIGN.model.objects.update(is_draft=True)
    for of, row in (("recordings", recording), ("results", result)):
        assert client.get(page_of(of, row.pk)).status_code == 404
    assert (Recording.objects.count(), CampaignResult.objects.count()) == (1, 1)
    for of, code in (("recordings", "x"), ("documents", "e0"), ("indicators", "1.1")):
        assert client.get(page_of(of, code)).status_code == 404


# --- Read back ------------------------------------------------------------------------

TITLES = [
    "تقرير «البلاستيك» 50% {ب} \\ ~",
    "Пластик: № 1 & 2_3 #4 $5 ^6",
    "塑料、水：第1部分",
    "L’océan « propre »",
]


def read_bibtex(text) -> dict:
    """Fields of one entry, by the rule that braces pair unless a backslash stands
    before one."""
    kind, key, rest = re.fullmatch(r"@(\w+)\{([^,\s]+),\n(.*)\}\n", text, re.S).groups()
    fields = {}
    while rest:
        name, rest = re.match(r"\s*(\w+) = \{", rest)[1], rest.partition(" = {")[2]
        depth, at = 1, 0
        while depth:
            char = rest[at]
            at += 2 if char == "\\" else 1
            depth += (char == "{") - (char == "}")
        fields[name], rest = rest[: at - 1], rest[at:].removeprefix(",\n")
    return {"type": kind, "key": key} | fields


def plain(tex) -> str:
    for name, sign in (("backslash", "\\"), ("asciitilde", "~"), ("asciicircum", "^")):
        tex = tex.replace(f"\\text{name}{{}}", f"\0{ord(sign)}\0")
    tex = re.sub(r"\\([{}$&#_%])", r"\1", tex)
    return re.sub("\0(\\d+)\0", lambda found: chr(int(found[1])), tex)


@pytest.mark.parametrize("title", TITLES)
def test_every_letter_survives_all_three_formats(client, title):
    record = make_record(RESOURCE.model, title=title)
    record.parties.create(
        organisation=make_organisation(name=title, name_language="ar"), role="author"
    )

    def file(ending):
        where = reverse(
            "knowledge_hubs:citation", args=["resources", "a-record", ending]
        )
        answer = client.get(where)
        assert "charset=utf-8" in answer["Content-Type"]
        return answer.content.decode("utf-8")

    entry = read_bibtex(file("bib"))
    assert plain(entry["title"][1:-1]) == plain(entry["author"][1:-1]) == title
    assert (entry["type"], entry["key"]) == ("techreport", "a-record")
    lines = dict(
        re.fullmatch("([A-Z][A-Z0-9])  - (.*)", line).groups()
        for line in file("ris").removesuffix("\r\n").split("\r\n")
    )
    assert (lines["TI"], lines["AU"], list(lines)[-1]) == (title, title, "ER")
    (item,) = json.loads(file("json"))
    assert (item["title"], item["author"]) == (title, [{"literal": title}])
