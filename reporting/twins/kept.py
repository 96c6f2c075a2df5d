"""A profile as it is kept beside a version, in plain values, and back. No database in
this module; ``profile_of_version`` reads the lists of the version it is given."""

from dataclasses import asdict
from datetime import date

from oneplanet.text.analysis import ANALYSER_VERSION
from oneplanet.text.folding import fold
from reporting.twins.profile import Filed, Profile, profile_of, sounds_of

MADE_BY = 100 * 4 + ANALYSER_VERSION  # the first is raised as profiles or keys change
LISTS = ("countries", "sectors", "stages", "partners__organisation")


def profile_of_version(version) -> Profile:
    """Of a version, draft or sealed, whose LISTS are best fetched before."""
    activity = version.activity
    reporter, partners = activity.organisation, list(version.partners.all())
    filed = Filed(
        programme=activity.programme.code if activity.programme else "",
        type=version.type.code if version.type else "",
        countries=frozenset(country.code for country in version.countries.all()),
        sectors=frozenset(term.code for term in version.sectors.all()),
        stages=frozenset(stage.code for stage in version.stages.all()),
        reporter=reporter.code,
        organisations=frozenset((reporter.code, *map(_key, partners))),
        called=sounds_of(reporter.name),
        partners=frozenset(sounds_of(str(row)) for row in partners),
    )
    return profile_of(
        language=version.language,
        title=version.title,
        text=f"{version.summary}\n{version.results}",
        starts=version.started_on,
        ends=version.ended_on,
        filed=filed,
    )


def _key(row) -> str:
    return row.organisation.code if row.organisation else fold(row.name)


def as_kept(profile: Profile) -> dict:
    """Sets as sorted lists, days as texts."""
    said = asdict(profile) | {"filed": profile.filed._asdict()}
    return {name: _plain(value) for name, value in said.items()}


def _plain(value):
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def as_profile(said: dict) -> Profile:
    filed = {name: _fit(value) for name, value in said["filed"].items()}
    plain = {name: _fit(value) for name, value in said.items() if name != "filed"}
    for name in ("starts", "ends"):
        plain[name] = plain[name] and date.fromisoformat(plain[name])
    return Profile(**plain, filed=Filed(**filed))


def _fit(value):
    return frozenset(value) if isinstance(value, list) else value
