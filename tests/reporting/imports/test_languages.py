"""What is said of a file is read in the language of who reads it, whenever that is;
its cells are read once, in the language of the file.
"""

import io

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from reporting.imports import answering
from reporting.imports.undoing import undo
from reporting.models import Quantity, SheetUpload, UploadedRow
from tests.factories import make_draft
from tests.reporting.imports.test_pages import send
from tests.reporting.sheets import (
    NEW,
    bring,
    outcomes,
    rewrite,
    table,
    take_over,
    taken,
    without_marks,
)

pytestmark = pytest.mark.django_db
WRONG = {
    "title": "A" * 201,
    "programme": "SFS",
    "type": "Dancing",
    "started_on": "soon",
    "sectors": "SEC_FOOD",
    "quantities": "a | 1,200 | b\nb | 2 | c\nd | many | e",
}
TOLD = {
    "en": {
        "Title": "Ensure this value has at most 200 characters (it has 201).",
        "Start": "Write day, month and year, for example 23/04/2021 or 2021-04-23.",
        "Kind": "“Dancing” is not on the list. The help sheet names them all.",
        "Results as numbers": "Line 3: Write a number in digits, for example 1234.5.",
    },
    "ar": {
        "العنوان": "تأكد أن هذه القيمة تحتوي على ٢٠٠ حرف أو رمز على الأكثر (هي تحتوي "
        "حالياً على ٢٠١).",
        "البداية": "يرجى كتابة اليوم ثم الشهر ثم السنة، مثلاً "
        "\u206623/04/2021\u2069 أو \u20662021-04-23\u2069.",
        "النوع": "«Dancing» غير واردة في القائمة. تذكر ورقة المساعدة كل الكلمات.",
        "النتائج بالأرقام": "السطر ٣: يرجى كتابة عدد بالأرقام، مثلاً 1234.5.",
    },
    "fr": {
        "Titre": "Assurez-vous que cette valeur comporte au plus 200 caractères "
        "(actuellement 201).",
        "Début": "Indiquez le jour, le mois et l’année, par exemple 23/04/2021 ou "
        "2021-04-23.",
        "Type": "«\xa0Dancing\xa0» ne figure pas dans la liste. La feuille d’aide les "
        "donne tous.",
        "Résultats chiffrés": "Ligne 3\xa0: Indiquez un nombre en chiffres, par "
        "exemple 1234,5.",
    },
}
MENDED = {
    "Название": "Убедитесь, что это значение содержит не более 200 символов (сейчас "
    "201).",
    "Начало": "Укажите день, месяц и год, например 23.04.2021 или 2021-04-23.",
    "Тип": "«Dancing» нет в списке. Все слова названы на листе справки.",
    "Результаты в числах": "Строка 3: Введите число цифрами, например 1234,5.",
}


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def page_of(client, upload, language):
    address = upload.get_absolute_url().replace("/en/", f"/{language}/")
    return client.get(address)


def problems_on(page) -> dict:
    (shown,) = page.context["rows"]
    return {label: "\n".join(texts) for label, _cell, texts in shown.problems}


@pytest.mark.parametrize("language", TOLD)
def test_a_wrong_row_is_told_of_in_the_language_of_the_page(
    signed_in, ours, programme, language
):
    upload = SheetUpload.objects.get(pk=send_one(signed_in, table(WRONG)))
    page = page_of(signed_in, upload, language)
    assert problems_on(page) == TOLD[language]
    for text in TOLD[language].values():
        assert text in page.text


def send_one(client, text) -> int:
    send(client, text)
    return SheetUpload.objects.get().pk


def test_the_workbook_to_be_mended_tells_it_in_the_language_it_is_asked_for(
    signed_in, author, ours, programme
):
    upload = bring(author, ours, table(WRONG))
    address = reverse("reporting:sheet_waiting", args=[upload.pk])
    answer = signed_in.get(address.replace("/en/", "/ru/"))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    heads, row = list(book.worksheets[0].values)[:2]
    beside = {h[2:]: text for h, text in zip(heads, row, strict=True) if h[:2] == "! "}
    assert beside == MENDED


def test_the_workbook_to_be_mended_means_the_same_numbers_when_it_comes_back(
    author, ours, programme
):
    rows = NEW | {"type": "Dancing", "quantities": "Meals | 1,200 | meals\na \\| b"}
    upload = bring(author, ours, table(rows), language="en")
    with translation.override("ru"):
        heads, (row,) = answering.waiting(upload)
    cells = dict(zip((head.label for head in heads), row, strict=True))
    assert cells["Результаты в числах"] == "Meals | 1200 | meals\na \\| b"
    with translation.override("en"):
        heads, (row,) = answering.waiting(SheetUpload.objects.get())
    cells = dict(zip((head.label for head in heads), row, strict=True))
    assert cells["Results as numbers"] == "Meals | 1,200 | meals\na \\| b"


def test_rows_of_a_download_keep_the_numbers_of_its_language(author, ours, programme):
    draft = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours, "en")
    numbers = "Meals | 1,200 | meals"
    changed = row | {"type": "Dancing", "quantities": numbers}
    upload = bring(author, ours, table(changed), language="en")
    with translation.override("ru"):
        heads, (row,) = answering.waiting(upload)
        cells = {head.label: str(text) for head, text in zip(heads, row, strict=True)}
        assert cells["Результаты в числах"] == numbers
        again = bring(author, ours, table(cells | {"Тип": ""}), language="ru")
    take_over(again, author)
    assert draft.draft().quantities.get().value == 1200


def test_why_a_file_was_refused_is_said_in_the_language_of_the_page(
    signed_in, author, ours
):
    upload = bring(author, ours, "colour;weight\nred;2\n")
    assert upload.state == "refused"
    for language, why in {
        "en": "The first row has to name the columns, as in the template, and names "
        "neither “Code” nor “Title”. Please put the template’s first row above your "
        "rows. Read as cells parted by semicolons it says: “colour” · “weight”.",
        "ar": "يجب أن يسمي الصف الأول الأعمدة كما في النموذج، وهو لا يسمي “الرمز” ولا "
        "“العنوان”. يُرجى وضع الصف الأول من النموذج فوق صفوفكم. إذا قُرئ كخلايا تفصلها "
        "فواصل منقوطة كان نصه: “colour” · “weight”.",
    }.items():
        assert why in without_marks(page_of(signed_in, upload, language).text)


def test_notes_on_a_file_are_read_in_the_language_of_the_page(signed_in, author, ours):
    upload = bring(author, ours, "title,programme,colour\nA,SFS,red\n")
    text = "Les colonnes absentes du modèle ont été laissées de côté\xa0: colour"
    assert text in page_of(signed_in, upload, "fr").text


def test_why_a_row_was_left_is_said_in_the_language_of_the_page(
    signed_in, author, ours, programme
):
    old = make_draft(author=author, organisation=ours, title="Old")
    (row,) = taken(author, ours)
    changed = row | {"title": "New", "summary": "Anew."}
    upload = bring(author, ours, table(changed))
    take_over(upload, author)
    rewrite(old, author, title="Since")
    upload.refresh_from_db()
    assert undo(upload, by=author) == (0, 1)
    page = page_of(signed_in, upload, "fr")
    assert "Modifié depuis et laissé tel quel\xa0: Titre." in page.text


def test_numbers_are_read_in_the_language_of_the_file_whoever_reads(
    signed_in, author, ours, programme
):
    row = NEW | {"quantities": "Meals | 1,200 | meals"}
    upload = bring(author, ours, table(row), language="en")
    assert page_of(signed_in, upload, "fr").status_code == 200
    take_over(upload, author)
    assert Quantity.objects.get().value == 1200


def test_what_was_kept_in_one_language_is_shown_as_it_is(signed_in, author, ours):
    upload = bring(author, ours, table(WRONG))
    plain = {"title": ["Too long by far."], "": ["And too wide."]}
    upload.rows.update(problems=plain)
    SheetUpload.objects.update(notes=["Read as it is."])
    page = page_of(signed_in, upload, "ar")
    assert problems_on(page) == {"العنوان": "Too long by far.", "": "And too wide."}
    assert "Read as it is." in page.text
    SheetUpload.objects.update(state="refused", refusal="It is no table.")
    assert "It is no table." in page_of(signed_in, upload, "ar").text
    upload.rows.update(outcome="changed", accepted_at=upload.at, remark="Left alone.")
    SheetUpload.objects.update(state="undone")
    assert "Left alone." in page_of(signed_in, upload, "ar").text


def test_rows_are_grouped_by_whether_something_was_said_of_them(author, ours):
    upload = bring(author, ours, table(WRONG, WRONG | {"title": "B"}))
    upload.rows.update(accepted_at=upload.at)
    row = upload.rows.get(number=3)
    row.remark = {"en": "Left."}
    row.save()
    assert list(upload.rows.filter(remark="").values_list("number", flat=True)) == [2]
    assert UploadedRow.objects.by_outcome().last() == row
    assert outcomes(upload) == {2: "wrong", 3: "wrong"}
