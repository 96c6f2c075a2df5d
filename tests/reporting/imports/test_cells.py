"""Files that are read, with cells that are wrong or only written otherwise: what is
wrong is told beside the cell, and nothing is written.
"""

import pytest

from oneplanet.sheets.reading import FLAWS, Flaw
from reporting.models import Activity
from tests.reporting.imports.hostile import (
    book,
    broken_formula,
    formula,
    hidden_first,
    merged,
)
from tests.reporting.sheets import bring, outcomes, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_written")]

FORMULA, MERGED, ERROR = (str(FLAWS[flaw]) for flaw in Flaw)
NOT_LISTED = "“%s” is not on the list. The help sheet names them all."
NO_DAY = "Write day, month and year, for example 23/04/2021 or 2021-04-23."
NO_TITLE = "A new activity needs a title."
WITH_START = ("title", "programme", "started_on")
LONG_LINES = "\n".join(f"A{n} | host" for n in range(41))
WRONG = {
    "a formula": (
        book(("A", "SFS"), change=formula),
        {2: {"title": [FORMULA]}},
    ),
    "a formula that failed": (
        book(("A", "SFS"), change=broken_formula),
        {2: {"title": [FORMULA]}},
    ),
    "the word of a failure": (
        book(("#REF!", "SFS")),
        {2: {"title": [ERROR]}},
    ),
    "merged cells": (
        book(("A", "SFS"), ("", "SFS"), change=merged),
        {2: {"title": [MERGED]}, 3: {"title": [MERGED]}},
    ),
    "a first sheet nobody sees": (
        book(("A", "SFS"), change=hidden_first),
        {2: {"title": [NO_TITLE]}},
    ),
    "a day that never was": (
        "title,programme,started_on\nA,SFS,31/02/2021\n",
        {
            2: {
                "started_on": [
                    "There is no such day. The day comes first, then the month."
                ]
            }
        },
    ),
    "no day": (
        "title,programme,started_on,ended_on\nA,SFS,soon,12345678901\n",
        {2: {"started_on": [NO_DAY], "ended_on": [NO_DAY]}},
    ),
    "an end before its start": (
        "title,programme,started_on,ended_on\nA,SFS,2021-04-23,2021-04-22\n",
        {2: {"ended_on": ["The end comes before the start."]}},
    ),
    "words of no list": (
        "title,programme,type,countries\nA,XXX,Dancing,Atlantis; Kenya\n",
        {
            2: {
                "programme": [NOT_LISTED % "XXX"],
                "type": [NOT_LISTED % "Dancing"],
                "countries": [NOT_LISTED % "Atlantis"],
            }
        },
    ),
    "a word that means two": (
        "title,programme,sectors\nA,SFS,Food\n",
        {
            2: {
                "sectors": [
                    "“Food” may mean several: write its code, SEC_A, SEC_B, SEC_FOOD."
                ]
            }
        },
    ),
    "a title of a page": (
        f"title,programme\n{'A' * 201},SFS\n",
        {2: {"title": ["Ensure this value has at most 200 characters (it has 201)."]}},
    ),
    "letters that could not be read": (
        "title,programme\nA�B,SFS\n",
        {
            2: {
                "title": [
                    "Some characters could not be read; they are shown as �. Please "
                    "write them again."
                ]
            }
        },
    ),
    "too many in a cell": (
        f'title,programme,partners\nA,SFS,"{LONG_LINES}"\n',
        {
            2: {
                "partners": [
                    "There is room for 40 rows here. Please put the rest into a file."
                ]
            }
        },
    ),
    "too many parts in a line": (
        "title,programme,quantities\nA,SFS,a | 1 | b | c\n",
        {2: {"quantities": ["Line 1: Write it so: what was counted | number | unit"]}},
    ),
    "no number, no unit, no reason": (
        'title,programme,quantities\nA,SFS,"a | many | b\nc | 3\nd | No data"\n',
        {
            2: {
                "quantities": [
                    "Line 1: Write a number in digits, for example 1234.5.",
                    "Line 2: Give the unit: people, tonnes, schools …",
                    "Line 3: Say why there is no number.",
                ]
            }
        },
    ),
    "an address that does things": (
        "title,programme,links\nA,SFS,javascript:alert(1)\n",
        {
            2: {
                "links": [
                    "Line 1: A web address starts with https://",
                ]
            }
        },
    ),
    "neither title nor programme": (
        "title,programme,summary\n,,We did much.\n",
        {
            2: {
                "title": [NO_TITLE],
                "programme": ["Choose a programme, or the whole network."],
            }
        },
    ),
    "a code nobody has": (
        "code,title\nOP-NOBODY,A\n",
        {
            2: {
                "code": [
                    "This organisation has no activity with the code OP-NOBODY. Leave "
                    "the code empty for a new activity."
                ]
            }
        },
    ),
    "a row twice": (
        "title,programme\nA,SFS\nB,SFS\nA,SFS\n",
        {4: {"code": ["Row 2 says exactly the same. Keep one of them."]}},
    ),
    "more cells than heads": (
        "title,programme\nA,SFS,and more\n",
        {
            2: {
                "": [
                    "This row goes on beyond the last column that has a name. Please "
                    "empty those cells."
                ]
            }
        },
    ),
}
READ = {
    "formulas as text": "title,programme\n\"=cmd|' /C calc'!A1\",SFS\n",
    "semicolons": "title;programme\nA;SFS\n",
    "tabs": "title\tprogramme\nA\tSFS\n",
    "two bytes a letter": "title,programme\nÉcole,SFS\n".encode("utf-16"),
    "the ends of lines of old computers": "title,programme\rA,SFS\r",
    "Arabic digits": "title,programme,started_on\nA,SFS,٢٣/٠٤/٢٠٢١\n",
    "days as numbers": book(("A", "SFS", 44309), heads=WITH_START),
    "empty rows between": "title,programme\n,\nA,SFS\n,\n",
    "columns in another order": "programme,title\nSFS,A\n",
    "a column nobody knows": "title,programme,colour\nA,SFS,red\n",
    "another name's ending": ("title,programme\nA,SFS\n", "a.xlsx"),
    "no ending": ("title,programme\nA,SFS\n", "a"),
    "a workbook called a table": (book(("A", "SFS")), "a.csv"),
    "a name that promises macros": (book(("A", "SFS")), "a.xlsm"),
    "heads in capitals": "TITLE,Programme\nA,SFS\n",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_cell_that_is_wrong_is_told_so(we, name):
    content, problems = WRONG[name]
    file = "back.xlsx" if isinstance(content, bytes) else "back.csv"
    upload = bring(*we, content, file)
    assert (upload.refusal_in_words, told(upload)) == ("", problems)
    assert {outcomes(upload)[number] for number in problems} == {"wrong"}


def test_a_code_twice_is_wrong_in_both_rows(we):
    code = Activity.objects.get().code
    upload = bring(*we, f"code,title\n{code},A\n{code.lower()},B\n")
    assert told(upload) == {
        2: {"code": ["Row 3 has this code too. Keep one of them."]},
        3: {"code": ["Row 2 has this code too. Keep one of them."]},
    }


@pytest.mark.parametrize("name", READ)
def test_a_file_that_is_only_written_otherwise_is_read(we, name):
    given = READ[name]
    content, file = given if isinstance(given, tuple) else (given, "back.csv")
    upload = bring(*we, content, file)
    assert (upload.refusal_in_words, told(upload)) == ("", {})
    assert list(outcomes(upload).values()) == ["added"]


def test_columns_nobody_knows_are_named(we):
    upload = bring(*we, READ["a column nobody knows"])
    text = "Columns the template does not have were left out: colour"
    assert upload.notes_in_words == [text]


def test_there_are_enough_of_them():
    assert len(WRONG) >= 15
