"""What is asked of the search, counted without anybody's name, and what editors make of
it: other words, chosen results.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from oneplanet.text.folding import FoldedField

RECENT = 90  # days whose counts are looked at
OFTEN = 10  # searches in that time before clicks say something
FEW = 5  # of so many who searched, fewer than one opened anything
LONGEST = 100  # letters of a query that is kept


SELDOM_OPENED = Q(
    results__gt=0,
    any_word=False,
    searches__gte=OFTEN,
    searches__gt=F("clicks") * FEW,
)


class AskedQueries(models.QuerySet):
    def waiting(self):
        return self.filter(how="")

    def finding_nothing(self):
        return self.filter(results=0)

    def finding_parts(self):
        """Those of which nothing has all the words."""
        return self.filter(results__gt=0, any_word=True)

    def counted(self):
        """With ``searches`` and ``clicks`` of the last RECENT days; None for none."""
        recent = Q(days__day__gt=dates.today() - timedelta(days=RECENT))
        return self.annotate(
            searches=Sum("days__searches", filter=recent),
            clicks=Sum("days__clicks", filter=recent),
        )

    def seldom_opened(self):
        """Asked often, and hardly anybody opens what is found."""
        return self.counted().filter(SELDOM_OPENED)

    def needing(self):
        """All three."""
        fails = Q(results=0) | Q(any_word=True) | SELDOM_OPENED
        return self.counted().filter(fails)

    def needs(self) -> dict[str, int]:
        """How many find nothing, find parts, are seldom opened. One query."""
        return self.counted().aggregate(
            nothing=Count("pk", filter=Q(results=0)),
            parts=Count("pk", filter=Q(results__gt=0, any_word=True)),
            unopened=Count("pk", filter=SELDOM_OPENED),
        )


class AskedQuery(models.Model):
    """Words people searched for, folded, and what came of it. Nobody's name, address
    or session is beside them.
    """

    class How(models.TextChoices):
        SYNONYM = "synonym", _("Other words")
        GLOSSARY = "glossary", _("In the glossary")
        CHOSEN = "chosen", _("A chosen result")
        ASIDE = "aside", _("Set aside")

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    query = models.CharField(_("words"), max_length=LONGEST)
    results = models.PositiveIntegerField(_("results"), default=0)
    any_word = models.BooleanField(_("some of the words only"), default=False)
    first_on = models.DateField(_("first asked"), default=dates.today)
    last_on = models.DateField(_("last asked"), default=dates.today)
    how = models.CharField(_("solved by"), max_length=10, choices=How, blank=True)
    reason = models.CharField(
        _("set aside, because"),
        max_length=300,
        blank=True,
        help_text=_(
            "With a reason it leaves the list of what waits: a name, a slip, nothing "
            "this portal is about. Without one it comes back."
        ),
    )
    settled_at = models.DateTimeField(_("when"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by whom"),
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)
    objects = AskedQueries.as_manager()

    class Meta:
        ordering = ["-last_on", "pk"]
        verbose_name = _("search by readers")
        verbose_name_plural = _("searches by readers")
        constraints = [
            models.UniqueConstraint(
                name="askedquery_once_in_a_language", fields=["language", "query"]
            ),
            models.CheckConstraint(
                name="askedquery_settled_by_somebody",
                condition=Q(how="", settled_at=None, settled_by=None)
                | Q(how__gt="", settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="askedquery_aside_for_a_reason",
                condition=~Q(how="aside") | Q(reason__gt=""),
                violation_error_message=_("Say why it is set aside."),
            ),
        ]

    def __str__(self):
        return self.query

    def settle(self, how, *, by):
        self.how, self.settled_by, self.settled_at = how, by, timezone.now()

    def reopen(self):
        self.how, self.settled_by, self.settled_at = "", None, None


class QueryDay(models.Model):
    """How often a query was asked on one day (UTC), and a result of it opened."""

    query = models.ForeignKey(AskedQuery, models.CASCADE, related_name="days")
    day = models.DateField()
    searches = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(name="queryday_once", fields=["query", "day"])
        ]

    def __str__(self):
        return f"{self.day}: {self.searches}"


class QueryClick(models.Model):
    """How often a result of one kind was opened at one place of the results of a query;
    place 0 is the one editors chose."""

    query = models.ForeignKey(AskedQuery, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=30)
    place = models.PositiveSmallIntegerField()
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["place", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="queryclick_once", fields=["query", "kind", "place"]
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.place}: {self.clicks}"


class SearchSynonym(models.Model):
    """Words that mean the same in one language, so that a search for one finds texts
    with another. In use from the next search on."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    asked = models.CharField(
        _("what people ask for"),
        max_length=LONGEST,
        help_text=_("A word or a phrase, as people write it."),
    )
    asked_folded = FoldedField(source="asked")
    means = models.TextField(
        _("means the same as"),
        max_length=800,
        help_text=_(
            "Words or phrases that stand in our texts, each on a line of its own. "
            "Their endings need not be given."
        ),
    )
    is_one_way = models.BooleanField(
        _("in one direction only"),
        default=False,
        help_text=_(
            "Who asks for the first finds the others, and not the other way round: "
            "for a word that is narrower than the others."
        ),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["language", "asked_folded"]
        verbose_name = _("synonym of the search")
        verbose_name_plural = _("synonyms of the search")
        constraints = [
            models.UniqueConstraint(
                name="searchsynonym_once_in_a_language",
                fields=["language", "asked_folded"],
                violation_error_message=_(
                    "There is an entry for these words in this language."
                ),
            )
        ]

    def __str__(self):
        return self.asked


class ChosenResult(models.Model):
    """The record that leads the results of one query, because editors say so. It shows
    as long as the record is public."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    query = models.CharField(
        _("what people ask for"),
        max_length=LONGEST,
        help_text=_(
            "The whole query. Capitals, accents and spaces make no difference."
        ),
    )
    query_folded = FoldedField(source="query")
    address = models.CharField(
        _("page of the record"),
        max_length=300,
        help_text=_(
            "Open the page that should come first and copy its address from the "
            "browser."
        ),
    )
    kind = models.CharField(max_length=30, editable=False)
    key = models.CharField(max_length=60, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering = ["language", "query_folded"]
        verbose_name = _("chosen result")
        verbose_name_plural = _("chosen results")
        constraints = [
            models.UniqueConstraint(
                name="chosenresult_once_in_a_language",
                fields=["language", "query_folded"],
                violation_error_message=_(
                    "There is a chosen result for these words in this language."
                ),
            )
        ]

    def __str__(self):
        return self.query
