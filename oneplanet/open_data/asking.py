"""What a program asks for: its parameters, looked at one by one.

What is unknown, given twice or senseless is refused in words, never ignored.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils import translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from oneplanet.open_data import codes
from oneplanet.open_data.kinds import Kind

MOST = 100  # records in one answer
PAGING = ("limit", "cursor", "updated_since")
MANY = "SelectMultiple"  # the widget of filters that may be given several times


class Refused(Exception):
    """A request that cannot be answered, why, and which parameter is to blame."""

    def __init__(self, why: str, parameter: str = ""):
        super().__init__(why)
        self.why, self.parameter = why, parameter


@dataclass(frozen=True)
class Asked:
    """One list, as asked for."""

    kind: Kind
    narrowed: QueryDict
    language: str = "en"
    limit: int = MOST
    after: int | None = None  # the key the last answer ended with
    since: datetime | None = None


def language_asked(query) -> str:
    """The language labels are wanted in. Raises Refused."""
    wanted = query.get("lang", "en").lower()
    if wanted in dict(settings.LANGUAGES):
        return wanted
    known = ", ".join(code for code, _name in settings.LANGUAGES)
    why = _("There is no language “{wanted}” here. Choose one of these: {known}.")
    raise Refused(why.format(wanted=_shortened(wanted), known=known), "lang")


def asked(kind: Kind, query, *, paging=True) -> Asked:
    """The list a query string asks for. Raises Refused.

    Without ``paging`` it is a whole list, as a download.
    """
    refuse_unknown(query, allowed(kind, paging=paging), _many(kind))
    narrowed = QueryDict(mutable=True)
    for name in kind.filters:
        if given := [value for value in query.getlist(name) if value]:
            narrowed.setlist(name, given)
    found = Asked(kind, narrowed)
    if not paging:
        return found
    return replace(
        found,
        language=language_asked(query),
        limit=_limit(query.get("limit")),
        after=_after(kind, query.get("cursor")),
        since=_since(query.get("updated_since")),
    )


def allowed(kind: Kind, *, paging=True) -> list[str]:
    """The names a list of this kind may be asked with."""
    return [*kind.filters, *(("lang", *PAGING) if paging else ())]


def _many(kind):
    return {
        name
        for name, narrowing in kind.filters.items()
        if type(narrowing.field.widget).__name__ == MANY
    }


def refuse_unknown(query, names, many=frozenset()) -> None:
    """Raise Refused for a name nobody knows, a value given twice, or one with NUL."""
    for name, values in query.lists():
        if name not in names:
            why = _("There is no parameter “{name}” here. These are known: {known}.")
            known = ", ".join(names) or "–"
            raise Refused(why.format(name=_shortened(name), known=known), name[:60])
        if any("\x00" in value for value in values):
            raise Refused(_("This value holds a sign no text can hold."), name)
        if len(values) > 1 and name not in many:
            raise Refused(_("This parameter may be given once only."), name)


def _refuse_unknown_codes(kind, narrowed) -> None:
    """Raise Refused for a code its filter does not know, with those it knows. One
    query for each filter that is used."""
    known_codes = getattr(kind.narrowed_by, "CODES", {})
    for name in narrowed:
        if name not in known_codes:
            continue
        known = known_codes[name](kind.rows().model)
        for code in codes.unknown(known, narrowed.getlist(name)):
            why = _("“{code}” is unknown here. Choose one of these: {known}.")
            given = {"code": _shortened(code), "known": codes.in_words(known)}
            raise Refused(why.format(**given), name)


def _shortened(text):
    return text.replace("\x00", "")[:60]


def _limit(text) -> int:
    if text is None:
        return MOST
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST:
        return int(text)
    why = _("The limit is a whole number from 1 to {most}.").format(most=MOST)
    raise Refused(why, "limit")


def cursor_after(kind: Kind, key: int) -> str:
    """What leads to the records after this one. Nobody can make one up."""
    return _signer(kind).sign(str(key))


def _after(kind, text) -> int | None:
    if text is None:
        return None
    try:
        return int(_signer(kind).unsign(text))
    except BadSignature as error:
        why = _("This cursor is none of ours. Follow the address in “next”.")
        raise Refused(why, "cursor") from error


def _signer(kind):
    return Signer(salt=f"open data {kind.name}")


def _since(text) -> datetime | None:
    """A moment, or the beginning of a day. A “+” arrives as a space where it was not
    written as %2B."""
    if text is None:
        return None
    try:
        day = parse_date(text)
        moment = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        day = moment = None
    if day:
        return datetime.combine(day, time.min, tzinfo=UTC)
    if moment:
        try:
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return aware.astimezone(UTC)
        except OverflowError:
            pass
    why = _("Write a day as 2026-01-31 or a moment as 2026-01-31T12:00:00Z.")
    raise Refused(why, "updated_since")


def found(asked: Asked):
    """The public rows that are asked for, narrowed. Raises Refused."""
    rows = asked.kind.rows()
    if not asked.narrowed:
        return rows
    _refuse_unknown_codes(asked.kind, asked.narrowed)
    chosen = asked.kind.narrowed_by(asked.narrowed, queryset=rows)
    with translation.override(asked.language):
        errors = chosen.errors
    for name, messages in errors.items():
        raise Refused(str(messages[0]), name)
    return chosen.qs
