"""Published figures in the admin: read and added, never changed; and their wording."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from knowledge_hubs.models import Hub
from programmes.models import FigureText, Programme, PublishedFigure
from tests.admin_forms import filled
from tests.factories import make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def printed(editor):
    """One of 4,000 with a wording that names a programme."""
    figure = PublishedFigure.objects.in_force().filter(number=4000).first()
    figure.text.programmes.set([Programme.objects.first()])
    return figure


def page(name, *args, model="publishedfigure"):
    return reverse(f"admin:programmes_{model}_{name}", args=args)


# --- Shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "number"), [("en", "4,000"), ("ar", "٤٬٠٠٠"), ("es", "4000")]
)
def test_numbers_are_shown_as_readers_read_them(client, printed, language, number):
    for address in (page("changelist"), page("change", printed.pk)):
        address = address.replace("/en/", f"/{language}/", 1)
        shown = client.get(address).content.decode()
        assert number in shown
        assert "4000.0000" not in shown
        assert "4000,0000" not in shown


def test_a_figure_is_offered_with_what_it_counts(client, editor, printed):
    asked = {"app_label": "knowledge_hubs", "model_name": "hubfigure"}
    asked |= {"field_name": "figure", "term": printed.text.label_en}
    answer = client.get(reverse("admin:autocomplete"), asked).json()
    assert answer["results"] == [
        {"id": str(printed.pk), "text": f"{printed.code}: {printed.text.label}"}
    ]


def test_a_range_is_shown_with_both_ends(client, editor):
    figure = PublishedFigure.objects.filter(qualifier="range").first()
    shown = client.get(page("change", figure.pk)).content.decode()
    assert "–" in shown.partition("field-shown")[2].partition("</bdi>")[0]


def test_a_figure_without_wording_is_shown_all_the_same(client, printed):
    FigureText.objects.filter(figure=printed).delete()
    shown = client.get(page("change", printed.pk)).content.decode()
    assert "4,000" in shown


# --- Never changed --------------------------------------------------------------------


def test_what_was_printed_cannot_be_saved(client, printed):
    address = page("change", printed.pk)
    shown = client.get(address)
    assert "_save" not in shown.content.decode()
    assert client.post(address, {"number": "5000", "_save": "Save"}).status_code == 403
    printed.refresh_from_db()
    assert printed.number == 4000


def test_what_was_printed_cannot_be_deleted(client, printed):
    count = PublishedFigure.objects.count()
    assert client.post(page("delete", printed.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [printed.pk]}
    client.post(page("changelist"), chosen | {"post": "yes"})
    assert PublishedFigure.objects.count() == count


def test_its_wording_is_edited_on_its_own_page(client, editor, printed):
    text = printed.text
    address = page("change", text.pk, model="figuretext")
    assert address in client.get(page("change", printed.pk)).content.decode()
    client.post(address, filled(client.get(address), label_fr="Des mots"))
    text.refresh_from_db()
    assert text.label_fr == "Des mots"
    assert text.history.first().history_user == editor


# --- Added ----------------------------------------------------------------------------


def test_a_misprint_is_mended_by_a_row_that_replaces_it(client, editor, printed):
    chosen = {"action": "replace", "_selected_action": [printed.pk]}
    add = client.post(page("changelist"), chosen)["Location"]
    assert add == f"{page('add')}?replaces={printed.pk}"
    form = filled(client.get(add))
    assert form["code"] == [""]
    assert form["number"] == ["4000"]
    assert form["text-0-label_ru"] == [printed.text.label_ru]
    given = {"code": ["F-MENDED"], "number": ["4001"]}
    assert client.post(page("add"), form | given).status_code == 302
    new = PublishedFigure.objects.get(code="F-MENDED")
    assert (new.number, new.replaces) == (4001, printed)
    for name in ("document", "paragraph", "qualifier", "unit", "period", "order"):
        assert getattr(new, name) == getattr(printed, name)
    for name in ("label_en", "label_ar", "unit_label_es", "note_fr"):
        assert (getattr(new.text, name) or "") == (getattr(printed.text, name) or "")
    assert list(new.text.programmes.all()) == list(printed.text.programmes.all())
    assert new.text.history.first().history_user == editor
    in_force = PublishedFigure.objects.in_force()
    assert new in in_force and printed not in in_force


def test_a_range_is_mended_too(client, editor):
    old = PublishedFigure.objects.in_force().filter(qualifier="range").first()
    form = filled(client.get(f"{page('add')}?replaces={old.pk}"))
    assert client.post(page("add"), form | {"code": ["F-R"]}).status_code == 302
    new = PublishedFigure.objects.get(code="F-R")
    assert (new.low, new.high, new.number) == (old.low, old.high, None)


def test_the_page_of_a_figure_leads_there_too(client, printed):
    address = page("change", printed.pk)
    given = {"CHANGE_FORM-action": "replace", "_selected_action": printed.pk}
    answer = client.post(address, given | {"index": 0})
    assert answer["Location"] == f"{page('add')}?replaces={printed.pk}"


def test_a_figure_is_replaced_once(client, printed):
    form = filled(client.get(f"{page('add')}?replaces={printed.pk}"))
    client.post(page("add"), form | {"code": ["F-1"]})
    answer = client.post(page("add"), form | {"code": ["F-2"]})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors.keys() == {"replaces"}
    chosen = {"action": "replace", "_selected_action": [printed.pk]}
    answer = client.post(page("changelist"), chosen, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Choose one figure that no other has replaced."]


def test_a_new_figure_comes_last_and_with_its_wording(client, editor):
    last = max(PublishedFigure.objects.values_list("order", flat=True))
    other = PublishedFigure.objects.first()
    form = filled(client.get(page("add")))
    given = {
        "code": ["F-NEW"],
        "document": [str(other.document_id)],
        "paragraph": ["12"],
        "number": ["12.5"],
        "qualifier": ["exact"],
        "unit": ["percent"],
    }
    answer = client.post(page("add"), form | given)
    assert answer.status_code == 200  # without a word of what it counts
    assert not PublishedFigure.objects.filter(code="F-NEW").exists()
    given["text-0-label_en"] = ["Share of things"]
    assert client.post(page("add"), form | given).status_code == 302
    new = PublishedFigure.objects.get(code="F-NEW")
    assert (new.order, new.text.label_en) == (last + 1, "Share of things")


@pytest.mark.parametrize(
    "number", [{"number": ""}, {"low": "1", "high": "2"}, {"qualifier": "range"}]
)
def test_a_number_and_a_range_are_not_mixed(client, printed, number):
    form = filled(client.get(f"{page('add')}?replaces={printed.pk}"))
    form |= {"code": ["F-MIXED"]} | {name: [value] for name, value in number.items()}
    answer = client.post(page("add"), form)
    assert answer.status_code == 200
    assert "Give one number, or the ends of a range." in answer.content.decode()


@pytest.mark.parametrize("number", ["", "x", "999999", "9" * 40])
def test_an_address_that_replaces_nothing_opens_an_empty_form(client, editor, number):
    response = client.get(f"{page('add')}?replaces={number}")
    assert response.status_code == 200
    assert filled(response)["number"] == [""]


def test_a_chosen_figure_is_called_as_it_was_offered(client, editor, printed):
    hub = make_record(Hub, "sea")
    hub.openings.create(figure=printed)
    shown = client.get(reverse("admin:knowledge_hubs_hub_change", args=[hub.pk])).text
    words = f"{printed.code}: {printed.text.label}"
    assert f'<option value="{printed.pk}" selected>{escape(words)}</option>' in shown
