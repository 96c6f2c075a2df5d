"""Writes what falls due with time into the outbox: reminders, also of second looks and
translations, and that disagreements wait; agreements that ran out,
editors of hubs whose time is over, submissions and questions to take part nobody
answers, and the mails that gather a day or a week. Forgets what is over: texts nobody
came back for, who was at which draft, bytes no row names, who asked for something long
decided or never confirmed. Looks after evidence: links elsewhere, the bytes of our own
files. Tells partners that what they proposed is public. Keeps what likely twins are
found by where a version has none yet. Ends reviews in the hand of people whose duty has
ended.
"""

from django.core.management.base import BaseCommand

from knowledge_hubs.alerts.asking import forget_alerts
from knowledge_hubs.alerts.telling import send_alerts
from knowledge_hubs.appointing import tell_ended
from knowledge_hubs.evidence import gather_links
from knowledge_hubs.feedback import forget_readers
from knowledge_hubs.file_texts import forget_texts
from knowledge_hubs.forgetting import forget_searches
from knowledge_hubs.proposals import tell_published
from oneplanet import inbox, pending
from oneplanet.digests import send_digests
from programmes import asking
from programmes.models import Application, JoiningRequest
from reporting import contributing, file_checks, link_checks, orphans, presence
from reporting.agreement_mails import tell_what_ran_out
from reporting.assigning import free_what_is_in_vain
from reporting.dead_links import tell_of_dead_links
from reporting.escalating import escalate, would_be_told
from reporting.imports import working as imports
from reporting.participation_mails import remind_of_participations
from reporting.reminders import remind
from reporting.second_look_reminders import remind_of_second_looks
from reporting.twin_keeping import keep_some


def forget_asked():
    for kind in (Application, JoiningRequest):
        asking.forget(kind.objects)


# What forgets when its time is over; the worker does these too, each hour.
FORGETTING = (
    forget_alerts,
    forget_asked,
    contributing.forget,
    forget_searches,
    forget_readers,
    imports.forget_old,
    inbox.forget_old,
    orphans.forget_some,
    pending.forget_expired,
    presence.forget_old,
    file_checks.forget_checks,
    forget_texts,
)
# What tells of what ran out or waits too long; the worker does these too.
TELLING = (
    tell_what_ran_out,
    tell_ended,
    tell_of_dead_links,
    escalate,
    remind_of_participations,
)
# What looks after evidence and reviews, and tells what is public; the worker does these
# too, and asks links in between.
LOOKING = (
    gather_links,
    file_checks.check_files,
    tell_published,
    keep_some,
    free_what_is_in_vain,
)
LINKS, SECONDS = 50, 120  # asked in one run, and how long at most


class Command(BaseCommand):
    help = (
        "Reminds people of the deadlines of open periods and of second looks, each "
        "once; tells who discusses them of disagreements; tells leads and "
        "the secretariat of submissions nobody answers; writes the daily and weekly "
        "mails, and those of saved searches; removes messages older than a year; asks "
        "whether links answer; reads our files again. Safe to repeat; the worker runs "
        "it every hour."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Show who would be reminded of what, and write no mail.",
        )

    def handle(self, *, dry_run, **options):
        letters = remind(dry_run=dry_run)
        for letter in letters if dry_run else ():
            year, day = letter.period.year, letter.period.deadline_on
            what = "; ".join(map(self._in_words, letter.owed))
            to = f"{letter.reader.email} ({letter.reader.language})"
            self.stdout.write(f"{to}: {year}, {day}, {letter.reminder}: {what}")
        said = "Would be reminded" if dry_run else "Reminded"
        self.stdout.write(f"{said}: {len(letters)}")
        self.look_again(dry_run)
        told = {} if dry_run else {tell: tell() for tell in TELLING}
        self.escalated(dry_run, told.get(escalate, 0))
        self.gather(dry_run)
        self.tell(dry_run)
        if not dry_run:
            for forget in FORGETTING:
                forget()
            for look in LOOKING:
                look()
            link_checks.check_some(limit=LINKS, seconds=SECONDS)

    def look_again(self, dry_run):
        letters = remind_of_second_looks(dry_run=dry_run)
        for letter in letters if dry_run else ():
            to = f"{letter.reader.email} ({letter.reader.language})"
            self.stdout.write(f"{to}: {letter.what}")
        said = "Would be told of second looks" if dry_run else "Told of second looks"
        self.stdout.write(f"{said}: {len(letters)}")

    def escalated(self, dry_run, number):
        found = would_be_told() if dry_run else ()
        for line in found:
            self.stdout.write(f"unanswered: {line}")
        said = "Would be escalated" if dry_run else "Escalated"
        self.stdout.write(f"{said}: {len(found) or number}")

    def gather(self, dry_run):
        digests = send_digests(dry_run=dry_run)
        for digest in digests if dry_run else ():
            to = f"{digest.reader.email} ({digest.reader.language})"
            days = f"{digest.first} to {digest.last}"
            number = len(digest.messages)
            self.stdout.write(f"{to}: {digest.way}, {days}, messages: {number}")
        said = "Would be gathered" if dry_run else "Gathered"
        self.stdout.write(f"{said}: {len(digests)}")

    def tell(self, dry_run):
        told = send_alerts(dry_run=dry_run)
        for one in told if dry_run else ():
            self.stdout.write(f"alert {one.alert.pk}: {one.alert}: {len(one.new)} new")
        said = "Would be told of searches" if dry_run else "Told of searches"
        self.stdout.write(f"{said}: {len(told)}")

    def _in_words(self, owed):
        parts = ["nothing yet"] if owed.has_nothing else []
        if owed.drafts:
            parts.append(f"drafts {', '.join(d.activity.code for d in owed.drafts)}")
        return f"{owed.organisation} ({', '.join(parts)})"
