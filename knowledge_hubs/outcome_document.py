"""What became of a report, on paper."""

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge_hubs import outcome_words as words
from knowledge_hubs.outcomes import Entry, Outcome
from oneplanet.pdf.blocks import (
    Document,
    Facts,
    Heading,
    Note,
    Points,
    Prose,
    Quote,
    Said,
)
from oneplanet.text import dates
from reporting.documents import sample_note


def outcome_document(outcome: Outcome, *, is_member: bool) -> Document:
    """All of it, in the reader's language, as it stands today. Why something was
    returned is for members alone."""
    body, kicker, today = outcome.organisation, words.title(outcome), dates.today()
    note = _("As it stood on %(day)s.") % {"day": dates.date_words(today)}
    blocks = [Note(note), Facts(words.totals(outcome))]
    if classes := words.classes(outcome):
        blocks += [Heading(_("How it was classified")), Facts(classes)]
    blocks.append(Heading(_("Activity by activity")))
    for entry in outcome.entries:
        blocks += _entry_blocks(entry, is_member=is_member)
    return Document(
        title=Said(body.name, body.name_language),
        language=get_language(),
        made_on=today,
        kicker=kicker,
        foot=f"{_('One Planet network')} · {kicker}",
        blocks=blocks,
    )


def _entry_blocks(entry: Entry, *, is_member) -> list:
    version, activity = entry.version, entry.activity
    said = words.counting(entry), words.beside(entry, is_member)
    facts = [(_("State"), words.state_label(entry, is_member)), *words.about(entry)]
    blocks = [
        Heading(Said(version.title, version.language), 3),
        Facts([(_("Activity"), activity.code), *facts]),
        *sample_note(activity),
        Prose(" ".join(filter(None, said))),
    ]
    if entry.is_public:
        blocks.append(Note(_("Where it shows")))
        blocks.append(Points([_place(place) for place in words.places(entry)]))
    for decision in entry.decisions:
        blocks.append(Note(words.decided(decision)))
        if is_member and decision.is_return and decision.reason:
            blocks.append(Quote(decision.reason))
    return blocks


def _place(place) -> Said:
    return Said(place.text, place.language, url=settings.SITE_URL + place.url)
