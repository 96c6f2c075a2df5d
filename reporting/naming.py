"""Which organisation of the network a written name means."""

from collections import defaultdict
from difflib import get_close_matches

from oneplanet.text.folding import fold
from programmes.models import Organisation, OrganisationName

MOST = 10  # offered to choose from
SHORT = 3  # letters of a word that says too little by itself
NEAR = 0.6  # as difflib counts


def organisations_named(names) -> dict[str, Organisation]:
    """Name as written → its organisation, by official, former and other names.

    Names nobody has, and names that two organisations share, are left out.
    """
    wanted = {name: fold(name) for name in names}
    folded = {text for text in wanted.values() if text}
    found = defaultdict(set)
    for row in Organisation.objects.filter(name_folded__in=folded):
        found[row.name_folded].add(row)
    standing = Organisation.objects.order_by()
    others = OrganisationName.objects.filter(
        name_folded__in=folded, organisation__in=standing
    )
    for other in others.select_related("organisation"):
        found[other.name_folded].add(other.organisation)
    return {
        name: next(iter(found[text]))
        for name, text in wanted.items()
        if len(found[text]) == 1
    }


def with_acronym(body) -> str:
    """Its name, with the acronym where it has one."""
    return f"{body} ({body.acronym})" if body.acronym else str(body)


def organisations_like(name) -> list[Organisation]:
    """Those whose names or acronym hold every word of it; or else some of them; or else
    those spelled nearly so. At most ten, in the order of their names."""
    words = fold(name).split()[:MOST]
    everything = Organisation.objects.order_by("name_folded", "pk")
    if found := list(everything.called(words)[:MOST]) if words else []:
        return found
    long = [word for word in words if len(word) > SHORT]
    some = [body for word in long for body in everything.called([word])[:MOST]]
    if not some:
        standing = Organisation.objects.order_by()
        others = OrganisationName.objects.filter(organisation__in=standing)
        names = dict(others.values_list("name_folded", "organisation"))
        names |= everything.values_list("name_folded", "pk")
        near = get_close_matches(" ".join(words), names, n=MOST, cutoff=NEAR)
        some = everything.filter(pk__in=[names[text] for text in near])
    return sorted(set(some), key=lambda body: body.name_folded)[:MOST]
