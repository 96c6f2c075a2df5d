"""Citations to take along: whole files, in several scripts, for those who may read."""

import json
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.citation_formats import bibtex, csl, ris
from knowledge_hubs.citations import Work, work_of
from knowledge_hubs.kinds import KINDS, RESOURCE
from oneplanet.text import dates
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_figure,
    make_organisation,
    make_policy,
    make_record,
    make_secretariat,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)


def address(of, code, ending="bib"):
    return reverse("knowledge_hubs:citation", args=[of, code, ending])


def make_report(**given):
    given = {"title_ar": "تقرير عن البلاستيك", "title_en": ""} | given
    report = make_record(RESOURCE.model, "plastics", year=2020, **given)
    body = make_organisation(name="Институт {океана} & моря", name_language="ru")
    report.parties.create(organisation=body, role="author")
    other = make_organisation(name="海洋研究所", name_language="zh-hans")
    report.parties.create(organisation=other, role="publisher", order=1)
    report.editions.create(language="fr", url="https://example.org/fr", order=1)
    report.editions.create(
        language="ar",
        url="https://example.org/a_b?x=1&y=100%25{z}",
        doi="10.1000/a_b",
        isbn="978-92-1-000000-1",
        symbol="UNEP/1_2",
        order=2,
    )
    return report


def test_a_report_as_bibtex_whole():
    make_report(title="")
    assert bibtex(work_of("resources", "plastics"), TODAY) == (
        "@techreport{plastics,\n"
        "  author = {{Институт \\{океана\\} \\& моря}},\n"
        "  title = {{تقرير عن البلاستيك}},\n"
        "  year = {2020},\n"
        "  institution = {海洋研究所},\n"
        "  number = {UNEP/1\\_2},\n"
        "  doi = {10.1000/a_b},\n"
        "  isbn = {978-92-1-000000-1},\n"
        "  url = {https://example.org/a_b?x=1&y=100%25%7Bz%7D},\n"
        "  urldate = {2026-11-27},\n"
        "  langid = {arabic},\n"
        "  language = {ar},\n"
        "}\n"
    )


def test_a_report_as_ris_whole():
    make_report(title="")
    assert ris(work_of("resources", "plastics"), TODAY).split("\r\n") == [
        "TY  - RPRT",
        "ID  - plastics",
        "AU  - Институт {океана} & моря",
        "TI  - تقرير عن البلاستيك",
        "PY  - 2020",
        "PB  - 海洋研究所",
        "M1  - UNEP/1_2",
        "DO  - 10.1000/a_b",
        "SN  - 978-92-1-000000-1",
        "LA  - ar",
        "UR  - https://example.org/a_b?x=1&y=100%25{z}",
        "Y2  - 2026/11/27",
        "ER  - ",
        "",
    ]


def test_a_report_as_csl_whole():
    make_report(title="")
    assert json.loads(csl(work_of("resources", "plastics"), TODAY)) == [
        {
            "id": "plastics",
            "type": "report",
            "title": "تقرير عن البلاستيك",
            "author": [{"literal": "Институт {океана} & моря"}],
            "issued": {"date-parts": [[2020]]},
            "publisher": "海洋研究所",
            "number": "UNEP/1_2",
            "DOI": "10.1000/a_b",
            "ISBN": "978-92-1-000000-1",
            "language": "ar",
            "URL": "https://example.org/a_b?x=1&y=100%25{z}",
            "accessed": {"date-parts": [[2026, 11, 27]]},
        }
    ]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50% of $5 & #1_a", r"50\% of \$5 \& \#1\_a"),
        (
            "a\\b ~ c^2 {d}",
            r"a\textbackslash{}b \textasciitilde{} c\textasciicircum{}2 \{d\}",
        ),
        ("one\n  two\r\n@article{x,", r"one two @article\{x,"),
        ("塑料、水：第1部分", "塑料、水：第1部分"),
        ("L’océan « propre »", "L’océan « propre »"),
    ],
)
def test_no_sign_of_a_title_ends_its_field(title, written):
    work = Work(key="a b", genre="page", title=title, language="en", url="")
    assert bibtex(work, TODAY) == (
        f"@misc{{a-b,\n  title = {{{{{written}}}}},\n"
        "  urldate = {2026-11-27},\n  langid = {english},\n  language = {en},\n}\n"
    )


def test_no_line_of_a_text_becomes_a_line_of_ris():
    work = Work(
        key="k", genre="page", title="a\nER  - \r\nTY  - BOOK", language="", url=""
    )
    lines = ris(work, TODAY).split("\r\n")
    assert lines[2] == "TI  - a ER - TY - BOOK"
    assert [line[:2] for line in lines] == ["TY", "ID", "TI", "Y2", "ER", ""]


def test_a_policy_is_cited_under_its_own_name(settings):
    make_policy(
        make_country("FRA", name="France"),
        code="POL-1",
        name="Loi sur l’économie circulaire",
        name_language="fr",
        adoption_year=2020,
    )
    work = work_of("policies", "POL-1")
    assert ris(work, TODAY).split("\r\n") == [
        "TY  - STAT",
        "ID  - POL-1",
        "AU  - France",
        "TI  - Loi sur l’économie circulaire",
        "PY  - 2020",
        "LA  - fr",
        f"UR  - {settings.SITE_URL}/en/policies/POL-1/",
        "Y2  - 2026/11/27",
        "ER  - ",
        "",
    ]


def test_a_figure_is_cited_with_its_place(settings):
    text = make_figure("PF-1", number=79)
    text.unit_label, text.label = "%", "of citizens changed"
    text.save()
    assert bibtex(work_of("figures", "PF-1"), TODAY) == (
        "@misc{PF-1,\n"
        "  title = {{79\\% of citizens changed}},\n"
        "  publisher = {One Planet network portal},\n"
        "  number = {E/0, paragraph 7},\n"
        f"  url = {{{settings.SITE_URL}/en/figures/#PF-1}},\n"
        "  urldate = {2026-11-27},\n"
        "  langid = {english},\n"
        "  language = {en},\n"
        "}\n"
    )
    make_figure("PF-2", replaces=text.figure)
    assert work_of("figures", "PF-1") is None


def test_an_activity_is_cited_as_the_public_reads_it(client, settings):
    activity = make_activity(state=State.APPROVED, title="Велосипеды из бамбука")
    (item,) = json.loads(client.get(address("activities", activity.code, "json")).text)
    day = dates.today()
    assert item == {
        "id": activity.code,
        "type": "webpage",
        "title": "Велосипеды из бамбука",
        "author": [{"literal": activity.organisation.official_name()[0]}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "publisher": "One Planet network portal",
        "number": activity.code,
        "language": "en",
        "URL": f"{settings.SITE_URL}/en/activities/{activity.code}/",
        "accessed": {"date-parts": [[day.year, day.month, day.day]]},
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_of_record_is_cited_while_it_is_public(client, kind):
    make_record(kind.model)
    make_record(kind.model, "hidden", title="CANARY", is_draft=True)
    page = client.get(reverse(f"knowledge_hubs:{kind.name}_detail", args=["a-record"]))
    for ending, start in (("bib", "@"), ("ris", "TY  - "), ("json", "[")):
        url = address(kind.path, "a-record", ending)
        assert f'href="{url}"' in page.text
        answer = client.get(url)
        assert answer.text.startswith(start)
        assert answer["Content-Disposition"].endswith(f'"a-record.{ending}"')
    client.force_login(make_secretariat())
    assert client.get(address(kind.path, "hidden")).status_code == 404


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.RETURNED])
def test_an_activity_that_is_not_public_is_not_cited(client, state):
    activity = make_activity(state=state, title="CANARY")
    assert client.get(address("activities", activity.code)).status_code == 404


@pytest.mark.parametrize(
    ("of", "code", "ending"),
    [
        ("nothing", "x", "bib"),
        ("resources", "x", "bib"),
        ("resources", "a-record", "pdf"),
    ],
)
def test_what_there_is_not_is_not_found(client, of, code, ending):
    make_record(RESOURCE.model)
    assert client.get(address(of, code, ending)).status_code == 404


def test_a_title_is_that_of_the_readers_language():
    make_record(RESOURCE.model, title_fr="Plastiques", title_en="Plastics")
    with translation.override("fr"):
        work = work_of("resources", "a-record")
    assert (work.title, work.language) == ("Plastiques", "fr")
