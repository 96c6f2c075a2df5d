"""Fields of editors' tables and lists have names for who does not see them."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Hub
from tests.factories import make_figure, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]


def field(page, name) -> str:
    (found,) = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return found


def test_each_field_of_a_row_has_its_name_and_no_head_is_empty(client):
    hub = make_record(Hub, "reeds", kind="theme")
    hub.openings.create(figure=make_figure().figure)
    address = reverse("admin:knowledge_hubs_hub_change", args=[hub.pk])
    page = client.get(address).text
    there, to_come = (field(page, f"openings-{n}-order") for n in (0, "__prefix__"))
    assert 'aria-label="Order' in there and "aria-describedby" not in there
    assert 'aria-label="Order' in to_come
    assert 'aria-describedby="openings-heading"' in to_come
    assert re.findall(r"<th[^>]*></th>", page) == []


@pytest.mark.parametrize(("language", "label"), [("en", "A whole"), ("ar", "عنوان")])
def test_a_list_says_what_it_looks_for_as_the_label_of_its_field(
    client, language, label
):
    with translation.override(language):
        page = client.get(reverse("admin:knowledge_hubs_searchalert_changelist")).text
    assert f'<label for="searchbar">{label}' in page
    assert "aria-describedby" not in field(page, "q")
    assert 'alt="Search"' not in page
