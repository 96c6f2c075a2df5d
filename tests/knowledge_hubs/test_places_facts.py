"""Countries, the Board and policies of the reference data as their pages show them."""

import pytest

from programmes.models import BoardMember, Country, FigureText
from reporting.models import PolicyInstrument
from tests.knowledge_hubs.reading import items, main, section, sources, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
FIGURES_OF = {
    "BRA": {"PF-84-1", "PF-84-2"},
    "CHN": {"PF-33-2"},
    "ESP": {"PF-34-1", "PF-34-2"},
    "GBR": {
        *("PF-31-1", "PF-31-2", "PF-31-3", "PF-31-4"),
        *("PF-83-2", "PF-83-3", "PF-83-4"),
    },
    "IND": {"PF-33-3"},
    "JPN": {"PF-39-2"},
    "SWE": {"PF-66-2", "PF-66-3"},
    "THA": {"PF-39-2"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_counts_195_states_in_every_language(client, language):
    parts = client.get(f"/{language}/countries/").context["parts"]
    counted = {part.id: sum(len(found) for _l, found in part.letters) for part in parts}
    assert counted == {"states": 195, "area": 53, "organisation": 1}
    assert [part.count for part in parts] == [195, None, None]


def test_what_the_index_counts_adds_up_to_the_states(client):
    region, m49, group, _special, kind = client.get("/en/countries/").context["facets"]
    whole = [choice.count for choice in m49.choices if not choice.is_part]
    parts = [choice.count for choice in m49.choices if choice.is_part]
    assert sum(choice.count for choice in region.choices) == 195
    assert (sum(whole), sum(parts), len(whole), len(parts)) == (195, 195, 5, 17)
    assert (
        sum(choice.count for choice in group.choices)
        == Country.objects.filter(
            un_group__isnull=False, kind__in=["state", "observer"]
        ).count()
    )
    assert [choice.count for choice in kind.choices] == [193, 2, None, None]


def test_countries_of_every_kind_have_a_page(client):
    every_tenth = Country.objects.order_by("code").values_list("code", flat=True)[::10]
    codes = [*every_tenth, "VAT", "ATA", "ORG_EU"]
    pages = {code: client.get(f"/en/countries/{code}/").status_code for code in codes}
    assert pages == dict.fromkeys(codes, 200)


def test_the_board_is_listed_whole_with_its_contradiction(client):
    members = section(client.get("/en/board/"), "members")
    assert items(members) == [
        *("Kenya", "Mauritius", "Nigeria", "Bhutan", "Japan"),
        *("Azerbaijan", "Hungary"),
        "Argentina Chair The Chinese text of Annex II misprints the last character of "
        "the country’s name.",
        *("Colombia", "Israel", "Switzerland Vice-Chair"),
    ]
    assert BoardMember.objects.current().count() == 11
    note, listed = sources(members)
    assert note.startswith("Editor’s noteAnnex II lists 11 members, three of them")
    assert listed == "As listed in E/2021/56, 23 April 2021."


def test_japan_is_what_the_report_says_it_is(client):
    page = client.get("/en/countries/JPN/")
    assert items(section(page, "roles")) == [
        "Board of the 10YFP Member",
        "Sustainable Lifestyles and Education Programme Lead Ministry of the "
        "Environment",
        "Sustainable Lifestyles and Education Programme Lead Institute for Global "
        "Environmental Strategies",
    ]
    groups = words(section(page, "working_group"))
    assert groups.startswith("Working groups Informal group Participant Friends of SCP")


def test_figures_are_given_to_the_countries_they_are_about():
    found = {}
    rows = FigureText.objects.filter(countries__isnull=False)
    for code, figure in rows.values_list("countries__code", "figure__code"):
        found.setdefault(code, set()).add(figure)
    assert found == FIGURES_OF


def test_twelve_policies_have_a_page_with_their_paragraph(client):
    policies = list(PolicyInstrument.objects.all())
    assert len(policies) == 12
    for policy in policies:
        (first, *_rest) = sources(main(client.get(policy.get_absolute_url())))
        assert first == (
            f"As listed in E/2021/56, 23 April 2021: paragraph {policy.paragraph}."
        )


def test_every_state_is_found_by_its_name_in_every_language(client):
    for country in Country.objects.states().order_by("pk")[:12]:
        for language in LANGUAGES:
            name = getattr(country, f"name_{language.replace('-', '_')}")
            parts = client.get("/en/countries/", {"q": name}).context["parts"]
            found = [row.code for _l, rows in parts[0].letters for row in rows]
            assert country.code in found, (name, language)
