"""Questions of every page, whose SQL is kept for the day."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge_hubs.models import Hub
from knowledge_hubs.signing_in import Backend
from oneplanet.text import dates
from programmes.models import Appointment
from programmes.models.roles import APPOINTMENTS_OF, MEMBERSHIPS_OF
from tests.factories import (
    appoint,
    join,
    make_organisation,
    make_programme,
    make_record,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_each_is_told_of_their_own_rows_and_of_no_other():
    ours, theirs = make_organisation(), make_organisation()
    bo, ann = make_user(), make_user()
    join(bo, ours)
    join(ann, theirs)
    assert MEMBERSHIPS_OF.rows(bo.pk) == [(ours.pk, "editor")]
    assert MEMBERSHIPS_OF.rows(ann.pk) == [(theirs.pk, "editor")]
    assert MEMBERSHIPS_OF.rows(make_user().pk) == []


def test_it_is_put_into_words_anew_each_day():
    now, today = timezone.now(), dates.today()
    bo, hub = make_user(), make_record(Hub, "ours")
    appoint(bo, Appointment.Role.DESK, programme=make_programme())
    for row in (bo.appointments.get(), hub.editors.create(user=bo)):
        row.from_on, row.until_on = today + timedelta(1), today + timedelta(2)
        row.save()
    found = []
    for days in (0, 1, 2, 1):
        with time_machine.travel(now + timedelta(days)):
            duties = len(APPOINTMENTS_OF.rows(bo.pk))
            found.append((duties, bool(Backend().get_user(bo.pk).edits_hubs)))
    assert found == [(0, False), (1, True), (0, False), (1, True)]


def test_who_comes_with_a_session_is_read_in_one_query_and_only_if_active():
    bo = make_user(name="Bo")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = Backend().get_user(bo.pk)
        told = found.name, found.unread_messages, bool(found.mail_is_stopped)
    assert (found, told, len(asked)) == (bo, ("Bo", 0, False), 1)
    bo.is_active = False
    bo.save()
    assert Backend().get_user(bo.pk) is None
    assert Backend().get_user(bo.pk + 1000) is None
