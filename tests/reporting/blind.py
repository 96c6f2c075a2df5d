"""A closed period with approved activities, and who may classify them blind."""

from dataclasses import dataclass, field
from datetime import date

from programmes.models import Appointment
from reporting.draws import draw
from reporting.models import BlindClassification
from reporting.workflow import Action
from tests.factories import (
    appoint,
    join,
    make_draft,
    make_period,
    make_programme,
    make_secretariat,
    make_term,
    make_type,
    make_user,
)

WORDS = ("SEC_FOOD", "SEC_HOMES", "SEC_TRAVEL")


@dataclass
class Blind:
    """Ann approves; Ada and Bo of another desk classify; Sam is of the secretariat."""

    period: object
    programme: object
    people: dict = field(default_factory=dict)
    activities: list = field(default_factory=list)

    def __getattr__(self, name):
        return self.people[name]

    def approved(self, title="Approved", **given):
        """Something that ended in the period, approved by Ann."""
        author = given.pop("author", None) or make_user()
        if "organisation" in given:
            join(author, given["organisation"])
        given = {"programme": self.programme, "title": title} | given
        ends = {"ended_on": date(self.period.year, 6, 1)}
        activity = make_draft(author=author, **ends, **given)
        activity.take(Action.SUBMIT, by=author)
        activity.take(Action.APPROVE, by=self.ann)
        self.activities.append(activity)
        return activity

    def drawn(self, seed="5eed"):
        self.period.state = "closed"
        self.period.save()
        return draw(self.period, by=self.sam, seed=seed)

    def of(self, person, activity):
        rows = BlindClassification.objects.filter(reviewer=person)
        return rows.get(drawn__version__activity=activity)


def make_blind(year=2020) -> Blind:
    people = {name: make_user(name=name.title()) for name in ("ann", "ada", "bo")}
    people["sam"] = make_secretariat(name="Sam")
    programme = make_programme(desk=people["ann"])
    other = make_programme(desk=people["ada"])
    appoint(people["bo"], Appointment.Role.DESK, programme=other)
    for n, code in enumerate(WORDS):
        make_term("sector", code, label=f"Sector {n}", order=n)
    for code in ("GLOBAL", "LOCAL"):
        make_term("scope", code, label=code.title())
    make_type("TRAINING", label="Training")
    make_type("STANDARD", label="Standard")
    return Blind(make_period(year), programme, people)


def chosen(type="TRAINING", scope="GLOBAL", sectors=("SEC_FOOD",), **more) -> dict:
    return {"type": [type], "scope": [scope], "sectors": list(sectors)} | more
