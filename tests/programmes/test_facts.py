"""What is loaded, value by value, against the same facts typed by another hand."""

import pytest

from programmes.models import (
    ActivityType,
    BoardMember,
    Country,
    CustodianRole,
    IndicatorName,
    IndicatorPart,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Programme,
    ProgrammeRole,
    PublishedFigure,
    ReportingRoute,
    SdgIndicator,
    SdgTarget,
    SourceDocument,
    Stage,
    Term,
)
from tests.fact_tables import (
    YES_NO,
    facts,
    holds,
    in_the_file,
    listed,
    loaded,
    paragraphs,
    plain,
    typed,
    words,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def code(row):
    return row.code if row else ""


def test_documents():
    """The paper dates few of them: a day it does not give is not compared."""
    columns = "symbol kind published_on"
    known = {row[0]: row for row in typed("documents", columns)}
    found = {row[0]: row for row in loaded(SourceDocument.objects, columns)}
    beyond = {"A/RES/70/1", "A/RES/71/313", "Country codes table, 15 May 2026"}
    assert found.keys() - known.keys() == beyond
    for symbol, (_, kind, day) in known.items():
        assert found[symbol] == (symbol, kind, day or found[symbol][2])


def test_figures():
    columns = "code paragraph number low high qualifier unit period"
    assert typed("figures", f"document {columns}") == loaded(
        PublishedFigure.objects.in_force(), f"document__symbol {columns}"
    )


def test_what_figures_are_shares_of():
    """Worded freely; but no number may limit what the paper does not limit."""
    bases = dict(PublishedFigure.objects.in_force().values_list("code", "base"))
    figures = typed("figures", "code base")
    assert [key for key, base in figures if not holds(bases[key], base)] == []


def test_programmes():
    columns = "code slug acronym started_year ended_year"
    assert typed("programmes", columns) == loaded(Programme.objects, columns)
    assert [words(row["name"]) for row in facts("programmes")] == [
        words(programme.name_en) for programme in Programme.objects.all()
    ]


LISTING = "document__symbol paragraph listed_on until"


def test_leads():
    """The paper writes UNEP for short; the source gives the name in full."""
    roles = ProgrammeRole.objects.filter(role__in=["lead", "colead"])
    assert typed(
        "leads", "programme order country role document paragraph listed_on until"
    ) == loaded(roles, f"programme__code order on_behalf_of__iso3 role {LISTING}")
    for row, role in zip(facts("leads"), roles, strict=True):
        names = {plain(role.as_named), plain(role.organisation.acronym)}
        assert plain(row["body"]) in names


def test_other_roles():
    roles = ProgrammeRole.objects.exclude(role__in=["lead", "colead"])
    columns = "programme organisation role document paragraph listed_on until"
    assert sorted(typed("programme_roles", columns)) == sorted(
        loaded(roles, f"programme__code organisation__code role {LISTING}")
    )


def test_board():
    columns = "order iso3 role un_group document paragraph listed_on until"
    seats = BoardMember.objects.all()
    assert typed("board", columns) == loaded(
        seats, f"order country__iso3 role country__un_group__code {LISTING}"
    )


def test_friends_of_scp_wait_in_the_file_as_the_report_lists_them():
    assert typed("friends_of_scp", "iso3 board_member") == [
        (row.get("country", ""), YES_NO[row.get("marked_as_board", False)])
        for row in in_the_file("board")["friends_of_scp"]
    ]


def test_countries():
    countries = {country.iso3: country for country in Country.objects.all()}
    for row in facts("countries"):
        country = countries[row["iso3"]]
        assert {
            "iso3": country.iso3,
            "m49": country.m49,
            "member_state": YES_NO[country.kind == "state"],
            "un_group": code(country.un_group),
            "ldc": row["ldc"] and YES_NO[country.is_ldc],
            "lldc": YES_NO[country.is_lldc],
            "sids": YES_NO[country.is_sids],
            "reporting_region": code(country.reporting_region),
            "english_name": plain(country.name_en),
        } == row | {"english_name": plain(row["english_name"])}


def test_organisations():
    known = {row["code"]: row for row in facts("organisations")}
    found = {body.code: body for body in Organisation.objects.all()}
    for key, row in known.items():
        body = found[key]
        assert row["type"] == code(body.type), key
        assert row["paragraphs"] == paragraphs(body.paragraphs), key
        assert row["acronym"] in ("", body.acronym), key
        assert words(row["name"]) <= _name_words(body) or key in DESCRIBED, key
    beyond = {row["code"] for row in facts("organisations_beyond")}
    assert found.keys() - known.keys() == beyond


# Bodies the paper describes by its own words instead of a name.
DESCRIBED = {"spain-environment-ministry"}


def _name_words(body):
    names = [body.name, body.acronym, body.country.name_en if body.country else ""]
    return words(" ".join(names + [other.name for other in body.other_names.all()]))


def test_names_of_organisations():
    """Beyond the paper are names in other languages, and names to search by."""
    columns = "organisation kind language name listed_on until"
    known = set(typed("organisation_names", columns))
    fields = f"organisation__code {columns.removeprefix('organisation ')}"
    others = set(loaded(OrganisationName.objects, fields))
    first = loaded(Organisation.objects, "code name_language name listed_on")
    official = {(body, "official", *name, "") for body, *name in first}
    assert known - others == official & known
    beyond = {row[:3] for row in others - known}
    assert {row for row in beyond if row[1] != "alias" and row[2] == "en"} == set()
    assert {row for row in beyond if row[1] == "former"} == {
        ("netherlands-infrastructure-ministry", "former", language)
        for language in ("nl", "zh-hans")
    }


def test_relations():
    everyone = OrganisationRelation.objects.all()
    fields = "organisation__code kind programme__code paragraph"
    columns = "organisation kind programme paragraph"
    assert sorted(typed("organisation_relations", columns)) == sorted(
        loaded(everyone.exclude(kind="sdg_process"), fields)
    )
    listings = set(loaded(everyone, "document__symbol listed_on until"))
    assert listings == {("E/2021/56", "2021-04-23", "")}


def test_who_took_part_in_the_process_of_the_indicators():
    """In the file as the paper lists them; as relations, each secretariat by itself."""
    known = facts("process_participants")
    assert {(row["organisation"], row["paragraph"]) for row in known} == {
        (row["organisation"], row["paragraph"])
        for row in in_the_file("sdg")["process_participant"]
    }
    relations = OrganisationRelation.objects.filter(kind="sdg_process")
    assert {
        (body, row["paragraph"])
        for row in known
        for body in listed(row["each"] or row["organisation"])
    } == set(relations.values_list("organisation__code", "paragraph"))


def test_targets():
    known = typed("sdg_targets", "code english_text")
    found = loaded(SdgTarget.objects, "code text_en")
    assert _wordings(known) == _wordings(found)


def test_indicators():
    columns = "code target also tier english_name"
    indicators = SdgIndicator.objects.filter(tiers__as_of="2022.Q1")
    fields = "code target__code also tiers__tier name_en"
    known, found = typed("sdg_indicators", columns), loaded(indicators, fields)
    assert _wordings(known) == _wordings(found)


def _wordings(rows):
    return [(*row, plain(wording)) for *row, wording in rows]


def test_parts_of_indicators():
    assert typed("indicator_parts", "indicator code label") == loaded(
        IndicatorPart.objects, "indicator__code code label_en"
    )


def test_custodians():
    duties = CustodianRole.objects.all()
    columns = "indicator part organisation role document paragraph listed_on until"
    assert typed("custodians", columns) == loaded(
        duties, f"indicator__code part__code organisation__code role {LISTING}"
    )
    for row, duty in zip(facts("custodians"), duties, strict=True):
        assert holds(duty.note, row["note"]), duty


def test_former_names_of_indicators():
    """The years stand in the note; loaded as dates too, they are the same."""
    known, names = facts("indicator_former_names"), IndicatorName.objects.all()
    for row, name in zip(known, names, strict=True):
        fact, found = words(row["english_name"]), words(name.name)
        cut_short = row["english_name"].endswith("…")
        assert row["indicator"] == name.indicator.code
        assert fact <= found if cut_short else fact == found, name
        assert words(row["note"]) <= words(name.note), name
        assert _year(name.valid_from) in ("", row["from_year"]), name
        assert _year(name.valid_until) in ("", row["until_year"]), name


def _year(day):
    return str(day.year) if day else ""


def test_series():
    """Beyond those written out in full are only those the paper gives by a pattern."""
    known = set(typed("indicator_series", "indicator series"))
    found = {
        (indicator.code, series)
        for indicator in SdgIndicator.objects.all()
        for series in indicator.series.split(", ")
    }
    assert known - found == set()
    patterns = {
        "12.4.2": ("EN_HAZ_", "EN_EWT_", "EN_MWT_", "EN_TWT_"),
        "12.5.1": ("EN_EWT_RCY",),
        "12.c.1": ("ER_FFS_CMPT_",),
    }
    for indicator, series in found - known:
        assert series.startswith(patterns[indicator])


def test_what_is_reported_for_each_indicator():
    """In our words, so each must hold the words of the paper, and no further number."""
    columns = "indicator part reporter address document paragraph"
    assert typed("reporting_routes", columns) == loaded(
        ReportingRoute.objects,
        "indicator__code part__code reporter address document__symbol paragraph",
    )
    texts = ("reported_by", "reported_to", "cycle", "next_round", "how")
    routes = ReportingRoute.objects.all()
    assert [
        (str(route.indicator.code), text)
        for row, route in zip(facts("reporting_routes"), routes, strict=True)
        for text in texts
        if not holds(getattr(route, f"{text}_en"), row[text])
    ] == []


def test_figures_about_reporting():
    figures = SdgIndicator.objects.exclude(figures=None)
    assert sorted(typed("indicator_figures", "indicator figure")) == sorted(
        loaded(figures, "code figures__code")
    )


def test_activity_types():
    columns = "code level is_implementation parent"
    fields = "code level is_implementation parent__code"
    assert typed("activity_types", columns) == loaded(ActivityType.objects, fields)
    known = facts("activity_types")
    assert _worded_otherwise(known, ActivityType.objects.all()) == []


def test_stages():
    known, found = facts("stages"), list(Stage.objects.all())
    assert typed("stages", "code chain") == loaded(Stage.objects, "code chain")
    assert _worded_otherwise(known, found) == []
    for row, stage in zip(known, found, strict=True):
        generic = [generic.code for generic in stage.generic_stages.all()]
        if row["chain"] in ("generic", "food", "construction"):
            assert generic == listed(row["generic"]), stage.code


def test_terms():
    known = {(row["vocabulary"], row["code"]): row for row in facts("terms")}
    found = {(term.vocabulary, term.code): term for term in Term.objects.all()}
    assert sorted(typed("terms", "vocabulary code parent")) == sorted(
        loaded(Term.objects, "vocabulary code parent__code")
    )
    same_order = [known[key] for key in found]
    # Steps: the paper says that their official wording is not known.
    assert _worded_otherwise(same_order, found.values()) == ["VCA_1", "VCA_2", "VCA_3"]


def _worded_otherwise(known, found):
    """Codes whose label lacks a word of the paper's; an empty one settles nothing."""
    return [
        row.code
        for fact, row in zip(known, found, strict=True)
        if not words(fact["english_label"]) <= words(row.label_en)
    ]
