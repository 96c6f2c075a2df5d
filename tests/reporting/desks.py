"""A desk with two people and what waits there."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from programmes.models import Appointment
from reporting.workflow import Action
from tests.factories import (
    appoint,
    make_draft,
    make_initiative_draft,
    make_programme,
    make_secretariat,
    make_user,
)


@dataclass
class Bench:
    """Ada and Bo review a programme, Lea leads it, Sam is of the secretariat."""

    programme: object
    people: dict = field(default_factory=dict)

    def __getattr__(self, name):
        return self.people[name]

    def waits(self, title="Waits", *, days_ago=0, make=make_draft, **given):
        """Something submitted so many days ago, by an author of its own."""
        author = given.pop("author", None) or make_user()
        given = {"programme": self.programme, "title": title} | given
        reported = make(author=author, **given)
        at = timezone.now() - timedelta(days=days_ago)
        reported.take(Action.SUBMIT, by=author, at=at if days_ago else None)
        return reported

    def initiative_waits(self, title="Initiative waits", **given):
        return self.waits(title, make=make_initiative_draft, **given)


def make_bench(**languages) -> Bench:
    """``languages`` of people by their names; English where none is given."""
    names = ("ada", "bo", "lea")
    people = {
        name: make_user(name=name.title(), language=languages.get(name, "en"))
        for name in names
    }
    people["sam"] = make_secretariat(name="Sam", language=languages.get("sam", "en"))
    programme = make_programme(desk=people["ada"])
    appoint(people["bo"], Appointment.Role.DESK, programme=programme)
    appoint(people["lea"], Appointment.Role.LEAD, programme=programme)
    return Bench(programme, people)


def key_of(reported) -> str:
    """How a form names what waits, in its newest submitted version."""
    sealed = reported.versions.exclude(sealed_at=None).order_by("-number").first()
    return f"{reported.kind}:{reported.code}:{sealed.pk}"
