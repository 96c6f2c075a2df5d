from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from oneplanet.outbox import OutgoingMail, WorkerBeat


def make_mail(*, age, **fields):
    return OutgoingMail.objects.create(
        key=f"mail-{OutgoingMail.objects.count()}",
        to="ada@example.org",
        language="en",
        subject="Hello",
        body="Hello",
        message_id="<1@example.org>",
        created_at=timezone.now() - age,
        **fields,
    )


def make_beat(*, age):
    return WorkerBeat.objects.create(beat_at=timezone.now() - age)


def test_healthz_answers_without_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.django_db
def test_readyz_is_ready_and_reports_nothing_late(client):
    make_beat(age=timedelta(minutes=1))
    make_mail(age=timedelta(minutes=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert answer.json()["late"] == []
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_readyz_reports_late_mail_and_a_silent_worker_and_stays_ready(client):
    make_beat(age=timedelta(minutes=6))
    make_mail(age=timedelta(minutes=16))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["late"] == ["mail", "worker"]


@pytest.mark.django_db
def test_mail_that_left_or_was_given_up_is_not_late(client):
    make_beat(age=timedelta(minutes=1))
    make_mail(age=timedelta(hours=1), sent_at=timezone.now())
    make_mail(age=timedelta(hours=1), gave_up_at=timezone.now())
    assert client.get("/readyz").json()["late"] == []


@pytest.mark.django_db
def test_a_worker_that_never_came_round_is_late(client):
    assert client.get("/readyz").json()["late"] == ["worker"]


@pytest.mark.django_db
def test_readyz_is_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="programmes").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert "not been applied" in answer.json()["reason"]
    assert answer["Retry-After"] == "10"
    assert "no-store" in answer["Cache-Control"]


def test_readyz_is_not_ready_while_the_database_is_silent(client, monkeypatch):
    def silent(recorder):
        raise OperationalError("connection refused")

    monkeypatch.setattr(MigrationRecorder, "applied_migrations", silent)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "reason": "the database does not answer",
    }
