"""The readable files of the sample, read strictly."""

from pathlib import Path

from oneplanet.reference import Table, read

FOLDER = Path(__file__).parent
ORGANISATION = Table("code name name_language type country? website")
PERSON = Table(
    "login name language organisations? membership? appointment? programme? country? "
    "login_as? try?"
)
ACTIVITY = Table(
    "code organisation author programme? initiative? type title summary results? "
    "started_on? ended_on? scope? countries? regions? sectors stages? impacts? goals? "
    "targets? tags?",
    rows={
        "partners": Table("organisation? name? role"),
        "quantities": Table("what value? unit? no_data? not_relevant?"),
        "links": Table("url label"),
        "files": Table("name rows"),
        "steps": Table(
            "action on? days_ago? comment? title? summary? results?",
            rows={"notes": Table("field reason? comment?")},
        ),
    },
)
INITIATIVE = Table(
    "code organisation author programme? language type title objectives started_on "
    "ended_on? owners? countries? regions? sectors?",
    rows={
        "steps": Table(
            "action on? days_ago? comment? title? objectives?",
            rows={"notes": Table("field reason? comment?")},
        )
    },
)
EDITION = Table(
    "programme",
    rows={
        "questions": Table(
            "code kind asked_after? asked_for?",
            texts="label guidance unit?",
            rows={"choices": Table("code", texts="label")},
        ),
        "answers": Table("activity question is_yes? number? text? choice?"),
    },
)


def organisations() -> list[dict]:
    tables = read(FOLDER / "organisations.toml", organisation=ORGANISATION)
    return tables["organisation"]


def people() -> list[dict]:
    return read(FOLDER / "people.toml", person=PERSON)["person"]


def activities(language: str) -> list[dict]:
    return read(FOLDER / f"activities.{language}.toml", activity=ACTIVITY)["activity"]


def initiatives() -> list[dict]:
    return read(FOLDER / "initiatives.toml", initiative=INITIATIVE)["initiative"]


def editions() -> list[dict]:
    return read(FOLDER / "questions.toml", edition=EDITION)["edition"]
