"""Beside a number or a day that others would read otherwise stands how it was read."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.factories import make_contribution
from tests.reporting.questions import with_questions
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db
WHOLE = "“1,234” was read as the whole number 1234."
# Days everybody reads alike, and no programme.
PLAIN = {"programme": "", "started_on": "13/03/2020", "ended_on": "22/04/2020"}
PARTLY = (
    "“1.234” was read with decimals: more than 1, less than 2. If you mean the whole "
    "number, write 1234."
)


@pytest.fixture
def writer(client):
    user, activity = make_writer()
    client.force_login(user)
    return user, activity


def remarks(page) -> dict:
    """What the page says beside each number, where it says anything."""
    pattern = r'<p class="help"[^>]*data-remark="([^"]*)"[^>]*>([^<]*)</p>'
    found = re.findall(pattern, page.content.decode())
    return {name: unescape(text) for name, text in found if text}


def meals(number, value):
    return row("quantities", number, what="Meals", value=value, unit="meals")


def test_after_a_save_by_hand_it_is_said_once(client, writer):
    """The row left empty is gone then, and the others are counted anew."""
    user, activity = writer
    with_questions(writer, number="number")
    rows = meals(0, "12") | meals(3, "1,234")
    asked = {"questions": str(activity.draft().question_set_id), "q-number": "1,234"}
    data = typed(activity, once="k", **PLAIN, **rows, **asked)
    page = client.post(edit_url(activity), sent(data), follow=True)
    assert remarks(page) == {"quantities-1-value": WHOLE, "q-number": WHOLE}
    text = page.content.decode()
    assert 'id="id_quantities-1-value_remark"' in text and "has-errors" not in text
    assert re.search(r'aria-describedby="id_quantities-1-value_remark"', text)
    assert remarks(client.get(edit_url(activity))) == {}


def test_a_number_shown_with_three_decimals_says_so_each_time(client, writer):
    user, activity = writer
    data = typed(activity, once="k", **PLAIN, **meals(0, "1.234"))
    page = client.post(edit_url(activity), sent(data), follow=True)
    again = client.get(edit_url(activity))
    assert remarks(page) == remarks(again) == {"quantities-0-value": PARTLY}


def test_the_switch_of_language_says_how_the_language_before_read_it(client, writer):
    user, activity = writer
    base = {"in_language": "fr", "once": "k"} | PLAIN
    data = typed(activity, **meals(0, "1,234"), **base)
    page = client.post(edit_url(activity), sent(data), follow=True)
    (said,) = remarks(page).values()
    assert "1,234" in said and said.count("1234") == 1


def test_each_autosave_says_it_by_the_names_on_the_page(client, writer):
    user, activity = writer
    rows = meals(0, "12") | meals(3, "١,٢٣٤") | meals(4, "many")
    data = typed(activity, **PLAIN, **rows)
    url = reverse("reporting:activity_autosave", args=[activity.code])
    arabic = client.post(url.replace("/en/", "/ar/"), sent(data)).json()
    assert [*arabic["remarks"]] == ["quantities-3-value"]
    data |= {"counter": "1", "quantities-3-value": "1234"}
    assert client.post(url, sent(data)).json()["remarks"] == {}


def test_who_contributes_by_link_is_told_too(client, writer):
    row = make_contribution(writer[1], by=writer[0], sections=["results"])
    url = row.get_absolute_url()
    sends = meals(0, "1,234") | {"counter": "0"}
    told = client.post(f"{url}autosave/", sends).json()
    assert told["remarks"] == {"quantities-0-value": WHOLE}
    assert remarks(client.get(url)) == {"quantities-0-value": WHOLE}


def test_a_day_some_would_read_with_the_month_first_is_said_in_words(client, writer):
    user, activity = writer
    data = typed(activity, once="k", **PLAIN | {"started_on": "03/04/2020"})
    url = reverse("reporting:activity_autosave", args=[activity.code])
    said = {"started_on": "“03/04/2020” was read as 3 April 2020."}
    assert client.post(url, sent(data)).json()["remarks"] == said
    page = client.post(edit_url(activity), sent(data) | {"counter": "1"}, follow=True)
    assert remarks(page) == remarks(client.get(edit_url(activity))) == said
