"""Each question names the published figures that use it."""

import re

import pytest

from programmes.models import PublishedFigure
from reporting.figure_sources import USED_IN
from reporting.forms import ActivityForm
from tests.factories import make_figure
from tests.reporting.writing import edit_url, make_writer

pytestmark = pytest.mark.django_db


def test_every_figure_named_is_published_and_every_question_is_asked(reference):
    codes = {code for row in USED_IN.values() for code in row}
    in_force = PublishedFigure.objects.in_force().filter(code__in=codes)
    assert set(in_force.values_list("code", flat=True)) == codes
    assert set(USED_IN) <= set(ActivityForm.base_fields)
    assert all(row.isdecimal() for row in in_force.values_list("paragraph", flat=True))


def test_the_form_leads_to_the_figures_of_a_question_once_a_paragraph(client):
    user, activity = make_writer()
    for code, paragraph in {"PF-18-1": "18", "PF-18-2": "18", "PF-13-8": "13"}.items():
        make_figure(code, paragraph=paragraph)
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    assert re.findall(r'href="/en/figures/#([\w-]+)"', page) == ["PF-13-8", "PF-18-1"]
    assert page.count("Used in published figures:") == 1
    assert page.count("paragraph 13</a>;</span> <span") == 1  # no line begins with it


def test_the_figures_are_parted_as_the_readers_language_parts_things(client):
    user, activity = make_writer()
    make_figure("PF-18-1", paragraph="18")
    client.force_login(user)
    [link] = re.findall(
        r'#PF-18-1">(<bdi>.*?</bdi>.*?)</a>', client.get(edit_url(activity, "ar")).text
    )
    assert link.partition("</bdi>")[2].startswith("، ")
