"""What is loaded, value by value, against the same facts typed by another hand."""

import tomllib

import pytest
from django.conf import settings

from programmes.models import (
    ActivityType,
    BoardMember,
    Country,
    Organisation,
    Programme,
    ProgrammeRole,
    PublishedFigure,
    SdgIndicator,
    SdgTarget,
    Stage,
    Term,
)
from tests.fact_tables import decimal, facts, listed, plain, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

YES_NO = {True: "yes", False: "no"}


def code(row):
    return row.code if row else ""


def test_figures():
    assert {
        row["code"]: (
            row["paragraph"],
            decimal(row["number"]),
            decimal(row["low"]),
            decimal(row["high"]),
            row["qualifier"],
            row["percent"],
        )
        for row in facts("figures")
    } == {
        figure.code: (
            figure.paragraph,
            figure.number,
            figure.low,
            figure.high,
            figure.qualifier,
            YES_NO[figure.unit.startswith("percent")],
        )
        for figure in PublishedFigure.objects.in_force()
    }


def test_programmes():
    assert [
        (row["code"], row["slug"], row["acronym"]) for row in facts("programmes")
    ] == list(Programme.objects.values_list("code", "slug", "acronym"))


def test_leads():
    """The paper writes UNEP for short; the source gives the name in full."""
    roles = ProgrammeRole.objects.filter(role__in=["lead", "colead"])
    typed = {(row["programme"], int(row["order"])): row for row in facts("leads")}
    loaded = {(role.programme.code, role.order): role for role in roles}
    assert typed.keys() == loaded.keys()
    for place, row in typed.items():
        role = loaded[place]
        assert (row["country"], row["role"]) == (code(role.on_behalf_of), role.role)
        names = {plain(role.as_named), plain(role.organisation.acronym)}
        assert plain(row["body"]) in names


def test_board():
    assert [
        (int(row["order"]), row["iso3"], row["role"], row["un_group"])
        for row in facts("board")
    ] == [
        (
            seat.order,
            seat.country.iso3,
            seat.role.replace("_", ""),
            code(seat.country.un_group),
        )
        for seat in BoardMember.objects.all()
    ]


def test_friends_of_scp_wait_in_the_file_as_the_report_lists_them():
    path = settings.BASE_DIR / "programmes" / "reference" / "board.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["friends_of_scp"]
    assert [(row["iso3"], row["board_member"]) for row in facts("friends_of_scp")] == [
        (row.get("country", ""), YES_NO[row.get("marked_as_board", False)])
        for row in rows
    ]


def test_countries():
    typed = facts("countries")
    countries = {
        country.iso3: country
        for country in Country.objects.filter(iso3__in=[row["iso3"] for row in typed])
    }
    for row in typed:
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
    typed = {row["code"]: row for row in facts("organisations")}
    loaded = {body.code: body for body in Organisation.objects.all()}
    for key, row in typed.items():
        body = loaded[key]
        assert row["type"] == code(body.type), key
        assert listed(row["paragraphs"]) == _paragraphs(body.paragraphs), key
        assert row["acronym"] in ("", body.acronym), key
        assert words(row["name"]) <= _name_words(body) or key in DESCRIBED, key
    assert loaded.keys() - typed.keys() == BEYOND


# Bodies the paper describes by its own words instead of a name.
DESCRIBED = {"spain-environment-ministry"}
BEYOND = {
    # of Annex I alone: typed as leads
    "costa-rica-agriculture-ministry",
    "switzerland-federal-office-agriculture",
    "finland-environment-ministry",
    "spain-tourism-secretariat",
    "france-ecological-transition-ministry",
    "indonesia-environment-forestry-ministry",
    "japan-environment-ministry",
    "sweden-environment-ministry",
    # what bodies of the table are part of
    "china-ecology-environment-ministry",
    "spain-industry-trade-tourism-ministry",
    # the three that the table counts as one
    "basel-secretariat",
    "rotterdam-secretariat",
    "stockholm-secretariat",
    # agencies of indicators, not named by the report
    "irena",
    "unesco-uis",
    "unitar",
}


def _paragraphs(text):
    """28–29 as 28 and 29."""
    found = []
    for part in text.split(", "):
        first, dash, last = part.partition("–")
        found += map(str, range(int(first), int(last) + 1)) if dash else [part]
    return found


def _name_words(body):
    names = [body.name, body.acronym, body.country.name_en if body.country else ""]
    return words(" ".join(names + [other.name for other in body.other_names.all()]))


def test_targets():
    assert [
        (row["code"], plain(row["english_text"])) for row in facts("sdg_targets")
    ] == [(target.code, plain(target.text_en)) for target in SdgTarget.objects.all()]


def test_indicators():
    assert [
        (
            row["code"],
            row["target"],
            row["tier"],
            listed(row["custodians"]),
            listed(row["co_custodians"]),
            listed(row["also"]),
        )
        for row in facts("sdg_indicators")
    ] == [
        (
            indicator.code,
            indicator.target.code,
            indicator.tiers.get(as_of="2022.Q1").tier,
            _agencies(indicator, "custodian"),
            _agencies(indicator, "partner"),
            indicator.also.split(", ") if indicator.also else [],
        )
        for indicator in SdgIndicator.objects.all()
    ]


def _agencies(indicator, role):
    return [
        duty.organisation.code.upper() + (f"({duty.part.code})" if duty.part else "")
        for duty in indicator.custodian_roles.filter(role=role)
    ]


def test_series():
    """Beyond those written out in full are only those the paper gives by a pattern."""
    typed = {(row["indicator"], row["series"]) for row in facts("indicator_series")}
    loaded = {
        (indicator.code, series)
        for indicator in SdgIndicator.objects.all()
        for series in indicator.series.split(", ")
    }
    assert typed - loaded == set()
    patterns = {
        "12.4.2": ("EN_HAZ_", "EN_EWT_", "EN_MWT_", "EN_TWT_"),
        "12.5.1": ("EN_EWT_RCY",),
        "12.c.1": ("ER_FFS_CMPT_",),
    }
    for indicator, series in loaded - typed:
        assert series.startswith(patterns[indicator])


def test_activity_types():
    typed, loaded = facts("activity_types"), list(ActivityType.objects.all())
    assert [
        (row["code"], row["level"], row["is_implementation"], row["parent"])
        for row in typed
    ] == [
        (kind.code, kind.level, YES_NO[kind.is_implementation], code(kind.parent))
        for kind in loaded
    ]
    assert _worded_otherwise(typed, loaded) == []


def test_stages():
    typed, loaded = facts("stages"), list(Stage.objects.all())
    assert [(row["code"], row["chain"]) for row in typed] == [
        (stage.code, stage.chain) for stage in loaded
    ]
    assert _worded_otherwise(typed, loaded) == []
    for row, stage in zip(typed, loaded, strict=True):
        generic = [generic.code for generic in stage.generic_stages.all()]
        if row["chain"] in ("generic", "food", "construction"):
            assert generic == listed(row["generic"]), stage.code


def test_terms():
    typed = {(row["vocabulary"], row["code"]): row for row in facts("terms")}
    loaded = {(term.vocabulary, term.code): term for term in Term.objects.all()}
    assert {key: row["parent"] for key, row in typed.items()} == {
        key: code(term.parent) for key, term in loaded.items()
    }
    same_order = [typed[key] for key in loaded]
    # Steps: the paper says that their official wording is not known.
    assert _worded_otherwise(same_order, loaded.values()) == ["VCA_1", "VCA_2", "VCA_3"]


def _worded_otherwise(typed, loaded):
    """Codes whose label lacks a word of the paper's; an empty one settles nothing."""
    return [
        row.code
        for fact, row in zip(typed, loaded, strict=True)
        if not words(fact["english_label"]) <= words(row.label_en)
    ]
