"""What partners propose for the library, the calendar and the news."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.hub_blocks import optional
from knowledge_hubs.models.library import Article, Event, Resource
from oneplanet.text.folding import FoldedField
from programmes.models import roles_of

MODELS = {"resource": Resource, "event": Event, "article": Article}


def _accepted(kind) -> Q:
    """Became a record of its kind, and of no other."""
    others = {f"{name}__isnull": True for name in MODELS if name != kind}
    return Q(kind=kind, state="accepted", **{f"{kind}__isnull": False}, **others)


def _no_record() -> Q:
    return ~Q(state="accepted") & Q(resource=None, event=None, article=None)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's organisations; staff read all of them."""
        roles = roles_of(user)
        if roles.is_staff:
            return self.all()
        return self.filter(organisation__in=roles.organisations)

    def of_members(self, user):
        """Those of the organisations somebody works for."""
        return self.filter(organisation__in=roles_of(user).organisations)

    def open(self):
        return self.filter(decided_at=None)

    def waiting(self):
        """For the secretariat: sent, or a question answered."""
        return self.filter(state=Proposal.State.WAITING)


class Proposal(models.Model):
    """A member of an organisation proposes a resource, an event or a piece of news.

    Staff make a record of it, which they write, translate and publish as any other.
    """

    class Kind(models.TextChoices):
        RESOURCE = "resource", _("Resource")
        EVENT = "event", _("Event")
        ARTICLE = "article", _("News")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the secretariat")
        ASKED = "asked", _("The secretariat asks you")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    class Reason(models.TextChoices):
        TWIN = "twin", _("It is here already")
        SCOPE = "scope", _("It is about something else than the network’s work")
        SHUT = "shut", _("Not everybody can open it")
        RIGHTS = "rights", _("Its owner does not let us hand it out")
        SALES = "sales", _("It advertises a product or a service")
        OLD = "old", _("It is out of date")
        OTHER = "other", _("Another reason")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    organisation = models.ForeignKey(
        "programmes.Organisation",
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name=_("organisation"),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    title = models.CharField(_("title"), max_length=300)
    title_folded = FoldedField(source="title")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    what = models.TextField(_("in one sentence"), max_length=500)
    url = models.URLField(_("address"), max_length=500, blank=True)
    stored = optional("reporting.StoredFile", _("file"))
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    programme = optional("programmes.Programme", _("programme"))
    hub = optional("knowledge_hubs.Hub", _("knowledge hub"))
    why = models.TextField(_("why it matters"), max_length=2000)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.WAITING
    )
    assigned_to = optional(settings.AUTH_USER_MODEL, _("in the hands of"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = optional(settings.AUTH_USER_MODEL, _("decided by"))
    resource = optional(Resource, _("resource"))
    event = optional(Event, _("event"))
    article = optional(Article, _("article"))
    told_at = models.DateTimeField(
        _("told that it is public"), null=True, blank=True, editable=False
    )
    is_sample = models.BooleanField(_("invented sample"), default=False, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "pk"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints = [
            models.CheckConstraint(
                name="proposal_decided_by_somebody",
                condition=Q(state__in=["waiting", "asked"])
                & Q(decided_at=None, decided_by=None)
                | Q(state__in=["accepted", "declined", "withdrawn"])
                & Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_accepted_as_a_record",
                condition=_accepted("resource")
                | _accepted("event")
                | _accepted("article")
                | _no_record(),
            ),
            models.CheckConstraint(
                name="proposal_declined_with_a_reason",
                condition=Q(state="declined") & ~Q(reason="")
                | ~Q(state="declined") & Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.CheckConstraint(
                name="proposal_file_has_a_name",
                condition=Q(stored=None, file_name="")
                | Q(stored__isnull=False) & ~Q(file_name=""),
            ),
            models.CheckConstraint(
                name="proposal_ends_after_start",
                condition=Q(ends_on=None)
                | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                violation_error_message=_("The end comes before the start."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("knowledge_hubs:proposal_detail", args=[self.pk])

    @property
    def record(self):
        """What it has become, if it has been accepted."""
        return self.resource or self.event or self.article

    @property
    def question(self) -> str:
        """What staff asked last."""
        asked = self.steps.filter(action="asked").last()
        return asked.words if asked else ""

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_public(self) -> bool:
        return bool(self.record) and self.record.publishing_state == "public"

    @property
    def mark(self) -> str:
        """Which of the marks of states it is drawn with."""
        marks = {"waiting": "submitted", "asked": "returned", "accepted": "approved"}
        return marks.get(self.state, "withdrawn")


class ProposalStep(models.Model):
    """Who did what with a proposal, and in which words: question and answer too."""

    class Action(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        TAKEN = "taken", _("Taken in hand")
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")
        PUBLISHED = "published", _("Made public")

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="steps"
    )
    action = models.CharField(_("step"), max_length=10, choices=Action)
    by = optional(settings.AUTH_USER_MODEL, _("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    words = models.TextField(_("in words"), max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")
        constraints = [
            models.CheckConstraint(
                name="proposalstep_by_somebody",
                condition=Q(action="published") | Q(by__isnull=False),
            ),
            models.CheckConstraint(
                name="proposalstep_says_something",
                condition=~Q(action__in=["asked", "answered", "declined"])
                | ~Q(words=""),
                violation_error_message=_("Write something."),
            ),
        ]

    def __str__(self):
        return f"{self.proposal}: {self.get_action_display()}"

    @property
    def is_of_staff(self) -> bool:
        """Partners read that the secretariat did it, not who there."""
        return self.action in ("taken", "asked", "accepted", "declined", "published")
