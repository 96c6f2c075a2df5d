"""Roles, seats and relations in the admin: ended and succeeded, never deleted."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from programmes.models import (
    BoardMember,
    Country,
    Organisation,
    OrganisationRelation,
    Programme,
    ProgrammeRole,
)
from tests.admin_forms import filled
from tests.factories import make_administrator, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LISTED = (ProgrammeRole, BoardMember, OrganisationRelation)
LAST_DAY = date(2026, 1, 31)

each = pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)


def page(model, name, *args):
    return reverse(f"admin:programmes_{model._meta.model_name}_{name}", args=args)


def choose(client, model, action, *rows, **given):
    given = {"action": action, "_selected_action": [row.pk for row in rows]} | given
    return client.post(page(model, "changelist"), given, follow=False)


def messages_of(client, model):
    found = client.get(page(model, "changelist")).context["messages"]
    return [str(message) for message in found]


def logged(row):
    """(who, field) of the admin's log on a row."""
    lines = LogEntry.objects.filter(
        content_type__model=row._meta.model_name, object_id=row.pk
    )
    return [(line.user, line.change_message) for line in lines]


UNTIL = '[{"changed": {"fields": ["until"]}}]'


# --- Nothing is deleted ---------------------------------------------------------------


@each
def test_nobody_deletes_a_listed_row(client, model):
    client.force_login(make_administrator())
    row, count = model.objects.first(), model.objects.count()
    assert client.get(page(model, "delete", row.pk)).status_code == 403
    address = page(model, "delete", row.pk)
    assert client.post(address, {"post": "yes"}).status_code == 403
    choose(client, model, "delete_selected", row, post="yes")
    assert model.objects.count() == count


# --- Ended today ----------------------------------------------------------------------


@each
def test_rows_end_today_and_it_is_known_who_did_it(client, editor, model):
    one, two, other = model.objects.filter(until=None)[:3]
    lines = one.history.count()
    choose(client, model, "end_today", one, two)
    for row in (one, two):
        row.refresh_from_db()
        assert row.until == timezone.localdate()
        last = row.history.first()
        assert (last.history_user, last.until) == (editor, row.until)
        assert logged(row) == [(editor, UNTIL)]
    assert one.history.count() == lines + 1
    other.refresh_from_db()
    assert (other.until, logged(other)) == (None, [])


@each
def test_a_row_that_has_ended_keeps_its_day(client, editor, model):
    row = model.objects.first()
    model.objects.filter(pk=row.pk).update(until=LAST_DAY)
    choose(client, model, "end_today", row)
    row.refresh_from_db()
    assert (row.until, logged(row)) == (LAST_DAY, [])


@each
def test_a_row_listed_later_is_not_ended_before(client, editor, model):
    row, fine = model.objects.all()[:2]
    tomorrow = timezone.localdate() + timedelta(days=1)
    model.objects.filter(pk=row.pk).update(listed_on=tomorrow)
    assert choose(client, model, "end_today", row, fine).status_code == 302
    said = messages_of(client, model)
    assert said == [f"{row}: The end comes before the day of listing."]
    row.refresh_from_db()
    fine.refresh_from_db()
    assert (row.until, fine.until) == (None, timezone.localdate())


# --- Ended, and followed --------------------------------------------------------------


def succeed(client, row, last_day=LAST_DAY):
    """From the list over the question for the day; the address of the form to add."""
    to_day = choose(client, type(row), "end_and_succeed", row)["Location"]
    assert to_day == page(type(row), "end", row.pk)
    question = client.get(to_day)
    assert question.status_code == 200
    assert f'value="{timezone.localdate()}"' in question.content.decode()
    answer = client.post(to_day, {"until": str(last_day)})
    assert answer.status_code == 302
    return answer["Location"]


def prefilled(address):
    assert urlsplit(address).path.endswith("/add/")
    return dict(parse_qsl(urlsplit(address).query))


def assert_ended_by(row, editor):
    row.refresh_from_db()
    assert row.until == LAST_DAY
    assert row.history.first().history_user == editor
    assert logged(row) == [(editor, UNTIL)]


def test_a_role_ends_and_its_successor_takes_its_place(client, editor):
    old = ProgrammeRole.objects.filter(role="lead").first()
    add = succeed(client, old)
    assert prefilled(add) == {
        "programme": str(old.programme_id),
        "role": "lead",
        "order": str(old.order),
    }
    assert_ended_by(old, editor)
    form = filled(client.get(add))
    assert (form["programme"], form["role"]) == ([str(old.programme_id)], ["lead"])
    assert (form["organisation"], form["listed_on"], form["until"]) == ([""],) * 3
    new = make_organisation(name="Successor Ministry")
    given = {"organisation": [str(new.pk)], "listed_on": ["2026-02-01"]}
    assert client.post(page(ProgrammeRole, "add"), form | given).status_code == 302
    successor = ProgrammeRole.objects.get(organisation=new)
    assert (successor.order, successor.until) == (old.order, None)
    assert successor.history.first().history_user == editor
    on_page = client.get(old.programme.get_absolute_url()).content.decode()
    assert "Successor Ministry" in on_page
    assert str(old.organisation.official_name()[0]) in on_page.replace("&#x27;", "'")


def test_a_seat_ends_and_its_successor_takes_its_place(client, editor):
    old = BoardMember.objects.filter(role="chair").first()
    add = succeed(client, old)
    assert prefilled(add) == {"role": "chair", "order": str(old.order)}
    assert_ended_by(old, editor)
    country = Country.objects.exclude(board_seats__isnull=False).first()
    form = filled(client.get(add)) | {"country": [str(country.pk)]}
    assert client.post(page(BoardMember, "add"), form).status_code == 302
    assert BoardMember.objects.get(country=country).order == old.order


def test_a_relation_ends_and_its_successor_does_the_same(client, editor):
    old = OrganisationRelation.objects.exclude(programme=None).first()
    form = filled(client.get(succeed(client, old)))
    assert_ended_by(old, editor)
    assert form["what_ru"] == [old.what_ru]
    new = make_organisation()
    form |= {"organisation": [str(new.pk)]}
    assert client.post(page(OrganisationRelation, "add"), form).status_code == 302
    successor = new.relations.get()
    for name in ("kind", "programme_id", "what_en", "what_ar", "order"):
        assert getattr(successor, name) == getattr(old, name)
    assert (successor.listed_on, successor.document) == (None, None)
    assert not successor.note


@each
def test_the_page_of_a_row_leads_there_too(client, editor, model):
    row = model.objects.first()
    address = page(model, "change", row.pk)
    shown = client.get(address).content.decode()
    assert "End it and add its successor" in shown
    given = {"CHANGE_FORM-action": "end_and_succeed", "_selected_action": row.pk}
    answer = client.post(address, given | {"index": 0})
    assert answer["Location"] == page(model, "end", row.pk)


@each
def test_one_row_at_a_time_has_a_successor(client, editor, model):
    rows = model.objects.all()[:2]
    choose(client, model, "end_and_succeed", *rows)
    assert messages_of(client, model) == [
        "Choose one row: each has a successor of its own."
    ]
    assert not model.objects.exclude(until=None).exists()


@each
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2021-04-01", "The end comes before the day of listing."),
        ("", "This field is required."),
        ("31.31.2026", "Enter a valid date."),
    ],
)
def test_a_wrong_day_is_asked_for_again(client, editor, model, day, said):
    row = model.objects.exclude(listed_on=None).first()
    answer = client.post(page(model, "end", row.pk), {"until": day})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    row.refresh_from_db()
    assert (row.until, logged(row)) == (None, [])


@each
def test_a_row_that_is_not_there_cannot_end(client, editor, model):
    assert client.get(page(model, "end", 999_999)).status_code == 302


@each
def test_only_staff_end_rows(client, model):
    row = model.objects.first()
    answer = client.post(page(model, "end", row.pk), {"until": str(LAST_DAY)})
    assert "login" in answer["Location"]
    row.refresh_from_db()
    assert row.until is None


# --- The last place -------------------------------------------------------------------


def test_a_role_without_a_place_comes_last_in_its_programme(client, editor):
    programme = Programme.objects.get(code="SFS")
    last = max(programme.roles.values_list("order", flat=True))
    form = filled(client.get(page(ProgrammeRole, "add")))
    assert form["order"] == [""]
    given = {"organisation": [str(make_organisation().pk)], "role": ["partner"]}
    given["programme"] = [str(programme.pk)]
    client.post(page(ProgrammeRole, "add"), form | given)
    assert programme.roles.get(role="partner", order=last + 1)


def test_a_seat_without_a_place_comes_last(client, editor):
    last = max(BoardMember.objects.values_list("order", flat=True))
    country = Country.objects.exclude(board_seats__isnull=False).first()
    form = filled(client.get(page(BoardMember, "add")))
    given = {"country": [str(country.pk)], "role": ["member"]}
    client.post(page(BoardMember, "add"), form | given)
    assert BoardMember.objects.get(country=country).order == last + 1


def test_a_relation_without_a_place_comes_last_of_its_organisation(client, editor):
    body = Organisation.objects.get(code="unep")
    last = max(body.relations.values_list("order", flat=True))
    form = filled(client.get(page(OrganisationRelation, "add")))
    given = {"organisation": [str(body.pk)], "kind": ["network"], "what_en": ["Spoke"]}
    client.post(page(OrganisationRelation, "add"), form | given)
    assert body.relations.get(what_en="Spoke").order == last + 1
