"""The files of a resource: editors put them in, whoever may read it takes them away."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from knowledge_hubs.models import Edition, Resource
from oneplanet.text import dates
from reporting.models import StoredFile
from reporting.models.files import forget_unused
from tests.admin_forms import filled
from tests.factories import (
    make_record,
    make_secretariat,
    make_user,
    put_file,
)
from tests.knowledge_hubs.reading import words
from tests.reporting.test_uploads import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def resource():
    resource = make_record(Resource)
    resource.editions.create(language="en", order=1)
    return resource


def page_of(resource):
    return reverse("admin:knowledge_hubs_resource_change", args=[resource.pk])


def send(client, resource, *, name="A report.pdf", content=None, **changes):
    """Save the resource's page in the admin, with a file for its first edition."""
    form = filled(client.get(page_of(resource)), **changes)
    if name:
        form["editions-0-file"] = SimpleUploadedFile(name, content or pdf())
    return client.post(page_of(resource), form)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


# --- Taking one away ------------------------------------------------------------------


def test_a_visitor_takes_the_file_away(client, resource):
    edition = resource.editions.get()
    put_file(edition, pdf(), "Étude « eau ».pdf")
    shown = client.get(resource.get_absolute_url()).content.decode()
    assert f'href="{edition.file_url}"' in shown
    assert "Étude « eau ».pdf" in shown
    assert f"<code>{hashlib.sha256(pdf()).hexdigest()}</code>" in shown
    assert f"our copy of {dates.date_words(dates.today())}" in words(shown)
    response = client.get(edition.file_url)
    assert (response.status_code, body(response)) == (200, pdf())
    told = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(pdf())),
        "Content-Disposition": "attachment; "
        "filename*=utf-8''%C3%89tude%20%C2%AB%20eau%20%C2%BB.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; "
        "sandbox",
        "Cache-Control": "public, max-age=0, s-maxage=60",
    }
    assert {name: response[name] for name in told} == told


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"is_draft": True}, 404),
        ({"publish_at": timedelta(hours=1)}, 404),
        ({"expire_at": timedelta(hours=-1)}, 410),
    ],
)
def test_the_file_of_a_hidden_resource_is_hidden(client, given, status):
    given = {
        name: timezone.now() + value if isinstance(value, timedelta) else value
        for name, value in given.items()
    }
    edition = make_record(Resource, **given).editions.create()
    put_file(edition, b"CANARY")
    address = edition.file_url
    for person in (None, make_user()):
        if person:
            client.force_login(person)
        response = client.get(address)
        assert response.status_code == status
        assert b"CANARY" not in response.content
    client.force_login(make_secretariat())
    response = client.get(address)
    assert (response.status_code, body(response)) == (200, b"CANARY")
    assert response["Cache-Control"] == "private, no-store"


def test_an_address_that_names_another_file_leads_nowhere(client, resource):
    edition = resource.editions.get()
    put_file(edition)
    other = make_record(Resource, "other")
    empty = other.editions.create(language="en")
    wrong = [
        (resource.code, edition.pk, "another.csv"),
        (resource.code, empty.pk, edition.file_name),
        (other.code, edition.pk, edition.file_name),
        (other.code, empty.pk, "-"),
        (resource.code, 10**40, edition.file_name),
        ("nothing", edition.pk, edition.file_name),
    ]
    for given in wrong:
        address = reverse("knowledge_hubs:resource_file", args=given)
        assert client.get(address).status_code == 404, given


# --- Putting one in -------------------------------------------------------------------


def test_an_editor_puts_a_file_in_changes_it_and_takes_it_off(client, editor, resource):
    assert send(client, resource).status_code == 302
    first = resource.editions.get()
    assert (first.file_name, first.stored.size) == ("A report.pdf", len(pdf()))
    assert body(client.get(first.file_url)) == pdf()
    line = first.history.first()
    assert (line.history_user, line.file_name) == (editor, "A report.pdf")

    shown = client.get(page_of(resource)).content.decode()
    assert f'<a href="{first.file_url}">A report.pdf</a>' in shown
    assert send(client, resource, name="", **{"editions-0-year": 2020})
    same = resource.editions.get()
    assert (same.year, same.stored) == (2020, first.stored)

    send(client, resource, name="b.pdf", content=pdf(b"second"))
    second = resource.editions.get()
    assert (second.file_name, body(client.get(second.file_url))) == (
        "b.pdf",
        pdf(b"second"),
    )
    send(client, resource, name="", **{"editions-0-file-clear": "on"})
    last = resource.editions.get()
    assert (last.stored, last.file_name) == (None, "")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"<html>", "does not hold what its name says"),
        ("a.html", b"<html>", "is not a kind of file we take"),
    ],
)
def test_what_is_no_such_file_is_refused_beside_it(
    client, editor, resource, name, content, said
):
    answer = send(client, resource, name=name, content=content, title_fr="Le titre")
    assert answer.status_code == 200
    [errors] = answer.context["inline_admin_formsets"][0].formset.errors
    assert list(errors) == ["file"] and said in errors["file"][0]
    assert "Le titre" in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_what_an_edition_once_had_is_kept_for_its_history(resource):
    edition = resource.editions.get()
    put_file(edition)
    stored = edition.stored
    edition.stored, edition.file_name = None, ""
    edition.save()
    forget_unused([stored.pk])
    assert StoredFile.objects.get() == stored
    Edition.history.all().delete()
    forget_unused([stored.pk])
    assert not StoredFile.objects.exists()
