"""How much two records are alike, sign by sign. No database in this module.

Each sign says from -1 (speaks against) over 0 (says nothing) to 1 (speaks for it) how
much it is there; ``weights.py`` says what each counts for.
"""

from collections.abc import Callable
from datetime import date
from math import exp, log, sqrt

from oneplanet.text.concepts import common_words
from reporting.twins.profile import Profile

COMMON = 0.3  # of a word, where nearly every report speaks of it
IN_TITLE = 1.5
NEAR = 45  # days between two beginnings after which they say a third as much
YEAR = 300  # days after which two are of different years
FAR_APART = 1_200
QUARTER = 90  # days between the one's end and the other's beginning that part them
ABOUT = 0.1  # of the larger: "some 250" and 240 may be one count
ROUND, EXACT, LARGE = 0.6, 0.8, 1.0  # how much 30, 42 and 300 tell, shared by two
SMALL = 0.4  # and 7
MUCH_LONGER = 30  # times as long as the other

Sign = Callable[[Profile, Profile], float]


def _is_one_language(one, other) -> bool:
    return one.language == other.language


def _shared(one, other) -> float:
    """Of the smaller set, how much is in the other too."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _alike(one, other) -> float:
    """Of all in both, how much is in both."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _meet_or_part(one, other) -> float:
    """-1 where both say something and nothing is shared."""
    if not one or not other:
        return 0.0
    return _alike(one, other) if one & other else -1.0


# --- Words ----------------------------------------------------------------------------


def title(one: Profile, other: Profile) -> float:
    """Words of the titles, in one language."""
    return _alike(one.title, other.title) if _is_one_language(one, other) else 0.0


def text(one, other) -> float:
    """Words of the whole, in one language."""
    return _shared(one.terms, other.terms) if _is_one_language(one, other) else 0.0


def _weights(profile) -> dict[str, float]:
    common = common_words()
    return {
        word: (COMMON if word in common else 1.0)
        * (IN_TITLE if word in profile.title_speaks else 1.0)
        for word in profile.speaks
    }


def _cosine(one, other) -> float:
    both = sum(one[word] * other[word] for word in one.keys() & other.keys())
    length = sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return both / length if length else 0.0


def speaks(one, other) -> float:
    """What both speak of, in whichever language."""
    return _cosine(_weights(one), _weights(other))


def title_speaks(one, other) -> float:
    """What the titles speak of; against it where nothing of it is said by the other."""
    rare = common_words()
    mine, theirs = one.title_speaks - rare, other.title_speaks - rare
    if not mine or not theirs:
        return 0.0
    if mine & theirs:
        return _shared(mine, theirs)
    return 0.0 if mine & other.speaks or theirs & one.speaks else -1.0


def names(one, other) -> float:
    """Proper names in both, in whichever letters."""
    return min(len(one.names & other.names), 3) / 3


def editions(one, other) -> float:
    """Years and phases of the titles; against it where they differ."""
    if not one.editions or not other.editions:
        return -0.3 if one.editions or other.editions else 0.0
    return 1.0 if one.editions & other.editions else -1.0


def numbers(one, other) -> float:
    """How many of what; against it where both tell numbers and none is about the
    same."""
    if not one.numbers or not other.numbers:
        return 0.0
    if both := one.numbers & other.numbers:
        return min(1.0, _telling(both))
    if any(_is_about(mine, its) for mine in one.numbers for its in other.numbers):
        return 0.0
    return -min(1.0, _telling(one.numbers), _telling(other.numbers))


def _is_about(count, other) -> bool:
    return min(count, other) >= 10 and abs(count - other) <= ABOUT * max(count, other)


def _telling(counts) -> float:
    return sum(map(_rarity, counts))


def _rarity(count) -> float:
    if count < 10:
        return SMALL
    if count < 100:
        return EXACT if count % 10 else ROUND
    return LARGE


# --- Where and when -------------------------------------------------------------------


def places(one, other) -> float:
    """Cities that are named."""
    return _meet_or_part(one.places, other.places)


def countries(one, other) -> float:
    """Of the shorter list: a partner names its own country alone."""
    return _shared(one.filed.countries, other.filed.countries)


def elsewhere(one, other) -> float:
    """Against it, where both name countries and none is the same."""
    return min(0.0, _meet_or_part(one.filed.countries, other.filed.countries))


def begun(one, other) -> float:
    """Begun at about the same time."""
    return exp(-days_between(one.starts, other.starts) / NEAR)


def together(one, other) -> float:
    """Of the shorter, how much falls into the other; of one day, whether it does."""
    if not one.starts or not other.starts:
        return 0.0
    first, last = _until(one), _until(other)
    both = (min(first, last) - max(one.starts, other.starts)).days + 1
    shorter = min((first - one.starts).days, (last - other.starts).days) + 1
    return max(0.0, min(1.0, both / max(shorter, 1)))


def years(one, other) -> float:
    """Against it, where both beginnings and ends are a year apart: one may tell the
    whole, the other its last day."""
    gap = days_between(one.starts, other.starts)
    if one.starts and other.starts:
        gap = min(gap, days_between(_until(one), _until(other)))
    return -1.0 if YEAR < gap < FAR_APART * 10 else 0.0


def apart(one, other) -> float:
    """Against it, the longer one has been over when the other begins."""
    if not one.starts or not other.starts:
        return 0.0
    gap = max(one.starts, other.starts) - min(_until(one), _until(other))
    return -max(0.0, min(1.0, gap.days / QUARTER))


def ended(one, other) -> float:
    if not one.ends or not other.ends:
        return 0.0
    return exp(-days_between(one.ends, other.ends) / NEAR)


def lasting(one, other) -> float:
    """Against it, where one is of a few days and the other of many months."""
    if not one.ends or not other.ends or not one.starts or not other.starts:
        return 0.0
    short, long = sorted((_until(each) - each.starts).days + 1 for each in (one, other))
    return -max(0.0, min(1.0, log(long / short) / log(MUCH_LONGER) - 0.2))


def days_between(one: date | None, other: date | None) -> int:
    """Very many where one has none."""
    return abs((one - other).days) if one and other else FAR_APART * 10


def _until(profile) -> date:
    return max(profile.ends or profile.starts, profile.starts)


# --- Who and what ---------------------------------------------------------------------


def programme(one, other) -> float:
    return _meet_or_part({one.filed.programme} - {""}, {other.filed.programme} - {""})


def type_(one, other) -> float:
    return _meet_or_part({one.filed.type} - {""}, {other.filed.type} - {""})


def sectors(one, other) -> float:
    return _meet_or_part(one.filed.sectors, other.filed.sectors)


def reporter(one, other) -> float:
    """Reported by one organisation, which knows what it told before."""
    return float(
        bool(one.filed.reporter) and one.filed.reporter == other.filed.reporter
    )


def named(one, other) -> float:
    """Who reports one is named in the other, or somebody called much like them."""
    pairs = ((one.filed, other.filed), (other.filed, one.filed))
    return max(_named_in(mine, theirs) for mine, theirs in pairs)


def _named_in(mine, theirs) -> float:
    if mine.reporter in theirs.organisations - {theirs.reporter}:
        return 1.0
    name = set(mine.called.split())
    return max(
        (_shared(name, set(each.split())) for each in theirs.partners), default=0
    )


def partners(one, other) -> float:
    """Organisations named in both."""
    return _shared(one.filed.organisations, other.filed.organisations)


def other_language(one, other) -> float:
    return float(not _is_one_language(one, other))


SIGNS: dict[str, Sign] = {
    "title": title,
    "text": text,
    "speaks": speaks,
    "title_speaks": title_speaks,
    "names": names,
    "editions": editions,
    "numbers": numbers,
    "places": places,
    "countries": countries,
    "elsewhere": elsewhere,
    "begun": begun,
    "together": together,
    "years": years,
    "apart": apart,
    "ended": ended,
    "lasting": lasting,
    "programme": programme,
    "type": type_,
    "sectors": sectors,
    "reporter": reporter,
    "named": named,
    "partners": partners,
    "other_language": other_language,
}
# Signs that count more where the other language leaves fewer of them.
ACROSS = ("speaks", "title_speaks", "names", "begun", "together")


def signs_of(one: Profile, other: Profile) -> dict[str, float]:
    """Every sign, and those of ACROSS once more where the languages differ."""
    found = {name: sign(one, other) for name, sign in SIGNS.items()}
    for name in ACROSS:
        found[f"{name}_across"] = found[name] * found["other_language"]
    return found
