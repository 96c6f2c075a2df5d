"""Days and moments in the words of each language, and days as people type them."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oneplanet.text.calendars import AGES, CALENDARS
from oneplanet.text.folding import fold
from oneplanet.text.numbers import digits, number, tidy
from oneplanet.text.zones import clock_name


def _known(language: str | None) -> str:
    language = language or get_language() or "en"
    return language if language in CALENDARS else "en"


def _pieces(day: date, language: str) -> dict:
    is_first = language == "fr" and day.day == 1
    return {
        "d": "1er" if is_first else digits(day.day, language),
        "m": CALENDARS[language].months.split(",")[day.month - 1],
        "y": digits(day.year, language),
    }


def day_of(day: date) -> date:
    """A day as it is; of a moment its day in the active time zone."""
    return timezone.localtime(day).date() if isinstance(day, datetime) else day


def portal_day(moment: datetime) -> date:
    """The day of a moment in UTC: the one that counts and is quoted, whoever reads."""
    return moment.astimezone(UTC).date()


def today() -> date:
    """Today as the portal counts it, in UTC: what holds today holds for everybody."""
    return portal_day(timezone.now())


def date_words(day: date, language: str | None = None) -> str:
    """23 April 2021. Of a moment, its day in the active time zone."""
    language = _known(language)
    return CALENDARS[language].day.format(**_pieces(day_of(day), language))


def date_range(start: date, end: date | None, language: str | None = None) -> str:
    """23–25 April 2021, saying nothing twice; without an end, since 23 April 2021."""
    language = _known(language)
    start, end = day_of(start), end and day_of(end)
    calendar = CALENDARS[language]
    pieces = {"a": date_words(start, language)} | _pieces(start, language)
    if end is None:
        # со второго, but с первого, с третьего
        pieces["from_"] = "со" if start.day == 2 else "с"
        return calendar.since.format(**pieces)
    if start == end:
        return pieces["a"]
    last = {f"{key}2": value for key, value in _pieces(end, language).items()}
    pieces |= last | {"b": date_words(end, language)}
    if start.year != end.year:
        return calendar.whole.format(**pieces)
    pattern = calendar.in_month if start.month == end.month else calendar.in_year
    return pattern.format(**pieces)


def year(value: int | date, language: str | None = None) -> str:
    """A year, never grouped. Of a day, its year."""
    if isinstance(value, date):
        value = day_of(value).year
    return digits(value, language)


def years(first: int, last: int, language: str | None = None) -> str:
    """2013–2020, or the one year."""
    if first == last:
        return year(first, language)
    return f"{year(first, language)}–{year(last, language)}"


def clock(moment: datetime, language: str | None = None) -> str:
    """14:32 in the active time zone."""
    return digits(f"{timezone.localtime(moment):%H:%M}", language)


def clock_words(moment: datetime, until: datetime | None = None) -> str:
    """14:32 UTC; with an end on the same day, 14:32–15:10 UTC."""
    return f"{_clocks(moment, until)} {clock_name(timezone.localtime(moment))}"


def _clocks(moment, until, language=None):
    ends = f"–{clock(until, language)}" if until else ""
    return clock(moment, language) + ends


def moment_words(
    moment: datetime, language: str | None = None, *, until: datetime | None = None
) -> str:
    """23 April 2021, 14:32 UTC, in the active time zone, which is named: readers live
    in all of them. ``until``: its end on the same day, said by its clock.
    """
    language = _known(language)
    return CALENDARS[language].moment.format(
        a=date_words(moment, language),
        time=_clocks(moment, until, language),
        zone=clock_name(timezone.localtime(moment)),
    )


# --- How long ago -------------------------------------------------------------------


def age(moment: datetime, language: str | None = None, *, now=None) -> str:
    """How long ago: minutes, from an hour hours, from two days days, never rounded up.

    Less than a minute counts as one. A queue is judged by days, so there are no weeks.
    """
    return duration((now or timezone.now()) - moment, language)


def duration(time: timedelta, language: str | None = None) -> str:
    """How long something lasted, in the words of :func:`age`."""
    language = _known(language)
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        unit, count = "minute", max(minutes, 1)
    elif minutes < 48 * 60:
        unit, count = "hour", minutes // 60
    else:
        unit, count = "day", minutes // (24 * 60)
    form = AGES[language][unit].split(",")[_plural(count, language)]
    return form.format(n=number(count, language))


def _plural(count: int, language: str) -> int:
    """Which of the language's forms goes with a whole number from 1 up."""
    tens, ones = count % 100, count % 10
    match language:
        case "zh-hans":
            return 0
        case "ru":
            if ones == 1 and tens != 11:
                return 0
            return 1 if 2 <= ones <= 4 and not 12 <= tens <= 14 else 2
        case "ar":
            if count <= 2:
                return count - 1
            return 2 if 3 <= tens <= 10 else 3 if tens >= 11 else 4
        case _:
            return 0 if count == 1 else 1


# --- Reading ------------------------------------------------------------------------

_YEAR = r"(?P<y>(?:19|20|21)[0-9]{2})"
_NUMERIC = (
    re.compile(rf"{_YEAR}(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s)(?P<d>[0-9]{{1,2}})"),
    re.compile(rf"{_YEAR}年(?P<m>[0-9]{{1,2}})月(?P<d>[0-9]{{1,2}})[日号]?"),
    re.compile(rf"(?P<d>[0-9]{{1,2}})(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s){_YEAR}"),
    # Without separators: the third pair is a month or begins a year, never both.
    re.compile(rf"{_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>[0-9]{{2}})"),
    re.compile(rf"(?P<d>[0-9]{{2}})(?P<m>[0-9]{{2}}){_YEAR}"),
)
_WORDS = re.compile(
    rf"(?P<d>[0-9]{{1,2}})(?:er)? (?:de )?(?P<m>\D+?)(?: de)? {_YEAR}(?: года| г\.?)?"
)
_MONTHS = {
    fold(name): number
    for language, calendar in CALENDARS.items()
    if language != "zh-hans"
    for number, names in enumerate(calendar.months.split(","), start=1)
    for name in (names, *names.split("/"))
} | {fold("يونيو"): 6, fold("يوليو"): 7}


def parse(text: str) -> date:
    """The day somebody typed; where it could be either, the day comes before the month.

    Reads 2021-04-23, 23/04/2021, 23.4.2021, 23042021, 2021年4月23日, ٢٣/٤/٢٠٢١ and days
    in the words of :func:`date_words`, from 1900 on. Raises ValueError, worded (lazily)
    for the reader.
    """
    found = _find(text)
    if found is None:
        message = _("Write day, month and year, for example 23/04/2021 or 2021-04-23.")
        raise ValueError(message)
    try:
        return date(*found)
    except ValueError:
        message = _("There is no such day. The day comes first, then the month.")
        raise ValueError(message) from None


def for_input(day: date, language: str | None = None) -> str:
    """The day as a text input shows it: 23/04/2021, in Russian 23.04.2021."""
    between = "." if _known(language) == "ru" else "/"
    return day.strftime(between.join(("%d", "%m", "%Y")))


def _find(text: str) -> tuple[int, int, int] | None:
    """Year, month and day as typed, whether they exist or not."""
    try:
        text = unicodedata.normalize("NFKC", tidy(text)).replace("؍", "/")
    except ValueError:
        return None
    packed = "".join(text.split())
    for pattern in _NUMERIC:
        if match := pattern.fullmatch(packed):
            return int(match["y"]), int(match["m"]), int(match["d"])
    match = _WORDS.fullmatch(fold(text))
    if match and match["m"] in _MONTHS:
        return int(match["y"]), _MONTHS[match["m"]], int(match["d"])
    return None
