"""Two draws of the sample: one classified by invented people and closed, so that its
figures can be read, and one that waits for whoever tries it out. Their reviewers are
told in the inbox alone."""

from oneplanet.outbox import OutgoingMail
from programmes.models import User
from reporting.classifying import give, in_version
from reporting.draws import approved_in, close, draw
from reporting.models import BlindClassification, Judged, ReportingPeriod
from reporting.second_look_mails import DRAWN as MAIL

CLOSED, WAITING = 2020, 2019
SEED = "sample"


def add_second_looks() -> int:
    """How many draws were added: none where there is one, or nothing to draw."""
    periods = ReportingPeriod.objects.of_activities().filter(is_sample=True)
    by = User.objects.filter(email="secretariat@sample.example.org").first()
    added = 0
    for period in periods.filter(year__in=(CLOSED, WAITING), classification_draw=None):
        if by and approved_in(period).exists():
            found = draw(period, by=by, seed=SEED)
            told = OutgoingMail.objects.filter(key__startswith=f"{MAIL}-{found.pk}-")
            told.delete()
            added += 1
            if period.year == CLOSED:
                _classify(found)
                if found.drawn.given_by_both().exists():
                    close(found, by=by)
    return added


def _classify(found):
    """As the reports say; but the second reviewer sees every third otherwise."""
    rows = BlindClassification.objects.filter(drawn__draw=found)
    for place, row in enumerate(rows.select_related("drawn__version", "reviewer")):
        version = row.drawn.version
        chosen = {name: sorted(in_version(version, name)) for name in Judged.values}
        if place % 6 == 5:
            chosen["sectors"], chosen["impacts"] = chosen["sectors"][:1], []
            chosen["scope"] = ["GLOBAL"]
        give(row, by=row.reviewer, chosen=chosen)
