"""How far reviewers agree who classify the same activities blind."""

from django.db.models import CharField, DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.open_data import shared
from oneplanet.open_data.changes import history_of
from oneplanet.open_data.columns import Choice, Column
from oneplanet.open_data.kinds import Kind
from reporting.models import ClassificationAgreement, Judged, ReportingPeriod

KAPPA = _("Cohen’s kappa; empty where it is not defined, or of fewer than 10 records.")


def _rows():
    """They become public with the figures of their period, so with its last step."""
    of_period = history_of(ReportingPeriod).filter(id=OuterRef("draw__period"))
    newest = of_period.order_by("-history_date").values("history_date")[:1]
    closed = F("draw__closed_at")
    stepped = Coalesce(Subquery(newest, output_field=DateTimeField()), closed)
    rows = ClassificationAgreement.objects.public()
    return rows.annotate(changed=Greatest(closed, stepped))


def _gone():
    """Once public they stay."""
    rows = ClassificationAgreement.objects.none()
    code = Cast("vocabulary", CharField(max_length=20))
    return rows.annotate(key=F("pk"), old_code=code, withdrawn_at=F("draw__closed_at"))


def _number(name, means):
    return Column(name, means, type="integer", is_empty=False)


def _share(name, means, *source):
    return Column(name, means, *source, type="number")


AGREEMENTS = Kind(
    "classification-agreements",
    "classification-agreement",
    _("Agreement of classifications"),
    _("How far two reviewers agree who classify the same activities blind."),
    _("Classifications by the portal’s reviewers, counted when a draw is closed."),
    _rows,
    _gone,
    (
        shared.code(),
        Column(
            "year",
            _("The year of the reporting period drawn from."),
            "draw__period__year",
            type="integer",
            unit=_("year"),
            is_empty=False,
        ),
        Choice("vocabulary", _("What was classified."), choices=Judged),
        Column(
            "population",
            _("Approved activities drawn from."),
            "draw__population",
            type="integer",
            is_empty=False,
        ),
        _number("records", _("Activities both reviewers classified.")),
        _number("decisions", _("Decisions both took: one an activity, or one a word.")),
        _share("observed", _("The share of decisions they took alike.")),
        _share("expected", _("The share chance alone would have made alike.")),
        _share("kappa", KAPPA, "told_kappa"),
        _share("low", _("The low end of its interval of 95 per cent."), "told_low"),
        _share("high", _("The high end of its interval of 95 per cent."), "told_high"),
        Column("seed", _("What the draw is made from."), "draw__seed", is_empty=False),
        shared.is_sample("draw__period__is_sample"),
        shared.updated(),
    ),
    list_page="reporting:classification_agreement",
)
