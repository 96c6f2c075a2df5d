"""Three ways: what somebody took away, what is there now, what they bring. Pure.

A field is changed when only they changed it, in conflict when both did and do not
agree. Without what they started from, everything that differs is in conflict, but for
what is empty: nobody can tell that it was emptied. Nothing is overwritten in silence.
"""

from dataclasses import dataclass

ADDED, CHANGED, CONFLICT = "added", "changed", "conflict"
MINE, THEIRS = "mine", "theirs"
WHOLE = "whole"  # in the place of a field: the choice for those without one


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what is brought differs from what is there.

    ``kind``: added (nothing is there), changed, or conflict.
    """

    field: str
    kind: str
    base: object
    there: object
    mine: object

    def as_dict(self) -> dict:
        return {name: getattr(self, name) for name in self.__slots__}


def merge(base: dict | None, there: dict, mine: dict) -> list[Difference]:
    """The differences in the order of what is brought. A field it lacks is left alone,
    and so is one that stands in it as it was taken away."""
    found = (_compared(field, base, there[field], mine[field]) for field in mine)
    return [difference for difference in found if difference]


def _compared(field, base, there, mine) -> Difference | None:
    if mine == there:
        return None
    if base is None or field not in base:
        if _is_nothing(mine):
            return None
        # Filling what is empty takes nothing from anybody.
        kind = ADDED if _is_nothing(there) else CONFLICT
        return Difference(field, kind, None, there, mine)
    before = base[field]
    if mine == before:
        return None
    if there != before:
        return Difference(field, CONFLICT, before, there, mine)
    kind = ADDED if _is_nothing(there) else CHANGED
    return Difference(field, kind, before, there, mine)


def _is_nothing(value) -> bool:
    return value in ("", [])


def merged(there: dict, differences, chosen: dict) -> dict:
    """What is there after taking over: conflicts as chosen, or else as it was."""
    result = dict(there)
    for difference in differences:
        is_conflict = difference["kind"] == CONFLICT
        if not is_conflict or choice_of(difference["field"], chosen) == MINE:
            result[difference["field"]] = difference["mine"]
    return result


def unchosen(differences, chosen: dict) -> list[str]:
    """The fields in conflict nobody has decided on."""
    return [
        difference["field"]
        for difference in differences
        if difference["kind"] == CONFLICT
        and choice_of(difference["field"], chosen) not in (MINE, THEIRS)
    ]


def choice_of(field, chosen: dict) -> str:
    """What shall hold of a field in conflict; empty where nobody said."""
    return chosen.get(field) or chosen.get(WHOLE, "")
