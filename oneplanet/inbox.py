"""The inbox of each person, and how they want to be told.

Rows are written by the outbox (``oneplanet.outbox.queue``), in the transaction of the
change they tell of, and nowhere else.
"""

from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oneplanet.message_kinds import BY_CODE, DIGESTS, STOPPABLE, Way, choices

KEPT = timedelta(days=365)


class InboxMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; nobody else reads them, staff included."""
        return self.filter(reader=user) if user.is_authenticated else self.none()

    def unread(self):
        return self.filter(read_at=None)

    def held(self):
        """Not mailed yet: they wait for the mail that gathers them."""
        return self.exclude(held_for="")

    def mark_read(self) -> int:
        return self.unread().update(read_at=timezone.now())

    def mark_new(self) -> int:
        return self.update(read_at=None)


class InboxMessage(models.Model):
    """What one person was told, in the words and the language of that moment.

    ``about`` is the path of the page it is about. The text of a message with a secret
    in it went by mail alone: ``body`` is empty. ``held_for`` names the mail that is to
    gather it.
    """

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="inbox"
    )
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=choices)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    about = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    held_for = models.CharField(max_length=10, blank=True)

    objects = InboxMessageQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="inboxmessage_read_after_it_was_sent",
                condition=Q(read_at=None) | Q(read_at__gte=F("sent_at")),
            ),
            models.CheckConstraint(
                name="inboxmessage_held_for_known",
                condition=Q(held_for__in=["", "daily", "weekly"]),
            ),
        ]
        indexes = [
            models.Index(
                fields=["reader", "-sent_at", "-id"], name="inbox_of_a_person"
            ),
            models.Index(fields=["sent_at"], name="inbox_by_age"),
            models.Index(
                fields=["reader"], name="inbox_unread", condition=Q(read_at=None)
            ),
            models.Index(
                fields=["reader"], name="inbox_held", condition=~Q(held_for="")
            ),
        ]

    def __str__(self):
        return self.subject

    @property
    def about_url(self) -> str:
        """The page it is about, in the language of who reads now; "" if there is none.

        Only ever a path of our own.
        """
        if not self.about.startswith("/") or self.about.startswith("//"):
            return ""
        first, _slash, rest = self.about[1:].partition("/")
        is_named = first in dict(settings.LANGUAGES)
        return f"/{get_language() or 'en'}/{rest}" if is_named else self.about


class MessageWay(models.Model):
    """How somebody wants to be told of one kind of message; without a row, at once.

    ``before`` is what held before the mails were stopped, for the way back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_ways"
    )
    kind = models.CharField(max_length=20, choices=choices)
    way = models.CharField(max_length=10, choices=Way)
    before = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="messageway_once"),
            models.CheckConstraint(
                name="messageway_way_known", condition=Q(way__in=Way.values)
            ),
        ]

    def __str__(self):
        return f"{self.kind}: {self.way}"


def open_message(message, *, by) -> None:
    """Its page is opened: it is read from now on, once. Where the database takes
    nothing just now it is shown all the same, and stays new."""
    try:
        is_read_now = InboxMessage.objects.filter(pk=message.pk).mark_read()
    except OperationalError:
        return
    if is_read_now:
        by.unread_messages -= is_read_now  # counted before, with the person


def way_of(user, kind: str) -> Way:
    """How this person is told of this kind."""
    if not BY_CODE[kind].may_stop:
        return Way.AT_ONCE
    chosen = user.message_ways.filter(kind=kind).values_list("way", flat=True).first()
    return Way(chosen or Way.AT_ONCE)


def ways_of(user) -> dict[str, Way]:
    """Of every kind that may be stopped."""
    chosen = dict(user.message_ways.values_list("kind", "way"))
    return {k.code: Way(chosen.get(k.code, Way.AT_ONCE)) for k in STOPPABLE}


@transaction.atomic
def choose_ways(*, by, ways: dict) -> None:
    """Be told so from now on. What is held back already follows: it waits for the mail
    that was chosen, leaves with its own where mails go at once now, and is not mailed
    where none are wanted.
    """
    now = ways_of(by)
    for kind, way in ways.items():
        if way != now[kind]:
            by.message_ways.update_or_create(
                kind=kind, defaults={"way": way, "before": now[kind]}
            )
            _follow(by.inbox.held().filter(kind=kind), way)


def _follow(held, way):
    if way == Way.ONLY_HERE:
        held.update(held_for="")
    elif way in DIGESTS:
        held.update(held_for=way)


def stopped_by(user, what: str) -> list[str]:
    """The kinds whose mails stop with this: one kind, or all that a mail gathers."""
    if what in DIGESTS:
        return [kind for kind, way in ways_of(user).items() if way == what]
    return [what]


@transaction.atomic
def stop_mails(*, by, what: str) -> list[str]:
    """Send no more mails of a kind, or none that gather; the kinds that stopped."""
    kinds = stopped_by(by, what)
    choose_ways(by=by, ways=dict.fromkeys(kinds, Way.ONLY_HERE))
    return kinds


@transaction.atomic
def resume_mails(*, by, what: str) -> list[str]:
    """The way back: as before they were stopped; the kinds that are mailed again."""
    stopped = by.message_ways.filter(way=Way.ONLY_HERE)
    chosen = (
        stopped.filter(before=what) if what in DIGESTS else stopped.filter(kind=what)
    )
    ways = {row.kind: Way(row.before or Way.AT_ONCE) for row in chosen}
    choose_ways(by=by, ways=ways)
    return list(ways)


def forget_old(*, now=None) -> int:
    """Remove what is older than KEPT; how many."""
    before = (now or timezone.now()) - KEPT
    return InboxMessage.objects.filter(sent_at__lt=before).delete()[0]
