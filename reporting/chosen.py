"""Submissions somebody ticks in a list: read from a form, never trusted."""

from dataclasses import dataclass

from reporting.models.reported import Reported
from reporting.models.versioned import Version
from reporting.queue import KINDS

MOST = 100


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of them, with the version the person saw."""

    reported: Reported
    version: Version

    @property
    def row(self) -> dict:
        """As queue.cards_of() takes it."""
        found = {"kind": self.reported.kind, "code": self.reported.code}
        return found | {"version": self.version.pk, "since": self.version.sealed_at}


def chosen(user, keys) -> list[Chosen]:
    """Those of these keys (queue.cards_of) that the person may read as a reviewer, the
    oldest first. No more than MOST and one, so that too many are seen to be too many;
    what is no such key is left out."""
    found, asked = [], list(dict.fromkeys(keys))[: MOST + 1]
    for kind, model in KINDS.items():
        seen = dict(_parts(key) for key in asked if key.startswith(f"{kind}:"))
        readable = model.objects.read_by_reviewers(user)
        rows = readable.filter(code__in=seen).select_related(
            "organisation", "programme"
        )
        by_code = {row.code: row for row in rows}
        versions = model._meta.get_field("versions").related_model.objects
        sealed = versions.exclude(sealed_at=None).filter(pk__in=seen.values())
        for version in sealed.filter(**{f"{kind}__in": by_code.values()}):
            reported = next(r for r in by_code.values() if r.pk == _of(version))
            if seen[reported.code] == version.pk:
                found.append(Chosen(reported, version))
    return sorted(found, key=lambda one: (one.version.sealed_at, one.reported.code))


def _of(version) -> int:
    return getattr(version, f"{version.OF}_id")


def _parts(key: str) -> tuple[str, int]:
    """(code, version) of a key; no version has the number 0."""
    _kind, _colon, rest = key.partition(":")
    code, _colon, number = rest.partition(":")
    is_one = number.isascii() and number.isdecimal() and len(number) < 18
    return code.replace("\x00", "")[:20], int(number) if is_one else 0
