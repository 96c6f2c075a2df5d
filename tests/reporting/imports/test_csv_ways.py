"""The ways in which programs save a table as text: in which letters, and what parts
its cells. What cannot be made out is asked.
"""

import pytest
from django.utils import translation

from oneplanet.sheets import plain
from oneplanet.sheets.reading import REFUSALS, Refusal
from reporting.imports.columns import BY_CODE
from reporting.models import UploadedRow
from tests.reporting.sheets import bring, told, without_marks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_is_written")]

WRITTEN = {  # in the language of the heads: letters of old, a title
    "fr": ("windows-1252", "L’École d’été"),
    "es": ("windows-1252", "Año de la niñez"),
    "ru": ("windows-1251", "Школьные обеды"),
    "ar": ("windows-1256", "وجبات مدرسية"),
    "zh-hans": ("gb18030", "学校午餐"),
}


def file_in(language, title, between=","):
    names = ("title", "programme", "summary", "started_on")
    with translation.override(language):
        heads = between.join(str(BY_CODE[name].label) for name in names)
    return f"{heads}\n{title}{between}SFS{between}{between}2021-04-23\n"


def title_of(upload):
    assert (upload.refusal_in_words, told(upload)) == ("", {})
    return UploadedRow.objects.get().cells["title"]


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_old_letters_are_known_by_the_heads_and_said(we, language, between):
    letters, title = WRITTEN[language]
    content = file_in(language, title, between).encode(letters)
    upload = bring(*we, content, "back.txt")
    assert title_of(upload) == title
    (note,) = upload.notes_in_words
    assert f"Its letters were read as {plain.LETTERS[letters]}: “" in without_marks(
        note
    )


@pytest.mark.parametrize("language", WRITTEN)
@pytest.mark.parametrize(
    "letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_read_in_all_its_ways(we, language, letters):
    title = WRITTEN[language][1]
    upload = bring(*we, file_in(language, title).encode(letters))
    assert (title_of(upload), upload.notes_in_words) == (title, [])


def test_what_the_heads_do_not_tell_is_asked_with_each_reading(we):
    content = "title,programme\nÉcole,SFS\n".encode("windows-1252")
    upload = bring(*we, content)
    assert upload.refusal_in_words.count("\u2068") == 4  # set apart from what is around
    assert without_marks(upload.refusal_in_words) == (
        "The letters of the file are not Unicode, and its first row does not tell "
        "which they are. They can be read so: Western European (Windows-1252): “École” "
        "· Cyrillic (Windows-1251): “Йcole” · Arabic (Windows-1256): “ةcole” · "
        "Chinese (GB18030): “蒫ole”. Upload it again and say in which letters it "
        "was saved, or save it as “CSV UTF-8” or as a workbook (XLSX)."
    )
    assert UploadedRow.objects.count() == 0


@pytest.mark.parametrize(
    ("letters", "title"),
    [("windows-1252", "École"), ("windows-1251", "Школа"), ("gb18030", "学校午餐")],
)
def test_who_is_asked_says_it(we, letters, title):
    content = f"title,programme\n{title},SFS\n".encode(letters)
    assert title_of(bring(*we, content, letters=letters)) == title


def test_letters_it_cannot_be_in_are_refused(we):
    content = "title,programme\nÉcole,SFS\n".encode("windows-1252")
    upload = bring(*we, content, letters="utf-8")
    assert upload.refusal_in_words == str(REFUSALS[Refusal.ENCODING])


SIGNS = {
    "commas in a head between tabs": "title\tmuch, and more\tprogramme\nA\t\tSFS\n",
    "more semicolons in a head": "title,programme,a; b; c; d\nA,SFS,\n",
    "the sign in a line of its own": "sep=;\ntitle;programme\nA;SFS\n",
    "the sign in a line of Windows": "sep=;\r\ntitle;programme\r\nA;SFS\r\n",
    "one column and a comma in it": "code;title;programme\n;A;SFS\n",
    "heads on two lines": '"title","programme","of\ntwo"\nA,SFS,\n',
    "tabs called a text": ("title\tprogramme\nA\tSFS\n", "back.txt"),
}


@pytest.mark.parametrize("name", SIGNS)
def test_the_sign_between_cells_is_the_one_by_which_heads_are_known(we, name):
    given = SIGNS[name]
    content, file = given if isinstance(given, tuple) else (given, "back.csv")
    assert title_of(bring(*we, content, file)) == "A"
