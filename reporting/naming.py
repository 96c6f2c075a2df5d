"""Which organisation of the network a written name means."""

from collections import defaultdict

from oneplanet.text.folding import fold
from programmes.models import Organisation, OrganisationName


def organisations_named(names) -> dict[str, Organisation]:
    """Name as written → its organisation, by official, former and other names.

    Names nobody has, and names that two organisations share, are left out.
    """
    wanted = {name: fold(name) for name in names}
    folded = {text for text in wanted.values() if text}
    found = defaultdict(set)
    for row in Organisation.objects.filter(name_folded__in=folded):
        found[row.name_folded].add(row)
    others = OrganisationName.objects.filter(name_folded__in=folded)
    for other in others.select_related("organisation"):
        found[other.name_folded].add(other.organisation)
    return {
        name: next(iter(found[text]))
        for name, text in wanted.items()
        if len(found[text]) == 1
    }
