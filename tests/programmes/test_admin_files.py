"""Organisations and countries leave as files and come back: seen before written,
checked row by row, never a formula.
"""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes.models import Country, Organisation
from tests.factories import make_country, make_organisation, make_term

pytestmark = pytest.mark.django_db

IMPORT = "admin:programmes_organisation_import"
HEADS = "code,name,name_language,type,country\r\n"


@pytest.fixture
def rows():
    make_country("KEN")
    type_ = make_term("stakeholder_type", "ST_CSO")
    one = make_organisation(code="one", name="One", name_language="en", type=type_)
    make_organisation(
        code="two", name='=HYPERLINK("x")', name_language="en", type=type_
    )
    return one


def send(client, text, name=IMPORT, **more):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("a.csv", content, "text/csv")
    return client.post(reverse(name), {"file": file} | more)


def exported(client, model="organisation", query=""):
    answer = client.get(reverse(f"admin:programmes_{model}_export") + query)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return text, list(csv.DictReader(io.StringIO(text[1:])))


def mistakes(answer):
    return [tuple(map(str, row)) for row in answer.context["preview"]["mistakes"]]


def refused(answer):
    return [str(text) for text in answer.context["form"].non_field_errors()]


# --- Out ------------------------------------------------------------------------------


def test_no_cell_that_leaves_is_a_formula(client, editor, rows):
    for start in ("=", "+", "-", "@", "\t="):
        Organisation.objects.filter(code="one").update(name=f"{start}1+1")
        _text, lines = exported(client)
        assert [line["name"] for line in lines] == [f"'{start}1+1", '\'=HYPERLINK("x")']


def test_the_file_has_what_the_list_was_narrowed_to(client, editor, rows):
    make_organisation(code="three", to_check=True)
    _text, lines = exported(client, query="?to_check__exact=1")
    assert [line["code"] for line in lines] == ["three"]


# --- And back -------------------------------------------------------------------------


@pytest.mark.parametrize("model", ["organisation", "country"])
def test_what_left_comes_back_as_it_was(client, editor, rows, model):
    text, lines = exported(client, model)
    answer = send(client, text, f"admin:programmes_{model}_import")
    preview = answer.context["preview"]
    assert preview["mistakes"] == []
    assert preview["rows"] == []
    assert preview["counts"]["skip"] == len(lines) > 0


def test_a_preview_writes_nothing_and_confirming_writes_what_it_showed(
    client, editor, rows
):
    text = f"{HEADS}one,Uno,es,ST_CSO,KEN\r\nnew,Nuevo,es,ST_CSO,\r\n"
    answer = send(client, text)
    kinds = [(r["number"], r["kind"]) for r in answer.context["preview"]["rows"]]
    assert kinds == [(2, "update"), (3, "new")]
    rows.refresh_from_db()
    assert rows.name == "One" and not Organisation.objects.filter(code="new").exists()
    seen = answer.context["form"].cleaned_data["text"]
    answer = client.post(reverse(IMPORT), {"text": seen, "confirmed": "Write it"})
    assert answer.status_code == 302
    rows.refresh_from_db()
    assert (rows.name, rows.country.code, rows.acronym) == ("Uno", "KEN", "")
    line = rows.history.first()
    assert (line.history_user, line.history_change_reason) == (editor, "from a file")
    assert Organisation.objects.get(code="new").name_folded == "nuevo"


def test_each_mistake_names_its_line_and_its_column(client, editor, rows):
    text = (
        f"{HEADS}one,,en,ST_CSO,KEN\r\n"
        "three,Three,en,NOWHERE,\r\n"
        "four,Four,en,ST_CSO,XXX\r\n"
        "not a code,Five,en,ST_CSO,\r\n"
        "six,Six,en,ST_CSO,\r\n"
    )
    answer = send(client, text)
    assert [(line, column) for line, column, _text in mistakes(answer)] == [
        ("2", "Official name"),
        ("3", "Type"),
        ("4", "Country"),
        ("5", "Code"),
    ]
    assert mistakes(answer)[1][2] == "There is no “NOWHERE”."
    client.post(reverse(IMPORT), {"text": text, "confirmed": "Write it"})
    assert not Organisation.objects.filter(code="six").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "The submitted file is empty."),
        (b"\xff\xfe\x00", "The file is not in UTF-8."),
        (b"\r\n", "The file is empty."),
        (b"name\r\nOne\r\n", "There is no column “code”."),
        (b"code,is_sample\r\none,1\r\n", "Unknown or repeated columns: is_sample"),
        (b"code,code\r\none,two\r\n", "Unknown or repeated columns: code, code"),
        (
            b"code,name\r\none\r\n",
            "Line 2 has another number of cells than the first.",
        ),
        (
            b"code,name\r\none,A\r\ntwo,B\r\none,C\r\n",
            "Line 4 names the same as line 2.",
        ),
        (b'code,name\r\none,"x\r\n', "The file is no CSV: unexpected end of data"),
        (b"code\r\n" + b"x\r\n" * 5001, "There are more than 5,000 rows."),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, editor, text, said):
    form = send(client, text).context["form"]
    found = [*form.non_field_errors(), *form["file"].errors]
    assert list(map(str, found)) == [said]


def test_no_file_is_said_so(client, editor):
    assert refused(client.post(reverse(IMPORT), {})) == ["Choose a file."]


def test_a_cell_that_looks_like_markup_stays_text(client, editor, rows):
    answer = send(client, f"{HEADS}one,<script>x</script>,en,ST_CSO,\r\n")
    assert "&lt;script&gt;x" in answer.text and "<script>x" not in answer.text


def test_a_country_comes_back_with_its_names(client, editor, rows):
    row = Country.objects.get(code="KEN")
    text = "code,name_fr\r\nKEN,Le Kenya\r\n"
    given = {"text": text, "confirmed": "1"}
    answer = client.post(reverse("admin:programmes_country_import"), given)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.name_fr == "Le Kenya"
