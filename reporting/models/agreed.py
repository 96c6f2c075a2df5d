"""How far two reviewers agreed who classified the same blind, as it is kept."""

from decimal import Decimal

from django.db import models
from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Concat

from oneplanet.text.numbers import share
from reporting.models.classifying import ClassificationDraw, Judged

NEEDED = 10  # records; of fewer, nothing can be said
OF_KAPPA = ("kappa", "low", "high")


def _told(name):
    return Case(When(records__gte=NEEDED, then=F(name)))


def _short(value):
    return round(value, 2) if value == 1 else min(round(value, 2), Decimal("0.99"))


class ClassificationAgreementQuerySet(models.QuerySet):
    def public(self):
        """With the code each is known by to programs, such as "2021-type"."""
        year = Cast("draw__period__year", CharField(max_length=4))
        code = Concat(year, Value("-"), F("vocabulary"), output_field=CharField())
        public = self.filter(draw__in=ClassificationDraw.objects.public())
        return public.annotate(code=code, **{f"told_{n}": _told(n) for n in OF_KAPPA})


def _share():
    return models.DecimalField(max_digits=6, decimal_places=5, null=True, blank=True)


class ClassificationAgreement(models.Model):
    """How far two reviewers agreed on a vocabulary in a draw: Cohen's kappa with its
    95 % interval, and the shares it is made from. Empty where it is not defined. Of
    fewer than NEEDED records it is kept, and told nobody: it says nothing."""

    draw = models.ForeignKey(
        ClassificationDraw, on_delete=models.CASCADE, related_name="agreements"
    )
    vocabulary = models.CharField(max_length=10, choices=Judged)
    order = models.PositiveSmallIntegerField(default=0)
    records = models.PositiveIntegerField()
    decisions = models.PositiveIntegerField()
    observed = _share()
    expected = _share()
    kappa = _share()
    low = _share()
    high = _share()

    objects = ClassificationAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["draw", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["draw", "vocabulary"], name="classificationagreement_once"
            ),
        ]

    def __str__(self):
        return f"{self.draw_id} {self.vocabulary}"

    @property
    def is_enough(self) -> bool:
        return self.records >= NEEDED

    @property
    def in_short(self) -> dict:
        """Its figures as a page prints them: kappa and its interval with two decimals,
        1 only where it is; shares in per cent; None where not defined, or too few to
        be told."""
        found = {name: getattr(self, name) for name in OF_KAPPA}
        short = {
            name: _short(value) if value is not None and self.is_enough else None
            for name, value in found.items()
        }
        for name in ("observed", "expected"):
            part = getattr(self, name)
            short[name] = None if part is None else share(part, 1)
        return short
