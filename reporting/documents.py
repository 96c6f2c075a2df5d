"""What was reported, as a document on paper: blocks of oneplanet.pdf."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

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
from oneplanet.text import dates, numbers
from oneplanet.text.languages import set_apart
from oneplanet.text.lists import COMMA
from reporting.cards import when

LISTS = {  # what a version is about, in the order of its page
    "countries": gettext_lazy("Countries"),
    "regions": gettext_lazy("Regions"),
    "sectors": gettext_lazy("Sectors"),
    "stages": gettext_lazy("Value-chain stages"),
    "impacts": gettext_lazy("Impacts"),
    "goals": gettext_lazy("Goals"),
    "targets": gettext_lazy("Targets of Goal 12"),
    "tags": gettext_lazy("Themes"),
}


def receipt_document(receipt, content, placement, part_of=None) -> Document:
    """A receipt in the reader's language; texts stay in the one they were written in.

    Its version comes with activity, organisation, programme, type, scope, sealed_by;
    ``part_of`` is the initiative it is part of (reporting.joining.part_of).
    """
    blocks = [*_others(receipt), *_counting(placement), _locked()]
    blocks += content_blocks(content)
    named = [(_("Part of the initiative"), _initiative(part_of))] if part_of else []
    head = _head(receipt, content.version, _("Activity"), named)
    sample = sample_note(content.version.activity)
    return _receipt(receipt, content.version, [*sample, head, *blocks])


def initiative_receipt_document(receipt, content) -> Document:
    """The same of an initiative, which is counted nowhere."""
    initiative = content.version.initiative
    text = _("This is an invented sample initiative of an invented organisation.")
    sample = [Note(text)] if initiative.is_sample else []
    head = _head(receipt, content.version, _("Initiative"), [])
    blocks = [*sample, head, *_others(receipt), _locked(), *initiative_blocks(content)]
    return _receipt(receipt, content.version, blocks)


def _receipt(receipt, version, blocks) -> Document:
    return Document(
        title=Said(version.title, version.language),
        language=get_language(),
        made_on=dates.portal_day(version.sealed_at),
        kicker=_("Receipt %(code)s") % {"code": receipt.code},
        foot=f"{_('One Planet network')} · {receipt.code}",
        blocks=blocks,
    )


def _others(receipt) -> list:
    """Which receipt it replaced, and which has replaced it since."""
    said = []
    if later := receipt.replaced_by:
        text = _("A later receipt has replaced this one: %(code)s of %(moment)s.")
        said.append(Note(text % _named(later)))
    if before := receipt.replaces:
        text = _("It replaces the receipt %(code)s of %(moment)s.")
        said.append(Prose(text % _named(before)))
    return said


def _named(receipt) -> dict:
    moment = dates.moment_words(receipt.version.sealed_at)
    return {"code": receipt.code, "moment": moment}


def _locked() -> Note:
    return Note(
        _("What follows was locked when it was submitted; nobody can change it.")
    )


def _initiative(part_of):
    """By its title where the reader knows it, and always by its code."""
    if not part_of["title"]:
        return part_of["code"]
    return [Said(part_of["title"], part_of["language"]), " – ", part_of["code"]]


def _head(receipt, version, kind, named):
    """What was sent, by whom and when; ``named`` are lines of its kind alone."""
    reported = version.identity
    number = _("version %(number)s") % {"number": numbers.number(version.number)}
    programme = reported.programme
    return Facts(
        [
            (_("Receipt"), Said(receipt.code, is_strong=True)),
            (kind, listed([reported.code, number])),
            *named,
            (_("Organisation"), Said(*reported.organisation.official_name())),
            (_("Programme"), programme.name if programme else _("Network-wide")),
            (_("Submitted by"), str(version.sealed_by)),
            (_("Submitted"), dates.moment_words(version.sealed_at)),
        ]
    )


def _counting(placement) -> list:
    note = placement and placement.note
    return [Prose(counting_words(placement)), *([Quote(note)] if note else [])]


def counting_words(placement) -> str:
    """In which period a version counts, and why, or did; None where in none."""
    if placement is None:
        return _(
            "It counts in no reporting period yet; the secretariat has opened none for "
            "its dates."
        )
    year = dates.year(placement.period.year)
    if not placement.is_counted:
        text = _(
            "It counted in %(year)s until it was taken back, returned, replaced or "
            "withdrawn. It does not count now."
        )
        return text % {"year": year}
    words = [_("Counts in %(year)s.") % {"year": year}, placement.get_why_display()]
    if placement.is_late:
        words.append(_("It came in after the deadline."))
    return " ".join(words)


def sample_note(row) -> list:
    text = _("This is an invented sample activity of an invented organisation.")
    return [Note(text)] if row.is_sample else []


def listed(words) -> str:
    """Words in a row."""
    return COMMA.join(map(str, words))


# --- A version ------------------------------------------------------------------------


def content_blocks(content) -> list:
    """A sealed version, read whole, as templates/reporting/document.html shows it."""
    version = content.version
    blocks = [Heading(_("Summary")), Prose(version.summary, version.language)]
    if version.results:
        blocks += [
            Heading(_("What came of it")),
            Prose(version.results, version.language),
        ]
    if content.quantities:
        rows = [_quantity(row, version.language) for row in content.quantities]
        blocks += [Heading(_("Results as numbers")), Points(rows)]
    blocks += [Heading(_("Key facts")), Facts(key_facts(content))]
    if content.partners:
        rows = [_partner(row, version.language) for row in content.partners]
        blocks += [Heading(_("With")), Points(rows)]
    if content.links or content.files:
        rows = [_link(row, version.language) for row in content.links]
        rows += [Said(row.name, version.language) for row in content.files]
        blocks += [Heading(_("Links and files")), Points(rows)]
    return blocks


def initiative_blocks(content) -> list:
    """The same of an initiative: templates/reporting/initiative_facts.html on paper."""
    version = content.version
    rows = [(_("Kind"), version.type.label), (_("When"), when(version))]
    if content.owners:
        owners = [[Said(body.name, body.name_language)] for body in content.owners]
        further = [Heading(_("Further owners")), Points(owners)]
    else:
        further = []
    rows += about(content, ("countries", "regions", "sectors"))
    return [
        Heading(_("Objectives")),
        Prose(version.objectives, version.language),
        Heading(_("Key facts")),
        Facts(rows),
        *further,
    ]


def _quantity(row, language):
    what = [Said(row.what, language), ": "]
    if row.status == row.Status.VALUE:
        value = f"{numbers.number(row.value)}{numbers.NO_BREAK}{row.unit}"
        return [*what, Said(value, language, is_strong=True)]
    return [*what, row.get_status_display(), " – ", Said(row.reason, language)]


def key_facts(content) -> list[tuple]:
    """Kind, days, reach, and every list that is not empty."""
    version = content.version
    rows = [
        (_("Kind"), version.type.label),
        (_("When"), when(version)),
        (_("How far it reached"), version.scope.label),
    ]
    return rows + about(content, LISTS)


def about(content, names) -> list[tuple]:
    """The lists of these names that are not empty, each with its words."""
    rows = [(name, getattr(content, name)) for name in names]
    return [(str(LISTS[name]), _words(name, words)) for name, words in rows if words]


def _words(name, words) -> str:
    if name == "targets":
        return listed(f"{set_apart(word.code)} {word.label}" for word in words)
    return listed(word.label for word in words)


def _partner(row, language):
    body = row.organisation
    name = Said(body.name, body.name_language) if body else Said(row.name, language)
    return [name, " – ", row.get_role_display()]


def _link(row, language):
    if row.label:
        return Said(row.label, language, url=row.url)
    return Said(row.url, "en", url=row.url)
