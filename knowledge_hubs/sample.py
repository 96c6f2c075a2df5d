"""Invented searches, proposals and words of readers, so that the work lists of editors
have something in them; what a sample person is told of; and an editor of a hub.
"""

from datetime import timedelta

from django.db.models import Q

from knowledge_hubs.alerts import asking
from knowledge_hubs.alerts.lists import BY_LIST
from knowledge_hubs.forgetting import forget_wholly
from knowledge_hubs.models import (
    AskedQuery,
    Feedback,
    Hub,
    HubEditor,
    Proposal,
    QueryDay,
    SearchAlert,
)
from oneplanet.text import dates
from programmes.models import Membership, User
from reporting.sample import logins

# Language, words, results, whether they have some of the words only, searches, opened.
SEARCHES = (
    ("en", "doggy bag", 0, False, 14, 0),
    ("en", "bioplastics labelling", 9, True, 11, 2),
    ("en", "procurement", 40, False, 60, 3),
    ("fr", "gaspillage cantine scolaire", 3, True, 8, 1),
    ("fr", "consigne", 0, False, 19, 0),
    ("es", "botellas retornables", 0, False, 12, 0),
    ("ru", "раздельный сбор", 0, False, 7, 0),
    ("zh-hans", "光盘行动", 0, False, 16, 0),
    ("ar", "تدوير البلاستيك", 0, False, 9, 0),
)
EDITED, DESK = "food", "SFS"  # a hub, and the desk whose sample people edit it
DAYS = 5  # over which they are spread


def add_searches() -> int:
    """Those that are missing; how many."""
    return sum(_add(*row) for row in SEARCHES)


def _add(language, query, results, any_word, searches, clicks) -> bool:
    today = dates.today()
    given = {"results": results, "any_word": any_word, "is_sample": True}
    given |= {"first_on": today - timedelta(days=DAYS), "last_on": today}
    row, is_new = AskedQuery.objects.get_or_create(
        language=language, query=query, defaults=given
    )
    if is_new:
        QueryDay.objects.bulk_create(
            QueryDay(
                query=row,
                day=today - timedelta(days=n),
                searches=searches // DAYS + (n < searches % DAYS),
                clicks=clicks // DAYS + (n < clicks % DAYS),
            )
            for n in range(DAYS)
        )
        if clicks:
            row.places.create(kind="resource", place=1, clicks=clicks)
    return is_new


def add_editors() -> int:
    """Of the hub; how many are new."""
    hub = Hub.objects.filter(code=EDITED).first()
    people = User.objects.filter(is_sample=True, appointments__role="desk")
    people = people.filter(appointments__programme__code=DESK).order_by("email")
    person = people.first()
    if hub is None or person is None or hub.editors.filter(user=person).exists():
        return 0
    hub.editors.create(user=person)
    return 1


def clear_editors(*, dry_run=False) -> int:
    rows = HubEditor.objects.filter(user__is_sample=True)
    number = rows.count()
    if not dry_run:
        rows.delete()
    return number


def clear_searches(*, dry_run=False) -> int:
    """Remove them; how many there are."""
    keys = list(AskedQuery.objects.filter(is_sample=True).values_list("pk", flat=True))
    if not dry_run:
        forget_wholly(keys)
    return len(keys)


# --- What one is told of --------------------------------------------------------------

# List, what narrows it, how often.
ALERTS = (
    ("search", "q=food+waste", "weekly"),
    ("event", "", "weekly"),
    ("activity", "q=plastic&programme=ST", "daily"),
)


def add_alerts() -> int:
    """Those that are missing, of the first person one can sign in as; how many."""
    reader = User.objects.filter(email__in=[one.email for one in logins()[:1]]).first()
    if reader is None:
        return 0
    before = SearchAlert.objects.filter(reader=reader).count()
    for name, query, way in ALERTS if before == 0 else ():
        given = {"followed": BY_LIST[name], "query": query, "way": way}
        alert = asking.set_up(by=reader, language=reader.language, **given)
        SearchAlert.objects.filter(pk=alert.pk).update(is_sample=True)
    return SearchAlert.objects.filter(reader=reader).count() - before


def clear_alerts(*, dry_run=False) -> int:
    """End them; how many there are."""
    rows = list(SearchAlert.objects.filter(is_sample=True))
    for alert in () if dry_run else rows:
        asking.end(alert)
    return len(rows)


# --- What others say ------------------------------------------------------------------

WORDS = (
    ("en", "link", "/en/board/", "The address of the third member leads nowhere."),
    ("fr", "translation", "/fr/hubs/", "Deux titres sont encore en anglais."),
)
PROPOSED = (
    ("resource", "A repair café in a box", "Plans and lists to open one in a month."),
    ("article", "Twelve canteens cook what is in season", "What changed in one year."),
)


def add_said() -> int:
    """Words of readers, and what a sample partner proposes; how many were added."""
    if Feedback.objects.filter(is_sample=True).exists():
        return 0
    for language, kind, page, words in WORDS:
        given = {"language": language, "kind": kind, "page": page, "words": words}
        Feedback.objects.create(is_sample=True, **given)
    member = Membership.objects.current().filter(organisation__is_sample=True).first()
    return len(WORDS) + (_propose(member) if member else 0)


def _propose(member) -> int:
    for kind, title, what in PROPOSED:
        row = Proposal.objects.create(
            kind=kind,
            organisation=member.organisation,
            proposed_by=member.user,
            title=title,
            language="en",
            what=what,
            url="https://example.org/",
            why="Others in the network ask us how we did it.",
            is_sample=True,
        )
        row.steps.create(action="proposed", by=member.user)
    return len(PROPOSED)


def clear_said(*, dry_run=False) -> int:
    """Remove them, and what sample people did here; how many there are. Records made
    of them stay."""
    own = Q(is_sample=True) | Q(assigned_to__is_sample=True)
    rows = [
        Feedback.objects.filter(own | Q(settled_by__is_sample=True)),
        Proposal.objects.filter(own | Q(organisation__is_sample=True)),
    ]
    count = sum(some.count() for some in rows)
    if not dry_run:
        for some in rows:
            some.delete()
    return count
