"""What the organisation that stays is called and says of itself once another is merged
into it: of what the two say differently, what was chosen; and every name of both.
"""

from programmes.models import Organisation, OrganisationName

# Columns of the two that may differ. A name comes with its language.
CHOSEN = ("name", "acronym", "type", "country", "part_of", "website")
FORMER, OFFICIAL = OrganisationName.Kind.FORMER, OrganisationName.Kind.OFFICIAL
ALIAS = OrganisationName.Kind.ALIAS


def differences(kept, gone) -> list[tuple]:
    """(name of the field, label, what the kept one says, what the gone one says) of
    what the two say differently and that may be chosen."""
    rows = []
    for name in CHOSEN:
        mine, theirs = getattr(kept, name), getattr(gone, name)
        is_open = name != "part_of" or not (is_under(gone, kept) or theirs == kept)
        if mine != theirs and theirs and is_open:
            label = Organisation._meta.get_field(name).verbose_name
            rows.append((name, label, mine, theirs))
    return rows


def names_of(organisation) -> list[str]:
    """Everything it is found by."""
    others = organisation.other_names.order_by("pk").values_list("name", flat=True)
    names = [organisation.name, organisation.acronym, *others]
    return list(dict.fromkeys(filter(None, names)))


def is_under(organisation, other) -> bool:
    """Whether one is a part, or part of a part, of the other."""
    seen = set()
    while organisation is not None and organisation.pk not in seen:
        if organisation.part_of_id == other.pk:
            return True
        seen.add(organisation.pk)
        organisation = organisation.part_of
    return False


def describe(pair, chosen, kind):
    """Write what was chosen (``chosen``: the fields taken from the gone one) into the
    kept one, and the names of the gone one beside its own; ``kind`` is what the names
    that are not chosen become."""
    kept, gone = pair.kept, pair.gone
    before = kept.name, kept.name_language, kept.acronym
    values = {}
    for name in set(chosen) & {row[0] for row in differences(kept, gone)}:
        column = Organisation._meta.get_field(name).attname
        values[column] = getattr(gone, column)
    if "name" in values:
        values["name_language"] = gone.name_language
    pair.merging.change(kept, **values | _part_of(kept, gone, values))
    _add_names(pair, before, is_gones="name" in values, kind=kind)


def _part_of(kept, gone, values) -> dict:
    """It is no part of what goes into it: then of what that one is a part of."""
    if "part_of_id" in values or not is_under(kept, gone):
        return {}
    whole = gone.part_of_id
    return {"part_of_id": None if whole == kept.pk else whole}


def _add_names(pair, before, *, is_gones, kind):
    name, language, acronym = before
    kept, gone = pair.kept, pair.gone
    others = list(gone.other_names.order_by("pk"))
    wanted = []
    if is_gones:
        wanted.append((name, language, kind))
        _step_back(pair, kind)
    else:
        wanted.append((gone.name, gone.name_language, kind))
    for other in others:
        is_official = other.kind == OFFICIAL
        new = other.kind if is_gones or not is_official else kind
        wanted.append((other.name, other.language, new))
    for short in (acronym, gone.acronym):
        if short and short != kept.acronym:
            wanted.append((short, gone.name_language, ALIAS))
    for row in wanted:
        _add(pair, *row)


def _step_back(pair, kind):
    """The official names of the kept one, once another is its name."""
    rows = pair.kept.other_names
    there = set(rows.filter(kind=kind).values_list("language", "name"))
    for row in rows.filter(kind=OFFICIAL).order_by("pk"):
        if (row.language, row.name) not in there:
            pair.merging.change(row, kind=kind)


def _add(pair, name, language, kind):
    known = pair.kept.other_names.filter(name=name, language=language)
    if name != pair.kept.name and not known.exists():
        given = {"name": name, "language": language, "kind": kind}
        pair.merging.make(OrganisationName(organisation=pair.kept, **given))
