"""Sample organisations and the people who sign in for them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.hashers import make_password

from oneplanet.reference import BadReference
from programmes.models import (
    Appointment,
    Country,
    Membership,
    Organisation,
    Programme,
    Term,
    User,
)
from reporting.sample import files

PASSWORD = "sample-planet-2021"  # noqa: S105 — no secret: `load_sample --logins` says it
JOINED = datetime(2018, 1, 8, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody to sign in as: their role in words, and what to look at."""

    role: str
    email: str
    try_this: str


def address(login: str) -> str:
    return f"{login}@sample.example.org"


def logins() -> list[Login]:
    """One person per role, of those who are there and may sign in."""
    able = set(
        User.objects.active().filter(is_sample=True).values_list("email", flat=True)
    )
    return [
        Login(row["login_as"], address(row["login"]), row["try"])
        for row in files.people()
        if row["login_as"] and address(row["login"]) in able
    ]


def add_organisations() -> int:
    """Add those that are missing; how many."""
    there = set(Organisation.objects.values_list("code", flat=True))
    missing = [row for row in files.organisations() if row["code"] not in there]
    for row in missing:
        row["type"] = named(Term, row["type"], vocabulary="stakeholder_type")
        row["country"] = named(Country, row["country"])
        Organisation.objects.create(is_sample=True, **row)
    return len(missing)


def add_people() -> int:
    """Add those that are missing, with their roles; how many."""
    there = set(User.objects.values_list("email", flat=True))
    missing = [row for row in files.people() if address(row["login"]) not in there]
    password = make_password(PASSWORD) if missing else ""
    for row in missing:
        user = User.objects.create(
            email=address(row["login"]),
            name=row["name"],
            language=row["language"],
            password=password,
            is_sample=True,
            joined_at=JOINED,
        )
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        _give_roles(user, row)
    return len(missing)


def _give_roles(user, row):
    for code in row["organisations"] or ():
        Membership.objects.create(
            user=user,
            organisation=named(Organisation, code),
            role=row["membership"],
            since=JOINED,
        )
    if row["appointment"]:
        Appointment.objects.create(
            user=user,
            role=row["appointment"],
            programme=named(Programme, row["programme"]),
            country=named(Country, row["country"]),
            from_on=JOINED.date(),
        )


def named(model, code, **given):
    """The row of this code; None where the code is. Raises BadReference."""
    if code is None:
        return None
    row = model.objects.filter(code=code, **given).first()
    if row is None:
        raise BadReference(f"There is no {model._meta.verbose_name} “{code}”.")
    return row
