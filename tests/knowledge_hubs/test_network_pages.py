"""What the pages of programmes and organisations say, and by whose word."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from programmes.models import (
    CustodianRole,
    FigureText,
    IndicatorPart,
    Organisation,
    OrganisationRelation,
    ProgrammeRole,
    PublishedFigure,
    SdgIndicator,
    SdgTarget,
    SourceDocument,
)
from tests.factories import make_country, make_organisation, make_programme
from tests.knowledge_hubs.reading import items, main, section, sources, words

pytestmark = pytest.mark.django_db

REPORT_DAY, LATER = date(2021, 4, 23), date(2025, 5, 6)
ENDED = date(2024, 1, 31)


@pytest.fixture
def report():
    return make_document("E/2021/56", title="Progress report", published_on=REPORT_DAY)


@pytest.fixture
def successor():
    return make_document("E/2025/56", title="Later report", published_on=LATER)


def make_document(symbol, **given):
    given = {"kind": "report", "title": symbol} | given
    return SourceDocument.objects.create(symbol=symbol, **given)


def make_role(programme, name, role="lead", **given):
    organisation = given.pop("organisation", None) or make_organisation(name=name)
    return ProgrammeRole.objects.create(
        programme=programme, organisation=organisation, role=role, **given
    )


def make_indicator(code="12.3.1"):
    target = SdgTarget.objects.create(code="12.3", text="Halve it", short_label="Halve")
    return SdgIndicator.objects.create(
        code=code, target=target, name="Loss and waste", short_label="Food lost"
    )


def programme_page(client, programme, language="en"):
    return client.get(in_language(programme.get_absolute_url(), language))


def organisation_page(client, organisation, language="en"):
    return client.get(in_language(organisation.get_absolute_url(), language))


def in_language(address, language):
    return address.replace("/en/", f"/{language}/", 1)


# --- By whose word -------------------------------------------------------------------


def test_leads_stand_under_the_document_that_lists_them(client, report, successor):
    programme = make_programme()
    make_role(programme, "First", document=report, listed_on=REPORT_DAY)
    make_role(programme, "Second", document=successor, listed_on=LATER)
    make_role(programme, "Third", document=report, listed_on=REPORT_DAY)
    make_role(programme, "Unsaid")
    leads = section(programme_page(client, programme), "leads")
    assert items(leads) == ["First", "Third", "Second", "Unsaid"]
    assert sources(leads) == [
        "As listed in E/2021/56, 23 April 2021.",
        "As listed in E/2025/56, 6 May 2025.",
    ]


def test_partners_and_former_roles_name_their_document_too(client, report):
    programme = make_programme()
    listed = {"document": report, "listed_on": REPORT_DAY}
    make_role(programme, "Partner", role="partner", **listed)
    make_role(programme, "Gone", role="lead", until=ENDED, **listed)
    page = programme_page(client, programme)
    assert section(page, "leads") == ""
    for name in ("others", "former"):
        assert sources(section(page, name)) == [
            "As listed in E/2021/56, 23 April 2021."
        ]
    assert words(section(page, "others")).startswith("Partners ")


def test_a_former_lead_stays_readable_beside_its_successor(client, report, successor):
    programme = make_programme()
    make_role(programme, "Before", document=report, listed_on=REPORT_DAY, until=ENDED)
    make_role(programme, "After", document=successor, listed_on=LATER)
    page = programme_page(client, programme)
    assert items(section(page, "leads")) == ["After"]
    assert sources(section(page, "leads")) == ["As listed in E/2025/56, 6 May 2025."]
    assert items(section(page, "former")) == ["Before until 31 January 2024"]


def test_a_role_that_ends_later_is_current(client):
    programme = make_programme()
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_role(programme, "Still", until=tomorrow)
    page = programme_page(client, programme)
    assert len(items(section(page, "leads"))) == 1
    assert section(page, "former") == ""


def test_the_list_of_programmes_says_it_once_or_for_each(client, report, successor):
    one, two = make_programme(order=1), make_programme(order=2)
    make_role(one, "First", document=report, listed_on=REPORT_DAY)
    make_role(two, "Second", document=report, listed_on=REPORT_DAY)
    page = main(client.get("/en/programmes/"))
    assert sources(page) == ["As listed in E/2021/56, 23 April 2021."]
    make_role(two, "Third", document=successor, listed_on=LATER)
    page = main(client.get("/en/programmes/"))
    assert sources(page) == []
    assert [item.partition("Led by ")[2] for item in items(page)] == [
        "First As listed in E/2021/56, 23 April 2021.",
        "Second As listed in E/2021/56, 23 April 2021. "
        "Led by Third As listed in E/2025/56, 6 May 2025.",
    ]


def test_an_organisation_shows_each_tie_by_its_document(client, report):
    organisation, programme = make_organisation(), make_programme(name="Food")
    metadata = make_document("SDG metadata", kind="metadata")
    indicator = make_indicator()
    part = IndicatorPart.objects.create(indicator=indicator, code="a", label="Loss")
    listed = {"organisation": organisation, "document": report}
    listed |= {"listed_on": REPORT_DAY}
    make_role(programme, "", on_behalf_of=make_country(name="Kenya"), **listed)
    OrganisationRelation.objects.create(
        kind="author", what="Wrote the guide", paragraph="28–29, fn 8", **listed
    )
    CustodianRole.objects.create(
        organisation=organisation,
        indicator=indicator,
        part=part,
        role="custodian",
        document=metadata,
    )
    roles = section(organisation_page(client, organisation), "roles")
    assert items(roles) == [
        "Food (for Kenya) Lead",
        "Wrote the guide (paragraphs 28–29, footnote 8)",
        "12.3.1 (a) Food lost Custodian agency",
    ]
    assert sources(roles) == [
        "As listed in E/2021/56, 23 April 2021.",
        "As listed in SDG metadata.",
    ]


def test_brackets_are_wide_in_chinese(client):
    organisation, kenya = make_organisation(), make_country(name="Kenya")
    make_role(make_programme(), "", organisation=organisation, on_behalf_of=kenya)
    roles = section(organisation_page(client, organisation, "zh-hans"), "roles")
    assert "（代表Kenya）" in roles


def test_ended_ties_of_every_kind_are_former(client, report):
    organisation = make_organisation()
    ended = {"organisation": organisation, "until": ENDED, "document": report}
    make_role(make_programme(name="Food"), "", **ended)
    OrganisationRelation.objects.create(kind="author", what="Wrote it", **ended)
    CustodianRole.objects.create(indicator=make_indicator(), role="partner", **ended)
    roles = section(organisation_page(client, organisation), "roles")
    assert "<h3>Formerly</h3>" in roles
    current, former = roles.split("<h3>Formerly</h3>")
    assert items(current) == []
    assert items(former) == [
        "Food Lead · until 31 January 2024",
        "Wrote it until 31 January 2024",
        "12.3.1 Food lost Partner agency · until 31 January 2024",
    ]
    assert sources(former) == ["As listed in E/2021/56."]


def test_an_organisation_without_ties_says_who_names_it(client):
    organisation = make_organisation(
        source="E/2021/56", listed_on=REPORT_DAY, paragraphs="6, Annex I, fn 8"
    )
    page = organisation_page(client, organisation)
    assert section(page, "roles") == ""
    assert sources(main(page)) == [
        "As listed in E/2021/56, 23 April 2021: paragraph 6, Annex I, footnote 8."
    ]


def test_nothing_is_said_where_nothing_is_known(client):
    assert sources(main(organisation_page(client, make_organisation()))) == []


# --- Editors' notes ------------------------------------------------------------------


def test_editors_notes_stand_beside_what_they_are_about(client):
    programme = make_programme(note="Moved elsewhere in 2022.")
    make_role(programme, "First", note="Named twice.")
    make_role(programme, "Second")
    page = programme_page(client, programme)
    assert sources(main(page))[0] == "Editor’s noteMoved elsewhere in 2022."
    assert items(section(page, "leads")) == ["First Named twice.", "Second"]
    organisation = make_organisation(note="Two names, one body.", to_check=True)
    assert sources(main(organisation_page(client, organisation))) == [
        "Editor’s noteTwo names, one body.",
        "The name is our rendering; editors have yet to check it.",
    ]


def test_a_note_on_all_and_a_role_of_all_are_said_once(client):
    programme = make_programme()
    for name in ("First", "Second"):
        make_role(programme, name, note="They share it.")
    leads = section(programme_page(client, programme), "leads")
    assert items(leads) == ["First", "Second"]
    assert words(leads).count("They share it.") == 1


def test_roles_that_differ_are_each_said(client):
    programme = make_programme()
    make_role(programme, "First", order=1)
    make_role(programme, "Second", role="colead", order=2)
    leads = section(programme_page(client, programme), "leads")
    assert items(leads) == ["First Lead", "Second Co-lead"]


# --- Names ---------------------------------------------------------------------------


def ministry(**given):
    given = {"name": "Ministerio de Agricultura", "name_language": "es"} | given
    organisation = make_organisation(**given)
    organisation.other_names.create(
        name="Ministry of Agriculture", language="en", kind="official"
    )
    organisation.other_names.create(
        name="وزارة الزراعة", language="ar", kind="official"
    )
    organisation.other_names.create(name="MinAg", language="en", kind="alias")
    return organisation


@pytest.mark.parametrize(
    ("language", "title", "others"),
    [
        (
            "en",
            "Ministry of Agriculture",
            [
                ("Spanish", "es", "ltr", "Ministerio de Agricultura"),
                ("Arabic", "ar", "rtl", "وزارة الزراعة"),
            ],
        ),
        (
            "fr",
            "Ministerio de Agricultura",
            [
                ("Anglais", "en", "ltr", "Ministry of Agriculture"),
                ("Arabe", "ar", "rtl", "وزارة الزراعة"),
            ],
        ),
    ],
)
def test_every_official_name_but_the_title_is_listed(client, language, title, others):
    organisation = ministry()
    page = organisation_page(client, organisation, language)
    assert words(main(page)).count(title) == 1
    assert f"{title}</bdi></h1>" in page.text
    names = section(page, "names")
    assert [line for line in names.split("<div>")[1:]] == [
        f'<dt>{called}</dt><dd lang="{code}" dir="{way}">{name}</dd></div>'
        + ("</dl></section>" if (called, code, way, name) == others[-1] else "")
        for called, code, way, name in others
    ]
    assert "MinAg" not in main(page)


def test_a_former_name_says_until_when(client):
    organisation = make_organisation(name="New name")
    organisation.other_names.create(
        name="Old name", language="nl", kind="former", until=ENDED
    )
    facts = main(organisation_page(client, organisation))
    assert '<span lang="nl" dir="ltr">Old name</span>' in facts
    assert "Old name until 31 January 2024" in words(facts)


def test_the_whole_an_organisation_belongs_to_is_named_in_its_language(client):
    part = make_organisation(part_of=ministry())
    marked = '<span lang="es" dir="ltr">Ministerio de Agricultura</span>'
    assert marked in main(organisation_page(client, part, "fr"))
    assert ">Ministry of Agriculture</a>" in main(organisation_page(client, part))


@pytest.mark.parametrize(
    ("name", "language", "as_named", "shown"),
    [
        ("环境发展中心", "zh-hans", "Centre", "环境发展中心 (Centre)"),
        ("UN Body", "en", "UN Body (UNB)", "UN Body"),
        ("环境发展中心", "zh-hans", "", "环境发展中心"),
    ],
)
def test_a_lead_named_in_another_language_has_its_english_name_beside_it(
    client, name, language, as_named, shown
):
    programme = make_programme()
    body = make_organisation(name=name, name_language=language)
    make_role(programme, "", organisation=body, as_named=as_named)
    leads = section(programme_page(client, programme), "leads")
    assert items(leads) == [shown]
    if language != "en":
        assert f'<span lang="zh-Hans" dir="ltr">{name}</span>' in leads


# --- Lists ---------------------------------------------------------------------------


def listed(client, query="", language="en"):
    """Names in the list of organisations, in its order."""
    page = client.get(f"/{language}/organisations/{query}").text
    _head, _class, rest = page.partition('<ul class="plain index">')
    return [
        item.partition(" ST_")[0].strip() for item in items(rest.partition("</ul>")[0])
    ]


def names_of(client, *args, **kwargs):
    known = {name for row in Organisation.objects.all() for name in all_names(row)}
    return [
        max((name for name in known if line.startswith(name)), key=len)
        for line in listed(client, *args, **kwargs)
    ]


def all_names(organisation):
    return [organisation.name, *(row.name for row in organisation.other_names.all())]


def test_organisations_come_in_the_order_of_the_names_shown(client):
    ministry(name="Zzz ministerio")
    make_organisation(name="Alpha")
    make_organisation(name="Órgano", name_language="es")
    make_organisation(name="Zoo")
    order = ["Alpha", "Ministry of Agriculture", "Órgano", "Zoo"]
    assert names_of(client) == order
    assert names_of(client, language="fr") == [
        *("Alpha", "Órgano", "Zoo", "Zzz ministerio")
    ]


def test_organisations_of_a_programme_are_those_of_today(client):
    programme = make_programme(code="SFS")
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_role(programme, "Today")
    make_role(programme, "Until tomorrow", until=tomorrow)
    make_role(programme, "Gone", until=timezone.localdate())
    make_role(make_programme(code="ST"), "Elsewhere")
    assert names_of(client, "?programme=SFS") == ["Today", "Until tomorrow"]


def test_an_organisation_with_two_roles_is_listed_once(client):
    programme, both = make_programme(code="SFS"), make_organisation(name="Both")
    make_role(programme, "", organisation=both)
    make_role(programme, "", organisation=both, role="partner")
    assert names_of(client, "?programme=SFS") == ["Both"]


def test_a_list_without_organisations_says_what_to_do(client):
    make_organisation(name="Somebody")
    page = main(client.get("/en/organisations/?q=zzzz"))
    assert "No organisation matches" in page
    assert '<a class="button" href="/en/organisations/">' in page
    assert "<li" not in page and "0 organisations" not in page


# --- Figures -------------------------------------------------------------------------


def make_figure(code, document, programme, **given):
    printed = {"paragraph": "10", "number": Decimal(21), "unit": "percent"}
    figure = PublishedFigure.objects.create(
        code=code,
        document=document,
        qualifier="exact",
        order=PublishedFigure.objects.count(),
        **printed,
    )
    given = {"label": f"of {code}", "unit_label": "%"} | given
    text = FigureText.objects.create(figure=figure, **given)
    text.programmes.add(programme)
    return text


def test_a_card_leads_to_its_document_on_the_same_page(client, report):
    programme = make_programme()
    make_figure("F-1", report, programme)
    figures = section(programme_page(client, programme), "figures")
    note = '<p class="source" id="source-e202156">'
    assert '<a href="#source-e202156">E/2021/56, paragraph 10</a>' in figures
    assert note in figures
    assert sources(figures) == [
        "As published in E/2021/56, 23 April 2021: Progress report. Cite"
    ]
    assert "<table" not in figures


def test_three_figures_are_cards_and_all_of_them_a_table(client, report):
    programme = make_programme()
    for number in range(1, 6):
        make_figure(f"F-{number}", report, programme, base_label="all there is")
    figures = section(programme_page(client, programme), "figures")
    assert figures.count('<article class="figure') == 3
    assert "All 5 figures in a table" in words(figures)
    rows = figures.partition("<tbody>")[2].split("</tr>")[:-1]
    assert [words(row) for row in rows] == [
        f"of F-{number} 21% all there is E/2021/56, paragraph 10"
        for number in range(1, 6)
    ]


@pytest.mark.parametrize(
    ("label", "base", "period", "expected"),
    [
        ("of network activities", "the network’s activities", "2020", ["2020"]),
        ("of activities in 2020", "activities in 2020", "2020", []),
        (
            *("of all meals", "meals sold; gifts are left out", "since 2013"),
            ["meals sold; gifts are left out", "since 2013"],
        ),
    ],
)
def test_a_card_does_not_repeat_its_label(
    client, report, label, base, period, expected
):
    programme = make_programme()
    make_figure(
        *("F-1", report, programme),
        label=label,
        base_label=base,
        period_label=period,
    )
    figures = section(programme_page(client, programme), "figures")
    said = figures.split('<p class="figure-base">')[1:]
    assert [part.partition("</p>")[0] for part in said] == expected
