"""Who tries the portal is told of the sample person that edits a hub."""

import pytest

from knowledge_hubs import sample
from knowledge_hubs.models import Hub, HubEditor
from reporting.sample import logins
from tests.factories import make_programme, make_record, make_user

pytestmark = pytest.mark.django_db


def test_who_edits_a_hub_is_told_to_and_where():
    hub = make_record(Hub, sample.EDITED, kind="theme")
    person = make_user(email="desk.food@sample.example.org", is_sample=True)
    make_programme(code=sample.DESK, desk=person)
    assert (sample.add_editors(), sample.add_editors()) == (1, 0)
    row = HubEditor.objects.get()
    assert (row.user, row.hub) == (person, hub)
    (told,) = [login for login in logins() if login.email == person.email]
    assert "/en/my-hubs/" in told.try_this
