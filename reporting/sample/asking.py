"""What sample people ask for and let each other do, so that a newcomer sees it: written
as rows, because nobody is mailed.
"""

from datetime import timedelta

from django.utils import timezone

from oneplanet.text.dates import today
from programmes.models import (
    Application,
    Country,
    JoiningRequest,
    Membership,
    Programme,
    Term,
)
from reporting.models import Activity, Contribution, ReportingAgreement
from reporting.models.contribution import LASTS
from reporting.period_rules import over_at
from reporting.workflow import EDITABLE

KEY = "sample-"  # how the keys of what was asked begin


def add_asking() -> int:
    """Add what is missing; how many rows."""
    if JoiningRequest.objects.filter(key__startswith=KEY).exists():
        return 0
    admins = Membership.objects.current().filter(
        user__is_sample=True, role=Membership.Role.ADMIN
    )
    admins = list(admins.select_related("user", "organisation").order_by("pk")[:2])
    _apply()
    for n, admin in enumerate(admins):
        _ask_to_join(admin.organisation, n)
    if len(admins) > 1:
        _agree(*admins)
    return (
        1
        + len(admins)
        + (len(admins) > 1)
        + _contribute(admins)
        + sum(_take_part(admin, n == 0) for n, admin in enumerate(admins))
    )


def _days_ago(number):
    return timezone.now() - timedelta(days=number)


def _apply():
    application = Application.objects.create(
        key=f"{KEY}application",
        name="Amina Sample",
        email="amina@apply.example.org",
        language="en",
        contact_role="Director",
        type=Term.objects.get(vocabulary="stakeholder_type", code="ST_CSO"),
        country=Country.objects.get(code="KEN"),
        website="https://repair.example.org",
        why="We run forty sample repair workshops and would like to report on them.",
        asked_at=_days_ago(4),
        confirmed_at=_days_ago(3),
        is_sample=True,
    )
    application.programmes.set(Programme.objects.order_by("order")[:1])
    for order, (name, language) in enumerate(
        (("Sample Repair Network", "en"), ("Réseau échantillon de réparation", "fr"))
    ):
        application.names.create(name=name, language=language, order=order)


def _ask_to_join(organisation, number):
    JoiningRequest.objects.create(
        key=f"{KEY}request-{number}",
        organisation=organisation,
        name="Kofi Sample",
        email="kofi@ask.example.org",
        language="en",
        message="We met at the sample workshop; I write the reports of our office now.",
        asked_at=_days_ago(2),
        confirmed_at=_days_ago(2),
    )


def _agree(owner, other):
    ReportingAgreement.objects.create(
        organisation=owner.organisation,
        reporter=other.organisation,
        given_by=owner.user,
        from_on=today() - timedelta(days=30),
    )


def _take_part(admin, is_joined) -> int:
    """The organisation takes part in a record of another, or asks to."""
    public = Activity.objects.public().filter(is_sample=True).order_by("pk")
    record = public.exclude(organisation=admin.organisation).first()
    if record is None:
        return 0
    row = record.participations.create(
        organisation=admin.organisation,
        role="technical",
        message="Two of our sample trainers were there on both days.",
        asked_by=admin.user,
        asked_at=_days_ago(9),
    )
    if is_joined:
        row.outcome, row.decided_at = row.Outcome.TAKEN, _days_ago(8)
        row.decided_by = record.created_by
        row.save()
    return 1


def _contribute(admins) -> int:
    """Something sent for the first draft one of these may edit."""
    for admin in admins:
        drafts = Activity.objects.filter(organisation=admin.organisation)
        draft = drafts.filter(state__in=EDITABLE).order_by("pk").first()
        if draft:
            Contribution.objects.create(
                activity=draft,
                name="Lena Sample",
                email="lena@contribute.example.org",
                language="en",
                message="What came of it where you are?",
                sections=["what", "results"],
                asked_by=admin.user,
                asked_at=_days_ago(3),
                expires_at=over_at(today() - timedelta(days=3) + LASTS),
                answers={"results": ["Twelve sample kitchens cook with less gas."]},
                edit_count=1,
                saved_at=_days_ago(1),
                sent_at=_days_ago(1),
            )
            return 1
    return 0
