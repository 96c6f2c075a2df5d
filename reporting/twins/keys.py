"""What two records must share to be looked at as twins at all. No database here."""

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b

from reporting.twins.profile import Profile

MOST = 12  # countries, organisations and words of a record that make keys
DIGEST = 12  # bytes


def keys_of(profile: Profile) -> set[str]:
    """The keys a record is kept under."""
    reporter, partners = _bodies(profile.filed)
    bodies = [*reporter, *map(_partner, partners)]
    return set(_keys(profile, bodies, quarters=lambda day: [_quarter(day)]))


def keys_sought(profile: Profile) -> set[str]:
    """The keys its twins may have: a quarter too early or late is the same time. That
    both have the same partner is none: some are partners of very many."""
    reporter, partners = _bodies(profile.filed)
    bodies = [*reporter, *map(_partner, reporter), *partners]
    return set(_keys(profile, bodies, quarters=_about))


def _bodies(filed) -> tuple[list[str], list[str]]:
    """Who reports, if anybody, and the partners, each short."""
    partners = sorted(filed.organisations - {filed.reporter})[:MOST]
    reporter = [filed.reporter] if filed.reporter else []
    return list(map(_short, reporter)), list(map(_short, partners))


def _partner(body) -> str:
    return f"with {body}"


def _keys(profile, bodies, quarters) -> Iterable[str]:
    filed = profile.filed
    days = {day for day in (profile.starts, profile.ends) if day}
    times = sorted({each for day in days for each in quarters(day)})
    countries = sorted(filed.countries)[:MOST] or ["-"]
    words = [_short(word) for word in sorted(profile.title_speaks)[:MOST]]
    for time in times:
        yield from (f"{country} {time}" for country in countries)
        yield from (f"{body} {time}" for body in bodies)
    for country in countries:
        yield from (f"{country} {word}" for word in words)
    yield _short("\n".join(sorted(profile.title)))


def _quarter(day: date) -> int:
    """Quarters of years, counted through."""
    return day.year * 4 + (day.month - 1) // 3


def _about(day):
    return range(_quarter(day) - 1, _quarter(day) + 2)


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=DIGEST).hexdigest()
