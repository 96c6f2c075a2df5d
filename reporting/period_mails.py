"""Tell people that the figures of a period are out, and where they read what became of
their report.
"""

from collections import defaultdict

from django.conf import settings
from django.utils import translation

from oneplanet import outbox
from programmes.models import Membership
from reporting.looking_back import outcome_path
from reporting.models import Placement


def tell_of_outcome(period) -> None:
    """One mail to each member of an organisation with something in the period, in the
    transaction that marks it as reported. Sample people hear from a sample portal
    alone."""
    placed = Placement.objects.filter(period=period)
    bodies = placed.values("version__activity__organisation")
    rows = Membership.objects.current().filter(
        user__is_active=True, organisation__in=bodies
    )
    if not settings.SAMPLE:
        rows = rows.filter(user__is_sample=False)
    rows = rows.select_related("user", "organisation")
    by_reader = defaultdict(list)
    for row in rows.order_by("user", "organisation__name_folded", "organisation"):
        by_reader[row.user].append(row.organisation)
    for reader, organisations in by_reader.items():
        _post(reader, period, organisations)


def _post(reader, period, organisations):
    with translation.override(reader.language):
        links = [
            (body.name, settings.SITE_URL + outcome_path(body.code, period.year))
            for body in organisations
        ]
    outbox.post(
        key=f"outcome-{period.pk}-{reader.pk}",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template="reporting/mail/outcome.txt",
        context={"reader": reader, "period": period, "links": links},
    )
